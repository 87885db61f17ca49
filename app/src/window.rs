//! Opens the window: a session, a device to draw with, and eframe's loop.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use eframe::egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupExisting};
use voxloom_core::Registry;
use voxloom_core::threads::compute_in_background;
use voxloom_render::Renderer;

use crate::app::App;
use crate::arrangement::Arrangement;
use crate::frame_measure::FrameMeasure;
use crate::log_console::Console;
use crate::session::{Session, SessionOptions};
use crate::theme;

/// Opens the window with files in it; returns when it is closed. With a measurement it closes by itself.
pub fn run(registry: Arc<Registry>, options: SessionOptions, files: &[PathBuf], measure: Option<FrameMeasure>) -> Result<(), String> {
    let console = Arc::new(Console::default());
    console.install();
    // Other threads wake the window once there is one.
    let window: Arc<OnceLock<egui::Context>> = Arc::default();
    let wake = {
        let window = window.clone();
        move || {
            if let Some(ctx) = window.get() {
                ctx.request_repaint();
            }
        }
    };
    let folder = files.iter().find(|file| crate::documents::open::is_workspace(file)).and_then(|file| file.parent());
    let options = SessionOptions { desktop: true, ..options };
    let trust = options.trust;
    // The threads of the CPU back end, and of all else that computes in parallel.
    if let Err(error) = rayon::ThreadPoolBuilder::new().start_handler(|_| compute_in_background()).build_global() {
        log::debug!("{error}");
    }
    let session = Session::new(registry, options, folder, console, wake).map_err(|error| error.to_string())?;
    let session = Arc::new(session);
    if measure.is_none() {
        session.start_python();
    }
    let shared = session.renderer.gpu().is_some();
    let first = start(session.clone(), wgpu_setup(&session.renderer), files, &window, measure.clone(), trust);
    match first {
        // The device that draws volumes may be unable to draw on this screen; another one can.
        Err(error) if shared && window.get().is_none() => {
            log::warn!("the window does not share the device that draws: {error}");
            start(session, default_setup(), files, &window, measure, trust)
        }
        result => result,
    }
}

fn start(
    session: Arc<Session>,
    wgpu_options: WgpuConfiguration,
    files: &[PathBuf],
    window: &Arc<OnceLock<egui::Context>>,
    measure: Option<FrameMeasure>,
    trust: bool,
) -> Result<(), String> {
    let kept = Arrangement::recall(&session.folders.user);
    let size = if measure.is_some() { [1280.0, 720.0] } else { kept.window.unwrap_or([1440.0, 900.0]) };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Voxloom")
            .with_app_id("org.voxloom.Voxloom")
            .with_inner_size(size)
            .with_maximized(kept.maximized && measure.is_none())
            .with_clamp_size_to_monitor_size(true)
            .with_min_inner_size(theme::MIN_WINDOW)
            .with_drag_and_drop(true),
        wgpu_options,
        ..Default::default()
    };
    let (files, window) = (files.to_vec(), window.clone());
    let create: eframe::AppCreator<'_> = Box::new(move |cc| {
        let app = App::new(&cc.egui_ctx, session, cc.wgpu_render_state.clone(), &files).measuring(measure).trusting(trust);
        // A context that is there already belongs to the same window.
        let _ = window.set(cc.egui_ctx.clone());
        Ok(Box::new(app))
    });
    eframe::run_native("Voxloom", options, create)
        .map_err(|error| format!("the window could not be opened: {error}. `voxloom render FILE --out picture.png` draws without one"))
}

/// The device that draws volumes, so that pictures are shown without a copy; a device of the window's own where there is none.
fn wgpu_setup(renderer: &Renderer) -> WgpuConfiguration {
    match renderer.gpu() {
        Some(gpu) => WgpuConfiguration {
            wgpu_setup: WgpuSetup::Existing(WgpuSetupExisting {
                instance: gpu.instance(),
                adapter: gpu.adapter(),
                device: gpu.device(),
                queue: gpu.queue(),
            }),
            ..WgpuConfiguration::default()
        },
        None => default_setup(),
    }
}

fn default_setup() -> WgpuConfiguration {
    WgpuConfiguration::default()
}
