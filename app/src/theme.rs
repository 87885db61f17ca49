//! The look: every color, size and font of the window is named here and nowhere else.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Vec2, vec2};

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Behind everything, and behind text that is edited.
pub const GROUND: Color32 = rgb(0x15171a);
/// Panels, menus and bars.
pub const PANEL: Color32 = rgb(0x1e2125);
/// Headings of panels, rows under the pointer.
pub const RAISED: Color32 = rgb(0x262a30);
/// Buttons and other things to press.
pub const CONTROL: Color32 = rgb(0x30353d);
pub const CONTROL_HOVERED: Color32 = rgb(0x3b424c);
pub const CONTROL_PRESSED: Color32 = rgb(0x464f5b);
/// Lines between things.
pub const BORDER: Color32 = rgb(0x33383f);
pub const BORDER_STRONG: Color32 = rgb(0x4a515c);

pub const TEXT: Color32 = rgb(0xd3d7dd);
pub const TEXT_STRONG: Color32 = rgb(0xf3f5f8);
/// Second in rank: identifiers, units, hints. Still 4.5 : 1 on a panel.
pub const TEXT_WEAK: Color32 = rgb(0x949ca9);
pub const TEXT_DISABLED: Color32 = rgb(0x666d78);

/// Selection, focus, what is going on.
pub const ACCENT: Color32 = rgb(0x55a8ee);
/// Behind selected text and rows.
pub const ACCENT_FILL: Color32 = rgb(0x234766);

pub const GOOD: Color32 = rgb(0x62c08a);
pub const WARNING: Color32 = rgb(0xe5b04a);
pub const ERROR: Color32 = rgb(0xf26d67);
/// What costs little beside the rest, and what costs most; no color of a status.
pub const COST_LOW: Color32 = rgb(0x4f7d8c);
pub const COST_HIGH: Color32 = rgb(0xf08a3c);
/// Behind an error message.
pub const ERROR_FILL: Color32 = rgb(0x3c2427);

/// Source code. All of it can be read on [`GROUND`].
pub const CODE_KEYWORD: Color32 = rgb(0x7fb0f5);
pub const CODE_CONSTANT: Color32 = rgb(0xd699c8);
pub const CODE_BUILT_IN: Color32 = rgb(0x6cc7c0);
pub const CODE_DEFINITION: Color32 = rgb(0xf0d58a);
pub const CODE_DECORATOR: Color32 = rgb(0xd8a35f);
pub const CODE_STRING: Color32 = rgb(0x9ccb86);
pub const CODE_NUMBER: Color32 = rgb(0xe0a07a);
pub const CODE_COMMENT: Color32 = rgb(0x7f8896);
/// Behind the line with the cursor.
pub const CODE_LINE: Color32 = rgb(0x1d2125);

/// The network view.
pub const NETWORK_GROUND: Color32 = rgb(0x17191c);
pub const NETWORK_GRID: Color32 = rgb(0x1e2125);
pub const NETWORK_GRID_STRONG: Color32 = rgb(0x25292e);
pub const NODE: Color32 = rgb(0x2a2e34);
pub const NODE_FOOTER: Color32 = rgb(0x24272c);
pub const NODE_BORDER: Color32 = rgb(0x3d434c);
/// A connection or port whose data type is unknown.
pub const PORT_UNKNOWN: Color32 = rgb(0x8b8f96);
/// A connection that leads to a port that is gone.
pub const PARKED: Color32 = rgb(0xb4605c);
pub const DROP_OVERLAY: Color32 = Color32::from_rgba_premultiplied(12, 24, 36, 205);
pub const SHADOW: Color32 = Color32::from_black_alpha(90);

/// A unit of distance; gaps are multiples of it.
pub const UNIT: f32 = 4.0;
/// Height of rows, buttons and fields.
pub const ROW: f32 = 22.0;
/// Distance of the lines of the network's grid, which positions snap to.
pub const GRID: f32 = 16.0;

pub const SIZE_SMALL: f32 = 11.0;
pub const SIZE_BODY: f32 = 13.0;
pub const SIZE_HEADING: f32 = 15.0;

/// Font of running text at a size.
pub const fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Font of code, paths and identifiers.
pub const fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Color of a port data type as the core declares it, lifted where it would be too dark to see.
pub fn port_color(data_type: Option<&voxloom_core::DataType>) -> Color32 {
    data_type.map_or(PORT_UNKNOWN, |data_type| {
        let [r, g, b] = data_type.color;
        Color32::from_rgb(r, g, b).lerp_to_gamma(Color32::WHITE, 0.12)
    })
}

/// Color of a node's header: one for each branch of the categories, muted so that ports and status stand out.
pub fn category_color(category: &str) -> Color32 {
    const KNOWN: [(&str, Color32); 12] = [
        ("python", rgb(0x3f6a8f)),
        ("data input", rgb(0x4a7a55)),
        ("source", rgb(0x4a7a55)),
        ("data output", rgb(0x7a6a3f)),
        ("canvas", rgb(0x7a6a3f)),
        ("volume rendering", rgb(0x8a4f4f)),
        ("rendering", rgb(0x8a4f4f)),
        ("volume", rgb(0x84584a)),
        ("layer", rgb(0x66558a)),
        ("image", rgb(0x4a618f)),
        ("mesh", rgb(0x6f7340)),
        ("buffer", rgb(0x8a6236)),
    ];
    const OTHERS: [Color32; 5] = [rgb(0x4b6f77), rgb(0x6d5377), rgb(0x5d6b4a), rgb(0x75565f), rgb(0x54607a)];
    let lower = category.to_lowercase();
    let known = KNOWN.iter().find(|(word, _)| lower.contains(word)).map(|(_, color)| *color);
    known.unwrap_or_else(|| {
        let sum = lower.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        OTHERS[sum % OTHERS.len()]
    })
}

