//! The process of a host: started, watched, its output forwarded, its end put into words.
#![allow(unsafe_code, reason = "the child prepares itself between fork and exec")]

use std::io::{BufRead, BufReader, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use rustix::io::FdFlags;
use rustix::process::{PidfdFlags, Signal};
use voxloom_protocol::message::Stream;
use voxloom_protocol::socket_pair;

use crate::environment::without_current_folder;
use crate::error::HostError;
use crate::places::Places;

/// What the interpreter runs first.
const BOOT: &str = include_str!("boot.py");

/// Characters of its last words on stderr that are kept for the case that it dies.
const LAST_WORDS: usize = 8 << 10;

/// The longest piece of a line that is forwarded at once.
const PIECE: usize = 64 << 10;

/// When memory runs out the system ends a host rather than the program; between -1000 and 1000.
const EXPENDABLE: &str = "500";

/// A running process.
pub(crate) struct Process {
    pub pid: u32,
    handle: OwnedFd,
    ended: Arc<(Mutex<bool>, Condvar)>,
}

/// How a process ended.
#[derive(Debug, Clone, Default)]
pub(crate) struct End {
    /// Goes on a sentence that began with the host: "was killed by signal 9".
    pub reason: String,
    /// The last it wrote to stderr.
    pub last_words: Option<String>,
    /// A person ended it, or the program is closing.
    pub wanted: bool,
}

/// What to start.
#[derive(Clone, Copy)]
pub(crate) struct Launch<'a> {
    pub interpreter: &'a Path,
    pub places: &'a Places,
}

type Printed = Arc<dyn Fn(Stream, String) + Send + Sync>;

impl Process {
    /// Starts a host. Returns it with the program's end of the connection; `on_end` is called once, on the thread that watches it.
    pub(crate) fn start(launch: &Launch<'_>, printed: Printed, on_end: impl FnOnce(End) + Send + 'static) -> Result<(Arc<Self>, OwnedFd), HostError> {
        let Launch { interpreter, places } = *launch;
        let cannot = |error: &dyn std::fmt::Display| HostError::Unavailable(format!("{} could not be started: {error}", interpreter.display()));
        let (ours, theirs) = socket_pair()?;
        let mut command = Command::new(interpreter);
        command
            .arg("-c")
            .arg(BOOT)
            .arg(&places.package)
            .arg(places.extension.as_deref().unwrap_or(Path::new("")))
            .arg(theirs.as_raw_fd().to_string());
        // A segfault prints where it happened.
        command.env("PYTHONFAULTHANDLER", "1").env("PYTHONUNBUFFERED", "1");
        without_current_folder(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let parent = rustix::process::getpid();
        // SAFETY: between fork and exec only a few system calls are made, which touch no memory of the parent.
        unsafe {
            command.pre_exec(move || {
                rustix::io::fcntl_setfd(&theirs, FdFlags::empty())?;
                rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
                // The program may have ended before that.
                if rustix::process::getppid() != Some(parent) {
                    return Err(rustix::io::Errno::SRCH.into());
                }
                Ok(())
            });
        }
        // The process is killed when the thread that started it ends; so that thread stays and watches it.
        let (report, started) = mpsc::channel();
        let ended: Arc<(Mutex<bool>, Condvar)> = Arc::default();
        let told = ended.clone();
        std::thread::Builder::new()
            .name("python host".to_owned())
            .spawn(move || {
                let spawned = command.spawn();
                // Closes this process' copy of the child's end.
                drop(command);
                let mut child = match spawned
                    .and_then(|child| Ok((rustix::process::pidfd_open(rustix::process::Pid::from_child(&child), PidfdFlags::empty())?, child)))
                {
                    Ok((handle, child)) => {
                        if let Err(error) = std::fs::write(format!("/proc/{}/oom_score_adj", child.id()), EXPENDABLE) {
                            log::debug!("{error}");
                        }
                        // The starter waits for this.
                        let _ = report.send(Ok((handle, child.id())));
                        child
                    }
                    Err(error) => {
                        let _ = report.send(Err(error));
                        return;
                    }
                };
                let end = watch(&mut child, &printed);
                *told.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
                told.1.notify_all();
                on_end(end);
            })
            .map_err(|error| cannot(&error))?;
        let (handle, pid) = started.recv().map_err(|error| cannot(&error))?.map_err(|error| cannot(&error))?;
        Ok((Arc::new(Self { pid, handle, ended }), ours))
    }

    /// Lets it take no more than so many bytes beyond what it has now: what needs more fails in it.
    pub(crate) fn limit_memory(&self, bytes: u64) -> std::io::Result<()> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let now = text.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap_or_default();
        let now: u64 = now.trim().trim_end_matches("kB").trim().parse().map_err(std::io::Error::other)?;
        let most = now.saturating_mul(1024).saturating_add(bytes);
        let pid = i32::try_from(self.pid).ok().and_then(rustix::process::Pid::from_raw);
        rustix::process::prlimit(pid, rustix::process::Resource::As, rustix::process::Rlimit { current: Some(most), maximum: Some(most) })?;
        Ok(())
    }

