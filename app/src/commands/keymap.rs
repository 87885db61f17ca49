//! Which keys do what: the keys that actions come with, and what the user changed, kept in the user's folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::commands::actions::{ACTIONS, Action};

/// Where the changes lie in the user's folder.
const FILE: &str = "keyboard.json";

/// The keys of the actions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keymap {
    /// By action; what is not in here has the keys it came with. Actions of other versions of the program stay in it.
    changed: BTreeMap<String, Vec<KeyboardShortcut>>,
    /// The user's folder.
    folder: PathBuf,
}

impl Keymap {
    /// What was kept in the user's folder. Keys that this version of the program does not know are left out.
    pub fn recall(folder: &Path) -> Self {
        let path = folder.join(FILE);
        let kept: BTreeMap<String, Vec<String>> = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                log::warn!("{} is damaged, so the keys are those that the program comes with: {error}", path.display());
                BTreeMap::new()
            }),
            Err(_) => BTreeMap::new(),
        };
        let read = |(id, keys): (String, Vec<String>)| (id, keys.iter().filter_map(|text| parse(text)).collect());
        Self { changed: kept.into_iter().map(read).collect(), folder: folder.to_owned() }
    }

    fn keep(&self) {
        let texts: BTreeMap<&String, Vec<String>> = self.changed.iter().map(|(id, keys)| (id, keys.iter().map(write).collect())).collect();
        let path = self.folder.join(FILE);
        let failed = |error: &dyn std::fmt::Display| log::warn!("{} could not be written: {error}", path.display());
        let Ok(bytes) = serde_json::to_vec_pretty(&texts) else { return };
        if let Err(error) = std::fs::create_dir_all(&self.folder) {
            failed(&error);
        } else if let Err(error) = voxloom_io::write_bytes(&path, &bytes) {
            failed(&error);
        }
    }

    /// The keys of an action.
    pub fn of<'a>(&'a self, action: &'a Action) -> &'a [KeyboardShortcut] {
        self.changed.get(action.id).map_or(action.shortcuts, Vec::as_slice)
    }

    /// The keys of an action as menus and tooltips show them: the first of them.
    pub fn text(&self, ctx: &egui::Context, action: &Action) -> Option<String> {
        let fixed = action.key_hint.map(str::to_owned);
        fixed.or_else(|| self.of(action).first().map(|keys| ctx.format_shortcut(keys)))
    }

    /// Name and keys, for tooltips.
    pub fn named(&self, ctx: &egui::Context, action: &Action, name: &str) -> String {
        match self.text(ctx, action) {
            Some(keys) => format!("{name}  ({keys})"),
            None => name.to_owned(),
        }
    }

    pub fn is_changed(&self, action: &Action) -> bool {
        self.changed.contains_key(action.id)
    }

    pub fn is_default(&self) -> bool {
        self.changed.is_empty()
    }

    /// Other actions that have the same keys.
    pub fn conflicts(&self, keys: KeyboardShortcut, action: &Action) -> Vec<&'static Action> {
        ACTIONS.iter().filter(|other| other.id != action.id && (self.of(other).contains(&keys) || other.key_hint == Some(&write(&keys)))).collect()
    }

    /// Gives an action keys; none at all takes them away.
    pub fn set(&mut self, action: &Action, keys: Vec<KeyboardShortcut>) {
        if keys == action.shortcuts {
            self.changed.remove(action.id);
        } else {
            self.changed.insert(action.id.to_owned(), keys);
        }
        self.keep();
    }

    /// Gives an action keys and takes them from those that have them.
    pub fn take_over(&mut self, action: &Action, keys: KeyboardShortcut) {
        for other in self.conflicts(keys, action) {
            let left = self.of(other).iter().copied().filter(|other| *other != keys).collect();
            self.set(other, left);
        }
        self.set(action, vec![keys]);
    }

    /// An action has the keys again that it came with.
    pub fn reset(&mut self, action: &Action) {
        self.changed.remove(action.id);
        self.keep();
    }

    pub fn reset_all(&mut self) {
        self.changed.clear();
        self.keep();
    }

    /// Actions that a key means, those first whose keys are exactly these: Shift may be held for a key that needs it.
    pub fn meant(&self, key: Key, modifiers: Modifiers) -> Vec<(&'static Action, KeyboardShortcut)> {
        let with = |fits: fn(Modifiers, Modifiers) -> bool| {
            let fitting = move |keys: &&KeyboardShortcut| keys.logical_key == key && fits(modifiers, keys.modifiers);
            ACTIONS.iter().filter_map(move |action| Some((action, *self.of(action).iter().find(fitting)?)))
        };
        let exact: Vec<_> = with(|held, wanted| held.matches_exact(wanted)).collect();
        if exact.is_empty() && !is_letter(key) { with(|held, wanted| held.matches_logically(wanted)).collect() } else { exact }
    }
}

