//! The adapter, its device and what went wrong with them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wgpu::{Features, Limits};

use crate::RenderError;

/// An adapter, a device and a queue without a display; cheap handles that a window may share.
#[derive(Debug, Clone)]
pub struct Context {
    pub instance: wgpu::Instance,
    pub adapter: wgpu::Adapter,
    pub device: wgpu::Device,
    pub queue: wgpu::Queue,
    pub health: Arc<Health>,
}

/// What the driver told about the device.
#[derive(Debug, Default)]
pub struct Health {
    lost: Mutex<Option<String>>,
    error: Mutex<Option<String>>,
}

impl Health {
    /// Why the device is gone, if it is.
    pub fn lost(&self) -> Option<String> {
        lock(&self.lost).clone()
    }

    /// The last error that no scope caught: of whoever else uses the device.
    pub fn last_error(&self) -> Option<String> {
        lock(&self.error).clone()
    }
}

/// A lock whose data stays good when a holder panicked.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Context {
    /// The fastest adapter that Vulkan, Metal or DX12 offers. OpenGL is left out: its compute limits may be 0.
    pub fn new() -> Result<Self, RenderError> {
        let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
        descriptor.backends = wgpu::Backends::PRIMARY;
        let instance = wgpu::Instance::new(descriptor);
        let options = wgpu::RequestAdapterOptions { power_preference: wgpu::PowerPreference::HighPerformance, ..Default::default() };
        let no_adapter = |error: &dyn std::fmt::Display| RenderError::NoAdapter(error.to_string());
        let adapter = pollster::block_on(instance.request_adapter(&options)).map_err(|error| no_adapter(&error))?;
        let best = adapter.limits();
        let limits = Limits {
            max_texture_dimension_2d: best.max_texture_dimension_2d.min(16384),
            max_texture_dimension_3d: best.max_texture_dimension_3d,
            max_buffer_size: best.max_buffer_size,
            max_storage_buffer_binding_size: best.max_storage_buffer_binding_size,
            ..Limits::default()
        };
        let wanted = Features::TIMESTAMP_QUERY | Features::FLOAT32_FILTERABLE | Features::TEXTURE_FORMAT_16BIT_NORM;
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("voxloom"),
            required_features: adapter.features() & wanted,
            required_limits: limits,
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor)).map_err(|error| no_adapter(&error))?;
        let health = Arc::new(Health::default());
        let heard = Arc::clone(&health);
        // Without a handler wgpu panics.
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            log::error!("GPU: {error}");
            *lock(&heard.error) = Some(error.to_string());
        }));
        let heard = Arc::clone(&health);
        device.set_device_lost_callback(move |reason, message| {
            // `Destroyed` also comes when the last handle is dropped, which is no news for anyone.
            if reason != wgpu::DeviceLostReason::Destroyed {
                log::error!("the GPU device was lost: {message}");
            }
            *lock(&heard.lost) = Some(if message.is_empty() { "no reason was given".to_owned() } else { message });
        });
        Ok(Self { instance, adapter, device, queue, health })
    }

    /// Runs `work` and turns what the driver says about it into an error. `what` names the work.
    pub fn checked<T>(&self, what: &dyn std::fmt::Display, work: impl FnOnce() -> T) -> Result<T, RenderError> {
        self.alive()?;
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let internal = self.device.push_error_scope(wgpu::ErrorFilter::Internal);
        let value = work();
        // Scopes are a stack: the last one pushed goes first.
        let errors = [internal, validation, memory].map(|scope| pollster::block_on(scope.pop()));
        // Scopes do not see a lost device; polling makes its callback run, whatever it returns.
        drop(self.device.poll(wgpu::PollType::Poll));
        self.alive()?;
        match errors.into_iter().flatten().next() {
            None => Ok(value),
            Some(wgpu::Error::OutOfMemory { .. }) => {
                Err(RenderError::Failed(format!("the GPU has not enough memory for {what}; use the CPU back end (--backend cpu) or smaller data")))
            }
            Some(error) => Err(RenderError::Failed(format!("the GPU refused {what}: {error}"))),
        }
    }

    /// An error if the device is lost.
    pub fn alive(&self) -> Result<(), RenderError> {
        self.health.lost().map_or(Ok(()), |reason| Err(RenderError::DeviceLost(reason)))
    }

    /// Blocks until a submission is done.
    pub fn wait(&self, submission: wgpu::SubmissionIndex) -> Result<(), RenderError> {
        let poll = self.device.poll(wgpu::PollType::Wait { submission_index: Some(submission), timeout: None });
        self.alive()?;
        poll.map(drop).map_err(|error| RenderError::Failed(format!("the GPU does not answer: {error}")))
    }
}
