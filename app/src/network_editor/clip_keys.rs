//! The keys of the clipboard, which come as events of their own.

use egui::{Event, Key, Pos2, vec2};

use super::view::snap;
use super::{NetworkEditor, layout, selection};
use crate::desk::{Desk, Now};

/// Something to do with the clipboard.
pub enum ClipKey {
    Copy,
    Cut,
    Paste { text: String, with_incoming: bool },
}

impl NetworkEditor {
    /// Takes what is for the clipboard out of the input: when the keys go to the network, or when a menu asked for a paste.
    pub(super) fn take_clip_keys(&mut self, ctx: &egui::Context, has_keys: bool) {
        let asked = self.awaits_paste;
        ctx.input_mut(|input| {
            // The key may have come up again within the frame.
            let is_shift = |event: &Event| matches!(event, Event::Key { key: Key::ShiftLeft | Key::ShiftRight, .. });
            let down = input.key_down(Key::ShiftLeft) || input.key_down(Key::ShiftRight);
            let shift = input.modifiers.shift || down || input.events.iter().any(is_shift);
            input.events.retain(|event| {
                let key = match event {
                    Event::Copy if has_keys => ClipKey::Copy,
                    Event::Cut if has_keys => ClipKey::Cut,
                    Event::Paste(text) if has_keys || asked.is_some() => ClipKey::Paste { text: text.clone(), with_incoming: asked.unwrap_or(shift) },
                    _ => return true,
                };
                self.clip_keys.push(key);
                false
            });
        });
    }

    /// Does what the keys asked for.
    pub(super) fn follow_clip_keys(&mut self, desk: &mut Desk, now: &Now) {
        for key in std::mem::take(&mut self.clip_keys) {
            match key {
                ClipKey::Copy if selection::anything(desk, now) => selection::copy(desk, now),
                ClipKey::Cut if selection::anything(desk, now) => selection::cut(desk, now),
                ClipKey::Copy | ClipKey::Cut => desk.notices.info("Nothing is selected, so nothing was copied"),
                ClipKey::Paste { text, with_incoming } => {
                    self.awaits_paste = None;
                    self.wants_focus = true;
                    selection::paste(&text, snap(self.pointer_or_middle()).into(), with_incoming, desk);
                }
            }
        }
    }

    /// The clipboard is asked for its text, which comes as an event.
    pub(super) fn ask_for_paste(&mut self, ctx: &egui::Context, with_incoming: bool) {
        self.awaits_paste = Some(with_incoming);
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
    }

    /// Where in the network something goes: at the pointer, or in the middle of what is in sight.
    pub(super) fn pointer_or_middle(&self) -> Pos2 {
        match self.over {
            Some(at) => self.view.in_world(at),
            None => self.view.in_world(self.view.screen.center()) - vec2(layout::WIDTH, layout::HEADER * 2.5) * 0.5,
        }
    }
}
