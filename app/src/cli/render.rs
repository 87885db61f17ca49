//! `voxloom render`: a picture without a window.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use voxloom_core::data::Image;
use voxloom_core::port::downcast;
use voxloom_core::{Registry, Request};
use voxloom_io::{PngText, write_png_image_with};

use super::headless::{ReadAs, canvas_size, canvases, troubles};
use super::{Common, Failure, headless, say};
use crate::documents::open;

#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    /// A workspace (.voxloom), a picture (.png) that carries the workspace which drew it, or a data file.
    file: PathBuf,
    /// Reads a picture as data, also when it carries a workspace.
    #[arg(long)]
    as_data: bool,
    /// Where the picture goes.
    #[arg(long, value_name = "PICTURE.png")]
    out: PathBuf,
    /// Width and height in pixels, as 1280x720; else the size that the canvas says.
    #[arg(long, value_name = "WxH", value_parser = parse_size)]
    size: Option<[u32; 2]>,
    /// The canvas to draw, when there are several.
    #[arg(long, value_name = "NAME")]
    canvas: Option<String>,
    /// Sets a property: Node.property=VALUE, the value as JSON or bare text.
    #[arg(long, value_name = "ASSIGNMENT")]
    set: Vec<String>,
    /// Leaves the workspace out of the picture: else the window opens it from there.
    #[arg(long)]
    no_workspace: bool,
}

/// `1280x720`.
pub(super) fn parse_size(text: &str) -> Result<[u32; 2], String> {
    let parts: Vec<u32> = text.split(['x', 'X']).filter_map(|part| part.trim().parse().ok()).collect();
    match parts[..] {
        [width @ 1..=16384, height @ 1..=16384] => Ok([width, height]),
        _ => Err("write a size as 1280x720, each side from 1 to 16384".to_owned()),
    }
}

pub(super) fn render(registry: Arc<Registry>, common: &Common, args: &RenderArgs) -> Result<(), Failure> {
    let read_as = if args.as_data { ReadAs::Data } else { ReadAs::Workspace };
    let session = headless::open(registry, common, &args.file, read_as, &args.set)?;
    let network = session.store.snapshot().workspace.network;
    let canvases = canvases(&session, &network);
    let names = canvases.iter().map(|node| &*node.identifier).collect::<Vec<_>>().join(", ");
    let canvas = match (&args.canvas, canvases.as_slice()) {
        (Some(name), all) => {
            let found = all.iter().find(|node| *node.identifier == **name);
            found.ok_or_else(|| Failure::Usage(format!("there is no canvas \"{name}\"; there is {names}")))?
        }
        (None, [only]) => only,
        (None, []) => return Err(Failure::Work(format!("{} has no canvas to draw", args.file.display()))),
        (None, _) => return Err(Failure::Usage(format!("there are several canvases; choose one with --canvas: {names}"))),
    };
    let [width, height] = args.size.unwrap_or_else(|| canvas_size(canvas));
    session.evaluator.watch(canvas.id, 0, Some(Request::settled(width, height)));
    session.evaluator.wait_idle(None);
    let Some(frame) = session.evaluator.board().frame(canvas.id, 0) else {
        return Err(Failure::Work(troubles(&session, &network, canvas.id).join("\n")));
    };
    let image = downcast::<Image>(&frame.data).ok_or_else(|| format!("{} shows no image", canvas.identifier))?;
    let workspace = (!args.no_workspace).then(|| open::text_beside(&session, &args.out));
    let text = workspace.as_deref().map(|text| PngText { keyword: open::KEYWORD, text });
    write_png_image_with(&args.out, image, text).map_err(|error| error.to_string())?;
    let [width, height] = image.dimensions();
    say(&format!("{} ({width}x{height}, {})", args.out.display(), session.renderer.describe()));
    Ok(())
}
