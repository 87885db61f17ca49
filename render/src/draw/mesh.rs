//! A picture of meshes: what to draw, and how it looks.

use glam::Mat4;
use voxloom_core::data::{Camera, Connectivity, DrawType, Image, Mesh};

use crate::scene::Lighting;

/// One picture of meshes. World space and colors are as in [`crate::Scene`].
///
/// * Color is anti-aliased (four samples a pixel), in sRGB values as volumes are.
/// * Depth and picking belong to the center of the pixel and to the nearest thing drawn there, however transparent; what has an opacity of 0 is not there.
///   Depth is 1 and the picking id 0 where nothing is. Ids are never blended. A triangle, line or point has the id of its last vertex, 0 where the mesh has none.
/// * What is opaque is drawn first. Then come the transparent parts: meshes and the edges of the box by the depth of their centers, farthest first, and within a
///   mesh the triangles by their centroids. Meshes that pass through each other, and long triangles, may blend in the wrong order.
/// * Lines and points are unlit, a given number of pixels wide and round at their ends. They win against a surface that they lie on, and against one that is
///   closer to the eye by up to a pixel more than their width.
#[derive(Debug, Clone)]
pub struct MeshScene<'a> {
    /// Width and height in pixels.
    pub size: [u32; 2],
    pub camera: Camera,
    /// sRGB with opacity, premultiplied; behind everything when there is no backdrop.
    pub background: [f32; 4],
    /// Instead of the background: its color passes through, its depth hides what lies behind it, its picking ids stay where nothing is drawn before it.
    /// A picture of another size is stretched.
    pub backdrop: Option<&'a Image>,
    pub meshes: Vec<&'a Mesh>,
    pub look: MeshLook,
    /// Edges of a box, one pixel wide.
    pub bounding_box: Option<BoxEdges>,
}

/// A box, `[0, 1]³` in data space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoxEdges {
    pub world_from_data: Mat4,
    /// sRGB with opacity, not premultiplied.
    pub color: [f32; 4],
}

/// How all meshes of a picture look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeshLook {
    /// Color of meshes without colors: sRGB with opacity, not premultiplied.
    pub color: [f32; 4],
    /// All meshes have `color`, also those with colors.
    pub override_colors: bool,
    /// Light on triangles; `None`: unshaded. Both sides are lit. Meshes without normals are flat.
    ///
    /// A head light counts as in [`Lighting`], by |n·l|; a light at a position leaves the side dark that turns away from it.
    pub lighting: Option<Lighting>,
    /// Pixels.
    pub line_width: f32,
    /// Diameter in pixels.
    pub point_size: f32,
    pub cull: Cull,
    /// Off: whatever comes later is drawn over what came before.
    pub depth_test: bool,
}

impl Default for MeshLook {
    fn default() -> Self {
        Self {
            color: [0.75, 0.75, 0.75, 1.0],
            override_colors: false,
            lighting: Some(Lighting::default()),
            line_width: 1.0,
            point_size: 4.0,
            cull: Cull::None,
            depth_test: true,
        }
    }
}

/// Which triangles are left out. The front is where the vertices go round counter-clockwise in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cull {
    #[default]
    None,
    Front,
    Back,
    All,
}

impl BoxEdges {
    /// The twelve edges as lines.
    pub(crate) fn mesh(&self) -> Mesh {
        let corner = |i: u32| [(i & 1) as f32, (i >> 1 & 1) as f32, (i >> 2) as f32];
        let edges = [1, 2, 4].into_iter().flat_map(|axis| (0..8).filter(move |i| i & axis == 0).flat_map(move |i| [i, i | axis]));
        let mut mesh = Mesh {
            positions: (0..8).map(corner).collect(),
            indices: vec![(DrawType::Lines, Connectivity::Unconnected, edges.collect())],
            ..Mesh::default()
        };
        mesh.space.model_from_data = Some(self.world_from_data);
        mesh
    }
}
