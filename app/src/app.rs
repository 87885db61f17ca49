//! The program's window: puts the parts in their places and passes on what comes from outside.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{
    Align2, CursorIcon, Frame, Id, LayerId, Order, Painter, Rect, RichText, Sense, Stroke, StrokeKind, Ui, ViewportCommand, WidgetInfo, WidgetType,
    vec2,
};

use crate::arrangement::{Arrangement, LEAST_ZOOM, MOST_ZOOM, border};
use crate::canvas::CanvasViews;
use crate::commands::actions;
use crate::commands::requests;
use crate::desk::{Ask, Desk, Now};
use crate::documents;
use crate::documents::files::{Files, Then};
use crate::frame_measure::{FrameMeasure, Measured};
use crate::network_editor::NetworkEditor;
use crate::panels::console::ConsolePanel;
use crate::panels::history::HistoryPanel;
use crate::panels::menu::Menus;
use crate::panels::status_bar::StatusBar;
use crate::panels::{self, Panel, Place, menu_keys, toolbar};
use crate::parts::{self, Part};
use crate::property_widgets;
use crate::python::catalog;
use crate::python::code_editor::CodeEditor;
use crate::session::Session;
use crate::theme;
use crate::welcome;

/// While something runs, its time and progress are drawn this often.
const ANIMATION: Duration = Duration::from_millis(50);
/// Least widths of the canvas and of the code editor while both are open.
const LEAST_CENTER: f32 = 470.0;
const LEAST_CODE: f32 = 280.0;
/// Least part of the center for canvas and network each.
const LEAST_SPLIT: f32 = 0.12;

/// The window's parts and what they share.
pub struct App {
    pub desk: Desk,
    pub editor: NetworkEditor,
    canvases: CanvasViews,
    panels: Vec<Box<dyn Panel>>,
    console: ConsolePanel,
    code: CodeEditor,
    menus: Menus,
    status: StatusBar,
    history: HistoryPanel,
    title: String,
    /// Frames are being measured.
    measure: Option<FrameMeasure>,
}

impl App {
    /// A window over a session; `files` are opened in it.
    pub fn new(ctx: &egui::Context, session: Arc<Session>, render_state: Option<egui_wgpu::RenderState>, files: &[PathBuf]) -> Self {
        theme::apply(ctx);
        // The actions do that, with keys that can be changed.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let user_dir = session.folders.user.clone();
        let mut desk = Desk::new(ctx, session, Files::new(ctx.clone(), Some(user_dir)));
        ctx.set_zoom_factor(desk.arrangement.zoom.clamp(LEAST_ZOOM, MOST_ZOOM));
        desk.open_paths(files.iter().cloned());
        Self {
            desk,
            editor: NetworkEditor::default(),
            canvases: CanvasViews::new(render_state),
            panels: panels::all(),
            console: ConsolePanel::default(),
            code: CodeEditor::default(),
            menus: Menus::default(),
            status: StatusBar::default(),
            history: HistoryPanel::default(),
            title: String::new(),
            measure: None,
        }
    }

    /// Python files beside workspaces run without a question.
    #[must_use]
    pub fn trusting(mut self, trust: bool) -> Self {
        if trust {
            self.desk.trust.trust_everything();
        }
        self
    }

    /// Repaints without pause and measures the gaps between frames; the window closes at the end.
    #[must_use]
    pub fn measuring(mut self, measure: Option<FrameMeasure>) -> Self {
        self.measure = measure;
        self
    }

    fn measure(&mut self, ctx: &egui::Context) {
        let Some(measure) = &mut self.measure else { return };
        match measure.frame() {
            Measured::GoOn => {}
            Measured::Begin => self.desk.session.start_python(),
            Measured::Done => {
                self.measure = None;
                self.desk.autosave.finish();
                self.desk.may_close = true;
            }
        }
        ctx.request_repaint();
    }

