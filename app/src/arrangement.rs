//! Which parts of the window are open and how they lie; kept in the user's folder.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::theme;

/// Where the arrangement lies in the user's folder.
pub const ARRANGEMENT_FILE: &str = "window.json";
/// Narrower windows begin with narrower panels.
const SMALL_WINDOW: f32 = 1600.0;
/// The code editor with 88 columns, where the window allows.
const CODE: f32 = 720.0;
/// How far everything in the window can be made smaller and larger, and the step.
pub const LEAST_ZOOM: f32 = 0.6;
pub const MOST_ZOOM: f32 = 3.0;
const ZOOM_STEP: f32 = 0.1;

/// Which parts of the window are open, and how they lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    pub processors: bool,
    pub properties: bool,
    pub console: bool,
    /// The code editor, while a file is open in it.
    pub editor: bool,
    /// Canvas and network beside each other, not one above the other.
    pub side_by_side: bool,
    /// Part of the center that the canvas takes.
    pub split: f32,
    /// The list of undo steps.
    pub history: bool,
    /// Widths and heights of the panels, once they were dragged.
    pub sizes: BTreeMap<String, f32>,
    /// Width and height of the window.
    pub window: Option<[f32; 2]>,
    pub maximized: bool,
    /// What nodes cost, and small pictures of what they make, in the network.
    pub costs: bool,
    pub thumbnails: bool,
    /// Points of the window to those of the screen.
    pub zoom: f32,
}

impl Default for Arrangement {
    fn default() -> Self {
        Self {
            processors: true,
            properties: true,
            console: true,
            editor: true,
            side_by_side: false,
            split: 0.58,
            history: false,
            sizes: BTreeMap::new(),
            window: None,
            maximized: false,
            costs: true,
            thumbnails: false,
            zoom: 1.0,
        }
    }
}

/// The border of a panel that is dragged: the id that egui gives it.
pub fn border(panel: &str) -> egui::Id {
    egui::Id::new(panel).with("__resize")
}

impl Arrangement {
    /// The arrangement that was kept in the user's folder.
    pub fn recall(user: &Path) -> Self {
        let bytes = std::fs::read(user.join(ARRANGEMENT_FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// The size that a panel begins with: as it was left, else what leaves the canvas room in a window of this width.
    pub fn size(&self, panel: &str, window: f32) -> f32 {
        let small = window < SMALL_WINDOW;
        self.sizes.get(panel).copied().unwrap_or(match (panel, small) {
            ("left", true) => 190.0,
            ("left", false) => 232.0,
            ("right", true) => 290.0,
            ("right", false) => 330.0,
            ("code", _) => CODE,
            ("history", _) => 220.0,
            (_, true) => 150.0,
            (_, false) => 190.0,
        })
    }

    /// Takes note of the size of a panel whose border is dragged.
    pub fn note_size(&mut self, ctx: &egui::Context, panel: &str, size: f32) {
        let dragged = ctx.dragged_id() == Some(border(panel)) && ctx.input(|input| input.pointer.is_decidedly_dragging());
        let width = ctx.content_rect().width();
        if dragged && (self.size(panel, width) - size).abs() > 1.0 {
            self.sizes.insert(panel.to_owned(), size.round());
        }
    }

    /// Makes everything in the window larger by so many steps, or smaller; 0: as it was at first.
    pub fn zoom_by(&mut self, ctx: &egui::Context, steps: i32) {
        let zoom = if steps == 0 { 1.0 } else { self.zoom + steps as f32 * ZOOM_STEP };
        // No dust of many steps.
        self.zoom = ((zoom * 10.0).round() / 10.0).clamp(LEAST_ZOOM, MOST_ZOOM);
        ctx.set_zoom_factor(self.zoom);
    }

    /// Takes note of the size of the window.
    pub fn note_window(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        let (size, maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            let whole = viewport.maximized == Some(true) || viewport.fullscreen == Some(true) || viewport.minimized == Some(true);
            (viewport.inner_rect.filter(|_| !whole).map(|rect| (rect.size() * zoom).round()), viewport.maximized)
        });
        if let Some(size) = size.filter(|size| size.x >= theme::MIN_WINDOW.x && size.y >= theme::MIN_WINDOW.y) {
            self.window = Some(size.into());
        }
        self.maximized = maximized.unwrap_or(self.maximized);
    }
}
