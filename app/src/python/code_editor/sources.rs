//! The Python files that are open in the built-in editor: reading, saving, and what other programs do to them meanwhile.
//!
//! Disks are touched on threads only. Each thread reports what it found, and [`Sources::take_in`] applies it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::source_file::{Contents, Outside, SaveError, SourceFile, Stamp, read, stamp, write};

/// How often open files are looked at on the disk.
const LOOK: Duration = Duration::from_millis(700);

/// What a thread found or did.
enum Report {
    Opened { path: PathBuf, line: Option<u32>, result: Result<(Stamp, Contents), String> },
    Looked { path: PathBuf, generation: u64, stamp: Stamp, result: Option<Result<Contents, String>> },
    LookedAtAll,
    Saved { path: PathBuf, text: String, result: Result<Stamp, SaveError> },
}

/// What happened that the person at the window should hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Opened(PathBuf),
    Saved(PathBuf),
    Problem(String),
}

/// The open files.
pub struct Sources {
    ctx: egui::Context,
    files: Vec<SourceFile>,
    current: usize,
    sender: Sender<Report>,
    receiver: Receiver<Report>,
    looked: Instant,
    looking: bool,
}

impl Sources {
    pub fn new(ctx: egui::Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, files: Vec::new(), current: 0, sender, receiver, looked: Instant::now(), looking: false }
    }

    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    pub fn files_mut(&mut self) -> &mut [SourceFile] {
        &mut self.files
    }

    /// The file whose tab is in front.
    pub fn current(&self) -> usize {
        self.current
    }

    pub fn show(&mut self, index: usize) {
        self.current = index.min(self.files.len().saturating_sub(1));
    }

    pub fn find(&self, path: &Path) -> Option<usize> {
        self.files.iter().position(|file| file.path == path)
    }

    /// Files with changes that are not saved.
    pub fn modified(&self) -> Vec<PathBuf> {
        self.files.iter().filter(|file| file.is_modified()).map(|file| file.path.clone()).collect()
    }

    /// Brings a file to the front, at a line; it is read when it is not open yet.
    pub fn open(&mut self, path: &Path, line: Option<u32>) {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if let Some(index) = self.find(&path) {
            self.current = index;
            self.files[index].go_to = line.or(self.files[index].go_to);
            return;
        }
        self.spawn(move |send| {
            let stamp = stamp(&path);
            let result = read(&path).map(|contents| (stamp, contents));
            send(Report::Opened { path, line, result });
        });
    }

    /// Brings back a text that was not saved. The file is read only to tell what changed.
    pub fn restore(&mut self, path: &Path, text: String) {
        match self.find(path) {
            Some(index) => {
                self.files[index].text = text;
                self.current = index;
            }
            None => {
                self.files.push(SourceFile::restored(path.to_owned(), text));
                self.current = self.files.len() - 1;
            }
        }
        self.ctx.request_repaint();
    }

    /// Closes a file, without asking.
    pub fn close(&mut self, path: &Path) {
        if let Some(index) = self.find(path) {
            self.files.remove(index);
            if self.current > index || self.current >= self.files.len() {
                self.current = self.current.saturating_sub(1);
            }
        }
    }

    /// Writes a file, atomically, then calls `then` on the same thread. What another program wrote meanwhile is not written over.
    pub fn save(&mut self, path: &Path, then: impl FnOnce() + Send + 'static) {
        let Some(index) = self.find(path) else { return };
        let file = &mut self.files[index];
        if file.saving || matches!(file.outside, Outside::Changed(_)) {
            return;
        }
        // A file that is gone is written anew.
        file.outside = Outside::Nothing;
        file.saving = true;
        let (path, text, expected, crlf) = (file.path.clone(), file.text.clone(), file.stamp, file.crlf);
        self.spawn(move |send| {
            let result = write(&path, &text, expected, crlf);
            let written = result.is_ok();
            send(Report::Saved { path, text, result });
            if written {
                then();
            }
        });
    }

    /// Looks after the files on the disk from time to time and applies what threads report.
    pub fn take_in(&mut self) -> Vec<News> {
        let mut news = Vec::new();
        while let Ok(report) = self.receiver.try_recv() {
            self.apply(report, &mut news);
        }
        if !self.files.is_empty() {
            if !self.looking && self.looked.elapsed() >= LOOK {
                self.look();
            }
            self.ctx.request_repaint_after(LOOK);
        }
        news
    }

    fn apply(&mut self, report: Report, news: &mut Vec<News>) {
        match report {
            Report::Opened { path, line, result: Ok((stamp, contents)) } => {
                // It may have been asked for twice.
                let index = self.find(&path).unwrap_or_else(|| {
                    self.files.push(SourceFile::read(path.clone(), stamp, contents));
                    self.files.len() - 1
                });
                self.current = index;
                self.files[index].go_to = line.or(Some(1));
                news.push(News::Opened(path));
            }
            Report::Opened { result: Err(error), .. } => news.push(News::Problem(error)),
            Report::LookedAtAll => (self.looking, self.looked) = (false, Instant::now()),
            Report::Looked { path, generation, stamp, result } => {
                let Some(file) = self.files.iter_mut().find(|file| file.path == path) else { return };
                if file.saving || file.generation != generation {
                    return;
                }
                match result {
                    Some(Err(error)) => news.push(News::Problem(error)),
                    Some(Ok(contents)) => file.looked(stamp, Some(contents)),
                    None => file.looked(stamp, None),
                }
            }
            Report::Saved { path, text, result } => {
                let Some(file) = self.files.iter_mut().find(|file| file.path == path) else { return };
                file.saving = false;
                match result {
                    Ok(stamp) => {
                        (file.saved, file.stamp) = (text, stamp);
                        file.generation += 1;
                        news.push(News::Saved(path));
                    }
                    Err(SaveError::Changed) => {
                        news.push(News::Problem(format!(
                            "{} was changed by another program; it was not saved. Choose which text to keep.",
                            path.display()
                        )));
                        self.look();
                    }
                    Err(SaveError::Failed(error)) => news.push(News::Problem(error)),
                }
            }
        }
    }

    fn look(&mut self) {
        self.looking = true;
        let known: Vec<(PathBuf, u64, Stamp)> = self.files.iter().map(|file| (file.path.clone(), file.generation, file.stamp)).collect();
        self.spawn(move |send| {
            for (path, generation, before) in known {
                let stamp = stamp(&path);
                if stamp != before {
                    let result = stamp.map(|_| read(&path));
                    send(Report::Looked { path, generation, stamp, result });
                }
            }
            send(Report::LookedAtAll);
        });
    }

    fn spawn(&self, work: impl FnOnce(&dyn Fn(Report)) + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let send = move |report| {
            let quiet = matches!(report, Report::LookedAtAll);
            // The window may be gone.
            if sender.send(report).is_ok() && !quiet {
                ctx.request_repaint();
            }
        };
        let thread = std::thread::Builder::new().name("sources".to_owned()).spawn(move || work(&send));
        if let Err(error) = thread {
            log::error!("a thread for the editor's files could not be started: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits for news; nothing within two seconds is no news.
    fn wait(sources: &mut Sources) -> Vec<News> {
        for _ in 0..200 {
            let news = sources.take_in();
            if !news.is_empty() {
                return news;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Vec::new()
    }

    fn wait_until(sources: &mut Sources, done: impl Fn(&SourceFile) -> bool) {
        for _ in 0..300 {
            sources.take_in();
            if done(&sources.files()[0]) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it did not come to that: {:?}", sources.files()[0]);
    }

    fn opened(text: &str) -> (tempfile::TempDir, PathBuf, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("a.py");
        std::fs::write(&path, text).unwrap();
        let mut sources = Sources::new(egui::Context::default());
        sources.open(&path, Some(2));
        assert_eq!(wait(&mut sources), [News::Opened(path.clone())]);
        (folder, path, sources)
    }

    #[test]
    fn a_save_writes_the_file_and_then_calls_back() {
        let (_folder, path, mut sources) = opened("x = 1\r\ny = 2\r\n");
        assert_eq!((sources.files()[0].text.as_str(), sources.files()[0].go_to), ("x = 1\ny = 2\n", Some(2)));
        sources.files_mut()[0].text.push_str("z = 3\n");
        assert_eq!(sources.modified(), std::slice::from_ref(&path));
        let (called, calls) = channel();
        sources.save(&path, move || called.send(()).unwrap());
        assert_eq!(wait(&mut sources), [News::Saved(path.clone())]);
        calls.recv_timeout(Duration::from_secs(2)).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"x = 1\r\ny = 2\r\nz = 3\r\n", "the ends of lines stay as they were");
        assert!(sources.modified().is_empty());
    }

    #[test]
    fn what_another_program_writes_is_shown_or_asked_about() {
        let (_folder, path, mut sources) = opened("one\n");
        std::fs::write(&path, "second\n").unwrap();
        wait_until(&mut sources, |file| file.text == "second\n" && !file.is_modified());
        // With changes of its own the text stays.
        sources.files_mut()[0].text = "mine\n".to_owned();
        std::fs::write(&path, "theirs\n").unwrap();
        wait_until(&mut sources, |file| file.outside == Outside::Changed("theirs\n".to_owned()));
        sources.save(&path, || panic!("nothing is written before that is answered"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs\n");
        sources.files_mut()[0].keep();
        sources.save(&path, || ());
        assert_eq!(wait(&mut sources), [News::Saved(path.clone())]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine\n");
        // Or the other way round.
        sources.files_mut()[0].text = "again mine\n".to_owned();
        std::fs::write(&path, "again theirs\n").unwrap();
        wait_until(&mut sources, |file| matches!(file.outside, Outside::Changed(_)));
        sources.files_mut()[0].reload();
        assert_eq!(sources.files()[0].text, "again theirs\n");
        assert!(sources.modified().is_empty());
    }

    #[test]
    fn a_change_that_was_not_seen_yet_is_not_written_over() {
        let (_folder, path, mut sources) = opened("one\n");
        sources.files_mut()[0].text = "mine\n".to_owned();
        std::fs::write(&path, "theirs, just now\n").unwrap();
        sources.save(&path, || panic!("it was not written"));
        let news = wait(&mut sources);
        assert!(matches!(&news[..], [News::Problem(text)] if text.contains("another program")), "{news:?}");
        wait_until(&mut sources, |file| matches!(file.outside, Outside::Changed(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs, just now\n");
    }

    #[test]
    fn a_text_that_is_brought_back_is_a_change_of_what_lies_there() {
        let (_folder, path, mut sources) = opened("one\n");
        sources.close(&path);
        sources.restore(&path, "mine\n".to_owned());
        sources.restore(Path::new("/nowhere/gone.py"), "gone\n".to_owned());
        assert_eq!(sources.modified().len(), 2);
        wait_until(&mut sources, |file| file.saved == "one\n");
        assert_eq!((&*sources.files()[0].text, &sources.files()[0].outside), ("mine\n", &Outside::Nothing));
        sources.save(&path, || ());
        assert_eq!(wait(&mut sources), [News::Saved(path.clone())]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine\n");
        assert_eq!(sources.modified(), [Path::new("/nowhere/gone.py")]);
    }

    #[test]
    fn a_file_that_is_removed_can_be_saved_again() {
        let (_folder, path, mut sources) = opened("one\n");
        std::fs::remove_file(&path).unwrap();
        wait_until(&mut sources, |file| file.outside == Outside::Gone);
        sources.save(&path, || ());
        assert_eq!(wait(&mut sources), [News::Saved(path.clone())]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\n");
    }

    #[test]
    fn what_is_no_source_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("b.py");
        std::fs::write(&binary, [0xff, 0xfe, 0]).unwrap();
        let mut sources = Sources::new(egui::Context::default());
        for (path, reason) in
            [(binary.as_path(), "not text in UTF-8"), (folder.path(), "not a file"), (Path::new("/nowhere/x.py"), "could not be opened")]
        {
            sources.open(path, None);
            let news = wait(&mut sources);
            assert!(matches!(&news[..], [News::Problem(text)] if text.contains(reason)), "{news:?}");
        }
        assert!(sources.files().is_empty());
    }
}
