//! Numbers at the connections of an inport that takes several: their order is what its processor gets.

use std::collections::BTreeMap;

use egui::{Align2, Painter, Stroke, vec2};
use voxloom_workspace::PortRef;

use super::layout::{Geometry, Wire};
use super::paint::font;
use super::path::{curve_at, curves};
use super::view::View;
use crate::theme;

/// How far along its last curve a connection has its number: where connections to one port still lie apart.
const ALONG: f32 = 0.72;
const SIZE: f32 = 10.5;

/// Draws the numbers of all connections in sight that are one of several into a port.
pub fn paint_order(painter: &Painter, view: &View, geometry: &Geometry) {
    let mut ports: BTreeMap<&PortRef, Vec<&Wire>> = BTreeMap::new();
    for wire in geometry.wires.iter().filter(|wire| wire.shared) {
        ports.entry(&wire.connection.to).or_default().push(wire);
    }
    for wires in ports.values() {
        for (index, wire) in wires.iter().enumerate() {
            let Some(last) = curves(view, wire).pop() else { continue };
            let at = curve_at(last, ALONG);
            if !view.screen.contains(at) {
                continue;
            }
            let text = painter.layout_no_wrap((index + 1).to_string(), font(SIZE, view.zoom), theme::TEXT_STRONG);
            let size = vec2(text.size().x.max(text.size().y) + 5.0 * view.zoom, text.size().y + 2.0 * view.zoom);
            let badge = Align2::CENTER_CENTER.anchor_size(at, size);
            painter.rect(badge, size.y / 2.0, theme::NETWORK_GROUND, Stroke::new(1.0, wire.color), egui::StrokeKind::Inside);
            painter.galley(badge.center() - text.size() / 2.0, text, theme::TEXT_STRONG);
        }
    }
}
