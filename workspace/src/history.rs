//! Undo and redo: snapshots before and after each step, which share all that did not change.

use std::collections::VecDeque;
use std::path::PathBuf;

use crate::document::Workspace;

/// Steps kept at most. One costs some kilobytes: it shares with its neighbors all that it did not change.
const LIMIT: usize = 10_000;

/// The steps of a document, for a person to jump among.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryView {
    /// Names, the oldest first; undone ones are at the end.
    pub steps: Vec<String>,
    /// How many of them are done.
    pub position: usize,
}

struct Step {
    name: String,
    merge_key: Option<String>,
    before: Workspace,
    after: Workspace,
    /// Identity of the state after this step.
    state: u64,
    /// Of a step to another document: the file of the one that is not shown.
    other: Option<File>,
}

/// What file holds a document.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Tells documents apart while one of them is being written.
    pub(crate) document: u64,
    pub(crate) path: Option<PathBuf>,
    /// The state that the file holds.
    pub(crate) saved_state: u64,
}

impl Step {
    /// The file of the document on the other side of the step comes in the place of this side's.
    fn change_file(&mut self, file: &mut File) {
        if let Some(other) = &mut self.other {
            std::mem::swap(other, file);
        }
    }
}

/// Steps done and undone.
#[derive(Default)]
pub(crate) struct History {
    /// The oldest first: it goes when there are too many.
    done: VecDeque<Step>,
    undone: Vec<Step>,
    next_state: u64,
    /// State at which the first kept step starts.
    base_state: u64,
    open_drag: bool,
    /// All edits are one step while this is open.
    group: Option<Group>,
}

struct Group {
    name: String,
    depth: usize,
    begun: bool,
}

impl History {
    /// Adds a step, or extends the last one when both belong to one drag.
    pub(crate) fn push(&mut self, name: String, merge_key: Option<String>, before: Workspace, after: Workspace) {
        self.undone.clear();
        self.next_state += 1;
        let state = self.next_state;
        let name = match &mut self.group {
            Some(group) => {
                if std::mem::replace(&mut group.begun, true)
                    && let Some(last) = self.done.back_mut()
                {
                    last.after = after;
                    last.state = state;
                    return;
                }
                group.name.clone()
            }
            None => name,
        };
        if self.open_drag
            && merge_key.is_some()
            && let Some(last) = self.done.back_mut()
            && last.merge_key == merge_key
        {
            last.after = after;
            last.state = state;
            return;
        }
        self.open_drag = true;
        self.add(Step { name, merge_key, before, after, state, other: None });
    }

    /// Adds a step to another document, that of the file `other` left; the state then.
    pub(crate) fn push_opened(&mut self, name: String, before: Workspace, after: Workspace, other: File) -> u64 {
        self.undone.clear();
        self.next_state += 1;
        let state = self.next_state;
        self.add(Step { name, merge_key: None, before, after, state, other: Some(other) });
        self.break_group();
        state
    }

    fn add(&mut self, step: Step) {
        self.done.push_back(step);
        if self.done.len() > LIMIT
            && let Some(oldest) = self.done.pop_front()
        {
            self.base_state = oldest.state;
        }
    }

    /// What processors write belongs to the state that the document is in: before the step that is done again next, after the last one.
    pub(crate) fn join(&mut self, now: &Workspace) {
        if let Some(last) = self.done.back_mut() {
            last.after = now.clone();
        }
        if let Some(next) = self.undone.last_mut() {
            next.before = now.clone();
        }
    }

    /// The next command starts a step of its own. A drag that came back to where it began is no step.
    pub(crate) fn end_drag(&mut self) {
        let open = std::mem::take(&mut self.open_drag);
        if open && self.done.back().is_some_and(|last| last.merge_key.is_some() && last.before.network.equal(&last.after.network)) {
            self.done.pop_back();
            self.break_group();
        }
    }

    /// What comes until the matching [`Self::end_group`] is one step.
    pub(crate) fn begin_group(&mut self, name: &str) {
        self.end_drag();
        self.group.get_or_insert_with(|| Group { name: name.to_owned(), depth: 0, begun: false }).depth += 1;
    }

    pub(crate) fn end_group(&mut self) {
        self.end_drag();
        if let Some(group) = &mut self.group {
            group.depth -= 1;
            if group.depth == 0 {
                self.group = None;
            }
        }
    }

    /// The step of an open group ends: what follows is a new one.
    fn break_group(&mut self) {
        if let Some(group) = &mut self.group {
            group.begun = false;
        }
        self.open_drag = false;
    }

    /// The last step's name and the document before it; `file` becomes the file of that.
    pub(crate) fn undo(&mut self, file: &mut File) -> Option<(String, Workspace)> {
        let mut step = self.done.pop_back()?;
        step.change_file(file);
        let result = (step.name.clone(), step.before.clone());
        self.undone.push(step);
        self.break_group();
        Some(result)
    }

    pub(crate) fn redo(&mut self, file: &mut File) -> Option<(String, Workspace)> {
        let mut step = self.undone.pop()?;
        step.change_file(file);
        let result = (step.name.clone(), step.after.clone());
        self.done.push_back(step);
        self.break_group();
        Some(result)
    }

    pub(crate) fn view(&self) -> HistoryView {
        let steps = self.done.iter().chain(self.undone.iter().rev()).map(|step| step.name.clone()).collect();
        HistoryView { steps, position: self.done.len() }
    }

    /// Undoes or does again until `position` steps are done; the document then, or `None` when it is there already.
    pub(crate) fn travel_to(&mut self, position: usize, file: &mut File) -> Option<Workspace> {
        let position = position.min(self.done.len() + self.undone.len());
        let mut there = None;
        while self.done.len() > position {
            there = self.undo(file);
        }
        while self.done.len() < position {
            there = self.redo(file);
        }
        there.map(|(_, workspace)| workspace)
    }

    pub(crate) fn undo_name(&self) -> Option<&str> {
        self.done.back().map(|step| step.name.as_str())
    }

    pub(crate) fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
    }

    /// The files of documents that are a step or more away.
    pub(crate) fn other_files(&mut self) -> impl Iterator<Item = &mut File> {
        self.done.iter_mut().chain(&mut self.undone).filter_map(|step| step.other.as_mut())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.undone.is_empty()
    }

    /// Identity of the present state, for the "unsaved" mark.
    pub(crate) fn state(&self) -> u64 {
        self.done.back().map_or(self.base_state, |step| step.state)
    }
}
