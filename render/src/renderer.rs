//! The one entrance: draws a scene with the back end that serves best.

use std::sync::{Arc, Mutex};

use voxloom_core::DataError;
use voxloom_core::data::Image;

use crate::cpu::CpuBackEnd;
use crate::draw::MeshScene;
use crate::gpu::GpuBackEnd;
use crate::scene::Scene;

/// Which back end draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BackEndChoice {
    /// The GPU if there is a real one, else the CPU.
    #[default]
    Auto,
    Gpu,
    Cpu,
}

impl std::str::FromStr for BackEndChoice {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "gpu" => Ok(Self::Gpu),
            "cpu" => Ok(Self::Cpu),
            other => Err(format!("there is no back end \"{other}\"; use auto, gpu or cpu")),
        }
    }
}

/// The back end that drew a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackEnd {
    Gpu,
    Cpu,
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RenderError {
    #[error("cancelled")]
    Cancelled,
    #[error("no GPU adapter was found: {0}. Use the CPU back end (--backend cpu), or install a Vulkan driver")]
    NoAdapter(String),
    #[error(
        "meshes are drawn by a graphics adapter, and there is none: {0}. A software adapter such as lavapipe will do: install it \
         (Debian, Ubuntu, Fedora: mesa-vulkan-drivers; Arch: vulkan-swrast) or a Vulkan driver, and start without --backend cpu, which looks for none"
    )]
    NeedsAdapter(String),
    #[error("the GPU device was lost: {0}")]
    DeviceLost(String),
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Data(#[from] DataError),
}

/// A drawn picture and how it came about.
#[derive(Debug, Clone)]
pub struct Frame {
    pub image: Image,
    pub back_end: BackEnd,
    /// Samples taken, on the CPU back end.
    pub samples: u64,
    /// What was narrowed or left out, in words.
    pub notes: Vec<String>,
}

/// Draws scenes. Cheap to share; used from evaluation threads, never from the UI thread.
pub struct Renderer {
    choice: Mutex<BackEndChoice>,
    cpu: CpuBackEnd,
    gpu: Result<GpuBackEnd, RenderError>,
}

impl Renderer {
    /// A renderer with an adapter if one is found. `choice` [`BackEndChoice::Cpu`] looks for none.
    pub fn new(choice: BackEndChoice) -> Result<Arc<Self>, RenderError> {
        let gpu = match choice {
            BackEndChoice::Cpu => Err(RenderError::NoAdapter("the CPU back end was asked for".to_owned())),
            BackEndChoice::Auto | BackEndChoice::Gpu => GpuBackEnd::new(),
        };
        if choice == BackEndChoice::Gpu
            && let Err(error) = gpu
        {
            return Err(error);
        }
        Ok(Arc::new(Self { choice: Mutex::new(choice), cpu: CpuBackEnd::default(), gpu }))
    }

    /// A renderer over the CPU alone.
    pub fn cpu_only() -> Arc<Self> {
        let gpu = Err(RenderError::NoAdapter("the CPU back end was asked for".to_owned()));
        Arc::new(Self { choice: Mutex::new(BackEndChoice::Cpu), cpu: CpuBackEnd::default(), gpu })
    }

    pub fn choice(&self) -> BackEndChoice {
        *self.choice.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub fn set_choice(&self, choice: BackEndChoice) {
        *self.choice.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = choice;
    }

    /// The back end that draws the next picture.
    pub fn back_end(&self) -> BackEnd {
        match (self.choice(), &self.gpu) {
            (BackEndChoice::Cpu, _) | (_, Err(_)) => BackEnd::Cpu,
            (BackEndChoice::Gpu, Ok(_)) => BackEnd::Gpu,
            (BackEndChoice::Auto, Ok(gpu)) => {
                if gpu.is_software() || gpu.is_lost() {
                    BackEnd::Cpu
                } else {
                    BackEnd::Gpu
                }
            }
        }
    }

    /// The GPU back end, when there is an adapter.
    pub fn gpu(&self) -> Option<&GpuBackEnd> {
        self.gpu.as_ref().ok()
    }

    /// Name of the adapter, or why there is none.
    pub fn describe(&self) -> String {
        match (self.back_end(), &self.gpu) {
            (BackEnd::Gpu, Ok(gpu)) => format!("GPU: {}", gpu.adapter_name()),
            (BackEnd::Cpu, Ok(gpu)) => format!("CPU ({} at hand)", gpu.adapter_name()),
            (_, Err(_)) => "CPU".to_owned(),
        }
    }

    /// Draws a scene with the current back end. `cancelled` is asked now and then; the picture is whole or an error.
    /// What the GPU cannot hold, or a GPU that was lost, is drawn by the CPU, and said.
    pub fn draw(&self, scene: &Scene, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        let back_end = self.back_end();
        let volume = scene.volume.as_ref().map(|item| &item.volume);
        let obstacle = self.gpu().filter(|_| back_end == BackEnd::Gpu).zip(volume).and_then(|(gpu, volume)| gpu.obstacle(volume));
        let obstacle = match obstacle {
            Some(obstacle) => obstacle,
            None => match self.draw_with(back_end, scene, cancelled) {
                Err(RenderError::DeviceLost(reason)) => format!("the GPU device was lost ({reason})"),
                other => return other,
            },
        };
        let mut frame = self.draw_with(BackEnd::Cpu, scene, cancelled)?;
        frame.notes.push(format!("drawn by the CPU: {obstacle}"));
        Ok(frame)
    }

    /// Draws a picture of meshes, on the adapter whichever back end draws volumes: there is no other way.
    pub fn draw_meshes(&self, scene: &MeshScene<'_>, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        match &self.gpu {
            Ok(gpu) => gpu.draw_meshes(scene, cancelled),
            Err(RenderError::NoAdapter(reason)) => Err(RenderError::NeedsAdapter(reason.clone())),
            Err(error) => Err(error.clone()),
        }
    }

    /// Draws a scene with a given back end.
    pub fn draw_with(&self, back_end: BackEnd, scene: &Scene, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        match back_end {
            BackEnd::Cpu => self.cpu.draw(scene, cancelled),
            BackEnd::Gpu => match &self.gpu {
                Ok(gpu) => gpu.draw(scene, cancelled),
                Err(error) => Err(error.clone()),
            },
        }
    }
}
