//! Frames and notes in the network: drawn behind everything else, moved, resized and edited there.

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Id, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2,
};
use voxloom_workspace::command::{AddFrame, AddNote, ChangeFrame, ChangeNote};
use voxloom_workspace::{Frame, FrameId, NodeId, Note, NoteId};

use super::NetworkEditor;
use super::interact::Drag;
use super::items::{Items, as_array, rect_of};
use super::layout::node_rect;
use super::paint::{elided, font};
use super::remark_box::RemarkBox;
use super::room::{self, Room};
use super::view::{View, snap};
use crate::commands::actions;
use crate::desk::{Desk, Now};
use crate::panels::menu::item;
use crate::panels::menu_keys;
use crate::theme;

/// The bar with the title of a frame, at zoom 1.
const TITLE: f32 = 28.0;
/// Around the nodes that a frame is made for.
const MARGIN: f32 = 24.0;
/// Lines of the comment of a frame.
const COMMENT: usize = 6;
/// How near its edge, on the screen, a frame or note is resized.
const GRIP: f32 = 5.0;
/// Frames and notes are no smaller than this.
const LEAST: egui::Vec2 = vec2(96.0, 48.0);
/// Titles are legible on the screen even where nodes are not.
const TITLE_LEAST: f32 = 11.0;

/// Colors to choose from.
pub const COLORS: [(&str, [f32; 4]); 7] = [
    ("Blue", [0.36, 0.52, 0.78, 1.0]),
    ("Teal", [0.30, 0.62, 0.60, 1.0]),
    ("Green", [0.42, 0.66, 0.42, 1.0]),
    ("Yellow", [0.86, 0.75, 0.38, 1.0]),
    ("Red", [0.80, 0.42, 0.40, 1.0]),
    ("Purple", [0.60, 0.48, 0.76, 1.0]),
    ("Gray", [0.58, 0.61, 0.66, 1.0]),
];

/// A frame or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    Frame(FrameId),
    Note(NoteId),
}

/// An edge or corner that is dragged: -1 is left or above, 1 right or below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    x: i8,
    y: i8,
}

impl Edge {
    const ALL: [Self; 8] = [
        Self { x: -1, y: 0 },
        Self { x: 1, y: 0 },
        Self { x: 0, y: -1 },
        Self { x: 0, y: 1 },
        Self { x: -1, y: -1 },
        Self { x: 1, y: -1 },
        Self { x: -1, y: 1 },
        Self { x: 1, y: 1 },
    ];

    fn name(self) -> &'static str {
        match (self.x, self.y) {
            (-1, 0) => "left edge",
            (1, 0) => "right edge",
            (0, -1) => "upper edge",
            (0, 1) => "lower edge",
            (-1, -1) => "upper left corner",
            (1, -1) => "upper right corner",
            (-1, 1) => "lower left corner",
            _ => "lower right corner",
        }
    }

    fn area(self, rect: Rect) -> Rect {
        let range = |side: i8, from: f32, to: f32| match side {
            -1 => from - GRIP..=from + GRIP,
            1 => to - GRIP..=to + GRIP,
            _ => from + GRIP..=(to - GRIP).max(from + GRIP),
        };
        Rect::from_x_y_ranges(range(self.x, rect.left(), rect.right()), range(self.y, rect.top(), rect.bottom()))
    }

    fn cursor(self) -> CursorIcon {
        match (self.x, self.y) {
            (_, 0) => CursorIcon::ResizeHorizontal,
            (0, _) => CursorIcon::ResizeVertical,
            (x, y) if x == y => CursorIcon::ResizeNwSe,
            _ => CursorIcon::ResizeNeSw,
        }
    }

    /// The rectangle with this edge at a place.
    pub fn moved(self, rect: Rect, to: Pos2) -> Rect {
        let (mut rect, to) = (rect, snap(to));
        match self.x {
            -1 => rect.min.x = to.x.min(rect.max.x - LEAST.x),
            1 => rect.max.x = to.x.max(rect.min.x + LEAST.x),
            _ => {}
        }
        match self.y {
            -1 => rect.min.y = to.y.min(rect.max.y - LEAST.y),
            1 => rect.max.y = to.y.max(rect.min.y + LEAST.y),
            _ => {}
        }
        rect
    }
}

/// A color of the document for the screen.
pub fn color_of(color: [f32; 4]) -> Color32 {
    let [r, g, b, _] = color.map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8);
    Color32::from_rgb(r, g, b)
}

