//! A mesh on the GPU.

use glam::Vec3;
use voxloom_core::DataError;
use voxloom_core::data::{Mesh, Scalar, format_bytes};
use voxloom_core::with_scalar;
use wgpu::BufferUsages;

use super::params::Attributes;
use crate::RenderError;
use crate::draw::primitives::{Primitives, partition};
use crate::gpu::context::Context;

/// Bytes handed to the driver at once: small enough that other work on the queue gets its turn.
const SLICE: usize = 32 << 20;

/// What primitives of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Triangles,
    Lines,
    Points,
}

impl Shape {
    /// Triangles are drawn with an index buffer; the shader itself looks up the vertices of the others.
    fn usage(self) -> BufferUsages {
        match self {
            Self::Triangles => BufferUsages::INDEX,
            Self::Lines | Self::Points => BufferUsages::STORAGE,
        }
    }
}

/// Primitives of one shape; those whose vertex colors are opaque come first.
#[derive(Debug)]
pub struct List {
    pub shape: Shape,
    pub indices: wgpu::Buffer,
    pub opaque: u32,
    pub count: u32,
}

/// Vertices and primitives.
#[derive(Debug)]
pub struct MeshBuffers {
    pub positions: wgpu::Buffer,
    pub normals: Option<wgpu::Buffer>,
    /// RGBA bytes.
    pub colors: Option<wgpu::Buffer>,
    pub ids: Option<wgpu::Buffer>,
    pub lists: Vec<List>,
    /// Middle of the mesh, in data space.
    pub center: Vec3,
    pub notes: Vec<String>,
}

/// A mesh as the GPU wants it, still on the host.
pub struct Prepared<'a> {
    mesh: &'a Mesh,
    primitives: Primitives,
    opaque: [usize; 3],
    colors: Vec<[u8; 4]>,
    ids: Option<Vec<u32>>,
    notes: Vec<String>,
}

impl<'a> Prepared<'a> {
    /// Checks the mesh and expands what it draws.
    pub fn new(mesh: &'a Mesh) -> Result<Self, RenderError> {
        let mut primitives = Primitives::of(mesh)?;
        let mut notes = std::mem::take(&mut primitives.notes);
        let colors: Vec<[u8; 4]> = mesh.colors.iter().map(|c| c.map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)).collect();
        if mesh.colors.as_flattened().iter().any(|v| !(0.0..=1.0).contains(v)) {
            notes.push("some colors of the mesh lie beyond 0–1 and are clamped; divide bytes by 255".to_owned());
        }
        let opaque = |vertices: &[u32]| colors.is_empty() || vertices.iter().all(|i| colors[*i as usize][3] == 255);
        let Primitives { triangles, lines, points, .. } = &mut primitives;
        let opaque = [partition(triangles, |p| opaque(p)), partition(lines, |p| opaque(p)), partition(points, |p| opaque(p))];
        let ids = picking_ids(mesh)?;
        Ok(Self { mesh, primitives, opaque, colors, ids, notes })
    }

    /// The primitives that are not opaque, as the mesh has them; all when `all`.
    pub fn transparent(mut self, all: bool) -> Primitives {
        if !all {
            let [triangles, lines, points] = self.opaque;
            drop(self.primitives.triangles.drain(..triangles));
            drop(self.primitives.lines.drain(..lines));
            drop(self.primitives.points.drain(..points));
        }
        self.primitives
    }

    fn parts(&self) -> [(&'static str, BufferUsages, &[u8]); 7] {
        let ids = self.ids.as_deref().unwrap_or_default();
        [
            ("positions", BufferUsages::STORAGE, bytemuck::cast_slice(&self.mesh.positions)),
            ("normals", BufferUsages::STORAGE, bytemuck::cast_slice(&self.mesh.normals)),
            ("colors", BufferUsages::STORAGE, bytemuck::cast_slice(&self.colors)),
            ("picking ids", BufferUsages::STORAGE, bytemuck::cast_slice(ids)),
            ("triangles", Shape::Triangles.usage(), bytemuck::cast_slice(&self.primitives.triangles)),
            ("lines", Shape::Lines.usage(), bytemuck::cast_slice(&self.primitives.lines)),
            ("points", Shape::Points.usage(), bytemuck::cast_slice(&self.primitives.points)),
        ]
    }

    /// Bytes on the GPU.
    pub fn bytes(&self) -> usize {
        self.parts().iter().map(|(_, _, bytes)| bytes.len()).sum()
    }

    /// Why this adapter cannot hold the mesh, if so.
    pub fn obstacle(&self, context: &Context, budget: usize) -> Option<String> {
        let limits = context.device.limits();
        let vertices = self.mesh.positions.len();
        for (name, usage, bytes) in self.parts() {
            let storage = if usage == BufferUsages::STORAGE { limits.max_storage_buffer_binding_size } else { u64::MAX };
            // Indices are counted in 32 bits.
            let limit = storage.min(limits.max_buffer_size).min(u64::from(u32::MAX) * 4);
            if bytes.len() as u64 > limit {
                return Some(format!(
                    "the {name} of a mesh of {vertices} vertices take {}, where this GPU allows {} at once; split the mesh, or draw fewer",
                    format_bytes(bytes.len()),
                    format_bytes(limit as usize)
                ));
            }
        }
        let bytes = self.bytes();
        (bytes > budget).then(|| {
            format!(
                "a mesh of {vertices} vertices needs {} on the GPU, where {} may be used; draw fewer of its vertices",
                format_bytes(bytes),
                format_bytes(budget)
            )
        })
    }

    /// Brings the mesh onto the GPU. `cancelled` is asked between slices.
    pub fn upload(self, context: &Context, cancelled: &dyn Fn() -> bool) -> Result<MeshBuffers, RenderError> {
        let mut buffers = Vec::new();
        for (name, usage, bytes) in self.parts() {
            buffers.push(if bytes.is_empty() { None } else { Some(buffer(context, name, usage, bytes, cancelled)?) });
        }
        let parts: [Option<wgpu::Buffer>; 7] = buffers.try_into().map_err(|_| RenderError::Failed("a buffer of the mesh is missing".to_owned()))?;
        let [positions, normals, colors, ids, triangles, lines, points] = parts;
        let positions = match positions {
            Some(positions) => positions,
            None => buffer(context, "no positions", BufferUsages::STORAGE, &[0; 16], cancelled)?,
        };
        let all = &self.primitives;
        let counts = [all.triangles.len(), all.lines.len(), all.points.len()];
        let shapes = [Shape::Triangles, Shape::Lines, Shape::Points];
        let lists = [triangles, lines, points].into_iter().zip(shapes).zip(self.opaque.into_iter().zip(counts));
        let lists = lists
            .filter_map(|((indices, shape), (opaque, count))| Some(List { shape, indices: indices?, opaque: opaque as u32, count: count as u32 }));
        let finite = self.mesh.positions.iter().map(|p| Vec3::from(*p)).filter(|p| p.is_finite());
        let [low, high] = finite.fold([Vec3::INFINITY, Vec3::NEG_INFINITY], |[low, high], p| [low.min(p), high.max(p)]);
        let lists = lists.collect();
        Ok(MeshBuffers { positions, normals, colors, ids, lists, center: low.midpoint(high), notes: self.notes })
    }
}

