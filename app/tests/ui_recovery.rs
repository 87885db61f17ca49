//! Work that a crash would lose: it is kept while it is edited, and offered back. The last test kills the whole window at random moments.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use egui_kittest::kittest::Queryable;
use voxloom_app::documents::autosave;
use voxloom_app::documents::files::Then;
use voxloom_app::documents::open;
use voxloom_workspace::command::Rename;
use voxloom_workspace::recovery::Recovery;

use common::{Bench, CANVAS, add, session, user, wait, window};

const WINDOW: &str = "VOXLOOM_TEST_WINDOW";

impl Bench {
    fn new(folder: &Arc<tempfile::TempDir>, files: &[PathBuf]) -> Self {
        Self::over(session(voxloom_processors::registry(), &user(folder)), folder.clone(), [1200.0, 800.0], files)
    }

    fn len(&self) -> usize {
        self.session.store.snapshot().workspace.network.len()
    }

    fn quit(&mut self) {
        self.harness.state_mut().desk.autosave.finish();
    }
}

/// Documents and texts that are kept.
fn kept(folder: &Path) -> (usize, usize) {
    let journals = folder.join("user").join(autosave::FOLDER);
    (Recovery::new(&journals).offers().len(), autosave::kept_texts(&journals).len())
}

#[test]
fn unsaved_work_is_offered_back_and_restored_as_unsaved() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut bench = Bench::new(&folder, &[]);
    assert!(bench.harness.query_by_label("Restore").is_none());
    bench.add(CANVAS);
    std::thread::sleep(autosave::DELAY * 2);
    assert_eq!(kept(folder.path()).0, 0, "a session that lives offers nothing");
    // Without a word of farewell, as in a crash.
    drop(bench);
    assert_eq!(kept(folder.path()).0, 1);
    let mut bench = Bench::new(&folder, &[]);
    bench.wait("offered", |harness| harness.query_by_label("Restore").is_some());
    bench.harness.get_by_label_contains("Unsaved work on a new workspace was kept just now: 1 processor (");
    assert_eq!(bench.len(), 0, "nothing is restored unasked");
    bench.click("Restore");
    assert_eq!(bench.len(), 1);
    assert!(bench.session.store.file_state().unsaved);
    assert!(bench.harness.query_by_label("Restore").is_none());
    // It is kept by this session now, and no longer by the old one.
    std::thread::sleep(autosave::DELAY * 2);
    drop(bench);
    assert_eq!(kept(folder.path()).0, 1);
    let mut bench = Bench::new(&folder, &[]);
    bench.wait("offered", |harness| harness.query_by_label("Discard").is_some());
    bench.click("Discard");
    assert_eq!(kept(folder.path()).0, 0);
    assert!(bench.harness.query_by_label("Discard").is_none());
}

#[test]
fn saved_work_and_a_good_end_leave_nothing() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut bench = Bench::new(&folder, &[]);
    bench.add(CANVAS);
    std::thread::sleep(autosave::DELAY * 2);
    let journals = folder.path().join("user").join(autosave::FOLDER);
    let count =
        || std::fs::read_dir(&journals).into_iter().flatten().flatten().filter(|e| e.path().extension().is_some_and(|e| e == "voxloom")).count();
    assert_eq!(count(), 1);
    open::save(&bench.session, &folder.path().join("a.voxloom")).unwrap();
    std::thread::sleep(autosave::DELAY * 2);
    assert_eq!(count(), 0, "what is saved is not kept besides");
    bench.add(CANVAS);
    std::thread::sleep(autosave::DELAY * 2);
    assert_eq!(count(), 1);
    // "Do not save" is an answer: the work is not wanted.
    let now = voxloom_app::desk::Now::read(&bench.session);
    bench.harness.state_mut().desk.start(Then::Close, &now);
    bench.settle();
    bench.click("Do not save");
    drop(bench);
    assert_eq!(count(), 0);
    assert_eq!(kept(folder.path()), (0, 0));
}

