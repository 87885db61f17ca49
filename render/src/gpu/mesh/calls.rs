//! The draw calls of a picture, in their order.

use std::ops::Range;
use std::sync::Arc;

use glam::{Mat4, Vec3};
use voxloom_core::data::Mesh;
use wgpu::BufferUsages;
use wgpu::util::DeviceExt;

use super::buffers::{List, MeshBuffers, Prepared, Shape, sorted_list};
use super::params::Eye;
use super::pipelines::{Content, Pass, Pipelines};
use crate::RenderError;
use crate::draw::primitives::sort_by_depth;
use crate::draw::{Cull, MeshLook};
use crate::gpu::context::Context;

/// Consecutive primitives of one list.
#[derive(Clone)]
pub struct Call {
    shape: Shape,
    /// For color and for ids.
    pipelines: [wgpu::RenderPipeline; 2],
    bind_group: wgpu::BindGroup,
    indices: wgpu::Buffer,
    pub primitives: Range<u32>,
}

impl Call {
    /// Some of its primitives.
    pub fn part(&self, primitives: Range<u32>) -> Self {
        Self { primitives, ..self.clone() }
    }

    pub fn record(&self, pass: &mut wgpu::RenderPass<'_>, which: Pass) {
        pass.set_pipeline(&self.pipelines[usize::from(which == Pass::Ids)]);
        pass.set_bind_group(0, &self.bind_group, &[]);
        match self.shape {
            Shape::Triangles => {
                pass.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint32);
                pass.draw_indexed(self.primitives.start * 3..self.primitives.end * 3, 0, 0..1);
            }
            Shape::Lines | Shape::Points => pass.draw(0..6, self.primitives.clone()),
        }
    }
}

/// A mesh in a picture.
pub struct Item<'a> {
    pub mesh: &'a Mesh,
    pub buffers: Arc<MeshBuffers>,
    pub look: MeshLook,
    /// Each primitive is put in order among the meshes, instead of the mesh as a whole: for few of them.
    pub apart: bool,
}

/// Makes the calls of a picture.
pub struct Calls<'a> {
    pub context: &'a Context,
    pub pipelines: &'a Pipelines,
    /// Bound where a mesh has no such attribute.
    pub nothing: &'a wgpu::Buffer,
    pub eye: &'a Eye,
    pub cancelled: &'a dyn Fn() -> bool,
}

