//! Image: color layers with depth and picking.

use super::{Array, Format, Layer, LayerKind, format_bytes};
use crate::error::DataError;
use crate::port::{DataType, Description, PortData};

/// What a renderer draws: one or more color layers, and depth and picking of the same size.
///
/// Colors are 8-bit sRGB values with premultiplied alpha unless a layer's format says otherwise; row 0 is the bottom row.
#[derive(Debug, Clone)]
pub struct Image {
    pub color: Vec<Layer>,
    pub depth: Option<Layer>,
    pub picking: Option<Layer>,
}

impl Image {
    /// An image of one color layer.
    pub fn from_layer(layer: Layer) -> Self {
        Self { color: vec![layer.with_kind(LayerKind::Color)], depth: None, picking: None }
    }

    /// `(x, y)` of the first layer.
    pub fn dimensions(&self) -> [usize; 2] {
        self.color.first().or(self.depth.as_ref()).map_or([0, 0], Layer::dimensions)
    }

    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.color.iter().chain(&self.depth).chain(&self.picking)
    }

    /// The first color layer as RGBA bytes, **top row first** as files and screens have it. May read back from a device.
    ///
    /// One channel reads as gray, two as gray and alpha; 16 bit integers are scaled, floats clamped from 0–1.
    pub fn to_rgba8(&self) -> Result<Vec<u8>, DataError> {
        let layer = self.color.first().ok_or_else(|| DataError::Invalid("the image has no color layer".to_owned()))?;
        let ([width, height], channels) = (layer.dimensions(), layer.channels());
        let array = layer.array();
        if array.format() == Format::U8 && channels == 4 && matches!(layer.data_map.data_range, None | Some([0.0, 255.0])) {
            // What renderers make: only the order of the rows changes.
            let texels = array.as_slice::<u8>()?;
            let mut out = Vec::with_capacity(texels.len());
            texels.rchunks_exact(width * 4).for_each(|row| out.extend_from_slice(row));
            return Ok(out);
        }
        let mut out = Vec::with_capacity(width * height * 4);
        crate::with_scalar!(array.format(), T => {
            let texels = array.as_slice::<T>()?;
            let [lo, hi] = match layer.data_map.data_range {
                Some(range) => range,
                None if array.format().is_float() => [0.0, 1.0],
                None => { let [_, hi] = array.format().full_range(); [0.0, hi] }
            };
            // Bytes pass through unchanged.
            let passes = array.format() == Format::U8 && [lo, hi] == [0.0, 255.0];
            let byte = |v: T| {
                if passes { return super::Scalar::to_f64(v) as u8; }
                (((super::Scalar::to_f64(v) - lo) / (hi - lo)).clamp(0.0, 1.0) * 255.0 + 0.5) as u8
            };
            for y in (0..height).rev() {
                for texel in texels[y * width * channels..][..width * channels].chunks_exact(channels) {
                    let c = |i: usize| byte(texel[i]);
                    out.extend(match channels {
                        1 => [c(0), c(0), c(0), 255],
                        2 => [c(0), c(0), c(0), c(1)],
                        3 => [c(0), c(1), c(2), 255],
                        _ => [c(0), c(1), c(2), c(3)],
                    });
                }
            }
        });
        Ok(out)
    }
}

impl PortData for Image {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.Image", name: "Image", color: [90, 127, 183] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let [x, y] = self.dimensions();
        let mut rows = Description::new("Image");
        rows.add("Dimensions", format!("{x} × {y}"));
        if let Some(layer) = self.color.first() {
            rows.add("Format", format!("{} × {}", layer.format().numpy_name(), layer.channels()));
            rows.format = Some(layer.format());
            rows.channels = layer.channels();
        }
        let parts = [("color", !self.color.is_empty()), ("depth", self.depth.is_some()), ("picking", self.picking.is_some())];
        rows.add("Layers", parts.iter().filter(|(_, has)| *has).map(|(name, _)| *name).collect::<Vec<_>>().join(", "));
        rows.add("Memory", format_bytes(self.bytes()));
        rows.shape = vec![x, y];
        rows
    }

    fn numbers(&self) -> Option<&Array> {
        self.color.first().or(self.depth.as_ref()).map(Layer::array)
    }

    fn bytes(&self) -> usize {
        self.layers().map(|layer| layer.array().bytes()).sum()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
