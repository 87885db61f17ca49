//! The foot of the panel: what is wrong with the nodes that are shown, or worth knowing of them.
//!
//! It comes and goes while one drags and types, so it has a place of its own over the end of the list, for which nothing moves.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Button, Color32, Frame, Label, Layout, Margin, Modal, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, WidgetType, pos2,
};
use voxloom_core::ProcessorError;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Node, NodeId};

use super::Wish;
use super::header::first_upper;
use super::state::State;
use crate::python::catalog;
use crate::python::code_editor::traceback;
use crate::theme;

/// Room that the list leaves at its end, so that its last rows can be scrolled above a folded foot.
pub const ROOM: f32 = 104.0;
/// Lines of a message before a press shows the whole of it.
const LINES: usize = 3;

/// What is said of a node.
struct Message<'a> {
    node: &'a Node,
    text: String,
    color: Color32,
    error: Option<&'a ProcessorError>,
}

fn messages<'a>(nodes: &[(&'a Node, &'a NodeState)]) -> Vec<Message<'a>> {
    let mut messages = Vec::new();
    for (node, state) in nodes {
        let (text, color, error) = match &state.status {
            ProcessorStatus::Failed(error) => (error.to_string(), theme::TEXT_STRONG, Some(error)),
            ProcessorStatus::Waiting(text) => (first_upper(text), theme::WARNING, None),
            ProcessorStatus::Missing(text) => (first_upper(text), theme::ERROR, None),
            ProcessorStatus::NotEvaluated
            | ProcessorStatus::Running(_)
            | ProcessorStatus::Ready
            | ProcessorStatus::Stale
            | ProcessorStatus::Cancelled
            | ProcessorStatus::Bypassed => (String::new(), theme::TEXT, None),
        };
        if !text.is_empty() {
            messages.push(Message { node, text, color, error });
        }
        messages.extend(state.notes.iter().map(|note| Message { node, text: note.to_string(), color: theme::TEXT_WEAK, error: None }));
    }
    messages
}

/// Draws it at the end of `panel`.
pub fn show(ui: &mut Ui, panel: Rect, nodes: &[(&Node, &NodeState)], state: &mut State, wishes: &mut Vec<Wish>) {
    let shown: Vec<NodeId> = nodes.iter().map(|(node, _)| node.id).collect();
    if state.foot.of != shown {
        state.foot = Foot { of: shown, ..Foot::default() };
    }
    let messages = messages(nodes);
    if messages.is_empty() {
        state.foot.height = None;
        return;
    }
    let most = if state.foot.open { panel.height() * 0.6 } else { panel.height() * 0.4 };
    let height = state.foot.height.unwrap_or(LINES as f32 * theme::ROW).min(most);
    let place = Rect::from_min_max(pos2(panel.left(), panel.bottom() - height), panel.max);
    let fresh = state.foot.height.is_none();
    if fresh && is_in_use(ui, place) {
        // What one works on is not covered: the message comes when the pointer or the keys are elsewhere.
        return;
    }
    let failed = messages.iter().any(|message| message.error.is_some());
    let fill = if failed { theme::ERROR_FILL } else { theme::RAISED };
    let frame = Frame::new().fill(fill).stroke((1.0, theme::BORDER_STRONG)).corner_radius(4.0).inner_margin(Margin::symmetric(8, 5));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)).sense(Sense::CLICK | Sense::DRAG));
    // A first pass finds out how high it is.
    if fresh {
        child.set_invisible();
    }
    let drawn = frame.show(&mut child, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().id_salt("messages").max_height(most - 10.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            for (i, message) in messages.iter().enumerate() {
                message.show(ui, i == 0, nodes.len() > 1, state, wishes);
            }
        });
    });
    let now = drawn.response.rect.height();
    if state.foot.height.replace(now).is_none_or(|before| (before - now).abs() > 0.5) {
        ui.ctx().request_discard("the foot of the properties has another height");
    }
}

/// Whether the pointer or the keys are at something in a place.
fn is_in_use(ui: &Ui, place: Rect) -> bool {
    let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
    ui.rect_contains_pointer(place) || focused.is_some_and(|focused| place.intersects(focused.rect))
}

/// What the panel remembers of its foot.
#[derive(Debug, Clone, Default)]
pub struct Foot {
    /// The whole of the messages is shown.
    open: bool,
    /// A traceback covers the window.
    pub large: bool,
    of: Vec<NodeId>,
    /// As it was last drawn; `None` while it is not there.
    height: Option<f32>,
}

