//! The command line: `voxloom [FILE…]` opens the window, the subcommands work without one.

mod bench_scene;
pub(crate) mod headless;
mod info;
mod new_processor;
mod processors;
mod render;
mod run;
mod script;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use voxloom_core::Registry;
use voxloom_render::BackEndChoice;

use crate::frame_measure::FrameMeasure;

/// Explore volumetric data by wiring processors into a network.
///
/// Without a command a window opens, with the given files in it.
#[derive(Debug, Parser)]
#[command(name = "voxloom", version, subcommand_precedence_over_arg = true, after_help = "Exit codes: 0 done, 1 the work failed, 2 wrong usage.")]
struct Cli {
    /// Workspaces and data files to open.
    files: Vec<PathBuf>,
    /// Measures the gaps between frames for so many seconds, prints them and closes.
    #[arg(long, value_name = "SECONDS", hide_short_help = true)]
    measure_frames: Option<f64>,
    /// A control for the measurement: the window sleeps so many milliseconds, once.
    #[arg(long, value_name = "MS", hide = true)]
    measure_stumble: Option<u64>,
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<CommandLine>,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// What draws: auto, gpu or cpu.
    #[arg(long, global = true, default_value = "auto", value_name = "auto|gpu|cpu")]
    pub(crate) backend: BackEndChoice,
    /// A folder with Python processors; may be given several times, earlier ones win.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) python_processors: Vec<PathBuf>,
    /// The Python interpreter to use.
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) python: Option<PathBuf>,
    /// Where the user's files are kept instead of the platform's place.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) user_dir: Option<PathBuf>,
    /// Run Python files that lie beside the workspace.
    #[arg(long, global = true)]
    pub(crate) trust: bool,
}

#[derive(Debug, Subcommand)]
enum CommandLine {
    /// Draw a workspace or a data file into a PNG.
    Render(render::RenderArgs),
    /// Evaluate a workspace and say how every processor fared, or run a Python script over a network.
    Run(run::RunArgs),
    /// List the processor classes.
    Processors(processors::ProcessorsArgs),
    /// Make the file of a new Python processor from a template.
    NewProcessor(new_processor::NewArgs),
    /// Load a Python processor, make an instance, and print its ports and properties.
    Check(processors::CheckArgs),
    /// Say what a data file holds, or where the program's folders are.
    Info(info::InfoArgs),
    /// Draw a scene of the benchmark kit and print its line of figures.
    BenchScene(bench_scene::BenchArgs),
}

/// Why a command ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The work failed: exit code 1.
    Work(String),
    /// Wrong usage: exit code 2.
    Usage(String),
    /// A script chose its code.
    Exit(u8),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Work(message)
    }
}

/// Runs the program with its arguments. A program of one's own passes a registry with more processors.
pub fn main(registry: Registry) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows the code.
            return if error.print().is_ok() { ExitCode::from(error.exit_code() as u8) } else { ExitCode::from(2) };
        }
    };
    let registry = Arc::new(registry);
    let result = match cli.command {
        None => {
            let measure = cli.measure_frames.map(|seconds| FrameMeasure::new(seconds, cli.measure_stumble));
            window(registry, &cli.common, &cli.files, measure)
        }
        Some(CommandLine::Render(args)) => render::render(registry, &cli.common, &args),
        Some(CommandLine::Run(args)) => run::run(registry, &cli.common, &args),
        Some(CommandLine::Processors(args)) => processors::processors(registry, &cli.common, &args),
        Some(CommandLine::NewProcessor(args)) => new_processor::new_processor(&registry, &cli.common, &args),
        Some(CommandLine::Check(args)) => processors::check(registry, &cli.common, &args),
        Some(CommandLine::Info(args)) => info::info(&cli.common, &args),
        Some(CommandLine::BenchScene(args)) => bench_scene::bench_scene(&cli.common, &args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Work(message)) => {
            say_error(&message);
            ExitCode::from(1)
        }
        Err(Failure::Exit(code)) => ExitCode::from(code),
        Err(Failure::Usage(message)) => {
            say_error(&message);
            ExitCode::from(2)
        }
    }
}

fn window(registry: Arc<Registry>, common: &Common, files: &[PathBuf], measure: Option<FrameMeasure>) -> Result<(), Failure> {
    if !has_display() {
        return Err(Failure::Work("there is no display for a window; `voxloom render FILE --out picture.png` draws without one".to_owned()));
    }
    for file in files {
        if !file.exists() {
            return Err(Failure::Work(format!("{} does not exist", file.display())));
        }
    }
    crate::window::run(registry, common.options(), files, measure).map_err(Failure::Work)
}

/// Whether a window could open.
fn has_display() -> bool {
    if cfg!(target_os = "linux") {
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    } else {
        true
    }
}

fn say_error(message: &str) {
    use std::io::Write;
    // Nobody reads standard error any more: nothing is left to do.
    drop(writeln!(std::io::stderr(), "voxloom: {message}"));
}

/// Prints a line; a closed pipe is no error.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints a warning.
pub(crate) fn warn(text: &str) {
    use std::io::Write;
    drop(writeln!(std::io::stderr(), "warning: {text}"));
}