impl NetworkEditor {
    /// Draws frames and notes and takes what the pointer does to them.
    pub(super) fn remarks(&mut self, ui: &Ui, painter: &Painter, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let visible = self.view.visible();
        for frame in network.frames.iter().filter(|frame| visible.intersects(rect_of(frame.rect))) {
            self.frame(ui, painter, frame, desk, now);
        }
        for note in network.notes.iter().filter(|note| visible.intersects(rect_of(note.rect))) {
            self.note(ui, painter, note, desk, now);
        }
    }

    fn frame(&mut self, ui: &Ui, painter: &Painter, frame: &Frame, desk: &mut Desk, now: &Now) {
        let rect = self.view.screen_rect(rect_of(frame.rect));
        let selected = desk.frames.contains(&frame.id);
        let bar = paint_frame(painter, &self.view, frame, rect, selected);
        let response = ui.interact(bar, Id::new(("frame", frame.id.0)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, format!("Frame {}", frame.title)));
        let remark = Remark::Frame(frame.id);
        self.remark_input(ui, &response, remark, desk, now);
        response.context_menu(|ui| remark_menu(ui, remark, desk, now));
        self.grips(ui, rect_of(frame.rect), remark, &format!("Frame {}", frame.title), desk);
        if !frame.comment.is_empty() && self.at_rest(desk) {
            response.on_hover_text(&frame.comment);
        }
    }

    fn note(&mut self, ui: &Ui, painter: &Painter, note: &Note, desk: &mut Desk, now: &Now) {
        let rect = self.view.screen_rect(rect_of(note.rect));
        let selected = desk.notes.contains(&note.id);
        let editing = self.remark_box.as_ref().is_some_and(|open| open.remark() == Remark::Note(note.id));
        paint_note(painter, &self.view, note, rect, selected, editing);
        let response = ui.interact(rect, Id::new(("note", note.id.0)), Sense::click_and_drag());
        let title = first_line(&note.text);
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, format!("Note {title}")));
        let remark = Remark::Note(note.id);
        self.remark_input(ui, &response, remark, desk, now);
        response.context_menu(|ui| remark_menu(ui, remark, desk, now));
        self.grips(ui, rect_of(note.rect), remark, &format!("Note {title}"), desk);
    }

    /// Where a frame or note is resized.
    fn grips(&mut self, ui: &Ui, place: Rect, remark: Remark, name: &str, desk: &Desk) {
        let rect = self.view.screen_rect(place);
        if rect.width().min(rect.height()) < GRIP * 6.0 {
            return;
        }
        for edge in Edge::ALL {
            let response = ui.interact(edge.area(rect), Id::new(("edge", edge.x, edge.y, remark.number())), Sense::drag());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::ResizeHandle, true, format!("{name}, {}", edge.name())));
            if response.hovered() || response.dragged() {
                ui.set_cursor_icon(edge.cursor());
            }
            if response.drag_started_by(egui::PointerButton::Primary) {
                desk.session.store.end_drag();
                self.drag = Drag::Resize { remark, edge, start: place };
            }
        }
    }

    fn remark_input(&mut self, ui: &Ui, response: &Response, remark: Remark, desk: &mut Desk, now: &Now) {
        if self.begin_special_drag(ui, response) {
            return;
        }
        let add = ui.input(|input| input.modifiers.shift || input.modifiers.command);
        let held = response.drag_started_by(egui::PointerButton::Primary);
        if response.clicked() || response.secondary_clicked() || held {
            desk.marked = None;
            self.wants_focus = true;
            if add && response.clicked() {
                remark.toggle(desk);
            } else if !remark.is_selected(desk) {
                if !add {
                    Items::default().select(desk);
                }
                remark.toggle(desk);
            }
        }
        if held {
            self.begin_move(ui, response, remark.rect(now).unwrap_or(Rect::ZERO), desk, now);
        }
        if response.double_clicked() {
            self.remark_box = RemarkBox::new(remark, now);
        }
    }

    /// A frame around what is selected, or an empty one where the view looks; its title is asked for.
    pub(super) fn add_frame(&mut self, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let around = Items::selected(desk).bounds(network);
        let rect = if around.is_finite() {
            // The title stands above the nodes; all of it lies on the grid.
            let wanted = |id: &NodeId| Some(Room::wanted(now.states.get(id), desk.arrangement.thumbnails).around(node_rect(network.get(*id)?)));
            let around = desk.selection.iter().filter_map(wanted).fold(around, Rect::union);
            let rect = around.expand(MARGIN).with_min_y(around.top() - MARGIN - TITLE);
            Rect::from_min_max((rect.min / theme::GRID).floor() * theme::GRID, (rect.max / theme::GRID).ceil() * theme::GRID)
        } else {
            Rect::from_min_size(snap(self.pointer_or_middle()), vec2(320.0, 208.0))
        };
        let before = Items::all(network).frames;
        if desk.commit(&AddFrame(Frame::new("Frame", as_array(rect)))).is_none() {
            return;
        }
        let after = desk.session.store.snapshot();
        let added = after.workspace.network.frames.iter().find(|frame| !before.contains(&frame.id));
        if let Some(frame) = added {
            Items { frames: [frame.id].into(), ..Items::default() }.select(desk);
            self.remark_box = Some(RemarkBox::of_frame(frame));
        }
    }

    /// An empty note at the pointer, ready to be written.
    pub(super) fn add_note(&mut self, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let before = Items::all(network).notes;
        let mut note = Note::new("", snap(self.pointer_or_middle()).into());
        // Nodes are drawn over notes.
        let taken: Vec<Rect> = network.nodes().map(|node| node_rect(node)).chain(network.notes.iter().map(|note| rect_of(note.rect))).collect();
        while taken.iter().any(|rect| rect.intersects(rect_of(note.rect))) {
            note.rect[1] += theme::GRID;
        }
        if desk.commit(&AddNote(note)).is_none() {
            return;
        }
        let after = desk.session.store.snapshot();
        let added = after.workspace.network.notes.iter().find(|note| !before.contains(&note.id));
        if let Some(note) = added {
            Items { notes: [note.id].into(), ..Items::default() }.select(desk);
            self.remark_box = Some(RemarkBox::of_note(note));
        }
    }
}