    /// Draws everything.
    pub fn draw(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.measure(&ctx);
        let mut now = Now::read(&self.desk.session);
        let session = self.desk.session.clone();
        self.desk.trust.update(&ctx, &session, now.file.path.as_deref());
        self.desk.trust.explain(&mut now);
        catalog::tell_old_versions(&mut now, &session.registry);
        self.desk.share_selection();
        self.desk.tidy_selection(&now);
        self.desk.take_in(&now);
        self.desk.take_in_sources(&now);
        self.desk.report_failures(&now);
        self.desk.follow_creation();
        self.desk.follow_debugger();
        menu_keys::leave_submenu(&ctx);
        self.code.keys(&ctx, &mut self.desk);
        self.console.keys(&ctx, &mut self.desk);
        self.editor.keys(&ctx, &mut self.desk);
        property_widgets::take_back_by_key(&ctx, &self.desk.session);
        actions::run_shortcuts(&ctx, &mut self.desk, &now);
        requests::answer(&ctx, &mut self.desk, &now);

        let bar =
            egui::Panel::top("menu").frame(theme::bar_frame()).show_separator_line(false).show(ui, |ui| self.menus.show(ui, &mut self.desk, &now));
        self.desk.parts.place(Part::Menu, bar.response.rect);
        let bar = egui::Panel::top("toolbar").frame(theme::bar_frame()).show(ui, |ui| toolbar::show(ui, &mut self.desk, &now));
        self.desk.parts.place(Part::Toolbar, bar.response.rect);
        self.draw_trust(ui);
        if self.desk.recovery.has_offers() {
            egui::Panel::top("recovery").frame(theme::bar_frame()).show(ui, |ui| self.desk.draw_recovery(ui, &now));
        }
        egui::Panel::bottom("status").frame(theme::bar_frame()).show(ui, |ui| self.status.show(ui, &mut self.desk, &now));
        self.draw_panels(ui, &now);
        egui::CentralPanel::default().frame(Frame::NONE.fill(theme::BORDER)).show(ui, |ui| self.draw_center(ui, &now));

        self.menus.give_back(&ctx);
        // What was dropped on a file field is taken there.
        self.take_dropped_files(&ctx);
        self.draw_notices(&ctx);
        self.desk.inspector.show(&ctx, &self.desk.session, &now);
        self.desk.draw_environment(&ctx, &now);
        self.desk.draw_dialogs(&ctx, &now);
        self.draw_drop_overlay(&ctx);
        for ask in self.desk.take_asks(|ask| matches!(ask, Ask::FocusCanvas(_))) {
            if let Ask::FocusCanvas(canvas) = ask {
                self.canvases.focus(canvas);
            }
        }
        parts::paint_focus(&ctx);
        self.desk.parts.follow(&ctx);
        self.desk.offer_selection();
        self.desk.keep_texts();
        self.desk.keep_arrangement(&ctx);
        self.plan_repaint(&ctx, &now);
    }

    /// The question about files beside the workspace, under the toolbar.
    fn draw_trust(&mut self, ui: &mut Ui) {
        if !self.desk.trust.is_asking() {
            return;
        }
        let mut trust = std::mem::take(&mut self.desk.trust);
        egui::Panel::top("trust").frame(theme::bar_frame()).show(ui, |ui| trust.show(ui, &mut self.desk));
        self.desk.trust = trust;
    }

    fn draw_panels(&mut self, ui: &mut Ui, now: &Now) {
        let window = ui.ctx().content_rect().width();
        for place in [Place::Bottom, Place::Left, Place::Right] {
            let arrangement = &self.desk.arrangement;
            let (panel, name, least, open) = match place {
                Place::Bottom => (egui::Panel::bottom("bottom"), "bottom", 80.0, arrangement.console),
                Place::Left => (egui::Panel::left("left"), "left", 150.0, arrangement.processors),
                Place::Right => (egui::Panel::right("right"), "right", 220.0, arrangement.properties || arrangement.history),
            };
            if !open {
                continue;
            }
            let panel = panel.default_size(arrangement.size(name, window)).min_size(least);
            let shown = panel.resizable(true).frame(theme::panel_frame()).show(ui, |ui| {
                // What is in a panel does not change its size: the canvas beside it would jump.
                child(ui, ui.max_rect(), name, |ui| {
                    if place == Place::Bottom {
                        panels::show(&mut self.console, ui, &mut self.desk, now);
                    }
                    if place == Place::Right && self.desk.arrangement.history {
                        self.draw_history(ui);
                    }
                    let hidden = place == Place::Right && !self.desk.arrangement.properties;
                    for panel in self.panels.iter_mut().filter(|panel| panel.place() == place && !hidden) {
                        panels::show(panel.as_mut(), ui, &mut self.desk, now);
                    }
                });
                ui.take_available_space();
            });
            let (rect, part) = match place {
                Place::Bottom => (shown.response.rect.height(), Part::Console),
                Place::Left => (shown.response.rect.width(), Part::Processors),
                Place::Right => (shown.response.rect.width(), Part::Properties),
            };
            self.desk.arrangement.note_size(ui.ctx(), name, rect);
            self.desk.parts.place(part, shown.response.rect);
            name_border(ui.ctx(), name, part);
        }
        if self.desk.arrangement.editor && !self.desk.sources.files().is_empty() {
            // Something of the canvas stays in sight in a small window, however wide the editor was.
            let most = (ui.available_width() - LEAST_CENTER).max(LEAST_CODE);
            let panel = egui::Panel::right("code").default_size(self.desk.arrangement.size("code", window)).min_size(LEAST_CODE).max_size(most);
            let shown = panel.resizable(true).frame(theme::panel_frame()).show(ui, |ui| self.code.show(ui, &mut self.desk, now));
            self.desk.arrangement.note_size(ui.ctx(), "code", shown.response.rect.width());
            self.desk.parts.place(Part::Editor, shown.response.rect);
            name_border(ui.ctx(), "code", Part::Editor);
        }
    }