impl Message<'_> {
    fn show(&self, ui: &mut Ui, first: bool, named: bool, state: &mut State, wishes: &mut Vec<Wish>) {
        let open = state.foot.open;
        let text = if named { format!("{}: {}", self.node.display_name, self.text) } else { self.text.clone() };
        let trace = if let Some(ProcessorError::Failed { trace, .. }) = self.error { trace.as_deref() } else { None };
        // Several lines belong below each other as they are: a caret points at what is above it.
        let font = if self.error.is_some() && text.contains('\n') { theme::mono(theme::SIZE_SMALL) } else { theme::font(theme::SIZE_SMALL) };
        let mut job = LayoutJob::single_section(text, TextFormat::simple(font, self.color));
        job.wrap.max_rows = if open { usize::MAX } else { LINES };
        job.wrap.max_width = ui.available_width() - 18.0;
        let galley = ui.painter().layout_job(job);
        let cut = galley.elided;
        ui.horizontal_top(|ui| {
            ui.add(Label::new(galley).selectable(true));
            if first && (open || cut || trace.is_some()) {
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    let (sign, words) = if open { ("⏷", "Fold the message") } else { ("⏶", "Show the whole message") };
                    let button = ui.add(Button::new(RichText::new(sign).small()).frame(false));
                    button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, words));
                    if button.on_hover_text(words).clicked() {
                        state.foot.open = !open;
                        state.foot.height = state.foot.height.map(|height| height + 1.0);
                    }
                });
            }
        });
        if self.error.is_some() {
            self.offers(ui, trace, state, wishes);
        }
        if let Some(trace) = trace.filter(|_| open) {
            trace_lines(ui, trace, true, wishes);
        }
        if let Some(trace) = trace.filter(|_| first && state.foot.large) {
            state.foot.large = self.show_large(ui, trace, wishes);
        }
    }

    /// The traceback over the window, where its lines need not be broken; false when it is closed.
    fn show_large(&self, ui: &Ui, trace: &str, wishes: &mut Vec<Wish>) -> bool {
        let asked = wishes.len();
        let shown = Modal::new("large traceback".into()).show(ui.ctx(), |ui| {
            let room = ui.ctx().content_rect().size();
            ui.set_max_width(room.x * 0.8);
            ui.label(RichText::new(format!("{}: {}", self.node.display_name, self.text)).color(theme::TEXT_STRONG));
            ui.add_space(theme::UNIT);
            ScrollArea::both().max_height(room.y * 0.6).auto_shrink([false, true]).show(ui, |ui| trace_lines(ui, trace, false, wishes));
            ui.add_space(theme::UNIT);
            ui.button("Close").clicked()
        });
        !(shown.inner || shown.should_close() || wishes.len() > asked)
    }

    /// What can be done about a failure.
    fn offers(&self, ui: &mut Ui, trace: Option<&str>, state: &mut State, wishes: &mut Vec<Wish>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if trace.is_some() && !state.foot.open && ui.small_button("Traceback").on_hover_text("Where it happened").clicked() {
                state.foot.open = true;
            }
            if trace.is_some() && ui.small_button("Show large").on_hover_text("The traceback, as wide as the window").clicked() {
                state.foot.large = true;
            }
            if let Some(package) = catalog::missing_module(&self.text).map(catalog::package_of)
                && ui.small_button(format!("Install {package}")).on_hover_text("Runs pip in the environment of the Python interpreter").clicked()
            {
                wishes.push(Wish::Install(package.to_owned()));
            }
            if ui.small_button("Copy").on_hover_text("Copy message and traceback").clicked() {
                ui.ctx().copy_text(trace.map_or_else(|| self.text.clone(), |trace| format!("{}\n\n{trace}", self.text)));
            }
        });
    }
}

/// A traceback, its lines broken where there is no room or not; a click on a line that names a place opens it.
pub fn trace_lines(ui: &mut Ui, trace: &str, wrap: bool, wishes: &mut Vec<Wish>) {
    let label = |text: RichText| if wrap { Label::new(text).wrap() } else { Label::new(text).extend() };
    ui.spacing_mut().item_spacing.y = 1.0;
    for line in trace.trim_end().lines() {
        let place = traceback::places(line).into_iter().find(|place| traceback::is_file(&place.file));
        let text = RichText::new(line).font(theme::mono(theme::SIZE_SMALL));
        match place {
            None => drop(ui.add(label(text).selectable(true))),
            Some(place) => {
                let link = ui.add(label(text.underline().color(theme::ACCENT)).sense(Sense::click()));
                link.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, line.trim()));
                if link.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Open this line in the editor").clicked() {
                    wishes.push(Wish::Edit(place.file, Some(place.line)));
                }
            }
        }
    }
}