impl Calls<'_> {
    /// What is opaque, then what is not, farthest first.
    pub fn of(&self, items: &[Item<'_>]) -> Result<Vec<Call>, RenderError> {
        let (mut calls, mut transparent) = (Vec::new(), Vec::new());
        for item in items {
            let world_from_data = item.mesh.world_from_data();
            let view_from_data = self.eye.view_from_world * world_from_data;
            if !view_from_data.is_finite() {
                return Err(RenderError::Failed("the matrix of a mesh is not finite; check its model and world matrix".to_owned()));
            }
            let params = self.eye.params(world_from_data, &item.look, item.buffers.attributes());
            let uniforms = self.context.checked(&"the parameters of a mesh", || {
                self.context.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                    label: Some("mesh"),
                    contents: bytemuck::bytes_of(&params),
                    usage: BufferUsages::UNIFORM,
                })
            })?;
            // One opacity for all, where vertices have no colors of their own.
            let uniform = (item.look.override_colors || item.buffers.colors.is_none()).then_some(item.look.color[3] >= 1.0);
            let mut sorted = None;
            for list in item.buffers.lists.iter().filter(|list| list.shape != Shape::Triangles || item.look.cull != Cull::All) {
                let opaque = match uniform {
                    None => list.opaque,
                    Some(true) => list.count,
                    Some(false) => 0,
                };
                if opaque > 0 {
                    calls.push(self.call(item, &uniforms, list.shape, &list.indices, 0..opaque, false)?);
                }
                if opaque < list.count {
                    let all = match &mut sorted {
                        Some(all) => all,
                        None => sorted.insert(Prepared::new(item.mesh)?.transparent(uniform.is_some())),
                    };
                    let (indices, depths) = match list.shape {
                        Shape::Triangles => sort(&mut all.triangles, item, view_from_data),
                        Shape::Lines => sort(&mut all.lines, item, view_from_data),
                        Shape::Points => sort(&mut all.points, item, view_from_data),
                    };
                    transparent.extend(self.transparent(item, &uniforms, list, indices, &depths)?);
                }
            }
        }
        transparent.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        calls.extend(transparent.into_iter().map(|(_, call)| call));
        Ok(calls)
    }

    /// Calls with the depths that they are put in order by.
    fn transparent(
        &self,
        item: &Item<'_>,
        uniforms: &wgpu::Buffer,
        list: &List,
        indices: &[u32],
        depths: &[f32],
    ) -> Result<Vec<(f32, Call)>, RenderError> {
        let buffer = sorted_list(self.context, list.shape, indices, self.cancelled)?;
        let whole = self.call(item, uniforms, list.shape, &buffer, 0..list_length(list.shape, indices), true)?;
        let range = |i: usize| if item.apart { i as u32..i as u32 + 1 } else { whole.primitives.clone() };
        Ok(depths.iter().enumerate().map(|(i, depth)| (*depth, whole.part(range(i)))).collect())
    }

    fn call(
        &self,
        item: &Item<'_>,
        uniforms: &wgpu::Buffer,
        shape: Shape,
        indices: &wgpu::Buffer,
        primitives: Range<u32>,
        transparent: bool,
    ) -> Result<Call, RenderError> {
        let cull = if shape == Shape::Triangles { item.look.cull } else { Cull::None };
        let content = Content::Primitives { shape, transparent, cull, depth_test: item.look.depth_test };
        let pipelines = [self.pipelines.get(self.context, content, Pass::Color)?, self.pipelines.get(self.context, content, Pass::Ids)?];
        let or_nothing = |buffer: &Option<wgpu::Buffer>| buffer.clone().unwrap_or_else(|| self.nothing.clone());
        let buffers = &item.buffers;
        let vertices = if shape == Shape::Triangles { self.nothing.clone() } else { indices.clone() };
        let bound = [
            uniforms.clone(),
            buffers.positions.clone(),
            or_nothing(&buffers.normals),
            or_nothing(&buffers.colors),
            or_nothing(&buffers.ids),
            vertices,
        ];
        let resources = bound.iter().map(wgpu::Buffer::as_entire_binding);
        let entries: Vec<_> = (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
        let bind_group = self.context.checked(&"a mesh", || {
            let layout = &self.pipelines.mesh_layout;
            self.context.device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some("mesh"), layout, entries: &entries })
        })?;
        Ok(Call { shape, pipelines, bind_group, indices: indices.clone(), primitives })
    }
}

/// Farthest first; the vertices, and the view depths to put calls in order by: of each primitive, or of the mesh.
fn sort<'p, const N: usize>(primitives: &'p mut Vec<[u32; N]>, item: &Item<'_>, view_from_data: Mat4) -> (&'p [u32], Vec<f32>) {
    let positions = &item.mesh.positions;
    sort_by_depth(primitives, positions, view_from_data);
    let depth = |p: Vec3| view_from_data.transform_point3(p).z;
    let depths = if item.apart {
        let center = |p: &[u32; N]| p.iter().map(|i| Vec3::from(positions[*i as usize])).sum::<Vec3>() / N as f32;
        primitives.iter().map(|p| depth(center(p))).collect()
    } else {
        vec![depth(item.buffers.center)]
    };
    (primitives.as_flattened(), depths)
}

fn list_length(shape: Shape, indices: &[u32]) -> u32 {
    let vertices = match shape {
        Shape::Triangles => 3,
        Shape::Lines => 2,
        Shape::Points => 1,
    };
    (indices.len() / vertices) as u32
}
