//! The page of the keys: what each action is reached by, changed by pressing other keys.

use egui::{Button, Event, EventFilter, Grid, Key, KeyboardShortcut, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType};

use crate::commands::actions::{self, ACTIONS, Action};
use crate::commands::fuzzy::{self, Field};
use crate::desk::Desk;
use crate::dialogs::{buttons, heading, keep_focus, primary};
use crate::panels::{field_info, menu};
use crate::theme;

/// What the mouse does, which cannot be changed.
const MOUSE: [(&str, &str); 19] = [
    ("Double click on the ground", "Add a processor"),
    ("Drag from a port", "Connect; drop on the ground to add what fits"),
    ("Drag a connected inport away", "Move or remove the connection"),
    ("Drag a connection near its end", "Move that end; with Alt held on a taken inport, swap"),
    ("Drag the middle of a connection", "Lead it around; so do double click and Ctrl + click"),
    ("Ctrl + right drag, or K + drag", "Cut connections"),
    ("Alt + drag a processor", "Pull it out; what flowed through it flows on"),
    ("Drop a processor on a connection", "Put it in"),
    ("Drag a class onto a processor", "Replace it, keeping what fits"),
    ("Drag on the ground", "Select; with Shift add to the selection, with Alt take out of it"),
    ("Shift or Ctrl + click", "Add to the selection, or take out of it"),
    ("Wheel or pinch", "Zoom at the pointer"),
    ("Two fingers on a trackpad", "Pan"),
    ("Point at a port or connection", "Show the data that lies there"),
    ("Alt over a canvas", "Show the values of the pixel under the pointer"),
    ("Middle drag, Space or Ctrl + drag", "Pan"),
    ("Double click on a canvas", "Fit the view to what it shows"),
    ("Double click on a Canvas processor", "Bring its picture to the front"),
    ("Escape", "Give up what is being dragged; select nothing"),
];

/// Width of the names: the keys stay where they are, whatever the filter leaves.
const NAMES: f32 = 320.0;

/// Keys that mean nothing alone.
const MODIFIERS: [Key; 8] =
    [Key::ShiftLeft, Key::ShiftRight, Key::ControlLeft, Key::ControlRight, Key::AltLeft, Key::AltRight, Key::SuperLeft, Key::SuperRight];

