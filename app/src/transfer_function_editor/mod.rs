//! The transfer function editor: points over a histogram, color bar, presets.

mod edit;
pub mod histogram;
mod keys;
mod paint;
mod presets;
mod scale;

use egui::{Id, Key, Modifiers, PointerButton, Pos2, Rect, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::data::TransferFunction;

use crate::property_widgets::{Edit, NumberField, color};
use crate::theme;
use edit::State;
pub use histogram::Backdrop;
use scale::Scale;

/// Height of the plot.
const HEIGHT: f32 = 128.0;
/// Height of the color bar.
const BAR: f32 = 12.0;
/// How near to a point a press counts as on it.
const REACH: f32 = 9.0;

/// What a person did to the function in this frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    None,
    /// The function, while the mouse is down.
    Moving(TransferFunction),
    /// The function, and the edit is over.
    Settled(TransferFunction),
    /// The edit is over, with the last function.
    Ended,
}

/// Shows the editor in the width that is there.
pub fn show(ui: &mut Ui, id: Id, name: &str, function: &TransferFunction, default: &TransferFunction, backdrop: &Backdrop) -> Change {
    let mut state: State = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    state.selected.retain(|i| *i < function.points().len());
    let scale = Scale::new(function.absolute, backdrop.range);
    let mut change = tools(ui, &mut state, function, default, &scale, name);

    let size = vec2(ui.available_width(), HEIGHT);
    let (outer, _) = ui.allocate_exact_size(size, Sense::hover());
    // Room for half a point at each side.
    let plot = outer.shrink2(vec2(6.0, 6.0));
    let (bar_outer, _) = ui.allocate_exact_size(vec2(size.x, BAR), Sense::hover());
    let bar = Rect::from_x_y_ranges(plot.x_range(), bar_outer.y_range());
    paint::background(ui, outer, plot, function, &scale, backdrop, state.linear);
    paint::color_bar(ui, bar, function, &scale);
    paint::axis(ui, plot, &scale, backdrop);

    if ui.is_enabled() {
        let response = ui.interact(outer, id.with("plot"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, format!("{name} plot")));
        if response.has_focus() {
            ui.painter().rect_stroke(outer, 3.0, egui::Stroke::new(1.0, theme::ACCENT), egui::StrokeKind::Inside);
        }
        let interaction = interact(ui, id, plot, &response, &mut state, function, &scale);
        if interaction != Change::None {
            change = interaction;
        }
    }
    paint::points(ui, plot, function, &scale, &state.selected, name, id);
    for details in [selected_points(ui, &state, function, &scale, name), picker(ui, id, plot, &state, function, &scale)] {
        if details != Change::None {
            change = details;
        }
    }
    ui.data_mut(|data| data.insert_temp(id, state));
    change
}

/// Presets, log scale, reset.
fn tools(ui: &mut Ui, state: &mut State, function: &TransferFunction, default: &TransferFunction, scale: &Scale, name: &str) -> Change {
    let mut change = Change::None;
    ui.horizontal(|ui| {
        ui.menu_button("Presets", |ui| {
            for preset in presets::ALL {
                if ui.button(preset.name).on_hover_text(preset.help).clicked() {
                    change = Change::Settled(presets::applied(preset, function, scale));
                    state.selected.clear();
                }
            }
        });
        if ui.add_enabled(function != default, egui::Button::new("Reset")).on_hover_text("Back to the default").clicked() {
            change = Change::Settled(default.clone());
            state.selected.clear();
        }
        let mut log = !state.linear;
        let response = ui.toggle_value(&mut log, "Log").on_hover_text("Counts of the histogram on a logarithmic scale");
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, log, format!("{name} logarithmic histogram")));
        state.linear = !log;
    });
    change
}

