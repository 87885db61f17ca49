//! Draws meshes by rasterization: one pass with several samples a pixel for color, one with a single sample for picking ids and depths.

mod backdrop;
mod buffers;
mod calls;
mod params;
mod pipelines;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use voxloom_core::data::{LayerKind, Mesh};
use wgpu::util::DeviceExt;
use wgpu::{BindingResource, BufferUsages, TextureUsages};

use super::cache::Cache;
use super::context::{Context, lock};
use super::pace::Pace;
use super::take_turn;
use super::texture::{DeviceTexture, texture_format};
use crate::RenderError;
use crate::draw::{MeshLook, MeshScene};
use backdrop::Backdrop;
use buffers::{MeshBuffers, Prepared};
use calls::{Call, Calls, Item};
use params::Eye;
use pipelines::{Content, DEPTH_FORMAT, Pass, Pipelines, SAMPLES};

pub const SOURCE: &str = include_str!("mesh.wgsl");

/// Bytes of meshes that stay on the GPU unless [`super::GpuBackEnd::set_mesh_budget`] says otherwise.
const BUDGET: usize = 1 << 30;
/// Primitives of the first submission, which nothing is known about yet.
const FIRST_PRIMITIVES: u32 = 16 * 1024;
/// Fewer than this are not worth a submission of their own.
const FEWEST_PRIMITIVES: u32 = 1024;

/// The pipelines, the meshes that lie on the GPU, and how fast the last picture went.
pub struct MeshDrawer {
    pipelines: Pipelines,
    pub cache: Mutex<Cache<MeshBuffers>>,
    /// Held while a mesh is brought over, so that two threads never bring the same one.
    uploading: Mutex<()>,
    /// Bound where a mesh lacks an attribute.
    nothing: wgpu::Buffer,
    sampler: wgpu::Sampler,
    /// Primitives that one submission may hold, learned from the last ones.
    primitives: AtomicU32,
}

