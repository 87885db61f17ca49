//! Search in the network: by name, class, property, value and state, and by the words of frames and notes.

use egui::{Align2, Area, Frame, Id, Key, Modifiers, Order, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::{Registry, Value};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{FrameId, Node, NodeId, NoteId};

use super::NetworkEditor;
use super::items::Items;
use super::paint::{elided, sentence, status_color};
use super::view::View;
use crate::desk::{Desk, Now};
use crate::panels::field_info;
use crate::theme;

const WIDTH: f32 = 300.0;
/// Height of what is found, ten rows.
const ROWS: f32 = (theme::ROW + 2.0) * 10.0;
/// Values longer than this are no names that someone looks for.
const LONG: usize = 120;

/// What was found, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub place: Place,
    pub name: String,
    /// What of it fits: "class VolumeRaycaster", "scale: 1.5", "failed".
    pub why: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Node(NodeId),
    Frame(FrameId),
    Note(NoteId),
}

/// The search, open or not; what was looked for last is kept for "next".
#[derive(Default)]
pub struct Finder {
    open: bool,
    first: bool,
    query: String,
    found: Vec<Hit>,
    index: usize,
    /// What was selected and in sight before the words led away.
    from: Option<(Items, View)>,
}

impl Finder {
    pub fn open(&mut self) {
        (self.open, self.first, self.from) = (true, true, None);
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Goes to the next or previous hit; with nothing to look for, asks.
    pub fn step(&mut self, forward: bool, desk: &mut Desk, now: &Now) {
        if self.query.trim().is_empty() {
            return self.open();
        }
        self.found = find(&self.query, &desk.session.registry, now);
        let count = self.found.len().max(1);
        self.index = if forward { self.index + 1 } else { self.index + count - 1 } % count;
        self.go(desk);
    }

    /// Selects the hit, which the view then looks at.
    fn go(&self, desk: &mut Desk) {
        let Some(hit) = self.found.get(self.index) else { return };
        let mut items = Items::default();
        match hit.place {
            Place::Node(id) => drop(items.nodes.insert(id)),
            Place::Frame(id) => drop(items.frames.insert(id)),
            Place::Note(id) => drop(items.notes.insert(id)),
        }
        items.select(desk);
    }

    /// Draws the search; true when the view should look at the selection, and whether it was closed.
    pub fn show(&mut self, ctx: &egui::Context, view: &View, desk: &mut Desk, now: &Now) -> (bool, bool) {
        if !self.open {
            return (false, false);
        }
        let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::NONE, Key::Escape) {
            self.open = false;
            return (false, true);
        }
        let back = pressed(Modifiers::SHIFT, Key::Enter) || pressed(Modifiers::NONE, Key::ArrowUp);
        let on = pressed(Modifiers::NONE, Key::Enter) || pressed(Modifiers::NONE, Key::ArrowDown);
        let mut went = false;
        if back || on {
            self.step(on, desk, now);
            went = true;
        }
        let area =
            Area::new(Id::new("finder")).order(Order::Foreground).pivot(Align2::RIGHT_TOP).fixed_pos(view.screen.right_top() + vec2(-10.0, 10.0));
        let mut closed = false;
        area.constrain(true).show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.horizontal(|ui| {
                    went |= self.field(ui, view, desk, now);
                    for (text, name, forward) in [("⏶", "Find Previous", false), ("⏷", "Find Next", true)] {
                        let button = ui.add_enabled(!self.found.is_empty(), egui::Button::new(text).min_size(vec2(22.0, 22.0)));
                        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
                        if button.on_hover_text(name).clicked() {
                            self.step(forward, desk, now);
                            went = true;
                        }
                    }
                    let close = ui.add(egui::Button::new("×").min_size(vec2(22.0, 22.0)));
                    close.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Close search"));
                    closed = close.clicked();
                });
                if !self.query.trim().is_empty() {
                    went |= self.list(ui, desk, now);
                }
            });
        });
        if closed {
            self.open = false;
        }
        (went, closed)
    }

    fn field(&mut self, ui: &mut Ui, view: &View, desk: &mut Desk, now: &Now) -> bool {
        let edit = TextEdit::singleline(&mut self.query).hint_text("Name, class, property, state").desired_width(WIDTH - 92.0).margin(vec2(8.0, 4.0));
        let field = ui.add(edit);
        field.widget_info(|| field_info("Find in network", &self.query));
        if std::mem::take(&mut self.first) || !field.has_focus() && ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        if !field.changed() {
            return false;
        }
        self.found = find(&self.query, &desk.session.registry, now);
        self.index = 0;
        if self.found.is_empty() {
            // Back to where the words had not led anywhere.
            if let Some((selected, _)) = &self.from {
                selected.clone().select(desk);
            }
            return true;
        }
        self.from.get_or_insert_with(|| (Items::selected(desk), *view));
        self.go(desk);
        true
    }

    fn list(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) -> bool {
        let text = match self.found.len() {
            0 => "Nothing in the network fits".to_owned(),
            count => format!("{} of {count}", self.index + 1),
        };
        ui.label(RichText::new(text).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
        let mut chosen = None;
        ScrollArea::vertical().max_height(ROWS).min_scrolled_height(ROWS).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, hit) in self.found.iter().enumerate() {
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW + 2.0), Sense::click());
                let marked = index == self.index;
                response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, marked, format!("Found {}: {}", hit.name, hit.why)));
                if marked && chosen.is_none() {
                    response.scroll_to_me(None);
                }
                if ui.is_rect_visible(rect) {
                    row(ui, rect, hit, marked, response.hovered(), now);
                }
                if response.clicked() {
                    chosen = Some(index);
                }
            }
        });
        let Some(index) = chosen else { return false };
        self.index = index;
        self.go(desk);
        true
    }
}

