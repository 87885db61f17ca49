//! How an inspector looks: rows of figures, a small picture, a histogram, the first rows of a table.

use egui::{Align2, Color32, Grid, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};
use voxloom_core::data::{Histogram, Survey};
use voxloom_core::port::{Data, short};

use super::figures::{Figures, Head, awaited};
use super::thumbnail::LARGEST;
use super::worker::Look;
use crate::theme;

/// Longer side of the picture, in points.
const PICTURE: f32 = 104.0;
/// Size of the histogram, without its labels.
const HISTOGRAM: [f32; 2] = [280.0, 52.0];

/// What there is to say of data; what is not known yet is "…".
pub fn show(ui: &mut Ui, data: &Data, look: &Look) {
    let figures = look.figures.as_deref();
    ui.horizontal_top(|ui| {
        rows(ui, data, look);
        if let Some(figures) = figures {
            picture(ui, figures);
        }
    });
    if let Some(survey) = figures.and_then(|figures| figures.survey.as_ref()) {
        histogram(ui, survey, look.current);
    }
    if let Some(head) = figures.and_then(|figures| figures.head.as_ref()) {
        table(ui, head);
    }
}

fn rows(ui: &mut Ui, data: &Data, look: &Look) {
    let found: &[(&str, String)] = look.figures.as_deref().map_or(&[], |figures| &figures.rows);
    let awaited: Vec<&str> = if look.figures.is_none() { awaited(data) } else { Vec::new() };
    Grid::new("data").num_columns(2).min_row_height(16.0).spacing([theme::UNIT * 4.0, 2.0]).show(ui, |ui| {
        let mut row = |label: &str, text: &str, color: Color32| {
            ui.label(RichText::new(label).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
            ui.label(RichText::new(text).color(color));
            ui.end_row();
        };
        for (label, text) in data.describe().rows {
            // What was computed says it better.
            if !awaited.contains(&label) && !found.iter().any(|(other, _)| *other == label) {
                row(label, &text, theme::TEXT);
            }
        }
        for label in awaited {
            row(label, "…", theme::TEXT_WEAK);
        }
        for (label, text) in found {
            if look.current { row(label, text, theme::TEXT) } else { row(label, &format!("{text} …"), theme::TEXT_WEAK) }
        }
    });
}

fn picture(ui: &mut Ui, figures: &Figures) {
    let Some(texture) = figures.texture(ui.ctx()) else { return };
    let size = texture.size_vec2() * (PICTURE / LARGEST as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, "Picture of the data"));
    ui.painter().rect_filled(rect, 2.0, theme::GROUND);
    ui.painter().image(texture.id(), rect, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE);
}

fn histogram(ui: &mut Ui, survey: &Survey, current: bool) {
    let counted: u64 = survey.channels.iter().map(|channel| channel.finite).sum();
    if counted == 0 {
        return;
    }
    ui.add_space(theme::UNIT);
    let label_height = theme::SIZE_SMALL + 4.0;
    let (rect, response) = ui.allocate_exact_size(vec2(HISTOGRAM[0], HISTOGRAM[1] + label_height), Sense::hover());
    let bars = Rect::from_min_size(rect.min, HISTOGRAM.into());
    let [lo, hi] = survey.range();
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, format!("Histogram of {counted} values from {} to {}", short(lo), short(hi))));
    let painter = ui.painter();
    painter.rect_filled(bars, 2.0, theme::GROUND);
    let most = survey.histograms.iter().flat_map(|histogram| &histogram.counts).copied().max().unwrap_or(1);
    let strength = if current { 1.0 } else { 0.5 };
    for (channel, histogram) in survey.histograms.iter().enumerate() {
        let color = match (survey.histograms.len(), channel) {
            (1, _) => theme::ACCENT,
            (_, 0) => Color32::from_rgb(226, 92, 92),
            (_, 1) => Color32::from_rgb(98, 192, 120),
            (_, 2) => Color32::from_rgb(96, 140, 240),
            _ => theme::TEXT_WEAK,
        };
        let color = if survey.histograms.len() > 1 { color.gamma_multiply(0.55) } else { color };
        paint_bars(painter, bars, histogram, most, color.gamma_multiply(strength));
    }
    let small = theme::font(theme::SIZE_SMALL);
    painter.text(bars.left_bottom() + vec2(0.0, 3.0), Align2::LEFT_TOP, short(lo), small.clone(), theme::TEXT_WEAK);
    painter.text(bars.right_bottom() + vec2(0.0, 3.0), Align2::RIGHT_TOP, short(hi), small.clone(), theme::TEXT_WEAK);
    // What the bar under the pointer stands for.
    if let Some(at) = response.hover_pos().filter(|at| bars.contains(*at))
        && let Some(first) = survey.histograms.first()
    {
        let bins = first.counts.len();
        let bin = (((at.x - bars.left()) / bars.width() * bins as f32) as usize).min(bins - 1);
        let width = (hi - lo) / bins as f64;
        let counts = survey.histograms.iter().map(|histogram| histogram.counts[bin].to_string()).collect::<Vec<_>>().join(" / ");
        let text = format!("{} … {}:  {counts}", short(lo + bin as f64 * width), short(lo + (bin + 1) as f64 * width));
        painter.text(bars.center_bottom() + vec2(0.0, 3.0), Align2::CENTER_TOP, text, small, theme::TEXT);
        painter.vline(at.x, bars.y_range(), egui::Stroke::new(1.0, theme::BORDER_STRONG));
    }
}

/// Bars whose heights are the logarithms of the counts, so that what is rare is seen beside the background.
fn paint_bars(painter: &egui::Painter, rect: Rect, histogram: &Histogram, most: u64, color: Color32) {
    let height = |count: u64| ((1.0 + count as f64).ln() / (1.0 + most as f64).ln()) as f32 * rect.height();
    let width = rect.width() / histogram.counts.len() as f32;
    for (bin, count) in histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let left = rect.left() + bin as f32 * width;
        let gap = if width > 4.0 { 1.0 } else { 0.0 };
        let top = rect.bottom() - height(*count).max(1.0);
        painter.rect_filled(Rect::from_min_max(pos2(left, top), pos2(left + width - gap, rect.bottom())), 0.0, color);
    }
}

fn table(ui: &mut Ui, head: &Head) {
    ui.add_space(theme::UNIT);
    Grid::new("head").striped(true).min_row_height(16.0).spacing([theme::UNIT * 3.0, 2.0]).show(ui, |ui| {
        for title in &head.titles {
            ui.label(RichText::new(title).size(theme::SIZE_SMALL).color(theme::TEXT_STRONG));
        }
        if head.more > 0 {
            ui.label(RichText::new(format!("and {} more", head.more)).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
        }
        ui.end_row();
        for row in &head.rows {
            for cell in row {
                ui.label(RichText::new(cell).size(theme::SIZE_SMALL));
            }
            ui.end_row();
        }
    });
}