impl MeshDrawer {
    pub fn new(context: &Context) -> Result<Self, RenderError> {
        let pipelines = Pipelines::new(context)?;
        let (nothing, sampler) = context.checked(&"the buffers of meshes", || {
            let usage = BufferUsages::STORAGE;
            let nothing =
                context.device.create_buffer(&wgpu::BufferDescriptor { label: Some("nothing"), size: 16, usage, mapped_at_creation: false });
            let sampler = context.device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                ..Default::default()
            });
            (nothing, sampler)
        })?;
        Ok(Self {
            pipelines,
            cache: Mutex::new(Cache::new(BUDGET)),
            uploading: Mutex::new(()),
            nothing,
            sampler,
            primitives: AtomicU32::new(FIRST_PRIMITIVES),
        })
    }

    /// Draws color, depth and picking; says what was left out.
    pub fn draw(
        &self,
        context: &Context,
        scene: &MeshScene<'_>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<([DeviceTexture; 3], Vec<String>), RenderError> {
        let eye = Eye::new(scene)?;
        let mut items = Vec::new();
        for (number, mesh) in scene.meshes.iter().copied().enumerate() {
            let buffers = self.buffers(context, mesh, cancelled).map_err(|error| named(error, number, scene.meshes.len()))?;
            items.push(Item { mesh, buffers, look: scene.look, apart: false });
        }
        let notes = items.iter().flat_map(|item| item.buffers.notes.iter().cloned()).collect();
        let edges = scene.bounding_box.map(|edges| (edges.mesh(), edges.color));
        if let Some((mesh, color)) = &edges {
            let buffers = Arc::new(Prepared::new(mesh)?.upload(context, cancelled)?);
            let look = MeshLook { color: *color, override_colors: true, line_width: 1.0, ..scene.look };
            items.push(Item { mesh, buffers, look, apart: true });
        }
        let calls = Calls { context, pipelines: &self.pipelines, nothing: &self.nothing, eye: &eye, cancelled }.of(&items)?;
        let targets = Targets::new(context, scene.size)?;
        self.begin(context, scene, &targets)?;
        self.draw_calls(context, &targets, calls, cancelled)?;
        targets.finish(context).map(|pictures| (pictures, notes))
    }

    /// The mesh on the GPU, brought there if need be.
    fn buffers(&self, context: &Context, mesh: &Mesh, cancelled: &dyn Fn() -> bool) -> Result<Arc<MeshBuffers>, RenderError> {
        let key = (mesh.id, 0);
        if let Some(buffers) = lock(&self.cache).get(key) {
            return Ok(buffers);
        }
        let _turn = take_turn(&self.uploading, cancelled)?;
        if let Some(buffers) = lock(&self.cache).get(key) {
            return Ok(buffers);
        }
        let prepared = Prepared::new(mesh)?;
        if let Some(obstacle) = prepared.obstacle(context, lock(&self.cache).budget()) {
            return Err(RenderError::Failed(obstacle));
        }
        let bytes = prepared.bytes();
        lock(&self.cache).make_room(bytes);
        let buffers = Arc::new(prepared.upload(context, cancelled)?);
        lock(&self.cache).insert(key, Arc::clone(&buffers), bytes);
        Ok(buffers)
    }

    /// Clears the targets and draws what is behind the meshes.
    fn begin(&self, context: &Context, scene: &MeshScene<'_>, targets: &Targets) -> Result<(), RenderError> {
        let behind = scene.backdrop.map(|image| self.backdrop(context, image, scene.size)).transpose()?;
        let [r, g, b, a] = scene.background.map(f64::from);
        targets.submit(context, Some(wgpu::Color { r, g, b, a }), |pass, which| {
            if let Some((bind_group, pipelines)) = &behind {
                pass.set_pipeline(&pipelines[usize::from(which == Pass::Ids)]);
                pass.set_bind_group(0, bind_group, &[]);
                pass.draw(0..3, 0..1);
            }
        })
    }

    fn backdrop(
        &self,
        context: &Context,
        image: &voxloom_core::data::Image,
        size: [u32; 2],
    ) -> Result<(wgpu::BindGroup, [wgpu::RenderPipeline; 2]), RenderError> {
        let Backdrop { color, depth, ids } = Backdrop::new(context, image)?;
        let pipeline = |pass| self.pipelines.get(context, Content::Backdrop, pass);
        let pipelines = [pipeline(Pass::Color)?, pipeline(Pass::Ids)?];
        let bind_group = context.checked(&"the picture behind the meshes", || {
            // Padded: uniforms are read in 16 bytes.
            let contents = [size[0] as f32, size[1] as f32, 0.0, 0.0];
            let contents = bytemuck::cast_slice(&contents);
            let usage = BufferUsages::UNIFORM;
            let uniforms = context.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: Some("backdrop"), contents, usage });
            let [color, depth, ids] = [&color, &depth, &ids].map(BindingResource::TextureView);
            let resources = [color, depth, ids, BindingResource::Sampler(&self.sampler), uniforms.as_entire_binding()];
            let entries: Vec<_> = (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
            let layout = &self.pipelines.backdrop_layout;
            context.device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some("backdrop"), layout, entries: &entries })
        })?;
        Ok((bind_group, pipelines))
    }

    /// Draws in short submissions.
    fn draw_calls(&self, context: &Context, targets: &Targets, calls: Vec<Call>, cancelled: &dyn Fn() -> bool) -> Result<(), RenderError> {
        let mut pace = Pace::new(self.primitives.load(Ordering::Relaxed), FEWEST_PRIMITIVES);
        let mut waiting = calls.into_iter().peekable();
        while waiting.peek().is_some() {
            if cancelled() {
                return Err(RenderError::Cancelled);
            }
            let (mut batch, mut room) = (Vec::new(), pace.units);
            while let Some(call) = waiting.peek_mut().filter(|_| room > 0) {
                let (start, end) = (call.primitives.start, call.primitives.end.min(call.primitives.start.saturating_add(room)));
                batch.push(call.part(start..end));
                room -= end - start;
                call.primitives.start = end;
                if call.primitives.is_empty() {
                    waiting.next();
                }
            }
            let start = Instant::now();
            targets.submit(context, None, |pass, which| batch.iter().for_each(|call| call.record(pass, which)))?;
            pace.took(pace.units - room, start.elapsed().as_secs_f64());
        }
        self.primitives.store(pace.next(), Ordering::Relaxed);
        Ok(())
    }
}

/// An error that names the mesh, where there are several.
fn named(error: RenderError, number: usize, count: usize) -> RenderError {
    let name = |message: &dyn std::fmt::Display| RenderError::Failed(format!("mesh {} of {count}: {message}", number + 1));
    match &error {
        _ if count < 2 => error,
        RenderError::Failed(message) => name(message),
        RenderError::Data(message) => name(message),
        RenderError::Cancelled | RenderError::DeviceLost(_) | RenderError::NoAdapter(_) | RenderError::NeedsAdapter(_) => error,
    }
}