#[test]
fn several_sessions_are_offered_and_one_with_a_file_goes_back_to_it() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let file = folder.path().join("brain.voxloom");
    {
        let mut bench = Bench::new(&folder, &[]);
        bench.add(CANVAS);
        open::save(&bench.session, &file).unwrap();
        bench.quit();
    }
    let saved = std::fs::read(&file).unwrap();
    let mut first = Bench::new(&folder, std::slice::from_ref(&file));
    first.wait("opened", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 1);
    first.add(CANVAS);
    let mut second = Bench::new(&folder, &[]);
    second.add(CANVAS);
    second.add(CANVAS);
    second.add(CANVAS);
    drop((first, second));
    let mut bench = Bench::new(&folder, &[]);
    bench.wait("offered", |harness| harness.query_by_label("Restore brain.voxloom").is_some());
    bench.harness.get_by_label("Restore a new workspace");
    let said = bench.harness.get_by_label_contains("brain.voxloom was kept just now: 1 processor added (");
    let button = bench.harness.get_by_label("Restore brain.voxloom");
    assert!(button.rect().left() - said.rect().right() < 40.0, "the buttons stand beside the text");
    bench.click("Restore brain.voxloom");
    assert_eq!(bench.len(), 2);
    let state = bench.session.store.file_state();
    assert_eq!((state.path.as_deref(), state.unsaved), (Some(&*file), true));
    assert_eq!(std::fs::read(&file).unwrap(), saved, "the file itself is untouched until it is saved");
    // The other one asks first: this one is unsaved.
    bench.click("Restore");
    bench.harness.get_by_label_contains("Save the changes");
    bench.click("Do not save");
    assert_eq!(bench.len(), 3);
}

#[test]
fn texts_of_the_code_editor_come_back_and_run_nothing() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (file, marker) = (folder.path().join("filter.py"), folder.path().join("it_ran"));
    std::fs::write(&file, "x = 1\n").unwrap();
    let mut bench = Bench::new(&folder, &[]);
    bench.harness.state_mut().desk.edit_here(&file, None);
    bench.wait("open", |harness| !harness.state().desk.sources.files().is_empty());
    let text = format!("open({marker:?}, 'w')\n");
    bench.harness.state_mut().desk.sources.files_mut()[0].text.clone_from(&text);
    bench.settle();
    drop(bench);
    assert_eq!(kept(folder.path()), (0, 1));
    let mut bench = Bench::new(&folder, &[]);
    bench.wait("offered", |harness| harness.query_by_label("Restore").is_some());
    bench.click("Restore");
    let sources = &bench.harness.state().desk.sources;
    assert_eq!((&*sources.files()[0].text, sources.modified().len()), (&*text, 1));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "x = 1\n");
    assert!(!marker.exists());
    bench.quit();
    drop(bench);
    assert_eq!(kept(folder.path()), (0, 0));
}

/// The window that is killed: it edits, saves and types, and says which edit it made.
#[test]
fn window_that_is_killed() {
    let Some(folder) = std::env::var_os(WINDOW).map(PathBuf::from) else { return };
    let session = session(voxloom_processors::registry(), &folder.join("user"));
    let mut harness = window(&session, [1200.0, 800.0], &[]);
    add(&session, CANVAS, [0.0, 0.0]);
    let source = folder.join("filter.py");
    std::fs::write(&source, "").unwrap();
    harness.state_mut().desk.edit_here(&source, None);
    wait(&mut harness, "open", |harness| !harness.state().desk.sources.files().is_empty());
    let workspace = folder.join("work.voxloom");
    let node = session.store.snapshot().workspace.network.nodes().next().unwrap().id;
    for edit in 1.. {
        session.store.commit(&Rename { node, display_name: format!("edit {edit}"), identifier: None }).unwrap();
        session.store.end_drag();
        harness.state_mut().desk.sources.files_mut()[0].text = format!("# edit {edit}\n");
        // Saves come in bursts; between them only what is kept counts.
        let burst = edit % 500 < 60;
        if burst && edit % 17 == 0 {
            harness.state_mut().desk.files.save(session.clone(), workspace.clone(), None);
        }
        if burst && edit % 23 == 0 {
            harness.state_mut().desk.save_source(&source);
        }
        harness.run_steps(1);
        println!("edit {edit}");
        std::io::stdout().flush().unwrap();
    }
}