impl Remark {
    fn number(self) -> u64 {
        match self {
            Self::Frame(id) => id.0,
            Self::Note(id) => id.0,
        }
    }

    pub fn rect(self, now: &Now) -> Option<Rect> {
        let network = &now.snapshot.workspace.network;
        match self {
            Self::Frame(id) => network.frame(id).map(|frame| rect_of(frame.rect)),
            Self::Note(id) => network.note(id).map(|note| rect_of(note.rect)),
        }
    }

    /// Gives it another rectangle.
    pub fn set_rect(self, now_is: Rect, rect: Rect, desk: &mut Desk, now: &Now) {
        if rect == now_is {
            return;
        }
        let network = &now.snapshot.workspace.network;
        match self {
            Self::Frame(id) => {
                if let Some(frame) = network.frame(id) {
                    desk.commit(&ChangeFrame(Frame { rect: as_array(rect), ..frame.clone() }));
                }
            }
            Self::Note(id) => {
                if let Some(note) = network.note(id) {
                    desk.commit(&ChangeNote(Note { rect: as_array(rect), ..note.clone() }));
                }
            }
        }
    }

    fn is_selected(self, desk: &Desk) -> bool {
        match self {
            Self::Frame(id) => desk.frames.contains(&id),
            Self::Note(id) => desk.notes.contains(&id),
        }
    }

    fn toggle(self, desk: &mut Desk) {
        match self {
            Self::Frame(id) => {
                if !desk.frames.remove(&id) {
                    desk.frames.insert(id);
                }
            }
            Self::Note(id) => {
                if !desk.notes.remove(&id) {
                    desk.notes.insert(id);
                }
            }
        }
    }
}

