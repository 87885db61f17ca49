//! The back end on the GPU, through wgpu, needing no window: a compute shader casts rays through volumes, meshes are rasterized.
//!
//! All of it blocks and belongs on an evaluation thread. Work goes to the queue, which a window may share, in short pieces.

mod cache;
mod context;
mod edges;
mod mesh;
mod pace;
mod params;
mod raycast;
mod readback;
mod resident;
pub mod texture;
mod upload;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use voxloom_core::data::{Image, Volume};

use crate::draw::MeshScene;
use crate::renderer::{BackEnd, Frame, RenderError};
use crate::scene::{Scene, VolumeItem};
use cache::Cache;
use context::{Context, lock};
use mesh::MeshDrawer;
use raycast::Raycaster;
use resident::Resident;
use texture::DeviceTexture;

/// Every shader of this crate with its file name.
pub const SHADERS: [(&str, &str); 2] = [("raycast.wgsl", raycast::SOURCE), ("mesh.wgsl", mesh::SOURCE)];

/// Bytes of volumes that stay on the GPU unless [`GpuBackEnd::set_budget`] says otherwise.
const BUDGET: usize = 2 << 30;

/// Draws scenes on an adapter.
pub struct GpuBackEnd {
    context: Context,
    raycaster: Raycaster,
    meshes: MeshDrawer,
    cache: Mutex<Cache<Resident>>,
    /// Held while a volume is brought over, so that two threads never bring the same one.
    uploading: Mutex<()>,
}

impl GpuBackEnd {
    /// The back end on the fastest adapter; an error when there is none that can compute.
    pub fn new() -> Result<Self, RenderError> {
        let context = Context::new()?;
        let raycaster = Raycaster::new(&context)?;
        let meshes = MeshDrawer::new(&context)?;
        let back_end = Self { context, raycaster, meshes, cache: Mutex::new(Cache::new(BUDGET)), uploading: Mutex::new(()) };
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
        self.check_size(scene.size)?;
        let resident = scene.volume.as_ref().map(|item| self.resident(item, cancelled)).transpose()?;
        let notes = scene.volume.as_ref().zip(resident.as_deref()).map_or_else(Vec::new, |(item, resident)| resident.notes(item));
        Ok(frame(self.raycaster.draw(&self.context, scene, resident.as_deref(), cancelled)?, notes))
    }

    /// Draws a picture of meshes. Blocks until it is complete; its layers stay on the GPU.
    pub fn draw_meshes(&self, scene: &MeshScene<'_>, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        self.check_size(scene.size)?;
        let (pictures, notes) = self.meshes.draw(&self.context, scene, cancelled)?;
        Ok(frame(pictures, notes))
    }

    /// Bytes of the meshes that lie on the GPU.
    pub fn mesh_bytes(&self) -> usize {
        lock(&self.meshes.cache).bytes()
    }

    /// How many bytes of meshes may lie on the GPU. One mesh above it is not drawn.
    pub fn set_mesh_budget(&self, bytes: usize) {
        lock(&self.meshes.cache).set_budget(bytes);
    }

    fn check_size(&self, [width, height]: [u32; 2]) -> Result<(), RenderError> {
        self.context.alive()?;
        let limit = self.context.device.limits().max_texture_dimension_2d;
        if width == 0 || height == 0 || width.max(height) > limit {
            return Err(RenderError::Failed(format!(
                "a picture of {width} × {height} pixels cannot be drawn on this GPU; 1 to {limit} on each side can"
            )));
        }
        Ok(())
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
        let _turn = take_turn(&self.uploading, cancelled)?;
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

/// The lock of an upload. Another one may take seconds; a picture that nobody wants any more does not wait for it.
fn take_turn<'a>(uploading: &'a Mutex<()>, cancelled: &dyn Fn() -> bool) -> Result<MutexGuard<'a, ()>, RenderError> {
    loop {
        match uploading.try_lock() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if cancelled() => return Err(RenderError::Cancelled),
            Err(TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(2)),
        }
    }
}

/// A picture of color, depth and picking.
fn frame([color, depth, picking]: [DeviceTexture; 3], notes: Vec<String>) -> Frame {
    let image = Image { color: vec![color.into_layer()], depth: Some(depth.into_layer()), picking: Some(picking.into_layer()) };
    Frame { image, back_end: BackEnd::Gpu, samples: 0, notes }
}
