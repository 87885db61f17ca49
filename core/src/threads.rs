//! How threads share the machine.

/// How much less of a busy processor a thread gets than one that a person waits for: about a fifth.
#[cfg(target_os = "linux")]
const NICE: i32 = 7;

/// From now on the calling thread, and those that it starts, compute in the background: window, console and scripts go before them.
/// Where the system cannot do this for one thread, nothing changes.
pub fn compute_in_background() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::setpriority_process;
        // Linux takes the number of a thread here, too.
        if let Err(error) = setpriority_process(Some(rustix::thread::gettid()), NICE) {
            log::debug!("a thread keeps its priority: {error}");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::getpriority_process;
    use rustix::thread::gettid;

    use super::*;

    #[test]
    fn it_is_this_thread_and_what_it_starts_and_no_other() {
        let nice = || getpriority_process(Some(gettid())).unwrap();
        let before = nice();
        let (here, started) = std::thread::spawn(move || {
            compute_in_background();
            (nice(), std::thread::spawn(nice).join().unwrap())
        })
        .join()
        .unwrap();
        assert_eq!((here, started), (NICE.max(before), NICE.max(before)));
        assert_eq!(nice(), before);
    }
}