impl MeshBuffers {
    pub fn attributes(&self) -> Attributes {
        Attributes { normals: self.normals.is_some(), colors: self.colors.is_some(), ids: self.ids.is_some() }
    }
}

/// A buffer with its contents, sent in slices.
fn buffer(
    context: &Context,
    name: &'static str,
    usage: BufferUsages,
    bytes: &[u8],
    cancelled: &dyn Fn() -> bool,
) -> Result<wgpu::Buffer, RenderError> {
    let what = format!("the {name} of a mesh ({})", format_bytes(bytes.len()));
    let buffer = context.checked(&what, || {
        let usage = usage | BufferUsages::COPY_DST;
        context.device.create_buffer(&wgpu::BufferDescriptor { label: Some(name), size: bytes.len() as u64, usage, mapped_at_creation: false })
    })?;
    for (number, slice) in bytes.chunks(SLICE).enumerate() {
        if cancelled() {
            return Err(RenderError::Cancelled);
        }
        context.checked(&what, || context.queue.write_buffer(&buffer, (number * SLICE) as u64, slice))?;
        if bytes.len() > SLICE {
            // The slice is on its way before the next one is staged, so that staging memory stays small.
            let submission = context.queue.submit([]);
            context.wait(submission)?;
        }
    }
    Ok(buffer)
}

/// A buffer with the vertices of a list that was put in order for one picture.
pub fn sorted_list(context: &Context, shape: Shape, indices: &[u32], cancelled: &dyn Fn() -> bool) -> Result<wgpu::Buffer, RenderError> {
    buffer(context, "sorted indices", shape.usage(), bytemuck::cast_slice(indices), cancelled)
}

/// The picking ids of the vertices.
fn picking_ids(mesh: &Mesh) -> Result<Option<Vec<u32>>, DataError> {
    let Some(buffer) = mesh.attribute(Mesh::PICKING) else { return Ok(None) };
    let (array, n) = (buffer.array(), mesh.positions.len());
    if array.channels() != 1 || array.format().is_float() || array.elements() != n {
        return Err(DataError::Invalid(format!(
            "the {} of the mesh holds {} elements of {} channels of {}; it needs one whole number for each of the {n} vertices",
            Mesh::PICKING,
            array.elements(),
            array.channels(),
            array.format().numpy_name()
        )));
    }
    let ids = with_scalar!(array.format(), T => array.as_slice::<T>()?.iter().map(|id| id.to_f64() as u32).collect());
    Ok(Some(ids))
}
