//! Work survives the death of the program, at whatever moment it comes.

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::CLASSES;
use voxloom_core::{Registry, Value};
use voxloom_workspace::command::{AddNode, AddNote, Batch, SetProperty};
use voxloom_workspace::recovery::{self, Recovery};
use voxloom_workspace::{Note, Store, file};

fn registry() -> Registry {
    Registry::new().with(CLASSES)
}

/// The number that the last edit wrote.
fn number(text: &str) -> u64 {
    let loaded = file::load_text(text, "test", None, &registry()).unwrap();
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    let network = loaded.workspace.network;
    let Some(Value::Float(number)) = network.by_identifier("Number").unwrap().value("value") else { panic!("no number") };
    assert!(network.len() > 20 && !network.notes.is_empty(), "all of it is there");
    *number as u64
}

/// Where the child of the next test works; without it the child is no test.
const FOLDER: &str = "VOXLOOM_TEST_RECOVERY";

/// Edits, keeps each edit and saves every third, until it is killed; says what is kept and saved.
#[test]
fn child_edits_and_saves() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let (folder, registry, store) = (Path::new(&folder), registry(), Store::default());
    for _ in 0..25 {
        store.commit(&AddNode::new(registry.get("test.Number").unwrap(), [0.0, 0.0])).unwrap();
    }
    let node = store.snapshot().workspace.network.by_identifier("Number").unwrap().id;
    let (recovery, session, path) = (Recovery::new(folder.join("recovery")), recovery::new_session(), folder.join("work.voxloom"));
    for edit in 1.. {
        let set = SetProperty { node, path: "value".to_owned(), value: Value::Float(f64::from(edit)) };
        let note = AddNote(Note::new(&format!("Edit {edit}"), [0.0, 0.0]));
        store.commit(&Batch { name: "Edit".to_owned(), commands: vec![std::sync::Arc::new(set), std::sync::Arc::new(note)] }).unwrap();
        let workspace = store.snapshot().workspace;
        recovery.keep(&session, &workspace, &registry, Some(&path)).unwrap();
        println!("\nkept {edit}");
        if edit % 3 == 0 {
            file::save(&workspace, &registry, &path).unwrap();
            println!("\nsaved {edit}");
        }
    }
}

#[test]
fn work_is_offered_back_after_each_of_fifty_deaths_and_no_file_is_broken() {
    let mut random = 88_172_645_463_325_252_u64;
    let (mut offered, mut latest) = (0, 0);
    for death in 0..50 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child_edits_and_saves", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // At least one edit is kept; from then on it may die at any moment.
        let (mut kept, mut saved) = (0, 0);
        let take = |line: &str, kept: &mut u64, saved: &mut u64| match line.split_once(' ') {
            Some(("kept", number)) => *kept = number.parse().unwrap(),
            Some(("saved", number)) => *saved = number.parse().unwrap(),
            _ => {}
        };
        while kept == 0 {
            take(&lines.next().unwrap(), &mut kept, &mut saved);
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let recovery = Recovery::new(folder.path().join("recovery"));
        assert!(recovery.offers().is_empty(), "a session that lives is not offered");
        std::thread::sleep(Duration::from_micros(random % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            take(&line, &mut kept, &mut saved);
        }
        let offers = recovery.offers();
        assert_eq!(offers.len(), 1, "death {death}");
        let path = folder.path().join("work.voxloom");
        assert_eq!(offers[0].original.as_deref(), Some(&*path));
        let back = number(&offers[0].text);
        assert!(back == kept || back == kept + 1, "death {death}: {back} is offered, {kept} was kept");
        if saved > 0 {
            let found = number(&std::fs::read_to_string(&path).unwrap());
            assert!(found == saved || found == saved + 3, "death {death}: {found} is in the file, {saved} was saved");
        }
        recovery.discard(&offers[0]);
        assert!(recovery.offers().is_empty());
        (offered, latest) = (offered + 1, latest.max(back));
    }
    println!("{offered} deaths, work offered back each time; the longest session had {latest} edits");
    assert!(latest > 5, "the children were killed before they did anything");
}

#[test]
fn a_session_that_ends_well_offers_nothing_and_a_living_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, store, recovery) = (registry(), Store::default(), Recovery::new(folder.path()));
    store.commit(&AddNode::new(registry.get("test.Number").unwrap(), [0.0, 0.0])).unwrap();
    let (one, two) = (recovery::new_session(), recovery::new_session());
    assert_ne!(one, two);
    let workspace = store.snapshot().workspace;
    recovery.keep(&one, &workspace, &registry, None).unwrap();
    recovery.keep(&two, &workspace, &registry, None).unwrap();
    // Another program looks.
    let other = Recovery::new(folder.path());
    assert!(other.offers().is_empty());
    recovery.done(&one);
    drop(recovery);
    let offers = other.offers();
    assert_eq!(offers.len(), 1, "the lock goes with the program");
    assert_eq!(offers[0].original, None);
    let again = file::load_text(&offers[0].text, "test", None, &registry).unwrap().workspace;
    assert!(again.unknown.is_empty(), "the journal's own field is not part of the work");
    assert_eq!(file::to_text(&again, &registry, None), file::to_text(&workspace, &registry, None));
    std::fs::write(folder.path().join("broken.voxloom"), "{").unwrap();
    assert_eq!(other.offers().len(), 1, "what is broken does not stand in the way");
}