    /// Ends it at once.
    pub(crate) fn kill(&self) {
        // It fails only when the process has ended.
        let _ = rustix::process::pidfd_send_signal(&self.handle, Signal::KILL);
    }

    /// Whether it ended within this time.
    pub(crate) fn wait(&self, patience: Duration) -> bool {
        let ended = self.ended.0.lock().unwrap_or_else(PoisonError::into_inner);
        *self.ended.1.wait_timeout_while(ended, patience, |ended| !*ended).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Forwards what the process prints until it ends.
fn watch(child: &mut Child, printed: &Printed) -> End {
    let words = Arc::new(Mutex::new(String::new()));
    let (finished, both) = mpsc::channel();
    if let Some(pipe) = child.stdout.take() {
        forward(pipe, Stream::Out, printed.clone(), None, finished.clone());
    }
    if let Some(pipe) = child.stderr.take() {
        forward(pipe, Stream::Err, printed.clone(), Some(words.clone()), finished);
    }
    look_for_lack_of_memory();
    let reason = match child.wait() {
        Ok(status) if status.signal() == Some(9) && look_for_lack_of_memory() => {
            "was ended by the system, because memory ran out (signal 9)".to_owned()
        }
        Ok(status) => in_words(status),
        Err(error) => format!("was lost: {error}"),
    };
    // Its pipes may be held open by processes of its own, so the wait has an end.
    for _ in 0..2 {
        let _ = both.recv_timeout(Duration::from_millis(100));
    }
    let words = words.lock().unwrap_or_else(PoisonError::into_inner).trim().to_owned();
    End { reason, last_words: Some(words).filter(|words| !words.is_empty()), wanted: false }
}

fn forward(pipe: impl Read + Send + 'static, stream: Stream, printed: Printed, words: Option<Arc<Mutex<String>>>, finished: mpsc::Sender<()>) {
    std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        // A line without an end is forwarded in pieces, so that it takes no memory here.
        while pipe.by_ref().take(PIECE as u64).read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if let Some(words) = &words {
                let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
                words.push_str(&text);
                if words.len() > LAST_WORDS {
                    let mut cut = words.len() - LAST_WORDS;
                    while !words.is_char_boundary(cut) {
                        cut += 1;
                    }
                    words.drain(..cut);
                }
            }
            printed(stream, text);
            line.clear();
        }
        // Nobody waits any more when a process of the host's own held the pipe.
        let _ = finished.send(());
    });
}

/// Whether the system ended a process for want of memory a moment ago. It has to be asked every now and then.
pub(crate) fn look_for_lack_of_memory() -> bool {
    const MOMENT: Duration = Duration::from_secs(2);
    static SEEN: Mutex<(Option<u64>, Option<Instant>)> = Mutex::new((None, None));
    let text = std::fs::read_to_string("/proc/vmstat").unwrap_or_default();
    let ended: u64 = text.lines().find_map(|line| line.strip_prefix("oom_kill ")).and_then(|count| count.trim().parse().ok()).unwrap_or(0);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.0.replace(ended).is_some_and(|before| before < ended) {
        seen.1 = Some(Instant::now());
    }
    seen.1.is_some_and(|at| at.elapsed() < MOMENT)
}

fn in_words(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(11), _) => "segfaulted (signal 11)".to_owned(),
        (Some(6), _) => "aborted (signal 6)".to_owned(),
        (Some(7), _) => "accessed memory that is gone (signal 7)".to_owned(),
        (Some(signal), _) => format!("was killed by signal {signal}"),
        (None, Some(code)) => format!("ended with code {code}"),
        (None, None) => "ended".to_owned(),
    }
}