fn interact(ui: &Ui, id: Id, plot: Rect, response: &egui::Response, state: &mut State, function: &TransferFunction, scale: &Scale) -> Change {
    let at = |pointer: Pos2| nearest(plot, function, scale, pointer);
    let shift = ui.input(|i| i.modifiers.shift);
    if response.hovered() && response.hover_pos().and_then(at).is_some() {
        ui.set_cursor_icon(egui::CursorIcon::Grab);
    }
    if response.double_clicked_by(PointerButton::Primary)
        && let Some(pointer) = response.interact_pointer_pos()
    {
        return match at(pointer) {
            Some(point) => {
                egui::Popup::open_id(ui.ctx(), id.with("picker"));
                state.selected = vec![point];
                Change::None
            }
            None => Change::Settled(edit::added(state, function, scale.position(plot, pointer), scale.alpha(plot, pointer))),
        };
    }
    if response.secondary_clicked()
        && let Some(point) = response.interact_pointer_pos().and_then(at)
    {
        state.selected = vec![point];
        return Change::Settled(edit::without_selected(state, function));
    }
    if response.clicked()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        response.request_focus();
        state.click(at(pointer), shift);
    }
    // The drag begins where the button went down, not where it had moved enough.
    if response.drag_started_by(PointerButton::Primary)
        && let Some(origin) = ui.input(|i| i.pointer.press_origin())
        && let Some(point) = at(origin)
    {
        response.request_focus();
        state.band = None;
        state.grab(point, shift, function, (scale.position(plot, origin), scale.alpha(plot, origin)));
    }
    if response.drag_started_by(PointerButton::Primary) && !state.is_dragging() {
        response.request_focus();
        let before = if shift { state.selected.clone() } else { Vec::new() };
        state.band = ui.input(|i| i.pointer.press_origin()).map(|origin| (origin, before));
    }
    band(ui, plot, response, state, function, scale);
    if response.drag_stopped() {
        return if state.drop() { Change::Ended } else { Change::None };
    }
    if response.dragged_by(PointerButton::Primary)
        && state.is_dragging()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        let next = edit::dragged(state, function, (scale.position(plot, pointer), scale.alpha(plot, pointer)), scale.limits());
        return if next == *function { Change::None } else { Change::Moving(next) };
    }
    keys::keys(ui, id, response, state, function, scale)
}

/// A drag beside all points selects those that it goes around; Escape takes it back.
fn band(ui: &Ui, plot: Rect, response: &egui::Response, state: &mut State, function: &TransferFunction, scale: &Scale) {
    let Some((origin, before)) = state.band.clone() else { return };
    if !response.dragged_by(PointerButton::Primary) {
        state.band = None;
        return;
    }
    if ui.ctx().input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        (state.selected, state.band) = (before, None);
        ui.ctx().stop_dragging();
        return;
    }
    let Some(pointer) = response.interact_pointer_pos() else { return };
    let around = Rect::from_two_pos(origin, pointer);
    let inside = function.points().iter().enumerate().filter(|(_, point)| around.contains(scale.place(plot, point))).map(|(i, _)| i);
    state.selected = before.into_iter().chain(inside).collect();
    state.selected.sort_unstable();
    state.selected.dedup();
    ui.painter_at(response.rect).rect(
        around,
        2.0,
        theme::ACCENT.gamma_multiply(0.12),
        egui::Stroke::new(1.0, theme::ACCENT),
        egui::StrokeKind::Inside,
    );
}

