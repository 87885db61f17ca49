//! The actions: one list that drives menus, toolbar and shortcuts.

mod edit;
mod file;
mod nodes;
mod python;
mod shortcuts;
mod view;
mod window;
mod wires;

use egui::{Key, KeyboardShortcut, Modifiers};

pub use self::shortcuts::run_shortcuts;
use crate::desk::{Desk, Now};
use crate::icons::Icon;

/// Something a person can do from a menu, the toolbar or the keyboard.
#[derive(Clone, Copy)]
pub struct Action {
    /// Stable: menus and tests refer to it.
    pub id: &'static str,
    pub name: &'static str,
    pub icon: Option<Icon>,
    pub shortcuts: &'static [KeyboardShortcut],
    /// A key that the network view handles itself, shown like a shortcut.
    pub key_hint: Option<&'static str>,
    pub enabled: fn(&Desk, &Now) -> bool,
    /// What happens, where the name does not say it all.
    pub help: &'static str,
    /// Said when it is not enabled.
    pub unless: &'static str,
    /// Its keys mean it only while the network has the keys, as do all that one types with.
    pub of_network: bool,
    /// Whether it is on, for actions that switch something.
    pub checked: Option<fn(&Desk) -> bool>,
    /// It is one of several of which one is on.
    pub one_of: bool,
    /// What is added to the name: the step that is undone.
    pub detail: fn(&Now) -> Option<&String>,
    pub run: fn(&mut Desk, &Now),
}

const fn action(id: &'static str, name: &'static str, run: fn(&mut Desk, &Now)) -> Action {
    Action {
        id,
        name,
        icon: None,
        shortcuts: &[],
        key_hint: None,
        enabled: |_, _| true,
        help: "",
        unless: "",
        of_network: false,
        checked: None,
        one_of: false,
        detail: |_| None,
        run,
    }
}

impl Action {
    const fn keys(mut self, shortcuts: &'static [KeyboardShortcut]) -> Self {
        self.shortcuts = shortcuts;
        self
    }

    const fn hint(mut self, key: &'static str) -> Self {
        self.key_hint = Some(key);
        self
    }

    const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    const fn when(mut self, enabled: fn(&Desk, &Now) -> bool) -> Self {
        self.enabled = enabled;
        self
    }

    const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Why it is not possible where it is not.
    const fn unless(mut self, reason: &'static str) -> Self {
        self.unless = reason;
        self
    }

    const fn of_network(mut self) -> Self {
        self.of_network = true;
        self
    }

    const fn checked(mut self, checked: fn(&Desk) -> bool) -> Self {
        self.checked = Some(checked);
        self
    }

    const fn one_of(mut self, checked: fn(&Desk) -> bool) -> Self {
        self.one_of = true;
        self.checked(checked)
    }

    const fn detail(mut self, detail: fn(&Now) -> Option<&String>) -> Self {
        self.detail = detail;
        self
    }

    /// Why it is not possible now, if it is not.
    pub fn refusal(&self, desk: &Desk, now: &Now) -> Option<&'static str> {
        let possible = (self.enabled)(desk, now);
        (!possible).then_some(if self.unless.is_empty() { "Not possible now" } else { self.unless })
    }
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn bare(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const NOTHING_SELECTED: &str = "Nothing is selected";
const ONE_SELECTED: &str = "Select one processor";
const TWO_SELECTED: &str = "Select two processors or more";
const THREE_SELECTED: &str = "Select three processors or more";
const EMPTY: &str = "The network is empty";
const NO_FRAME: &str = "Select a frame";

fn some_selected(desk: &Desk, _now: &Now) -> bool {
    !desk.selection.is_empty()
}

fn some_nodes(_desk: &Desk, now: &Now) -> bool {
    !now.snapshot.workspace.network.is_empty()
}

const LISTS: &[&[Action]] = &[file::LIST, edit::LIST, nodes::LIST, wires::LIST, view::LIST, python::LIST, window::LIST];

/// Every action.
pub const ACTIONS: &[Action] = &joined::<{ count(LISTS) }>(LISTS);

const fn count(lists: &[&[Action]]) -> usize {
    let (mut sum, mut list) = (0, 0);
    while list < lists.len() {
        sum += lists[list].len();
        list += 1;
    }
    sum
}

const fn joined<const COUNT: usize>(lists: &[&[Action]]) -> [Action; COUNT] {
    let mut all = [action("", "", |_, _| {}); COUNT];
    let (mut at, mut list) = (0, 0);
    while list < lists.len() {
        let mut row = 0;
        while row < lists[list].len() {
            all[at] = lists[list][row];
            (at, row) = (at + 1, row + 1);
        }
        list += 1;
    }
    all
}

/// The action of an id.
pub fn find(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

/// The name with what it would do: "Undo Move Canvas".
pub fn full_name(action: &Action, now: &Now) -> String {
    match (action.detail)(now) {
        Some(detail) => format!("{} {detail}", action.name),
        None => action.name.to_owned(),
    }
}