impl NetworkEditor {
    pub(super) fn show_finder(&mut self, ctx: &egui::Context, desk: &mut Desk, now: &Now) {
        let (went, closed) = self.finder.show(ctx, &self.view, desk, now);
        match self.finder.from.take_if(|_| went && self.finder.found.is_empty()) {
            Some((_, view)) => self.view = View { screen: self.view.screen, ..view },
            None if went && !self.finder.found.is_empty() => self.look_at_found(desk, now),
            None => {}
        }
        self.wants_focus |= closed;
    }

    /// What was found comes into the middle, large enough to be read.
    pub(super) fn look_at_found(&mut self, desk: &Desk, now: &Now) {
        let found = Items::selected(desk).bounds(&now.snapshot.workspace.network);
        if found.is_finite() {
            self.view.fit(found.expand2(self.view.screen.size() * 0.25));
        }
    }
}

fn row(ui: &Ui, rect: egui::Rect, hit: &Hit, marked: bool, hovered: bool, now: &Now) {
    let painter = ui.painter();
    if marked || hovered {
        painter.rect_filled(rect, 4.0, if marked { theme::ACCENT_FILL } else { theme::RAISED });
    }
    let light = match hit.place {
        Place::Node(id) => now.states.get(&id).map_or(theme::TEXT_DISABLED, |state| status_color(&state.status)),
        Place::Frame(_) | Place::Note(_) => theme::TEXT_DISABLED,
    };
    painter.circle_filled(rect.left_center() + vec2(11.0, 0.0), 3.5, light);
    let name = elided(painter, &hit.name, theme::font(theme::SIZE_BODY), theme::TEXT, rect.width() * 0.55, 1);
    let why = elided(painter, &hit.why, theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK, rect.width() - name.size().x - 42.0, 1);
    let x = rect.right() - 8.0 - why.size().x;
    painter.galley(egui::pos2(rect.left() + 22.0, rect.center().y - name.size().y / 2.0), name, theme::TEXT);
    painter.galley(egui::pos2(x, rect.center().y - why.size().y / 2.0), why, theme::TEXT_WEAK);
}