/// The point under the pointer.
fn nearest(plot: Rect, function: &TransferFunction, scale: &Scale, pointer: Pos2) -> Option<usize> {
    let distances = function.points().iter().enumerate().map(|(i, point)| (i, scale.place(plot, point).distance(pointer)));
    distances.filter(|(_, distance)| *distance <= REACH).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

/// Value, opacity and color of the selected points, typed; of several, opacity and color are set together.
fn selected_points(ui: &mut Ui, state: &State, function: &TransferFunction, scale: &Scale, name: &str) -> Change {
    let Some(selected) = state.selected.first().copied() else {
        // As high as the fields of a point, so that selecting one moves nothing.
        let hint = egui::Label::new(egui::RichText::new("Double click adds a point, right click removes one").small().weak());
        let keys = "A drag beside the points selects some. Keys, after a click: Tab goes from point to point, arrows move (finely with Shift), \
                    Insert adds, Delete removes, Enter opens the color.";
        ui.horizontal(|ui| ui.add(hint.selectable(false).truncate()).on_hover_text(keys));
        return Change::None;
    };
    let point = function.points()[selected];
    let mut change = Change::None;
    let with = |edit: &dyn Fn(&mut voxloom_core::data::TfPoint)| {
        let mut points = function.points().to_vec();
        for index in &state.selected {
            edit(&mut points[*index]);
        }
        let mut next = function.clone();
        next.set_points(points);
        next
    };
    ui.horizontal(|ui| {
        let mut color = point.color;
        let picker = color::opaque_picker(ui, &mut color);
        picker.widget_info(|| WidgetInfo::labeled(WidgetType::ColorButton, true, format!("{name} point color")));
        if picker.changed() {
            let [r, g, b, _] = color;
            change = Change::Moving(with(&|p| p.color = [r, g, b, p.color[3]]));
        } else if ui.input(|i| i.pointer.any_released()) && egui::Popup::is_any_open(ui.ctx()) {
            change = Change::Ended;
        }
        let width = ((ui.available_width() - ui.spacing().item_spacing.x) * 0.5).clamp(40.0, 120.0);
        let [lo, hi] = scale.range;
        let label = format!("{name} point value");
        let value = NumberField { min: lo.min(hi), max: hi.max(lo), speed: (hi - lo).abs() / 400.0, label: &label, width, ..NumberField::default() };
        // Moved among the others a point changes its number, so it stays between its neighbors here.
        let (before, after) = neighbors(function, selected, scale);
        let several = state.selected.len();
        if several > 1 {
            let count = egui::Label::new(egui::RichText::new(format!("{several} points")).weak()).selectable(false);
            ui.add_sized(vec2(width, ui.spacing().interact_size.y), count);
        } else {
            match value.show(ui, (name, "value"), scale.value(point.position)) {
                Edit::Moving(v) => change = Change::Moving(with(&|p| p.position = scale.position_of(v).clamp(before, after))),
                Edit::Settled(v) => change = Change::Settled(with(&|p| p.position = scale.position_of(v).clamp(before, after))),
                Edit::Ended => change = Change::Ended,
                Edit::None | Edit::Wrong(..) => {}
            }
        }
        let label = format!("{name} point opacity");
        let opacity = NumberField { min: 0.0, max: 100.0, speed: 0.25, unit: "%", label: &label, width, ..NumberField::default() };
        match opacity.show(ui, (name, "opacity"), f64::from(point.color[3]) * 100.0) {
            Edit::Moving(v) => change = Change::Moving(with(&|p| p.color[3] = (v / 100.0) as f32)),
            Edit::Settled(v) => change = Change::Settled(with(&|p| p.color[3] = (v / 100.0) as f32)),
            Edit::Ended => change = Change::Ended,
            Edit::None | Edit::Wrong(..) => {}
        }
    });
    change
}

/// The color picker that a double click on a point opens, beside the point.
fn picker(ui: &Ui, id: Id, plot: Rect, state: &State, function: &TransferFunction, scale: &Scale) -> Change {
    let [selected] = state.selected[..] else { return Change::None };
    let Some(point) = function.points().get(selected) else { return Change::None };
    let [r, g, b, _] = point.color;
    let mut shown = color::to_color32([r, g, b, 1.0]);
    let anchor = Rect::from_center_size(scale.place(plot, point), vec2(12.0, 12.0));
    let popup = egui::Popup::new(id.with("picker"), ui.ctx().clone(), anchor, ui.layer_id())
        .open_memory(None)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.spacing_mut().slider_width = 220.0;
            let changed = egui::color_picker::color_picker_color32(ui, &mut shown, egui::color_picker::Alpha::Opaque);
            (changed, ui.input(|i| i.pointer.any_released()))
        });
    match popup.map(|popup| popup.inner) {
        Some((true, _)) => {
            let [r, g, b, _] = shown.to_array().map(|byte| f32::from(byte) / 255.0);
            let mut points = function.points().to_vec();
            points[selected].color = [r, g, b, point.color[3]];
            let mut next = function.clone();
            next.set_points(points);
            Change::Moving(next)
        }
        Some((false, true)) => Change::Ended,
        Some((false, false)) | None => Change::None,
    }
}

/// The positions that a point may have without passing another.
fn neighbors(function: &TransferFunction, point: usize, scale: &Scale) -> (f64, f64) {
    let limits = scale.limits();
    let points = function.points();
    let before = point.checked_sub(1).and_then(|i| points.get(i)).map_or(limits[0], |p| p.position);
    let after = points.get(point + 1).map_or(limits[1], |p| p.position);
    (before, after.max(before))
}
