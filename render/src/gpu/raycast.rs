//! The raycasting pass: its pipelines and bindings, and the dispatch in short bands.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

use bytemuck::Zeroable;
use voxloom_core::data::LayerKind;
use wgpu::{BindingType, BufferUsages, ShaderStages, TextureFormat, TextureSampleType, TextureViewDimension};

use super::context::{Context, lock};
use super::pace::Pace;
use super::params::{Params, Variant, fill};
use super::resident::Resident;
use super::texture::{DeviceTexture, texture_format};
use super::upload::small_texture;
use crate::RenderError;
use crate::scene::Scene;
use crate::transfer;

pub const SOURCE: &str = include_str!("raycast.wgsl");

/// Rows of a workgroup; bands are multiples of it.
const GROUP: u32 = 8;
/// Pixels of the first submission, which nothing is known about yet.
const FIRST_PIXELS: u32 = 32 * 1024;
/// Width of the texture that holds the transfer table.
const TABLE_WIDTH: usize = 1024;

/// The pipelines, and how fast the last picture went.
pub struct Raycaster {
    module: wgpu::ShaderModule,
    layout: wgpu::BindGroupLayout,
    pipeline_layout: wgpu::PipelineLayout,
    sampler: wgpu::Sampler,
    pipelines: Mutex<HashMap<Variant, wgpu::ComputePipeline>>,
    /// Interpolate in f32.
    pub exact: AtomicBool,
    /// Pixels that one submission may hold, learned from the last ones.
    pixels: AtomicU32,
}

