//! What the mesh shader is told about a mesh in a picture, laid out as it reads it.

use bytemuck::{Pod, Zeroable};
use glam::{Mat3, Mat4, Vec3, Vec4};
use voxloom_core::data::Projection;

use crate::RenderError;
use crate::draw::{MeshLook, MeshScene};

const HAS_NORMALS: u32 = 1;
const HAS_COLORS: u32 = 2;
const HAS_IDS: u32 = 4;
const PERSPECTIVE: u32 = 8;

/// `Params` of the shader; see there.
#[repr(C)]
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
pub struct Params {
    pub clip_from_view: [[f32; 4]; 4],
    pub view_from_data: [[f32; 4]; 4],
    pub view_normal_from_data: [[f32; 4]; 3],
    pub color: [f32; 4],
    pub lighting: [f32; 4],
    pub light: [f32; 4],
    pub size: [f32; 2],
    pub half_line: f32,
    pub half_point: f32,
    pub pixel: f32,
    pub flags: u32,
    pub unused: [u32; 2],
}

/// Which attributes of a mesh are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    pub normals: bool,
    pub colors: bool,
    pub ids: bool,
}

/// The camera of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Eye {
    pub view_from_world: Mat4,
    /// Depth 0–1, as GPUs have it; the depths in the picture are those of OpenGL.
    clip_from_view: Mat4,
    perspective: bool,
    pixel: f32,
    size: [f32; 2],
}

impl Eye {
    pub fn new(scene: &MeshScene<'_>) -> Result<Self, RenderError> {
        let size = scene.size.map(|n| n as f32);
        let halved = Mat4::from_cols(Vec4::X, Vec4::Y, Vec4::new(0.0, 0.0, 0.5, 0.0), Vec4::new(0.0, 0.0, 0.5, 1.0));
        let clip_from_view = halved * scene.camera.clip_from_view(size[0] / size[1]);
        let view_from_world = scene.camera.view_from_world();
        if !clip_from_view.is_finite() || !view_from_world.is_finite() {
            return Err(RenderError::Failed(
                "the camera is not finite; check its positions, its field of view or height, and the near and far planes".to_owned(),
            ));
        }
        let (perspective, height) = match scene.camera.projection {
            Projection::Perspective { fov } => (true, 2.0 * (fov.to_radians() * 0.5).tan()),
            Projection::Orthographic { height } => (false, height),
        };
        Ok(Self { view_from_world, clip_from_view, perspective, pixel: height / size[1], size })
    }

    pub fn params(&self, world_from_data: Mat4, look: &MeshLook, has: Attributes) -> Params {
        let view_from_data = self.view_from_world * world_from_data;
        let linear = Mat3::from_mat4(view_from_data);
        // The adjugate's transpose: the direction of the inverse transpose, also for flat matrices.
        let normal = Mat3::from_cols(linear.y_axis.cross(linear.z_axis), linear.z_axis.cross(linear.x_axis), linear.x_axis.cross(linear.y_axis));
        let largest = normal.to_cols_array().into_iter().fold(f32::MIN_POSITIVE, |largest, v| largest.max(v.abs()));
        let normal = normal * (1.0 / largest);
        let (lighting, light) = look.lighting.map_or(([0.0; 4], Vec4::ZERO), |lighting| {
            let light = match lighting.position {
                None => Vec3::Z.extend(1.0),
                Some(position) => self.view_from_world.transform_point3(position).extend(2.0),
            };
            ([lighting.ambient, lighting.diffuse, lighting.specular, lighting.shininess.max(0.0)], light)
        });
        let flag = |has: bool, flag: u32| if has { flag } else { 0 };
        Params {
            clip_from_view: self.clip_from_view.to_cols_array_2d(),
            view_from_data: view_from_data.to_cols_array_2d(),
            view_normal_from_data: normal.to_cols_array_2d().map(|[x, y, z]| [x, y, z, 0.0]),
            color: look.color,
            lighting,
            light: light.into(),
            size: self.size,
            half_line: look.line_width * 0.5,
            half_point: look.point_size * 0.5,
            pixel: self.pixel,
            flags: flag(has.normals, HAS_NORMALS)
                | flag(has.colors && !look.override_colors, HAS_COLORS)
                | flag(has.ids, HAS_IDS)
                | flag(self.perspective, PERSPECTIVE),
            unused: [0; 2],
        }
    }
}

#[cfg(test)]
mod tests {
    use wgpu::naga;

    use super::*;

    #[test]
    fn the_parameters_lie_as_the_shader_reads_them() {
        let module = naga::front::wgsl::parse_str(super::super::SOURCE).unwrap();
        let (_, shader) = module.types.iter().find(|(_, t)| t.name.as_deref() == Some("Params")).unwrap();
        let naga::TypeInner::Struct { members, span } = &shader.inner else { panic!("Params is no struct") };
        assert_eq!(*span as usize, size_of::<Params>());
        let offset = |name: &str| members.iter().find(|m| m.name.as_deref() == Some(name)).unwrap().offset as usize;
        macro_rules! same { ($($field:ident)*) => { $( assert_eq!(offset(stringify!($field)), std::mem::offset_of!(Params, $field)); )* } }
        same!(clip_from_view view_from_data view_normal_from_data color lighting light size half_line half_point pixel flags);
    }
}