/// Where a frame has its title, and its comment.
pub fn written_on(frame: &Frame) -> impl Iterator<Item = Rect> {
    let rect = rect_of(frame.rect);
    let title = rect.with_max_y(rect.top() + TITLE.min(rect.height()));
    let lines = room::about_lines(&frame.comment, rect.width() - 20.0, 5.6).min(COMMENT);
    let comment = room::foot(rect, lines as f32 * 15.5 + 12.0);
    std::iter::once(title).chain((!frame.comment.is_empty()).then_some(comment))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Draws a frame; the bar that it is held by.
fn paint_frame(painter: &Painter, view: &View, frame: &Frame, rect: Rect, selected: bool) -> Rect {
    let color = color_of(frame.color);
    let radius = CornerRadius::same((8.0 * view.zoom).clamp(2.0, 8.0) as u8);
    let edge = if selected { Stroke::new(2.0, theme::ACCENT) } else { Stroke::new(1.0, color.gamma_multiply(0.55)) };
    painter.rect(rect, radius, color.gamma_multiply(0.10), edge, StrokeKind::Inside);
    let size = 13.5_f32.max(TITLE_LEAST / view.zoom);
    let height = (TITLE * view.zoom).max(TITLE_LEAST * 1.6).min(rect.height());
    let bar = rect.with_max_y(rect.top() + height);
    painter.rect_filled(bar.shrink(1.0), CornerRadius { sw: 0, se: 0, ..radius }, color.gamma_multiply(0.30));
    let inset = 10.0 * view.zoom.clamp(0.4, 1.0);
    let title = elided(painter, &frame.title, font(size, view.zoom), theme::TEXT_STRONG, bar.width() - 2.0 * inset, 1);
    let at = egui::pos2(bar.left() + inset, bar.center().y - title.size().y / 2.0);
    painter.galley(at, title, theme::TEXT_STRONG);
    if !frame.comment.is_empty() && view.zoom >= 0.42 {
        let width = rect.width() - 2.0 * inset;
        let comment = elided(painter, &frame.comment, font(11.5, view.zoom), theme::TEXT_WEAK, width, COMMENT);
        // At the foot, where nodes leave most room.
        let at = egui::pos2(rect.left() + inset, rect.bottom() - 8.0 * view.zoom - comment.size().y);
        painter.with_clip_rect(painter.clip_rect().intersect(rect.with_min_y(bar.bottom()))).galley(at, comment, theme::TEXT_WEAK);
    }
    bar
}

fn paint_note(painter: &Painter, view: &View, note: &Note, rect: Rect, selected: bool, editing: bool) {
    let color = color_of(note.color);
    let edge = if selected { Stroke::new(2.0, theme::ACCENT) } else { Stroke::new(1.0, color.gamma_multiply(0.5)) };
    painter.rect(rect, 4.0, theme::NETWORK_GROUND.lerp_to_gamma(color, 0.16), edge, StrokeKind::Inside);
    painter.rect_filled(rect.with_max_x(rect.left() + (4.0 * view.zoom).max(2.0)), 2.0, color.gamma_multiply(0.8));
    if editing || view.zoom < 0.3 {
        return;
    }
    let inner = rect.shrink2(vec2(12.0, 9.0) * view.zoom);
    let clipped = painter.with_clip_rect(painter.clip_rect().intersect(rect.shrink(1.0)));
    if note.text.trim().is_empty() {
        clipped.text(inner.min, Align2::LEFT_TOP, "Empty note", font(13.0, view.zoom), theme::TEXT_DISABLED);
        return;
    }
    let rows = (inner.height() / (13.0 * 1.35 * view.zoom)).floor().max(1.0) as usize;
    let text = elided(&clipped, &note.text, font(13.0, view.zoom), theme::TEXT, inner.width(), rows.max(2));
    clipped.galley(inner.min, text, theme::TEXT);
}

/// The menu of a frame or note; what it does is done to the selection, and colors to this one.
fn remark_menu(ui: &mut Ui, remark: Remark, desk: &mut Desk, now: &Now) {
    ui.set_min_width(190.0);
    for action in ["edit_remark", "copy", "cut", "duplicate"].iter().filter_map(|id| actions::find(id)) {
        item(ui, action, desk, now);
    }
    let color = ui.menu_button("Color", |ui| {
        for (name, color) in COLORS {
            let button = ui.add(egui::Button::new(name).left_text("⏺ ").fill(color_of(color).gamma_multiply(0.35)));
            if button.clicked() {
                recolor(remark, color, desk, now);
                ui.close();
            }
        }
    });
    if color.inner.is_some() {
        menu_keys::note_submenu(ui, &color.response);
    }
    ui.separator();
    for action in ["select_content", "delete", "delete_content"].iter().filter_map(|id| actions::find(id)) {
        item(ui, action, desk, now);
    }
}

fn recolor(remark: Remark, color: [f32; 4], desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    match remark {
        Remark::Frame(id) => {
            if let Some(frame) = network.frame(id) {
                desk.commit(&ChangeFrame(Frame { color, ..frame.clone() }));
            }
        }
        Remark::Note(id) => {
            if let Some(note) = network.note(id) {
                desk.commit(&ChangeNote(Note { color, ..note.clone() }));
            }
        }
    }
}