    /// The list of undo steps: below the properties, or alone in their place.
    fn draw_history(&mut self, ui: &mut Ui) {
        if !self.desk.arrangement.properties {
            return self.history.show(ui, &mut self.desk);
        }
        let size = self.desk.arrangement.size("history", ui.ctx().content_rect().width());
        let panel = egui::Panel::bottom("history").default_size(size).min_size(90.0).max_size((ui.available_height() - 120.0).max(90.0));
        let shown = panel.resizable(true).frame(Frame::NONE.inner_margin(egui::Margin { top: 6, ..Default::default() })).show(ui, |ui| {
            self.history.show(ui, &mut self.desk);
        });
        self.desk.arrangement.note_size(ui.ctx(), "history", shown.response.rect.height());
    }

    /// Canvas and network, with a border between them that can be dragged.
    fn draw_center(&mut self, ui: &mut Ui, now: &Now) {
        const BORDER: f32 = 5.0;
        let area = ui.available_rect_before_wrap();
        let beside = self.desk.arrangement.side_by_side;
        let length = if beside { area.width() } else { area.height() };
        let at = (length * self.desk.arrangement.split).round();
        let (first, second, border) = if beside {
            let (x0, x1) = (area.left() + at - BORDER / 2.0, area.left() + at + BORDER / 2.0);
            (area.with_max_x(x0), area.with_min_x(x1), Rect::from_x_y_ranges(x0..=x1, area.y_range()))
        } else {
            let (y0, y1) = (area.top() + at - BORDER / 2.0, area.top() + at + BORDER / 2.0);
            (area.with_max_y(y0), area.with_min_y(y1), Rect::from_x_y_ranges(area.x_range(), y0..=y1))
        };
        self.desk.parts.place(Part::Canvas, first);
        self.desk.parts.place(Part::Network, second);
        self.canvases.pixels = self.desk.inspector.pixels;
        child(ui, first, "canvases", |ui| {
            if !self.canvases.show(ui, &self.desk.session, &now.snapshot) {
                welcome::show(ui, &mut self.desk, now, first);
            }
        });
        if self.desk.hidden_canvases != *self.canvases.hidden() {
            self.desk.hidden_canvases = self.canvases.hidden().clone();
        }
        child(ui, second, "network", |ui| self.editor.show(ui, &mut self.desk, now));
        let handle = ui.interact(border, Id::new("center border"), Sense::click_and_drag());
        handle.widget_info(|| WidgetInfo::labeled(WidgetType::ResizeHandle, true, "Border between canvas and network"));
        let lit = handle.hovered() || handle.dragged();
        ui.painter().rect_filled(border, 0.0, if lit { theme::ACCENT } else { theme::BORDER });
        let handle = handle.on_hover_and_drag_cursor(if beside { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical });
        if handle.double_clicked() {
            self.desk.arrangement.split = Arrangement::default().split;
        } else if let Some(pointer) = handle.interact_pointer_pos().filter(|_| handle.dragged()) {
            let along = if beside { pointer.x - area.left() } else { pointer.y - area.top() };
            self.desk.arrangement.split = (along / length.max(1.0)).clamp(LEAST_SPLIT, 1.0 - LEAST_SPLIT);
        }
    }

