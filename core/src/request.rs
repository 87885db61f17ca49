//! What a sink asks of the network: requests go up, data comes down.

/// How good the picture has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Quality {
    /// Something is moving: fast first.
    Moving,
    /// At rest: as good as the settings say.
    #[default]
    Settled,
}

/// A request for a picture. Requests are no document state: no undo, no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// Part of the picture that is needed: x, y, width, height in pixels, from the bottom left; the whole when `None`.
    pub region: Option<[u32; 4]>,
    pub quality: Quality,
    /// Level of detail: 0 is full resolution, each level halves.
    pub level: u32,
    /// What is behind everything is left out: renderers take the opacity of their background color as 0.
    pub transparent: bool,
}

impl Request {
    /// The whole picture at full quality.
    pub const fn settled(width: u32, height: u32) -> Self {
        Self { size: [width, height], region: None, quality: Quality::Settled, level: 0, transparent: false }
    }

    /// Width by height.
    pub fn aspect(&self) -> f32 {
        self.size[0].max(1) as f32 / self.size[1].max(1) as f32
    }
}

impl Default for Request {
    fn default() -> Self {
        Self::settled(512, 512)
    }
}