/// The number after `edit ` in a text, 0 without one.
fn edit_in(text: &str) -> u64 {
    let number = text.split("edit ").nth(1).unwrap_or_default();
    number.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[test]
fn a_window_that_is_killed_at_any_moment_leaves_its_work() {
    const OLDEST: Duration = Duration::from_secs(2);
    let kills: u64 = std::env::var("VOXLOOM_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let mut random = std::env::var("VOXLOOM_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(88_172_645_463_325_252_u64);
    let mut worst = [Duration::ZERO; 2];
    for kill in 0..kills {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "window_that_is_killed", "--nocapture"])
            .env(WINDOW, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, receiver) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok).filter(|line| line.contains("edit ")) {
                if sender.send((edit_in(&line), Instant::now())).is_err() {
                    return;
                }
            }
        });
        let first = receiver.recv_timeout(Duration::from_secs(60)).expect("the window edits");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_millis(50 + random % 4000));
        child.kill().unwrap();
        child.wait().unwrap();
        let killed = Instant::now();
        let edits: Vec<(u64, Instant)> = std::iter::once(first).chain(receiver.try_iter()).collect();
        let due = edits.iter().filter(|(_, at)| killed - *at >= OLDEST).map(|(edit, _)| *edit).max().unwrap_or(0);
        // How old the newest edit is that came through.
        let lost = |kept: u64| edits.iter().find(|(edit, _)| *edit > kept).map_or(Duration::ZERO, |(_, at)| killed - *at);

        // What lies there is whole: the file that was saved, and what is offered.
        let registry = voxloom_processors::registry();
        let workspace = folder.path().join("work.voxloom");
        let saved = workspace.exists().then(|| {
            voxloom_workspace::file::load(&workspace, &registry).expect("the saved file is whole");
            edit_in(&std::fs::read_to_string(&workspace).unwrap())
        });
        let journals = folder.path().join("user").join(autosave::FOLDER);
        let offers = Recovery::new(&journals).offers();
        let offered = offers.iter().map(|offer| {
            voxloom_workspace::file::load_text(&offer.text, "offer", None, &registry).expect("what is offered is whole");
            edit_in(&offer.text)
        });
        let document = offered.max().max(saved).unwrap_or(0);
        assert!(document >= due, "kill {kill}: edit {due} was made more than {OLDEST:?} before, but only {document} is there");
        let source = edit_in(&std::fs::read_to_string(folder.path().join("filter.py")).unwrap());
        let texts = autosave::kept_texts(&journals);
        let text = texts.iter().flat_map(|kept| kept.texts.values()).map(|text| edit_in(text)).max().unwrap_or(0).max(source);
        assert!(text >= due, "kill {kill}: text {due} was typed more than {OLDEST:?} before, but only {text} is there");
        worst = [worst[0].max(lost(document)), worst[1].max(lost(text))];
        // Now and then the whole way: the bar of the next start brings it back.
        if kill % 10 == 0 && !offers.is_empty() {
            let mut bench = Bench::new(&folder, &[]);
            bench.wait("offered", |harness| harness.query_all_by_label_contains("Restore").next().is_some());
            let label = if offers[0].original.is_some() { "work.voxloom" } else { "a new workspace" };
            let label = if texts.is_empty() { "Restore".to_owned() } else { format!("Restore {label}") };
            bench.click(&label);
            let name = bench.session.store.snapshot().workspace.network.nodes().next().unwrap().display_name.to_string();
            assert_eq!(edit_in(&name), edit_in(&offers[0].text));
        }
    }
    println!(
        "{kills} kills; the oldest edit that was lost: {} ms before the kill in the document, {} ms in the code editor",
        worst[0].as_millis(),
        worst[1].as_millis()
    );
}
