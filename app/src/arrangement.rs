//! Which parts of the window are open and how they lie; kept in the user's folder.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::theme;

/// Where the arrangement lies in the user's folder.
pub const ARRANGEMENT_FILE: &str = "window.json";
/// Narrower windows begin with narrower panels.
const SMALL_WINDOW: f32 = 1600.0;

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
        }
    }
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
            ("code", _) => (window * 0.3).clamp(300.0, 540.0),
            ("history", _) => 220.0,
            (_, true) => 150.0,
            (_, false) => 190.0,
        })
    }

    /// Takes note of the size of a panel whose border is dragged.
    pub fn note_size(&mut self, ctx: &egui::Context, panel: &str, size: f32) {
        let dragged = ctx.dragged_id().is_some() && ctx.input(|input| input.pointer.is_decidedly_dragging());
        let width = ctx.content_rect().width();
        if dragged && (self.size(panel, width) - size).abs() > 1.0 {
            self.sizes.insert(panel.to_owned(), size.round());
        }
    }

    /// Takes note of the size of the window.
    pub fn note_window(&mut self, ctx: &egui::Context) {
        let (size, maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            let whole = viewport.maximized == Some(true) || viewport.fullscreen == Some(true) || viewport.minimized == Some(true);
            (viewport.inner_rect.filter(|_| !whole).map(|rect| rect.size().round()), viewport.maximized)
        });
        if let Some(size) = size.filter(|size| size.x >= theme::MIN_WINDOW.x && size.y >= theme::MIN_WINDOW.y) {
            self.window = Some(size.into());
        }
        self.maximized = maximized.unwrap_or(self.maximized);
    }
}
