//! The back end on the GPU: a WGSL compute shader through wgpu, needing no window.
//!
//! All of it blocks and belongs on an evaluation thread. Work goes to the queue, which a window may share, in short pieces.

mod cache;
mod context;
mod edges;
mod params;
mod raycast;
mod readback;
mod resident;
pub mod texture;
mod upload;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, TryLockError};

use voxloom_core::data::{Image, Volume};

use crate::renderer::{BackEnd, Frame, RenderError};
use crate::scene::{Scene, VolumeItem};
use cache::Cache;
use context::{Context, lock};
use raycast::Raycaster;
use resident::Resident;

/// Every shader of this crate with its file name.
pub const SHADERS: [(&str, &str); 1] = [("raycast.wgsl", raycast::SOURCE)];

/// Bytes of volumes that stay on the GPU unless [`GpuBackEnd::set_budget`] says otherwise.
const BUDGET: usize = 2 << 30;

/// Draws scenes on an adapter.
pub struct GpuBackEnd {
    context: Context,
    raycaster: Raycaster,
    cache: Mutex<Cache<Resident>>,
    /// Held while a volume is brought over, so that two threads never bring the same one.
    uploading: Mutex<()>,
}

impl GpuBackEnd {
    /// The back end on the fastest adapter; an error when there is none that can compute.
    pub fn new() -> Result<Self, RenderError> {
        let context = Context::new()?;
        let raycaster = Raycaster::new(&context)?;
        let back_end = Self { context, raycaster, cache: Mutex::new(Cache::new(BUDGET)), uploading: Mutex::new(()) };
        // Without texture units the exact way is as fast, and lavapipe's filter rounds bytes to bytes.
        back_end.set_exact(back_end.is_software());
        Ok(back_end)
    }

    /// Interpolates with full precision instead of the texture unit's (8-bit weights), which is several times as fast on a GPU.
    pub fn set_exact(&self, exact: bool) {
        self.raycaster.exact.store(exact, Ordering::Relaxed);
    }

    pub fn is_exact(&self) -> bool {
        self.raycaster.exact.load(Ordering::Relaxed)
    }

    /// The adapter is a program (lavapipe, WARP), which the CPU back end outdoes.
    pub fn is_software(&self) -> bool {
        self.context.adapter.get_info().device_type == wgpu::DeviceType::Cpu
    }

    /// The driver gave the device up; every texture is gone.
    pub fn is_lost(&self) -> bool {
        self.context.health.lost().is_some()
    }

    /// The last error of others who use the device (the window): work of this back end returns its own.
    pub fn last_error(&self) -> Option<String> {
        self.context.health.last_error()
    }

    pub fn adapter_name(&self) -> String {
        self.context.adapter.get_info().name
    }

    /// The handles that a window needs to share the device.
    pub fn instance(&self) -> wgpu::Instance {
        self.context.instance.clone()
    }

    pub fn adapter(&self) -> wgpu::Adapter {
        self.context.adapter.clone()
    }

    pub fn device(&self) -> wgpu::Device {
        self.context.device.clone()
    }

    pub fn queue(&self) -> wgpu::Queue {
        self.context.queue.clone()
    }

    /// Bytes of the volumes that lie on the GPU.
    pub fn device_bytes(&self) -> usize {
        lock(&self.cache).bytes()
    }

    /// How many bytes of volumes may lie on the GPU. One volume above it is not drawn here.
    pub fn set_budget(&self, bytes: usize) {
        lock(&self.cache).set_budget(bytes);
    }

    /// Why this back end cannot draw a volume that the CPU back end can, if so: too long on an axis, or too large.
    pub fn obstacle(&self, volume: &Volume) -> Option<String> {
        upload::obstacle(&self.context, volume, lock(&self.cache).budget())
    }

    /// Draws a scene. Blocks until the picture is complete; its layers stay on the GPU.
    pub fn draw(&self, scene: &Scene, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        self.context.alive()?;
        let [width, height] = scene.size;
        let limit = self.context.device.limits().max_texture_dimension_2d;
        if width == 0 || height == 0 || width.max(height) > limit {
            return Err(RenderError::Failed(format!(
                "a picture of {width} × {height} pixels cannot be drawn on this GPU; 1 to {limit} on each side can"
            )));
        }
        let resident = scene.volume.as_ref().map(|item| self.resident(item, cancelled)).transpose()?;
        let notes = scene.volume.as_ref().zip(resident.as_deref()).map_or_else(Vec::new, |(item, resident)| resident.notes(item));
        let [color, depth, picking] = self.raycaster.draw(&self.context, scene, resident.as_deref(), cancelled)?;
        let image = Image { color: vec![color.into_layer()], depth: Some(depth.into_layer()), picking: Some(picking.into_layer()) };
        Ok(Frame { image, back_end: BackEnd::Gpu, samples: 0, notes })
    }

    /// The volume on the GPU, brought there if need be.
    fn resident(&self, item: &VolumeItem, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Arc<Resident>, RenderError> {
        let key = (item.volume.id(), item.channel);
        if let Some(resident) = lock(&self.cache).get(key) {
            return Ok(resident);
        }
        if let Some(obstacle) = self.obstacle(&item.volume) {
            return Err(RenderError::Failed(obstacle));
        }
        let _uploading = loop {
            match self.uploading.try_lock() {
                Ok(guard) => break guard,
                Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
                // Another upload may take seconds; a picture that nobody wants any more does not wait for it.
                Err(TryLockError::WouldBlock) if cancelled() => return Err(RenderError::Cancelled),
                Err(TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(2)),
            }
        };
        if let Some(resident) = lock(&self.cache).get(key) {
            return Ok(resident);
        }
        let bytes = upload::bytes(&self.context, &item.volume);
        lock(&self.cache).make_room(bytes);
        let resident = Arc::new(Resident::new(&self.context, item, cancelled)?);
        lock(&self.cache).insert(key, Arc::clone(&resident), bytes);
        Ok(resident)
    }
}