/// Everything that fits all words of a query, in order of the view: from left to right.
pub fn find(query: &str, registry: &Registry, now: &Now) -> Vec<Hit> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let network = &now.snapshot.workspace.network;
    let mut found: Vec<([f32; 2], Hit)> = Vec::new();
    for node in network.nodes() {
        if let Some(why) = fits(&words, &facts(node, registry, now)) {
            found.push((node.position, Hit { place: Place::Node(node.id), name: node.display_name.to_string(), why }));
        }
    }
    for frame in &network.frames {
        let facts = [("frame".to_owned(), frame.title.clone()), ("comment".to_owned(), frame.comment.clone())];
        if let Some(why) = fits(&words, &facts) {
            found.push(([frame.rect[0], frame.rect[1]], Hit { place: Place::Frame(frame.id), name: frame.title.clone(), why }));
        }
    }
    for note in &network.notes {
        if let Some(why) = fits(&words, &[("note".to_owned(), note.text.clone())]) {
            let name = note.text.lines().next().unwrap_or_default().to_owned();
            found.push(([note.rect[0], note.rect[1]], Hit { place: Place::Note(note.id), name, why }));
        }
    }
    found.sort_by(|(a, _), (b, _)| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// What is known of a node, each with a name: the names come first.
fn facts(node: &Node, registry: &Registry, now: &Now) -> Vec<(String, String)> {
    let fact = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let mut facts = vec![fact("name", &node.display_name), fact("identifier", &node.identifier)];
    if let Some(class) = registry.get(&node.class) {
        let info = class.info();
        facts.extend([fact("class", &info.display_name), fact("category", &info.category)]);
    }
    facts.push(fact("class", &node.class));
    if let Some(state) = now.states.get(&node.id) {
        facts.push(fact("state", state.status.name()));
        if matches!(state.status, ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_)) {
            facts.push(fact("state", "error"));
        }
        facts.extend(state.status.message().map(|message| fact("message", &message)));
    }
    if node.bypassed {
        facts.push(fact("state", "bypassed"));
    }
    for (leaf, value) in node.values.iter() {
        let text = value_text(value);
        facts.push((leaf.path.to_string(), text.clone()));
        if !leaf.property.display_name.eq_ignore_ascii_case(&leaf.path) {
            facts.push((leaf.property.display_name.to_string(), text));
        }
    }
    facts
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) | Value::Option(text) | Value::Path(text) => text.to_string(),
        Value::Button | Value::TransferFunction(_) | Value::Camera(_) => String::new(),
        _ => value.to_json().to_string().trim_matches('"').to_owned(),
    }
}

/// Why all words fit, said for the first of them; `None` when one does not. `scale=1.5` asks for a value.
fn fits(words: &[String], facts: &[(String, String)]) -> Option<String> {
    let of_word = |word: &String| {
        let (asked, wanted) = word.split_once('=').map_or((None, word.as_str()), |(asked, wanted)| (Some(asked), wanted));
        let in_text = |text: &str| text.len() <= LONG * 8 && text.to_lowercase().contains(wanted);
        match asked {
            Some(asked) => facts.iter().find(|(name, text)| name.to_lowercase().contains(asked) && in_text(text)),
            // The name of a property counts like its value, but not those of the other facts.
            None => facts.iter().find(|(name, text)| in_text(text) || !FIXED.contains(&name.as_str()) && name.to_lowercase().contains(wanted)),
        }
    };
    let mut reasons = words.iter().map(of_word).collect::<Option<Vec<_>>>()?.into_iter();
    let (name, text) = reasons.next()?;
    Some(match name.as_str() {
        "name" => "name".to_owned(),
        "state" => sentence(text),
        _ if text.is_empty() => name.clone(),
        _ => format!("{name}: {text}"),
    })
}

/// Names of facts that are no properties.
const FIXED: [&str; 9] = ["name", "identifier", "class", "category", "state", "message", "frame", "comment", "note"];