    /// Notices in the lower right corner, the newest below.
    fn draw_notices(&mut self, ctx: &egui::Context) {
        let mut closed = None;
        let area = egui::Area::new(Id::new("notices")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, vec2(-12.0, -36.0));
        area.show(ctx, |ui| {
            for notice in self.desk.notices.all() {
                let color = theme::level_color(notice.level);
                let color = if notice.level > log::Level::Warn { theme::ACCENT } else { color };
                Frame::popup(ui.style()).stroke(Stroke::new(1.0, color)).inner_margin(10).show(ui, |ui| {
                    ui.set_width(360.0);
                    ui.horizontal_top(|ui| {
                        ui.vertical(|ui| {
                            ui.set_width(330.0);
                            ui.add(egui::Label::new(RichText::new(&notice.text).color(theme::TEXT_STRONG)).wrap().selectable(true));
                        });
                        let button = ui.add(egui::Button::new(RichText::new("×").size(theme::SIZE_HEADING)).frame(false));
                        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Close notice"));
                        if button.clicked() {
                            closed = Some(notice.id);
                        }
                    });
                });
            }
        });
        if let Some(id) = closed {
            self.desk.notices.close(id);
        }
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        if !dropped.is_empty() {
            self.desk.open_paths(dropped.iter().map(|file| file.path().to_owned()));
            ctx.request_repaint();
        }
    }

    fn draw_drop_overlay(&self, ctx: &egui::Context) {
        // A window system may name a file at every move.
        let hovered: BTreeSet<PathBuf> = ctx.input(|input| input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect());
        if !ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            return;
        }
        let painter = Painter::new(ctx.clone(), LayerId::new(Order::Tooltip, Id::new("drop overlay")), ctx.content_rect());
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0.0, theme::DROP_OVERLAY);
        painter.rect_stroke(rect.shrink(16.0), 10.0, Stroke::new(2.0, theme::ACCENT), StrokeKind::Inside);
        let title = theme::font(theme::SIZE_HEADING * 1.6);
        painter.text(rect.center() - vec2(0.0, 18.0), Align2::CENTER_CENTER, "Drop to open", title, theme::TEXT_STRONG);
        for (line, path) in hovered.iter().enumerate() {
            let at = rect.center() + vec2(0.0, 6.0 + line as f32 * theme::ROW);
            painter.text(at, Align2::CENTER_TOP, documents::what_becomes_of(path), theme::font(theme::SIZE_BODY), theme::TEXT);
        }
    }

    /// Asks for further frames only while something moves.
    fn plan_repaint(&mut self, ctx: &egui::Context, now: &Now) {
        if self.desk.may_close {
            ctx.request_repaint();
        }
        if now.running() > 0 {
            ctx.request_repaint_after(ANIMATION);
        }
        if let Some(time) = self.desk.notices.expire() {
            ctx.request_repaint_after(time + Duration::from_millis(20));
        }
    }

    /// Title and closing.
    fn manage_window(&mut self, ctx: &egui::Context) {
        let now = Now::read(&self.desk.session);
        let unsaved = now.file.unsaved || !self.desk.sources.modified().is_empty();
        self.desk.arrangement.note_window(ctx);
        let title = format!("{} – Voxloom", now.title());
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.desk.may_close {
            if unsaved {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            }
            self.desk.start(Then::Close, &now);
        } else if self.desk.may_close {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

/// What the border of a panel is called, which changes its size when it is dragged.
fn name_border(ctx: &egui::Context, panel: &str, part: Part) {
    if let Some(border) = ctx.read_response(border(panel)) {
        border.widget_info(|| WidgetInfo::labeled(WidgetType::ResizeHandle, true, format!("Border of {}", part.name())));
    }
}

/// Draws something into a part of the space. What has the focus in it keeps it when other parts open and close.
fn child(ui: &mut Ui, rect: Rect, name: &str, add: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).id(Id::new(("part", name))));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    add(&mut child);
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.manage_window(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        theme::GROUND.to_normalized_gamma_f32()
    }
}
