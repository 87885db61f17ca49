//! Voxloom with one more processor.
mod invert;

fn main() -> std::process::ExitCode {
    voxloom_app::run(voxloom_processors::registry().with(&[invert::class]))
}