/// The open page.
#[derive(Default)]
pub struct KeyboardPage {
    filter: String,
    /// The action whose keys are about to be pressed.
    listening: Option<&'static Action>,
    /// Keys that were pressed for an action and that others have.
    taken: Option<(&'static Action, KeyboardShortcut)>,
}

impl KeyboardPage {
    /// Draws the page; true when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk) -> bool {
        ui.set_width(660.0);
        self.listen(ui, desk);
        heading(ui, "Keyboard and mouse");
        let field = ui.add(TextEdit::singleline(&mut self.filter).hint_text("Filter by name or keys").desired_width(f32::INFINITY));
        field.widget_info(|| field_info("Filter keys", &self.filter));
        keep_focus(ui, &field);
        let by = scrolled(ui, field.has_focus());
        ui.add_space(theme::UNIT * 2.0);
        let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 520.0);
        // As high as it gets from the first frame on, whatever the filter leaves.
        ScrollArea::vertical().min_scrolled_height(height).max_height(height).auto_shrink(false).show(ui, |ui| {
            ui.set_min_height(height);
            ui.scroll_with_delta(egui::vec2(0.0, -by * height));
            Grid::new("keys").num_columns(3).spacing([theme::UNIT * 4.0, theme::UNIT]).min_col_width(60.0).striped(true).show(ui, |ui| {
                let ctx = ui.ctx().clone();
                for (group, actions) in groups() {
                    let mut named = false;
                    for action in actions {
                        let keys: Vec<String> = desk.keymap.of(action).iter().map(|keys| ctx.format_shortcut(keys)).collect();
                        let texts = [Field::letters(action.name, 3), Field::part(action.key_hint.unwrap_or_default(), 2), Field::part(group, 1)];
                        let keyed = keys.iter().map(|text| Field::part(text, 2));
                        if fuzzy::score(&texts.into_iter().chain(keyed).collect::<Vec<_>>(), &self.filter).is_some() {
                            if !std::mem::replace(&mut named, true) {
                                group_name(ui, group);
                            }
                            self.row(ui, action, &keys, desk);
                        }
                    }
                }
                let mut named = false;
                for (what, does) in
                    MOUSE.iter().filter(|(what, does)| fuzzy::score(&[Field::part(what, 1), Field::part(does, 1)], &self.filter).is_some())
                {
                    if !std::mem::replace(&mut named, true) {
                        group_name(ui, "Mouse");
                    }
                    ui.label(*does);
                    ui.label(RichText::new(*what).color(theme::TEXT_WEAK));
                    ui.end_row();
                }
            });
        });
        ui.add_space(theme::UNIT * 3.0);
        buttons(ui, |ui| {
            if ui.add_enabled(!desk.keymap.is_default(), Button::new("Reset All Keys")).clicked() {
                desk.keymap.reset_all();
                self.taken = None;
            }
            primary(ui, "Close").clicked()
        })
    }

    fn row(&mut self, ui: &mut Ui, action: &'static Action, keys: &[String], desk: &mut Desk) {
        ui.horizontal(|ui| {
            ui.set_min_width(NAMES);
            ui.label(action.name);
        });
        let listening = self.listening.is_some_and(|other| other.id == action.id);
        let fixed = action.key_hint.map(str::to_owned);
        let all: Vec<String> = fixed.into_iter().chain(keys.iter().cloned()).collect();
        let text = match (listening, all.is_empty()) {
            (true, _) => RichText::new("Press the keys…").color(theme::ACCENT),
            (false, true) => RichText::new("none").color(theme::TEXT_DISABLED),
            (false, false) => RichText::new(all.join(", ")).color(theme::TEXT_STRONG),
        };
        let button = ui.add(Button::new(text).min_size(egui::vec2(150.0, theme::ROW)));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Keys of {}: {}", action.name, all.join(", "))));
        if listening {
            let everything = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, everything));
        }
        let button = button.on_hover_text("Click, then press other keys");
        if button.clicked() {
            self.listening = Some(action);
            self.taken = None;
            // What is pressed now is no text of the filter.
            button.request_focus();
        }
        ui.horizontal(|ui| {
            if !keys.is_empty() && small(ui, "Remove", &format!("Remove the keys of {}", action.name)) {
                desk.keymap.set(action, Vec::new());
            }
            if desk.keymap.is_changed(action) && small(ui, "Reset", &format!("Reset the keys of {}", action.name)) {
                desk.keymap.reset(action);
            }
        });
        ui.end_row();
        if let Some((wanted, keys)) = self.taken.filter(|(wanted, _)| wanted.id == action.id) {
            let text = ui.ctx().format_shortcut(&keys);
            let others: Vec<&str> = desk.keymap.conflicts(keys, wanted).iter().map(|other| other.name).collect();
            ui.label(RichText::new(format!("{text} is {}", others.join(", "))).color(theme::WARNING));
            ui.horizontal(|ui| {
                if small(ui, "Take them", &format!("Give {text} to {}", wanted.name)) {
                    desk.keymap.take_over(wanted, keys);
                    self.taken = None;
                }
                if small(ui, "Leave them", &format!("Leave {text} to {}", others.join(", "))) {
                    self.taken = None;
                }
            });
            ui.end_row();
        }
    }

    /// Takes the keys that are pressed for an action.
    fn listen(&mut self, ui: &Ui, desk: &mut Desk) {
        let Some(action) = self.listening else { return };
        let pressed = ui.input_mut(|input| {
            input.events.retain(|event| !matches!(event, Event::Text(_)));
            // Ctrl and the like come before the key that they are held for.
            let whole = |event: &Event| matches!(event, Event::Key { key, pressed: true, repeat: false, .. } if !MODIFIERS.contains(key));
            let at = input.events.iter().position(whole)?;
            match input.events.remove(at) {
                Event::Key { key, modifiers, .. } => Some((key, modifiers)),
                _ => None,
            }
        });
        let Some((key, held)) = pressed else { return };
        self.listening = None;
        if key == Key::Escape {
            return;
        }
        let keys = KeyboardShortcut::new(plain(held), key);
        if desk.keymap.conflicts(keys, action).is_empty() {
            desk.keymap.set(action, vec![keys]);
        } else {
            self.taken = Some((action, keys));
        }
    }
}

/// The actions by the menu that they are in, as the menus have them; then those that are in none.
fn groups() -> Vec<(&'static str, Vec<&'static Action>)> {
    let mut groups: Vec<_> = menu::groups().map(|(name, ids)| (name, ids.filter_map(actions::find).collect())).collect();
    groups.push(("Elsewhere", ACTIONS.iter().filter(|action| menu::of(action.id).is_none()).collect()));
    groups
}

fn group_name(ui: &mut Ui, name: &str) {
    ui.label(RichText::new(name).color(theme::ACCENT));
    ui.end_row();
}

/// How far the keys scroll, in pages; arrows only while the filter has the focus, else they go from button to button.
fn scrolled(ui: &Ui, filtering: bool) -> f32 {
    const PAGE: f32 = 0.9;
    const LINE: f32 = 0.12;
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as f32;
    let pages = PAGE * (pressed(Key::PageDown) - pressed(Key::PageUp));
    if filtering { pages + LINE * (pressed(Key::ArrowDown) - pressed(Key::ArrowUp)) } else { pages }
}

/// The modifiers as shortcuts have them.
fn plain(held: Modifiers) -> Modifiers {
    Modifiers { alt: held.alt, shift: held.shift, command: held.command || held.ctrl, ..Modifiers::NONE }
}

fn small(ui: &mut Ui, text: &str, label: &str) -> bool {
    let button = ui.add(Button::new(RichText::new(text).size(theme::SIZE_SMALL)));
    button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, label));
    button.clicked()
}
