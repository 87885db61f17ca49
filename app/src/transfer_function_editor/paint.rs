//! How the editor looks: histogram, curve, color bar, axis, points.

use egui::{Align2, Color32, Id, Mesh, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, lerp, pos2, vec2};
use voxloom_core::data::TransferFunction;

use super::histogram::Backdrop;
use super::scale::Scale;
use crate::theme;

/// Columns of the fill below the curve and of the color bar.
const COLUMNS: usize = 192;

fn color([r, g, b, _]: [f32; 4], alpha: f32) -> Color32 {
    let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
    Color32::from_rgba_unmultiplied(byte(r), byte(g), byte(b), byte(alpha))
}

/// A strip of quads along x; `edge` tells top and bottom with their colors at a part 0–1.
fn strip(columns: usize, x: egui::Rangef, edge: impl Fn(f32) -> [(f32, Color32); 2]) -> Mesh {
    let mut mesh = Mesh::default();
    for i in 0..=columns {
        let part = i as f32 / columns as f32;
        for (y, color) in edge(part) {
            mesh.colored_vertex(pos2(lerp(x, part), y), color);
        }
        if i > 0 {
            let v = i as u32 * 2;
            mesh.add_triangle(v - 2, v - 1, v);
            mesh.add_triangle(v - 1, v, v + 1);
        }
    }
    mesh
}

/// Ground, histogram, fill below the curve, and the curve.
pub fn background(ui: &Ui, outer: Rect, plot: Rect, function: &TransferFunction, scale: &Scale, backdrop: &Backdrop, linear: bool) {
    let painter = ui.painter_at(outer);
    painter.rect_filled(outer, 3.0, theme::GROUND);
    for quarter in 1..4 {
        let y = lerp(plot.y_range(), quarter as f32 * 0.25);
        painter.hline(plot.x_range(), y, Stroke::new(1.0, theme::NETWORK_GRID));
    }
    if let Some(histogram) = &backdrop.histogram {
        let height = |count: u64| if linear { count as f32 } else { (count as f32).ln_1p() };
        // A lone peak, of air around an object say, would press all else flat.
        let mut heights: Vec<f32> = histogram.counts.iter().map(|count| height(*count)).collect();
        let most = peak(&mut heights.clone(), linear).max(f32::MIN_POSITIVE);
        heights.iter_mut().for_each(|h| *h = (*h / most).min(1.0));
        let bins = heights.len().max(1);
        let fill = theme::BORDER_STRONG;
        painter.add(Shape::mesh(strip(bins * 2 - 1, plot.x_range(), |part| {
            let bin = ((part * bins as f32) as usize).min(bins - 1);
            [(lerp(plot.bottom()..=plot.top(), heights[bin] * 0.96), fill), (plot.bottom(), fill)]
        })));
    } else if backdrop.counting {
        painter.text(plot.center(), Align2::CENTER_CENTER, "Counting values…", theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    }
    let at = |part: f32| function.sample(scale.at_part(f64::from(part)));
    painter.add(Shape::mesh(strip(COLUMNS, plot.x_range(), |part| {
        let c = at(part);
        [(lerp(plot.bottom()..=plot.top(), c[3]), color(c, 0.55)), (plot.bottom(), color(c, 0.12))]
    })));
    let curve = curve(plot, function, scale);
    if curve.len() > 1 {
        painter.add(Shape::line(curve, Stroke::new(1.5, theme::TEXT)));
    }
    painter.rect_stroke(outer, 3.0, Stroke::new(1.0, theme::BORDER), StrokeKind::Inside);
}

/// What counts as full height: the largest bin, or on a linear scale nearly the largest.
fn peak(heights: &mut [f32], linear: bool) -> f32 {
    heights.sort_by(f32::total_cmp);
    let index = if linear { heights.len() * 99 / 100 } else { heights.len().saturating_sub(1) };
    let found = heights.get(index).copied().unwrap_or_default();
    if found > 0.0 { found } else { heights.last().copied().unwrap_or_default() }
}

/// The opacity over the whole plot, through all points.
fn curve(plot: Rect, function: &TransferFunction, scale: &Scale) -> Vec<Pos2> {
    let points = function.points();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let mut line = vec![pos2(plot.left(), scale.place(plot, first).y)];
    line.extend(points.iter().map(|point| scale.place(plot, point)));
    line.push(pos2(plot.right(), scale.place(plot, last).y));
    line
}

/// The colors, without opacity.
pub fn color_bar(ui: &Ui, bar: Rect, function: &TransferFunction, scale: &Scale) {
    let painter = ui.painter();
    if function.points().is_empty() {
        painter.rect_filled(bar, 2.0, theme::GROUND);
    } else {
        painter.add(Shape::mesh(strip(COLUMNS, bar.x_range(), |part| {
            let c = color(opaque(function, scale.at_part(f64::from(part))), 1.0);
            [(bar.top(), c), (bar.bottom(), c)]
        })));
    }
    painter.rect_stroke(bar, 2.0, Stroke::new(1.0, theme::BORDER), StrokeKind::Outside);
}

/// The color at a position, also beyond the mask.
fn opaque(function: &TransferFunction, position: f64) -> [f32; 4] {
    let mut open = function.clone();
    open.mask = [f64::MIN, f64::MAX];
    open.sample(position)
}

/// The values at the ends and in the middle.
pub fn axis(ui: &mut Ui, plot: Rect, scale: &Scale, backdrop: &Backdrop) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::SIZE_SMALL + 2.0), Sense::hover());
    let known = backdrop.range.is_some();
    for (part, align) in [(0.0, Align2::LEFT_CENTER), (0.5, Align2::CENTER_CENTER), (1.0, Align2::RIGHT_CENTER)] {
        let value = scale.value(scale.at_part(part));
        let number = crate::property_widgets::short(value);
        let text = if known && part == 1.0 && !backdrop.unit.is_empty() { format!("{number} {}", backdrop.unit) } else { number };
        ui.painter().text(pos2(lerp(plot.x_range(), part as f32), row.center().y), align, text, theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    }
}

/// The points to drag; each is named for screen readers and tests.
pub fn points(ui: &Ui, plot: Rect, function: &TransferFunction, scale: &Scale, selected: &[usize], name: &str, id: Id) {
    for (i, point) in function.points().iter().enumerate() {
        let center = scale.place(plot, point);
        let chosen = selected.contains(&i);
        let ring = if chosen { Stroke::new(2.0, theme::ACCENT) } else { Stroke::new(1.5, theme::TEXT_STRONG) };
        ui.painter().circle(center, if chosen { 5.5 } else { 4.5 }, color(point.color, 1.0), ring);
        let response = ui.interact(Rect::from_center_size(center, vec2(8.0, 8.0)), id.with(("point", i)), Sense::hover());
        response.widget_info(|| WidgetInfo::selected(WidgetType::Other, true, chosen, format!("{name} point {}", i + 1)));
    }
}