/// Color of a line of the console.
pub const fn level_color(level: log::Level) -> Color32 {
    match level {
        log::Level::Error => ERROR,
        log::Level::Warn => WARNING,
        log::Level::Info => TEXT,
        log::Level::Debug | log::Level::Trace => TEXT_WEAK,
    }
}

/// Gives a window this look.
pub fn apply(ctx: &egui::Context) {
    ctx.set_theme(egui::Theme::Dark);
    ctx.all_styles_mut(style);
}

fn style(style: &mut egui::Style) {
    style.text_styles = [
        (TextStyle::Small, font(SIZE_SMALL)),
        (TextStyle::Body, font(SIZE_BODY)),
        (TextStyle::Button, font(SIZE_BODY)),
        (TextStyle::Heading, font(SIZE_HEADING)),
        (TextStyle::Monospace, mono(SIZE_BODY - 1.0)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(UNIT * 1.5, UNIT);
    spacing.button_padding = vec2(UNIT * 2.0, UNIT * 0.75);
    spacing.menu_margin = Margin::same(5);
    spacing.window_margin = Margin::same(14);
    spacing.interact_size = vec2(36.0, ROW);
    spacing.indent = 14.0;
    spacing.icon_width = 14.0;
    spacing.menu_spacing = 2.0;
    spacing.tooltip_width = 420.0;
    spacing.scroll = egui::style::ScrollStyle::thin();
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.09;
    visuals(&mut style.visuals);
}

fn visuals(visuals: &mut egui::Visuals) {
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(TEXT_WEAK);
    visuals.hyperlink_color = ACCENT;
    visuals.faint_bg_color = RAISED;
    visuals.extreme_bg_color = GROUND;
    visuals.code_bg_color = GROUND;
    visuals.warn_fg_color = WARNING;
    visuals.error_fg_color = ERROR;
    visuals.panel_fill = PANEL;
    visuals.window_fill = PANEL;
    visuals.window_stroke = Stroke::new(1.0, BORDER_STRONG);
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = CornerRadius::same(5);
    let shadow = Shadow { offset: [0, 6], blur: 18, spread: 0, color: SHADOW };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.selection.bg_fill = ACCENT_FILL;
    visuals.selection.stroke = Stroke::new(1.0, ACCENT);
    visuals.slider_trailing_fill = true;
    visuals.indent_has_left_vline = false;
    let radius = CornerRadius::same(4);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = PANEL;
    widgets.noninteractive.weak_bg_fill = PANEL;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, BORDER);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, TEXT);
    for (widget, fill, line, text) in [
        (&mut widgets.inactive, CONTROL, Stroke::NONE, TEXT),
        (&mut widgets.hovered, CONTROL_HOVERED, Stroke::new(1.0, BORDER_STRONG), TEXT_STRONG),
        (&mut widgets.active, CONTROL_PRESSED, Stroke::new(1.0, ACCENT), TEXT_STRONG),
        (&mut widgets.open, CONTROL, Stroke::new(1.0, BORDER_STRONG), TEXT_STRONG),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = line;
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    widgets.noninteractive.corner_radius = radius;
}

/// The frame of a panel's body.
pub fn panel_frame() -> egui::Frame {
    egui::Frame::NONE.fill(PANEL).inner_margin(Margin::symmetric(8, 6))
}

/// The frame of a bar at the top or bottom.
pub fn bar_frame() -> egui::Frame {
    egui::Frame::NONE.fill(PANEL).inner_margin(Margin::symmetric(8, 3))
}

/// Least size of a window in which everything can be reached.
pub const MIN_WINDOW: Vec2 = vec2(760.0, 480.0);

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f32 {
        let linear = |c: u8| (f32::from(c) / 255.0).powf(2.2);
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    #[test]
    fn text_can_be_read_on_what_it_stands_on() {
        for (text, ground) in [
            (TEXT, PANEL),
            (TEXT, RAISED),
            (TEXT_WEAK, PANEL),
            (TEXT_WEAK, NODE),
            (ERROR, PANEL),
            (WARNING, PANEL),
            (ACCENT, PANEL),
            (TEXT_STRONG, ACCENT_FILL),
            (CODE_COMMENT, GROUND),
            (CODE_KEYWORD, CODE_LINE),
            (CODE_STRING, ERROR_FILL),
            (TEXT, ERROR_FILL),
        ] {
            let ratio = (luminance(text) + 0.05) / (luminance(ground) + 0.05);
            assert!(ratio >= 4.5, "{text:?} on {ground:?} has a contrast of {ratio:.1}");
        }
        for category in ["Python", "Volume Rendering", "Data Input", "anything else"] {
            let ratio = (luminance(TEXT_STRONG) + 0.05) / (luminance(category_color(category)) + 0.05);
            assert!(ratio >= 4.5, "a header of {category} has a contrast of {ratio:.1}");
        }
    }
}