/// What is drawn into.
struct Targets {
    /// Color, depth, picking.
    pictures: [DeviceTexture; 3],
    samples: wgpu::TextureView,
    tested: [wgpu::TextureView; 2],
}

impl Targets {
    fn new(context: &Context, [width, height]: [u32; 2]) -> Result<Self, RenderError> {
        context.checked(&format_args!("a picture of {width} × {height} pixels"), || {
            let view = |label, format, sample_count| {
                let texture = context.device.create_texture(&wgpu::TextureDescriptor {
                    label: Some(label),
                    size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
                    mip_level_count: 1,
                    sample_count,
                    dimension: wgpu::TextureDimension::D2,
                    format,
                    usage: TextureUsages::RENDER_ATTACHMENT,
                    view_formats: &[],
                });
                texture.create_view(&Default::default())
            };
            Self {
                pictures: [LayerKind::Color, LayerKind::Depth, LayerKind::Picking].map(|kind| DeviceTexture::target(context, [width, height], kind)),
                samples: view("samples", texture_format(LayerKind::Color), SAMPLES),
                tested: [view("depths of samples", DEPTH_FORMAT, SAMPLES), view("depths", DEPTH_FORMAT, 1)],
            }
        })
    }

    /// Records both passes and waits until they are done. `clear` also clears.
    fn submit(&self, context: &Context, clear: Option<wgpu::Color>, record: impl Fn(&mut wgpu::RenderPass<'_>, Pass)) -> Result<(), RenderError> {
        let submission = context.checked(&"a part of a picture of meshes", || {
            let mut encoder = context.device.create_command_encoder(&Default::default());
            for which in [Pass::Color, Pass::Ids] {
                let [_, depth, picking] = &self.pictures;
                let one = wgpu::Color { r: 1.0, g: 0.0, b: 0.0, a: 0.0 };
                let attachments = match which {
                    Pass::Color => vec![attachment(&self.samples, clear)],
                    Pass::Ids => {
                        vec![attachment(picking.view(), clear.map(|_| wgpu::Color::TRANSPARENT)), attachment(depth.view(), clear.map(|_| one))]
                    }
                };
                let load = if clear.is_some() { wgpu::LoadOp::Clear(1.0) } else { wgpu::LoadOp::Load };
                let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                    label: Some("meshes"),
                    color_attachments: &attachments,
                    depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                        view: &self.tested[usize::from(which == Pass::Ids)],
                        depth_ops: Some(wgpu::Operations { load, store: wgpu::StoreOp::Store }),
                        stencil_ops: None,
                    }),
                    timestamp_writes: None,
                    occlusion_query_set: None,
                    multiview_mask: None,
                });
                record(&mut pass, which);
            }
            context.queue.submit([encoder.finish()])
        })?;
        context.wait(submission)
    }

    /// Makes pixels of the samples.
    fn finish(self, context: &Context) -> Result<[DeviceTexture; 3], RenderError> {
        let submission = context.checked(&"the pixels of a picture of meshes", || {
            let mut encoder = context.device.create_command_encoder(&Default::default());
            let resolved = wgpu::RenderPassColorAttachment {
                view: &self.samples,
                depth_slice: None,
                resolve_target: Some(self.pictures[0].view()),
                ops: wgpu::Operations { load: wgpu::LoadOp::Load, store: wgpu::StoreOp::Discard },
            };
            let descriptor = wgpu::RenderPassDescriptor { label: Some("meshes"), color_attachments: &[Some(resolved)], ..Default::default() };
            drop(encoder.begin_render_pass(&descriptor));
            context.queue.submit([encoder.finish()])
        })?;
        context.wait(submission)?;
        Ok(self.pictures)
    }
}

fn attachment(view: &wgpu::TextureView, clear: Option<wgpu::Color>) -> Option<wgpu::RenderPassColorAttachment<'_>> {
    let load = clear.map_or(wgpu::LoadOp::Load, wgpu::LoadOp::Clear);
    Some(wgpu::RenderPassColorAttachment {
        view,
        depth_slice: None,
        resolve_target: None,
        ops: wgpu::Operations { load, store: wgpu::StoreOp::Store },
    })
}
