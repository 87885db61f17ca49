//! The add palette: classes to add, found by typing a few letters.

use std::sync::Arc;

use egui::{Area, Frame, Id, Key, Modifiers, Order, Pos2, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::Registry;
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::PortRef;

use crate::class_search::ranked;
use crate::panels::field_info;
use crate::panels::processor_list::tooltip;
use crate::theme;

const WIDTH: f32 = 320.0;

/// The port that what is added has to connect to.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenEnd {
    pub port: PortRef,
    /// Whether it is an outport.
    pub output: bool,
    pub data_type: Arc<str>,
}

impl OpenEnd {
    /// The port of a class that fits.
    pub fn fitting_port(&self, class: &dyn ProcessorClass) -> Option<Arc<str>> {
        let interface = class.interface();
        let ports = if self.output { interface.inports() } else { interface.outports() };
        ports.iter().find(|port| port.data_type == self.data_type).map(|port| port.identifier.clone())
    }
}

/// The open palette.
pub struct Palette {
    /// Where it stands on the screen, and where the node goes.
    at: Pos2,
    pub world: Pos2,
    pub end: Option<OpenEnd>,
    query: String,
    index: usize,
    classes: Vec<Arc<dyn ProcessorClass>>,
    first: bool,
}

/// What came of a frame.
pub enum Outcome {
    Open,
    Closed,
    Chosen(Arc<dyn ProcessorClass>),
}

impl Palette {
    pub fn new(registry: &Registry, at: Pos2, world: Pos2, end: Option<OpenEnd>) -> Self {
        let usable = registry.all().into_iter().filter(|class| class.error().is_none());
        let classes = usable.filter(|class| end.as_ref().is_none_or(|end| end.fitting_port(&**class).is_some())).collect();
        Self { at, world, end, query: String::new(), index: 0, classes, first: true }
    }

    pub fn show(&mut self, ctx: &egui::Context) -> Outcome {
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Escape) {
            return Outcome::Closed;
        }
        let found = ranked(&self.classes, &self.query);
        let last = found.len().saturating_sub(1);
        let moved = match (pressed(Key::ArrowDown) || pressed(Key::Tab), pressed(Key::ArrowUp)) {
            (true, _) => Some(if self.index >= last { 0 } else { self.index + 1 }),
            (_, true) => Some(if self.index == 0 { last } else { self.index - 1 }),
            _ => None,
        };
        self.index = moved.unwrap_or(self.index).min(last);
        let mut outcome = Outcome::Open;
        if pressed(Key::Enter)
            && let Some(class) = found.get(self.index)
        {
            outcome = Outcome::Chosen(class.clone());
        }
        let area = Area::new(Id::new("add palette")).order(Order::Foreground).fixed_pos(self.at).constrain(true);
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(WIDTH);
                self.field(ui);
                ui.add_space(theme::UNIT);
                self.list(ui, &found, moved.is_some())
            })
        });
        if let Some(class) = shown.inner.inner {
            outcome = Outcome::Chosen(class);
        }
        let outside =
            ctx.input(|input| input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !shown.response.rect.contains(at)));
        if outside && !self.first && matches!(outcome, Outcome::Open) {
            outcome = Outcome::Closed;
        }
        self.first = false;
        outcome
    }

    fn field(&mut self, ui: &mut Ui) {
        let hint = match &self.end {
            Some(end) => format!("Add what {} {}", if end.output { "takes" } else { "makes" }, short(&end.data_type)),
            None => "Add a processor".to_owned(),
        };
        let before = self.query.clone();
        let field = ui.add(TextEdit::singleline(&mut self.query).hint_text(hint).desired_width(f32::INFINITY).margin(vec2(8.0, 5.0)));
        field.widget_info(|| field_info("Add a processor", &self.query));
        if !field.has_focus() {
            field.request_focus();
        }
        if self.query != before {
            self.index = 0;
        }
    }

    fn list(&mut self, ui: &mut Ui, found: &[Arc<dyn ProcessorClass>], scroll: bool) -> Option<Arc<dyn ProcessorClass>> {
        if found.is_empty() {
            let text = if self.classes.is_empty() { "No processor fits this port" } else { "Nothing fits" };
            ui.label(RichText::new(text).color(theme::TEXT_WEAK));
            return None;
        }
        let mut chosen = None;
        ScrollArea::vertical().max_height(theme::ROW * 11.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, class) in found.iter().enumerate() {
                let info = class.info();
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW + 2.0), Sense::hover());
                let response = ui.interact(rect, Id::new(("add", info.class_identifier.as_ref())), Sense::click());
                let marked = index == self.index;
                response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, marked, format!("Add {}", info.display_name)));
                if marked && scroll {
                    response.scroll_to_me(None);
                }
                if ui.is_rect_visible(rect) {
                    paint_row(ui, rect, class, marked, response.hovered());
                }
                if response.on_hover_ui(|ui| tooltip(ui, class, None)).clicked() {
                    chosen = Some(class.clone());
                }
            }
        });
        chosen
    }
}

fn paint_row(ui: &Ui, rect: egui::Rect, class: &Arc<dyn ProcessorClass>, marked: bool, hovered: bool) {
    let info = class.info();
    let painter = ui.painter();
    if marked || hovered {
        painter.rect_filled(rect, 4.0, if marked { theme::ACCENT_FILL } else { theme::RAISED });
    }
    let color = theme::category_color(&info.category).lerp_to_gamma(theme::TEXT_STRONG, 0.15);
    painter.rect_filled(egui::Rect::from_center_size(rect.left_center() + vec2(11.0, 0.0), vec2(7.0, 7.0)), 2.0, color);
    let text = if marked { theme::TEXT_STRONG } else { theme::TEXT };
    let name = painter.text(rect.left_center() + vec2(22.0, 0.0), egui::Align2::LEFT_CENTER, &info.display_name, theme::font(theme::SIZE_BODY), text);
    let category = painter.layout_no_wrap(info.category.to_string(), theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    let x = rect.right() - 8.0 - category.size().x;
    if x > name.right() + 8.0 {
        painter.galley(egui::pos2(x, rect.center().y - category.size().y / 2.0), category, theme::TEXT_WEAK);
    }
}

/// The last part of a data type's identifier.
pub fn short(data_type: &str) -> &str {
    data_type.rsplit('.').next().unwrap_or(data_type)
}
