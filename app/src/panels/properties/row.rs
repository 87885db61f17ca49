//! Draws one row: mark of a change, name, mark of links, widget; or a heading with what it offers.

use egui::{
    Align, Button, Checkbox, Color32, Label, Layout, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};
use voxloom_core::Value;
use voxloom_core::property::{Kind, Property};
use voxloom_workspace::{Node, NodeId, PropertyRef};

use super::rows::{Heading, Row};
use super::state::State;
use super::{Scene, elements, links, menu};
use crate::property_widgets::{self, Field};
use crate::theme;

/// The column of the marks of changed values.
const GUTTER: f32 = 12.0;
/// Per level of headings.
const INDENT: f32 = 10.0;

/// Width of a name of a letter or two, with the mark of its links.
const BRIEF: f32 = 52.0;
/// Between a name and its widget.
const NAME_GAP: f32 = 10.0;
/// Width that the widgets get, if there is that much.
const WIDGETS_NEED: f32 = 150.0;

/// A row of one node, or of several at once.
pub struct RowView<'a> {
    pub scene: Scene<'a>,
    pub node: &'a Node,
    pub others: &'a [NodeId],
    pub row: &'a Row<'a>,
    /// Where the widgets begin, at every depth.
    pub widgets_at: f32,
}

impl RowView<'_> {
    pub fn property_ref(&self) -> PropertyRef {
        PropertyRef { node: self.node.id, path: self.row.path.as_str().into() }
    }

    pub fn nodes(&self) -> Vec<NodeId> {
        std::iter::once(self.node.id).chain(self.others.iter().copied()).collect()
    }

    /// The field of a property at a path below or at this row.
    fn field<'b>(&'b self, path: &'b str, property: &'b Property) -> Option<Field<'b>> {
        let value = self.node.value(path)?;
        let differs = |node: &NodeId| self.scene.node(*node).and_then(|node| node.value(path)) != Some(value);
        let mixed = self.others.iter().any(differs);
        let Scene { session, snapshot } = self.scene;
        Some(Field { session, snapshot, node: self.node.id, others: self.others, path, property, value, mixed })
    }

    /// Draws it; the name, which is dragged to link.
    pub fn show(&self, ui: &mut Ui, state: &mut State) -> Option<Response> {
        let row = self.row;
        if let Some(heading) = &row.heading {
            return Some(self.heading(ui, heading, state));
        }
        let field = self.field(&row.path, row.property)?;
        let tooltip = tooltip(row.property, &row.path);
        if matches!(row.property.kind, Kind::Button) {
            self.line(ui, |ui| {
                ui.add_space(GUTTER + row.depth as f32 * INDENT);
                let shown = ui.add_enabled_ui(row.enabled, |ui| property_widgets::show(ui, &field));
                shown.response.on_hover_text(tooltip);
            });
            return None;
        }
        // An interval with a name of a letter or two, such as x, has it beside it.
        let brief = matches!(row.property.kind, Kind::MinMax(_)) && row.property.display_name.chars().count() <= 3;
        if property_widgets::is_wide(row.property) && !brief {
            let unlinked = || links::of(self.scene, &self.nodes(), &row.path).is_empty();
            let unnamed = row.named_above && row.element.is_none() && unlinked();
            let name = if unnamed { None } else { Some(self.line(ui, |ui| self.name(ui, &field, None))) };
            ui.horizontal_top(|ui| {
                let (gutter, _) = ui.allocate_exact_size(vec2(GUTTER, ui.spacing().interact_size.y), Sense::hover());
                if unnamed && row.enabled && self.is_changed(&field) {
                    reset_mark(ui, &field, gutter);
                }
                ui.vertical(|ui| self.widget(ui, &field));
            });
            return name;
        }
        Some(self.line(ui, |ui| {
            let beside = ui.cursor().left() + GUTTER + row.depth as f32 * INDENT + BRIEF;
            let name = self.name(ui, &field, Some(if brief { beside } else { self.widgets_at }));
            if row.element.is_none() {
                ui.vertical(|ui| self.widget(ui, &field));
            } else {
                let width = (ui.available_width() - elements::WIDTH).max(40.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.set_max_width(width);
                    self.widget(ui, &field);
                });
                self.element_buttons(ui);
            }
            name
        }))
    }

    fn line<T>(&self, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
        let shown = ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            add(ui)
        });
        // What is under a heading hangs on a line.
        let left = shown.response.rect.left() + GUTTER + 3.0;
        for level in 0..self.row.depth {
            let x = left + level as f32 * INDENT - 1.0;
            ui.painter().vline(x, shown.response.rect.expand2(vec2(0.0, 2.0)).y_range(), Stroke::new(1.0, theme::BORDER));
        }
        shown.inner
    }

    fn is_changed(&self, field: &Field<'_>) -> bool {
        let Some(default) = field.property.default_value() else { return false };
        field.nodes().any(|node| field.value_of(node).is_some_and(|value| *value != default))
    }

    /// Mark of a change, name and mark of links, up to where the widget begins.
    fn name(&self, ui: &mut Ui, field: &Field<'_>, until: Option<f32>) -> Response {
        let height = ui.spacing().interact_size.y;
        let changed = self.row.enabled && self.is_changed(field);
        let (gutter, _) = ui.allocate_exact_size(vec2(GUTTER, height), Sense::hover());
        if changed {
            reset_mark(ui, field, gutter);
        }
        ui.add_space(self.row.depth as f32 * INDENT);
        let joined = links::of(self.scene, &self.nodes(), &self.row.path);
        let mark = if joined.is_empty() { 0.0 } else { 18.0 };
        let right = until.unwrap_or(ui.max_rect().right());
        let buttons = if self.row.element.is_some() && until.is_none() { elements::WIDTH } else { 0.0 };
        let width = (right - ui.cursor().left() - mark - buttons - 4.0).max(30.0);
        let color = if changed { theme::TEXT_STRONG } else { theme::TEXT_WEAK };
        let response = ui
            .allocate_ui_with_layout(vec2(width, height), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(width, height));
                let text = RichText::new(field.name()).color(color);
                ui.add(Label::new(text).truncate().selectable(false).show_tooltip_when_elided(false).sense(Sense::CLICK | Sense::DRAG))
            })
            .inner;
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, field.name()));
        if !joined.is_empty() {
            links::mark(ui, self.scene, field.name(), &joined);
        }
        if buttons > 0.0 {
            self.element_buttons(ui);
        }
        ui.add_space(4.0);
        let mut hover = tooltip(self.row.property, &self.row.path);
        if field.mixed {
            hover = format!("The values differ; an edit sets all\n{hover}");
        }
        response.on_hover_text(hover)
    }

    fn widget(&self, ui: &mut Ui, field: &Field<'_>) {
        ui.spacing_mut().item_spacing.x = 6.0;
        let texts = matches!(field.property.kind, Kind::String { .. });
        let unlike = field.mixed && matches!(field.property.kind, Kind::TransferFunction { .. } | Kind::Camera { .. });
        if unlike {
            ui.label(RichText::new(format!("{} the values differ; the first is shown", property_widgets::MIXED)).small().color(theme::WARNING));
        }
        let shown = ui.add_enabled_ui(self.row.enabled || texts, |ui| property_widgets::show(ui, field));
        field.show_error(ui, shown.response.rect);
    }

    fn heading(&self, ui: &mut Ui, heading: &Heading, state: &mut State) -> Response {
        let row = self.row;
        let id = row.id(self.node.id);
        let name = &*row.property.display_name;
        self.line(ui, |ui| {
            ui.add_space(2.0 + row.depth as f32 * INDENT);
            if let Some(path) = &heading.switch {
                self.switch(ui, path);
            }
            let buttons = if row.element.is_some() { elements::WIDTH } else { 0.0 };
            let text = RichText::new(format!("{}  {name}", if heading.open { "⏷" } else { "⏵" })).color(theme::TEXT_STRONG);
            let width = (ui.available_width() - buttons - self.add_width(ui, heading)).max(60.0);
            let button = Button::new(text).frame(false).truncate().sense(Sense::click_and_drag());
            let title = ui
                .allocate_ui_with_layout(vec2(width, theme::ROW), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_size(vec2(width, theme::ROW));
                    ui.add(button)
                })
                .inner;
            let open = heading.open;
            title.widget_info(|| {
                let words = if open { "Close" } else { "Open" };
                WidgetInfo::selected(WidgetType::CollapsingHeader, true, open, format!("{words} {name}"))
            });
            if title.clicked() {
                state.open.insert(id, !open);
            }
            self.add_buttons(ui, heading);
            if row.element.is_some() {
                self.element_buttons(ui);
            }
            title.on_hover_text(tooltip(row.property, &row.path))
        })
    }

    /// The switch of a checkable composite.
    fn switch(&self, ui: &mut Ui, path: &str) {
        let Some(leaf) = self.node.interface().leaf(path) else { return };
        let Some(field) = self.field(path, &leaf.property) else { return };
        let mut on = matches!(field.value, Value::Bool(true));
        let enabled = self.row.enabled && !leaf.property.read_only;
        let response = property_widgets::choice::checkbox(ui, enabled, Checkbox::without_text(&mut on).indeterminate(field.mixed));
        let name = &self.row.property.display_name;
        response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, enabled, on, &**name));
        if response.changed() {
            field.set_once(ui, Value::Bool(on));
        }
        field.show_error(ui, response.rect);
        response.on_hover_text(&*leaf.property.help);
    }

    fn add_names(&self, heading: &Heading) -> Vec<(String, bool)> {
        let leaf = |path: &String| self.node.interface().leaf(path).map(|leaf| (leaf.property.display_name.to_string(), leaf.property.read_only));
        heading.add.iter().map(|path| leaf(path).unwrap_or_default()).collect()
    }

    fn add_width(&self, ui: &Ui, heading: &Heading) -> f32 {
        let letter = ui.text_style_height(&egui::TextStyle::Body) * 0.5;
        self.add_names(heading).iter().map(|(name, _)| (name.chars().count() + 2) as f32 * letter + 10.0).sum()
    }

    /// What makes a list longer.
    fn add_buttons(&self, ui: &mut Ui, heading: &Heading) {
        for (path, (name, full)) in heading.add.iter().zip(self.add_names(heading)) {
            let button = ui.add_enabled(self.row.enabled && !full, Button::new(RichText::new(format!("+ {name}")).small()));
            let enabled = button.enabled();
            button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, &name));
            if button.clicked() {
                for node in self.nodes() {
                    if let Err(error) = self.scene.session.store.press(node, path) {
                        self.scene.session.console.add(log::Level::Error, "properties", error.to_string());
                    }
                }
            }
            ui.add_space(4.0);
        }
    }

    fn element_buttons(&self, ui: &mut Ui) {
        let Some(element) = &self.row.element else { return };
        if let Some(change) = elements::buttons(ui, element, &self.row.property.display_name, self.row.enabled) {
            self.change_element(ui, change);
        }
    }

    /// Moves or removes the element of a list that this row is.
    pub fn change_element(&self, ui: &Ui, change: elements::Change) {
        let Some(element) = &self.row.element else { return };
        let Some(leaf) = self.node.interface().leaf(&element.elements) else { return };
        if let Some(field) = self.field(&element.elements, &leaf.property) {
            elements::apply(ui, &field, element, change);
        }
    }

    /// What concerns the whole row: its menu, and being dragged and dropped on.
    pub fn after(&self, ui: &mut Ui, whole: &Response, name: Option<Response>, state: &mut State) {
        if matches!(self.row.property.kind, Kind::Button) {
            return;
        }
        let from = self.property_ref();
        if let Some(name) = name {
            links::drag(&name, self.scene, &from);
        }
        links::drop_on(ui, whole, self.scene, &from);
        menu::by_mouse(ui, whole, |ui| menu::show(ui, self, state));
        menu::by_key(ui, whole, |ui| menu::show(ui, self, state));
    }
}

