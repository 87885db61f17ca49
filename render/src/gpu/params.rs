//! What the raycasting shader is told about a picture, laid out as it reads it.

use bytemuck::{Pod, Zeroable};
use glam::{Mat4, Vec4};

use super::edges::{self, Edge};
use super::resident::Resident;
use crate::RenderError;
use crate::scene::{Compositing, Scene, VolumeItem};
use crate::transfer::Table;
use crate::view::View;

/// Samples along a ray that are still drawn; more would block the GPU for seconds.
const MOST_SAMPLES: f32 = 262_144.0;

/// `Params` of the shader; see there.
#[repr(C)]
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
pub struct Params {
    pub eye: [f32; 3],
    pub step: f32,
    pub forward: [f32; 3],
    pub pixel: f32,
    pub right: [f32; 3],
    pub perspective: u32,
    pub up: [f32; 3],
    pub skip: u32,
    pub low: [f32; 3],
    pub table_scale: f32,
    pub high: [f32; 3],
    pub table_offset: f32,
    pub dimensions: [f32; 3],
    pub table_last: f32,
    pub light: [f32; 4],
    pub back: [f32; 3],
    pub colored: u32,
    pub world_eye: [f32; 3],
    pub picking: u32,
    pub lighting: [f32; 4],
    pub background: [f32; 4],
    pub normal_from_gradient: [[f32; 4]; 3],
    pub world_from_index: [[f32; 4]; 4],
    pub clip_z: [f32; 4],
    pub clip_w: [f32; 4],
    pub box_color: [f32; 4],
    pub edges: [Edge; 12],
    pub size: [u32; 2],
    pub first_row: u32,
    pub edge_count: u32,
}

/// The overrides of the shader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Variant {
    pub projection: bool,
    pub shaded: bool,
    pub nearest: bool,
    pub exact: bool,
    pub gaps: bool,
}

/// Writes what a volume needs into the parameters; returns the variant that draws it.
pub fn fill(params: &mut Params, scene: &Scene, item: &VolumeItem, resident: &Resident, table: &Table, exact: bool) -> Result<Variant, RenderError> {
    let view = checked_view(scene, item)?;
    let (_, _, back) = scene.camera.basis();
    let aspect = scene.size[0] as f32 / scene.size[1] as f32;
    let clip_from_index: Mat4 = scene.camera.clip_from_view(aspect) * scene.camera.view_from_world() * view.world_from_index;
    let (scale, offset) = table.scale_offset();
    params.eye = view.eye.into();
    params.step = view.step;
    params.forward = view.forward.into();
    params.pixel = view.pixel;
    params.right = view.right.into();
    params.perspective = u32::from(view.perspective);
    params.up = view.up.into();
    params.skip = u32::from(item.skip_empty);
    params.low = view.low.into();
    params.high = view.high.into();
    params.table_scale = (scale * resident.texture.scale) as f32;
    params.table_offset = (scale * resident.texture.offset + offset) as f32;
    params.table_last = (table.entries.len() - 1) as f32;
    params.dimensions = item.volume.dimensions().map(|n| n as f32);
    params.back = back.into();
    params.colored = u32::from(item.compositing == Compositing::Mip { colored: true });
    params.world_eye = scene.camera.look_from.into();
    params.picking = item.picking;
    if let Some(lighting) = item.lighting {
        params.lighting = [lighting.ambient, lighting.diffuse, lighting.specular, lighting.shininess.max(0.0)];
        params.light = lighting.position.map_or(back.extend(0.0), |position| position.extend(1.0)).into();
    }
    // Only the direction counts, and the length for telling flat from steep: parts of the range per voxel, whatever the world's unit.
    let normal = view.normal_from_gradient;
    let largest = (0..3).map(|i| normal.row(i).length()).fold(f32::MIN_POSITIVE, f32::max);
    let normal = normal * (params.table_scale / (params.table_last * largest));
    params.normal_from_gradient = normal.to_cols_array_2d().map(|[x, y, z]| [x, y, z, 0.0]);
    params.world_from_index = view.world_from_index.to_cols_array_2d();
    params.clip_z = clip_from_index.row(2).into();
    params.clip_w = clip_from_index.row(3).into();
    if let Some(color) = scene.bounding_box {
        let [r, g, b, a] = color;
        params.box_color = Vec4::new(r * a, g * a, b * a, a).into();
        let edges = edges::visible(scene, &view, item.volume.dimensions());
        params.edge_count = edges.len() as u32;
        params.edges[..edges.len()].copy_from_slice(&edges);
    }
    Ok(Variant {
        projection: item.compositing != Compositing::Dvr,
        shaded: item.lighting.is_some() && item.compositing == Compositing::Dvr,
        nearest: item.nearest,
        exact,
        gaps: resident.texture.has_gaps,
    })
}

/// The view, or what makes drawing impossible, in words.
fn checked_view(scene: &Scene, item: &VolumeItem) -> Result<View, RenderError> {
    let failed = |message: String| Err(RenderError::Failed(message));
    let positive = |v: f32| v.is_finite() && v > 0.0;
    if !positive(item.step) || !positive(item.unit_distance) || !item.range.iter().all(|v| v.is_finite()) {
        return failed(format!(
            "the step ({}) and the unit distance ({}) of the volume must be positive lengths in world units, and its range {:?} finite",
            item.step, item.unit_distance, item.range
        ));
    }
    let view = View::new(scene, item);
    let vectors = [view.eye, view.forward, view.right, view.up, view.low, view.high];
    if !vectors.iter().all(|v| v.is_finite()) || !view.pixel.is_finite() || !view.index_from_world.is_finite() {
        return failed("the volume's matrix is not invertible, or the camera is not finite; check the basis and the camera".to_owned());
    }
    let samples = view.world_from_index.transform_vector3(view.high - view.low).length() / view.step;
    if samples > MOST_SAMPLES {
        return failed(format!("a ray would take {samples:.0} samples through the volume; use a longer step than {}", view.step));
    }
    Ok(view)
}

#[cfg(test)]
mod tests {
    use wgpu::naga;

    use super::*;

    #[test]
    fn the_parameters_lie_as_the_shader_reads_them() {
        let module = naga::front::wgsl::parse_str(super::super::raycast::SOURCE).unwrap();
        let (_, shader) = module.types.iter().find(|(_, t)| t.name.as_deref() == Some("Params")).unwrap();
        let naga::TypeInner::Struct { members, span } = &shader.inner else { panic!("Params is no struct") };
        assert_eq!(*span as usize, size_of::<Params>());
        let offset = |name: &str| members.iter().find(|m| m.name.as_deref() == Some(name)).unwrap().offset as usize;
        macro_rules! same { ($($field:ident)*) => { $( assert_eq!(offset(stringify!($field)), std::mem::offset_of!(Params, $field)); )* } }
        same!(eye step forward pixel right perspective up skip low table_scale high table_offset dimensions table_last light back colored world_eye picking lighting background
            normal_from_gradient world_from_index clip_z clip_w box_color edges size first_row edge_count);
    }
}