fn is_letter(key: Key) -> bool {
    key.name().len() == 1
}

/// `Ctrl+Shift+P`.
pub fn write(keys: &KeyboardShortcut) -> String {
    let modifiers = keys.modifiers;
    let held = [(modifiers.command || modifiers.ctrl, "Ctrl"), (modifiers.alt, "Alt"), (modifiers.shift, "Shift")];
    let words = held.into_iter().filter(|(held, _)| *held).map(|(_, word)| word).chain([keys.logical_key.name()]);
    words.collect::<Vec<_>>().join("+")
}

/// Reads what [`write()`] wrote.
pub fn parse(text: &str) -> Option<KeyboardShortcut> {
    let (held, key) = text.rsplit_once('+').unwrap_or(("", text));
    let mut modifiers = Modifiers::NONE;
    for word in held.split('+').filter(|word| !word.is_empty()) {
        modifiers = modifiers.plus(match word {
            "Ctrl" => Modifiers::COMMAND,
            "Alt" => Modifiers::ALT,
            "Shift" => Modifiers::SHIFT,
            _ => return None,
        });
    }
    Some(KeyboardShortcut::new(modifiers, Key::from_name(key)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::actions::find;

    #[test]
    fn every_key_is_written_and_read() {
        for key in Key::ALL {
            for modifiers in [Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::COMMAND.plus(Modifiers::SHIFT).plus(Modifiers::ALT)] {
                let keys = KeyboardShortcut::new(modifiers, *key);
                assert_eq!(parse(&write(&keys)), Some(keys), "{}", write(&keys));
            }
        }
        assert_eq!(parse("Hyper+A"), None);
        assert_eq!(parse("Ctrl+Nonsense"), None);
    }

    #[test]
    fn no_two_actions_come_with_the_same_keys() {
        let keymap = Keymap::default();
        for action in ACTIONS {
            for keys in keymap.of(action) {
                let others: Vec<_> = keymap.conflicts(*keys, action).iter().map(|other| other.id).collect();
                assert_eq!(others, Vec::<&str>::new(), "{} has {} too", action.id, write(keys));
            }
        }
    }

    #[test]
    fn changed_keys_are_kept_and_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().join("new");
        let (undo, save) = (find("undo").unwrap(), find("save").unwrap());
        let ctrl_s = parse("Ctrl+S").unwrap();
        let mut keymap = Keymap::recall(&user);
        assert_eq!(keymap.conflicts(ctrl_s, undo).iter().map(|action| action.id).collect::<Vec<_>>(), ["save"]);
        keymap.take_over(undo, ctrl_s);
        assert_eq!((keymap.of(undo), keymap.of(save)), (&[ctrl_s][..], &[][..]));
        assert_eq!(keymap.meant(Key::S, Modifiers::COMMAND).iter().map(|(action, _)| action.id).collect::<Vec<_>>(), ["undo"]);
        assert_eq!(Keymap::recall(&user), keymap);
        keymap.reset(undo);
        assert!(keymap.of(undo).contains(&parse("Ctrl+Z").unwrap()) && keymap.is_changed(save));
        keymap.reset_all();
        assert!(keymap.is_default());
        assert_eq!(Keymap::recall(&user), keymap);
        std::fs::write(user.join(FILE), r#"{"undo": ["Ctrl+U", "Hyper+U"], "from_the_future": ["Ctrl+J"]}"#).unwrap();
        assert_eq!(Keymap::recall(&user).of(undo), [parse("Ctrl+U").unwrap()]);
        std::fs::write(user.join(FILE), "{").unwrap();
        assert!(Keymap::recall(&user).is_default());
    }

    #[test]
    fn shift_tells_actions_apart() {
        let keymap = Keymap::default();
        let meant = |key, modifiers| keymap.meant(key, modifiers).iter().map(|(action, _)| action.id).collect::<Vec<_>>();
        assert_eq!(meant(Key::S, Modifiers::COMMAND), ["save"]);
        assert_eq!(meant(Key::S, Modifiers::COMMAND | Modifiers::SHIFT), ["save_as"]);
        assert_eq!(meant(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT), ["redo"]);
        assert_eq!(meant(Key::F1, Modifiers::SHIFT), ["shortcuts"], "Shift does not matter where it means nothing");
    }
}
