//! The keys of the actions, while something else may want them.

use egui::{Key, Modifiers};

use super::Action;
use crate::commands::picker;
use crate::desk::{Desk, Now};
use crate::panels::properties;

/// Runs the actions whose keys were pressed. While a text is edited, its keys are its own.
pub fn run_shortcuts(ctx: &egui::Context, desk: &mut Desk, now: &Now) {
    if desk.dialogs.is_open() || picker::is_open(ctx) || properties::is_busy(ctx) {
        return;
    }
    let editing = ctx.text_edit_focused();
    let pressed: Vec<(Key, Modifiers)> = ctx.input(|input| {
        let key = |event: &egui::Event| match event {
            egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        };
        input.events.iter().filter_map(key).collect()
    });
    for (key, modifiers) in pressed {
        if editing && is_of_text(key, modifiers) {
            continue;
        }
        // A letter is meant for the network only while the network has the keys, not while something else has the focus.
        let possible =
            |action: &Action| (desk.network_has_keys || !action.of_network && !is_bare(key, modifiers)) && action.refusal(desk, now).is_none();
        let meant = desk.keymap.meant(key, modifiers).into_iter().find(|(action, _)| possible(action));
        if let Some((action, keys)) = meant
            && ctx.input_mut(|input| input.consume_shortcut(&keys))
        {
            if modifiers.alt {
                // The letter that comes with it is no text.
                ctx.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
            }
            (action.run)(desk, now);
        }
    }
}

fn is_function(key: Key) -> bool {
    key.name().starts_with('F') && key.name().len() > 1
}

/// A key that one types with: neither a function key nor held together with Ctrl or Alt.
fn is_bare(key: Key, held: Modifiers) -> bool {
    !(is_function(key) || held.command || held.ctrl || held.alt)
}

/// Whether a key means something while a text is edited.
fn is_of_text(key: Key, held: Modifiers) -> bool {
    let function = is_function(key);
    let of_editing = matches!(
        key,
        Key::Z
            | Key::Y
            | Key::A
            | Key::C
            | Key::X
            | Key::V
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Backspace
            | Key::Delete
    );
    !function && (!(held.command || held.ctrl || held.alt) || of_editing && !held.alt)
}
