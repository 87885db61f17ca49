//! An interval: a slider with two handles, and its ends as typed entries.

use egui::{Rangef, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2};
use voxloom_core::Value;
use voxloom_core::data::Histogram;
use voxloom_core::property::RangeKind;

use super::Field;
use super::number::{NumberField, apply};
use crate::theme;
use crate::transfer_function_editor::histogram;

/// The handle that is being dragged, and where the interval was when the drag began.
#[derive(Clone, Copy)]
struct Drag {
    handle: Handle,
    origin: f64,
    start: [f64; 2],
}

#[derive(Clone, Copy, PartialEq)]
enum Handle {
    Low,
    High,
    /// The stretch between the two: both move.
    Both,
}

pub fn show(ui: &mut Ui, field: &Field<'_>, kind: &RangeKind) {
    let value = interval(field.value, kind);
    ui.horizontal(|ui| {
        let width = (ui.available_width() * 0.27).clamp(38.0, 74.0);
        let between = ui.available_width() - 2.0 * (width + ui.spacing().item_spacing.x);
        for end in 0..2 {
            if end == 1 {
                bar(ui, field, kind, value, between.max(30.0));
            }
            let label = format!("{} {}", field.name(), ["from", "to"][end]);
            let span = kind.range[1] - kind.range[0];
            let entry = NumberField {
                min: kind.range[0],
                max: kind.range[1],
                speed: (span / 400.0).max(if kind.integer { 0.05 } else { 0.0 }),
                integer: kind.integer,
                unit: "",
                label: &label,
                width,
                mixed: field.differs(|value| end_of(value, end)),
                ..NumberField::default()
            };
            let edit = entry.show(ui, (field.id(), end), value[end]);
            apply(ui, field, &edit, |v, own| Value::MinMax(with_end(interval(own, kind), end, v, kind.min_separation)));
        }
    });
}

fn interval(value: &Value, kind: &RangeKind) -> [f64; 2] {
    if let Value::MinMax(value) = value { *value } else { kind.default }
}

fn end_of(value: &Value, end: usize) -> Option<f64> {
    if let Value::MinMax(value) = value { Some(value[end]) } else { None }
}

/// The interval with one end moved; it does not pass the other.
fn with_end(value: [f64; 2], end: usize, v: f64, separation: f64) -> [f64; 2] {
    match end {
        0 => [v.min(value[1] - separation), value[1]],
        _ => [value[0], v.max(value[0] + separation)],
    }
}

fn bar(ui: &mut Ui, field: &Field<'_>, kind: &RangeKind, value: [f64; 2], width: f32) {
    let size = vec2(width, ui.spacing().interact_size.y);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(rect, field.id().with("bar"), Sense::DRAG);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, enabled, field.name()));
    let radius = size.y * 0.3;
    let [min, max] = kind.range;
    let span = (max - min).max(f64::MIN_POSITIVE);
    let track = rect.shrink2(vec2(radius, 0.0)).x_range();
    let to_x = |v: f64| egui::lerp(track, (((v - min) / span) as f32).clamp(0.0, 1.0));
    let to_value = |x: f32| min + f64::from(((x - track.min) / track.span().max(1.0)).clamp(0.0, 1.0)) * span;

    let drag_id = field.id().with("drag");
    if let Some(pointer) = response.interact_pointer_pos() {
        if response.drag_started() {
            let (low, high) = (to_x(value[0]), to_x(value[1]));
            let handle = match ((pointer.x - low).abs(), (pointer.x - high).abs()) {
                (a, b) if a.min(b) > radius * 2.0 && pointer.x > low && pointer.x < high => Handle::Both,
                (a, b) if a < b || (a == b && pointer.x < low) => Handle::Low,
                _ => Handle::High,
            };
            ui.data_mut(|data| data.insert_temp(drag_id, Drag { handle, origin: to_value(pointer.x), start: value }));
        }
        if let Some(drag) = ui.data(|data| data.get_temp::<Drag>(drag_id))
            && response.dragged()
        {
            let here = to_value(pointer.x);
            let next = match drag.handle {
                Handle::Low => with_end(value, 0, here, kind.min_separation),
                Handle::High => with_end(value, 1, here, kind.min_separation),
                Handle::Both => {
                    let shift = (here - drag.origin).clamp(min - drag.start[0], max - drag.start[1]);
                    drag.start.map(|v| v + shift)
                }
            };
            if next != value {
                field.set(ui, Value::MinMax(next));
            }
        }
    }
    if response.drag_stopped() {
        ui.data_mut(|data| data.remove::<Drag>(drag_id));
        field.end();
    }

    if let Some(histogram) = histogram::of_node(ui.ctx(), field.session, field.snapshot, field.node).histogram {
        bins(ui, rect, track, &histogram, kind.range);
    }
    let line = |a: f32, b: f32| Rect::from_min_max(pos2(a, rect.center().y - 2.0), pos2(b, rect.center().y + 2.0));
    let painter = ui.painter();
    painter.rect_filled(line(track.min, track.max), 2.0, ui.visuals().widgets.inactive.bg_fill);
    painter.rect_filled(line(to_x(value[0]), to_x(value[1])), 2.0, ui.visuals().selection.bg_fill);
    for v in value {
        painter.rect(
            Rect::from_center_size(pos2(to_x(v), rect.center().y), Vec2::new(radius, radius * 2.2)),
            2.0,
            theme::CONTROL,
            Stroke::new(1.0, if response.dragged() { theme::ACCENT } else { theme::TEXT }),
            egui::StrokeKind::Inside,
        );
    }
}

/// The values of the volume that arrives, behind the bar, where the interval is one of such values.
fn bins(ui: &Ui, rect: Rect, track: Rangef, histogram: &Histogram, [min, max]: [f64; 2]) {
    let [low, high] = histogram.range;
    let common = max.min(high) - min.max(low);
    // An interval of something else is not confused with one of values.
    if histogram.counts.is_empty() || !(common > 0.0 && common >= 0.5 * (high - low)) {
        return;
    }
    let highest = histogram.counts.iter().max().map_or(1.0, |count| (1.0 + *count as f32).ln());
    let columns = track.span().floor().max(1.0) as usize;
    for column in 0..columns {
        let at = min + (column as f64 + 0.5) / columns as f64 * (max - min);
        let bin = ((at - low) / (high - low) * histogram.counts.len() as f64).floor();
        let count = if bin < 0.0 { None } else { histogram.counts.get(bin as usize) };
        let Some(count) = count.filter(|count| **count > 0) else { continue };
        let height = (1.0 + *count as f32).ln() / highest * (rect.height() - 2.0);
        let x = track.min + column as f32 + 0.5;
        ui.painter().vline(x, rect.bottom() - 1.0 - height..=rect.bottom() - 1.0, Stroke::new(1.0, theme::BORDER_STRONG));
    }
}
