//! The pipelines of the mesh passes: one for each shape, pass and way of testing, made when first needed.

use std::collections::HashMap;
use std::sync::Mutex;

use wgpu::{
    BindingType, BlendState, BufferBindingType, ColorTargetState, ColorWrites, CompareFunction, Face, SamplerBindingType, ShaderStages,
    TextureFormat, TextureSampleType, TextureViewDimension,
};

use super::SOURCE;
use super::buffers::Shape;
use crate::RenderError;
use crate::draw::Cull;
use crate::gpu::context::{Context, lock};
use crate::gpu::texture::texture_format;
use voxloom_core::data::LayerKind;

/// Samples of a pixel in the color pass.
pub const SAMPLES: u32 = 4;
pub const DEPTH_FORMAT: TextureFormat = TextureFormat::Depth32Float;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pass {
    Color,
    Ids,
}

/// What a pipeline draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    Backdrop,
    Primitives { shape: Shape, transparent: bool, cull: Cull, depth_test: bool },
}

pub struct Pipelines {
    module: wgpu::ShaderModule,
    pub mesh_layout: wgpu::BindGroupLayout,
    pub backdrop_layout: wgpu::BindGroupLayout,
    layouts: [wgpu::PipelineLayout; 2],
    made: Mutex<HashMap<(Content, Pass), wgpu::RenderPipeline>>,
}

impl Pipelines {
    pub fn new(context: &Context) -> Result<Self, RenderError> {
        let device = &context.device;
        context.checked(&"the shader mesh.wgsl", || {
            let source = wgpu::ShaderSource::Wgsl(SOURCE.into());
            let module = device.create_shader_module(wgpu::ShaderModuleDescriptor { label: Some("mesh"), source });
            let bind_group_layout = |bindings: &[(ShaderStages, BindingType)]| {
                let entries: Vec<_> = (0..)
                    .zip(bindings)
                    .map(|(binding, (visibility, ty))| wgpu::BindGroupLayoutEntry { binding, visibility: *visibility, ty: *ty, count: None })
                    .collect();
                device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("mesh"), entries: &entries })
            };
            let buffer = |ty| BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None };
            let storage = (ShaderStages::VERTEX, buffer(BufferBindingType::Storage { read_only: true }));
            let uniform = (ShaderStages::VERTEX_FRAGMENT, buffer(BufferBindingType::Uniform));
            let mesh_layout = bind_group_layout(&[uniform, storage, storage, storage, storage, storage]);
            let texture = |sample_type| {
                (ShaderStages::FRAGMENT, BindingType::Texture { sample_type, view_dimension: TextureViewDimension::D2, multisampled: false })
            };
            let backdrop_layout = bind_group_layout(&[
                texture(TextureSampleType::Float { filterable: true }),
                texture(TextureSampleType::Float { filterable: false }),
                texture(TextureSampleType::Uint),
                (ShaderStages::FRAGMENT, BindingType::Sampler(SamplerBindingType::Filtering)),
                uniform,
            ]);
            let layouts = [&mesh_layout, &backdrop_layout].map(|layout| {
                device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                    label: Some("mesh"),
                    bind_group_layouts: &[Some(layout)],
                    immediate_size: 0,
                })
            });
            Self { module, mesh_layout, backdrop_layout, layouts, made: Mutex::default() }
        })
    }

    pub fn get(&self, context: &Context, content: Content, pass: Pass) -> Result<wgpu::RenderPipeline, RenderError> {
        if let Some(pipeline) = lock(&self.made).get(&(content, pass)) {
            return Ok(pipeline.clone());
        }
        let pipeline = context.checked(&"the shader mesh.wgsl", || self.make(context, content, pass))?;
        lock(&self.made).insert((content, pass), pipeline.clone());
        Ok(pipeline)
    }

    fn make(&self, context: &Context, content: Content, pass: Pass) -> wgpu::RenderPipeline {
        let (name, layout) = match content {
            Content::Backdrop => ("backdrop", &self.layouts[1]),
            Content::Primitives { shape: Shape::Triangles, .. } => ("triangle", &self.layouts[0]),
            Content::Primitives { shape: Shape::Lines, .. } => ("line", &self.layouts[0]),
            Content::Primitives { shape: Shape::Points, .. } => ("point", &self.layouts[0]),
        };
        let (transparent, cull, depth_test) = match content {
            Content::Backdrop => (false, Cull::None, false),
            Content::Primitives { transparent, cull, depth_test, .. } => (transparent, cull, depth_test),
        };
        let target = |kind, blend| Some(ColorTargetState { format: texture_format(kind), blend, write_mask: ColorWrites::ALL });
        let blend = (content != Content::Backdrop).then_some(BlendState::PREMULTIPLIED_ALPHA_BLENDING);
        let (entry, targets) = match pass {
            Pass::Color => ("color", vec![target(LayerKind::Color, blend)]),
            Pass::Ids => ("ids", vec![target(LayerKind::Picking, None), target(LayerKind::Depth, None)]),
        };
        let constants = [("IDS", f64::from(pass == Pass::Ids))];
        let options = || wgpu::PipelineCompilationOptions { constants: &constants, ..Default::default() };
        // Ids and depths belong to the nearest thing, however transparent.
        let writes = content == Content::Backdrop || (depth_test && (!transparent || pass == Pass::Ids));
        context.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some(name),
            layout: Some(layout),
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some(&format!("{name}_vertex")),
                compilation_options: options(),
                buffers: &[],
            },
            primitive: wgpu::PrimitiveState {
                cull_mode: match cull {
                    Cull::None | Cull::All => None,
                    Cull::Front => Some(Face::Front),
                    Cull::Back => Some(Face::Back),
                },
                ..Default::default()
            },
            depth_stencil: Some(wgpu::DepthStencilState {
                format: DEPTH_FORMAT,
                depth_write_enabled: Some(writes),
                depth_compare: Some(if depth_test { CompareFunction::Less } else { CompareFunction::Always }),
                stencil: Default::default(),
                bias: Default::default(),
            }),
            multisample: wgpu::MultisampleState { count: if pass == Pass::Color { SAMPLES } else { 1 }, ..Default::default() },
            fragment: Some(wgpu::FragmentState {
                module: &self.module,
                entry_point: Some(&format!("{name}_{entry}")),
                compilation_options: options(),
                targets: &targets,
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