/// The mark of a value that is not the default; a press resets it.
fn reset_mark(ui: &mut Ui, field: &Field<'_>, rect: Rect) {
    let response = ui.interact(rect, field.id().with("reset"), Sense::CLICK);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, format!("Reset {}", field.name())));
    let center = pos2(rect.left() + 5.0, rect.center().y);
    let lit = response.hovered();
    ui.painter().circle_filled(center, if lit { 4.0 } else { 2.5 }, if lit { theme::ACCENT } else { theme::TEXT_WEAK });
    if response.clicked()
        && let Some(default) = field.property.default_value()
    {
        field.set_once(ui, default);
    }
    response.on_hover_text(format!("Not the default, which is {}; click to reset", menu::brief(field.property.default_value().as_ref())));
}

/// A chain: two rings that hold each other.
pub fn chain(ui: &Ui, rect: Rect, color: Color32) {
    let center = rect.center();
    for side in [-1.0, 1.0] {
        let ring = Rect::from_center_size(center + vec2(side * 2.7, 0.0), vec2(8.0, 5.0));
        ui.painter().rect_stroke(ring, 2.5, Stroke::new(1.3, color), StrokeKind::Middle);
    }
}

/// Where the widgets begin, from the left: the names of a node fit before, as far as enough is left for the widgets.
///
/// Judged by all its properties, so that nothing moves when a heading is opened.
pub fn name_column(ui: &Ui, node: &Node, width: f32) -> f32 {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let beside = |property: &Property| !matches!(property.kind, Kind::Button) && !property_widgets::is_wide(property);
    let leaves = node.interface().leaves().iter().filter(|leaf| beside(&leaf.property));
    let needed = leaves.map(|leaf| {
        let name = ui.painter().layout_no_wrap(leaf.property.display_name.to_string(), font.clone(), Color32::PLACEHOLDER);
        GUTTER + leaf.path.matches('.').count() as f32 * INDENT + name.size().x.ceil() + NAME_GAP
    });
    let most = (width - WIDGETS_NEED).clamp(width * 0.38, width * 0.58);
    needed.fold(92.0, f32::max).min(most.max(92.0))
}

/// Help, range and path.
pub fn tooltip(property: &Property, path: &str) -> String {
    // A name may be cut off in its column.
    let name = if property.display_name.chars().count() > 14 { &*property.display_name } else { "" };
    [name, &*property.help, &property_widgets::describe(property), path]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}