impl Raycaster {
    pub fn new(context: &Context) -> Result<Self, RenderError> {
        let device = &context.device;
        context.checked(&"the shader raycast.wgsl", || {
            let module =
                device.create_shader_module(wgpu::ShaderModuleDescriptor { label: Some("raycast"), source: wgpu::ShaderSource::Wgsl(SOURCE.into()) });
            let texture = |sample_type, view_dimension| BindingType::Texture { sample_type, view_dimension, multisampled: false };
            let storage = |kind| BindingType::StorageTexture {
                access: wgpu::StorageTextureAccess::WriteOnly,
                format: texture_format(kind),
                view_dimension: TextureViewDimension::D2,
            };
            let bindings = [
                BindingType::Buffer { ty: wgpu::BufferBindingType::Uniform, has_dynamic_offset: false, min_binding_size: None },
                texture(TextureSampleType::Float { filterable: true }, TextureViewDimension::D3),
                BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
                texture(TextureSampleType::Float { filterable: false }, TextureViewDimension::D2),
                texture(TextureSampleType::Uint, TextureViewDimension::D3),
                storage(LayerKind::Color),
                storage(LayerKind::Depth),
                storage(LayerKind::Picking),
            ];
            let entries: Vec<_> = (0..)
                .zip(bindings)
                .map(|(binding, ty)| wgpu::BindGroupLayoutEntry { binding, visibility: ShaderStages::COMPUTE, ty, count: None })
                .collect();
            let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("raycast"), entries: &entries });
            let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: Some("raycast"),
                bind_group_layouts: &[Some(&layout)],
                immediate_size: 0,
            });
            let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                ..Default::default()
            });
            Self {
                module,
                layout,
                pipeline_layout,
                sampler,
                pipelines: Mutex::default(),
                exact: AtomicBool::new(false),
                pixels: AtomicU32::new(FIRST_PIXELS),
            }
        })
    }

    /// Draws color, depth and picking. `resident` is the scene's volume.
    pub fn draw(
        &self,
        context: &Context,
        scene: &Scene,
        resident: Option<&Resident>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<[DeviceTexture; 3], RenderError> {
        let mut params = Params { size: scene.size, background: scene.background, ..Params::zeroed() };
        let mut variant = Variant::default();
        let (volume, distances, table);
        match scene.volume.as_ref().zip(resident) {
            Some((item, resident)) => {
                let colors = transfer::table(item);
                variant = fill(&mut params, scene, item, resident, &colors, self.exact.load(Ordering::Relaxed))?;
                distances = resident.distances(context, item, &colors)?;
                table = table_texture(context, &colors.entries)?;
                volume = resident.texture.view.clone();
            }
            // Nothing is sampled: the box of an empty scene is empty.
            None => {
                volume = small_texture(context, "no volume", TextureFormat::R8Unorm, [1; 3], &[0])?;
                distances = small_texture(context, "no distances", TextureFormat::R8Uint, [1; 3], &[0])?;
                table = table_texture(context, &[[0.0; 4]])?;
            }
        }
        let pipeline = self.pipeline(context, variant)?;
        let [width, height] = scene.size;
        let what = format!("a picture of {width} × {height} pixels");
        let (uniforms, pictures, bind_group) = context.checked(&what, || {
            let uniforms = context.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("raycast"),
                size: size_of::<Params>() as u64,
                usage: BufferUsages::UNIFORM | BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let pictures = [LayerKind::Color, LayerKind::Depth, LayerKind::Picking].map(|kind| DeviceTexture::new(context, scene.size, kind));
            let views = [&volume, &table, &distances, pictures[0].view(), pictures[1].view(), pictures[2].view()];
            let [volume, table, distances, color, depth, picking] = views.map(wgpu::BindingResource::TextureView);
            let sampler = wgpu::BindingResource::Sampler(&self.sampler);
            let resources = [uniforms.as_entire_binding(), volume, sampler, table, distances, color, depth, picking];
            let entries: Vec<_> = (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
            let bind_group =
                context.device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some("raycast"), layout: &self.layout, entries: &entries });
            (uniforms, pictures, bind_group)
        })?;
        let mut pace = Pace::new(self.pixels.load(Ordering::Relaxed), GROUP * GROUP);
        let mut row = 0;
        while row < height {
            if cancelled() {
                return Err(RenderError::Cancelled);
            }
            let rows = (pace.units / width).next_multiple_of(GROUP).clamp(GROUP, (height - row).next_multiple_of(GROUP));
            let start = Instant::now();
            params.first_row = row;
            let submission = context.checked(&what, || {
                context.queue.write_buffer(&uniforms, 0, bytemuck::bytes_of(&params));
                let mut encoder = context.device.create_command_encoder(&Default::default());
                let mut pass = encoder.begin_compute_pass(&Default::default());
                pass.set_pipeline(&pipeline);
                pass.set_bind_group(0, &bind_group, &[]);
                pass.dispatch_workgroups(width.div_ceil(GROUP), rows / GROUP, 1);
                drop(pass);
                context.queue.submit([encoder.finish()])
            })?;
            context.wait(submission)?;
            pace.took(rows * width, start.elapsed().as_secs_f64());
            row += rows;
        }
        self.pixels.store(pace.next(), Ordering::Relaxed);
        Ok(pictures)
    }

    fn pipeline(&self, context: &Context, variant: Variant) -> Result<wgpu::ComputePipeline, RenderError> {
        if let Some(pipeline) = lock(&self.pipelines).get(&variant) {
            return Ok(pipeline.clone());
        }
        let flag = f64::from;
        let constants = [
            ("PROJECTION", flag(variant.projection)),
            ("SHADED", flag(variant.shaded)),
            ("NEAREST", flag(variant.nearest)),
            ("EXACT", flag(variant.exact)),
            ("GAPS", flag(variant.gaps)),
        ];
        let pipeline = context.checked(&"the shader raycast.wgsl", || {
            context.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some("raycast"),
                layout: Some(&self.pipeline_layout),
                module: &self.module,
                entry_point: Some("draw"),
                compilation_options: wgpu::PipelineCompilationOptions { constants: &constants, ..Default::default() },
                cache: None,
            })
        })?;
        lock(&self.pipelines).insert(variant, pipeline.clone());
        Ok(pipeline)
    }
}

/// The transfer table as a texture of rows of [`TABLE_WIDTH`] entries.
fn table_texture(context: &Context, entries: &[[f32; 4]]) -> Result<wgpu::TextureView, RenderError> {
    let rows = entries.len().div_ceil(TABLE_WIDTH);
    let mut texels = entries.to_vec();
    texels.resize(rows * TABLE_WIDTH, [0.0; 4]);
    small_texture(context, "transfer table", TextureFormat::Rgba32Float, [TABLE_WIDTH as u32, rows as u32, 0], bytemuck::cast_slice(&texels))
}
