//! A canvas as a picture of any size: the question for the size, and the picture itself, which is drawn anew for it.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use egui::{Checkbox, DragValue, Label, RichText, Ui, WidgetInfo, WidgetType};
use voxloom_core::data::Image;
use voxloom_core::port::downcast;
use voxloom_core::{Quality, Request};
use voxloom_io::PngText;
use voxloom_workspace::NodeId;

use crate::cli::headless::{canvas_size, troubles};
use crate::desk::{Desk, Now};
use crate::dialogs::{answers, heading};
use crate::documents::files::Purpose;
use crate::documents::open;
use crate::session::Session;
use crate::theme;

/// The longest side of a picture.
const LONGEST: u32 = 16384;
/// Viewers of the evaluator that export, each with a number that no other viewer has.
static VIEWERS: AtomicU32 = AtomicU32::new(1 << 24);

/// How large a picture is to be; what was chosen last counts the next time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// So many times the size that the canvas has in the window; `None`: `size`.
    times: Option<u32>,
    size: [u32; 2],
    keep_aspect: bool,
    transparent: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self { times: Some(1), size: [1920, 1080], keep_aspect: true, transparent: false }
    }
}

/// The question for the size.
pub struct ExportDialog {
    canvas: NodeId,
    name: String,
    /// Size of the canvas in the window.
    shown: [u32; 2],
    /// Size of a picture that is not drawn for the canvas but shown as it is.
    own: Option<[usize; 2]>,
    choice: Choice,
}

impl ExportDialog {
    pub fn new(desk: &Desk, now: &Now, canvas: NodeId) -> Self {
        let node = now.snapshot.workspace.network.get(canvas);
        let frame = desk.session.evaluator.board().frame(canvas, 0);
        let shown = frame.as_ref().map(|frame| frame.request.size).or_else(|| node.map(|node| canvas_size(node)));
        // A coarse picture stands in while something moves.
        let settled = frame.as_ref().filter(|frame| frame.request.quality == Quality::Settled);
        let own = settled.and_then(|frame| {
            let size = downcast::<Image>(&frame.data)?.dimensions();
            (size != frame.request.size.map(|n| n as usize)).then_some(size)
        });
        let shown = shown.unwrap_or(Choice::default().size).map(|n| n.clamp(1, LONGEST));
        let mut dialog =
            Self { canvas, name: node.map_or_else(String::new, |node| node.display_name.to_string()), shown, own, choice: desk.dialogs.exported };
        dialog.follow(0);
        dialog
    }

    /// The size that was chosen.
    fn size(&self) -> [u32; 2] {
        match self.choice.times {
            Some(times) => self.shown.map(|n| (n * times).min(LONGEST)),
            None => self.choice.size,
        }
    }

    /// With the aspect ratio of the canvas the other side follows the one that was given.
    fn follow(&mut self, given: usize) {
        if self.choice.keep_aspect {
            let other = 1 - given;
            let ratio = f64::from(self.shown[other]) / f64::from(self.shown[given]);
            self.choice.size[other] = ((f64::from(self.choice.size[given]) * ratio).round() as u32).clamp(1, LONGEST);
        }
    }

    /// Draws the question; true when it is answered.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) -> bool {
        heading(ui, &format!("Export the picture of {}", self.name));
        match self.own {
            Some([width, height]) => {
                let text = format!("This picture is not drawn for a size: it has {width} × {height} pixels, and is written as it is.");
                ui.add(Label::new(text).wrap());
            }
            None => self.sizes(ui),
        }
        ui.add_space(theme::UNIT * 4.0);
        match answers(ui, ["Cancel", "Choose File…"]) {
            Some("Choose File…") => {
                desk.dialogs.exported = self.choice;
                let [width, height] = self.size();
                let request = Request { transparent: self.choice.transparent && self.own.is_none(), ..Request::settled(width, height) };
                desk.pick(Purpose::Export(self.canvas, request), now);
            }
            Some(_) => {}
            None => return false,
        }
        true
    }

    fn sizes(&mut self, ui: &mut Ui) {
        ui.label(RichText::new("It is drawn anew in this size, as sharp as the window shows it.").color(theme::TEXT_WEAK));
        ui.add_space(theme::UNIT * 2.0);
        ui.horizontal(|ui| {
            for (name, times) in [("As Shown", Some(1)), ("2×", Some(2)), ("4×", Some(4)), ("Free", None)] {
                if ui.radio(self.choice.times == times, name).clicked() {
                    self.choose(times);
                }
            }
        });
        ui.add_space(theme::UNIT);
        ui.horizontal(|ui| {
            for (side, name) in ["Width", "Height"].into_iter().enumerate() {
                let mut length = self.size()[side];
                ui.label(if side == 0 { name } else { "×" });
                let field = ui.add(DragValue::new(&mut length).range(1..=LONGEST).speed(4.0).update_while_editing(false));
                field.widget_info(|| WidgetInfo {
                    value: Some(f64::from(length)),
                    ..WidgetInfo::labeled(WidgetType::DragValue, true, format!("{name} in pixels"))
                });
                if field.on_hover_text(format!("{name} in pixels, to {LONGEST}")).changed() {
                    self.choose(None);
                    self.choice.size[side] = length;
                    self.follow(side);
                }
            }
            ui.label("pixels");
            ui.add_space(theme::UNIT * 2.0);
            if ui.add(Checkbox::new(&mut self.choice.keep_aspect, "Keep Aspect Ratio")).on_hover_text("Width by height as in the window").changed() {
                let size = self.size();
                self.choice.size = size;
                self.follow(0);
            }
        });
        ui.add_space(theme::UNIT);
        let clear = Checkbox::new(&mut self.choice.transparent, "Transparent Background");
        ui.add(clear).on_hover_text("The background color of what draws the picture is left out");
    }

    fn choose(&mut self, times: Option<u32>) {
        if times.is_none() {
            self.choice.size = self.size();
        }
        self.choice.times = times;
    }
}

/// What was written.
pub struct Exported {
    size: [usize; 2],
    asked: [u32; 2],
    /// What the workspace in it names by its whole path.
    whole: Vec<String>,
}

impl Exported {
    pub fn say(&self, path: &Path) -> String {
        let [width, height] = self.size;
        let own = if self.size == self.asked.map(|n| n as usize) { "" } else { ", its own size" };
        let named = match &self.whole[..] {
            [] => String::new(),
            [only] => format!(". The workspace in it names {only}, which is not beside the picture, by its whole path"),
            [first, rest @ ..] => format!(". The workspace in it names {first} and {} more files by their whole paths", rest.len()),
        };
        format!("Exported {} ({width} × {height} pixels{own}){named}", path.display())
    }
}

/// Draws a canvas as requested and writes the picture; `carry`: with the workspace in it. Waits for the picture.
pub fn export(session: &Session, canvas: NodeId, request: Request, path: &Path, carry: bool) -> Result<Exported, String> {
    let viewer = VIEWERS.fetch_add(1, Ordering::Relaxed);
    session.evaluator.watch(canvas, viewer, Some(request));
    session.evaluator.wait_for(&[canvas], None);
    let frame = session.evaluator.board().frame(canvas, viewer);
    session.evaluator.watch(canvas, viewer, None);
    let frame = frame.ok_or_else(|| {
        let reasons = troubles(session, &session.store.snapshot().workspace.network, canvas);
        format!("There is no picture to export: {}", if reasons.is_empty() { "nothing was drawn".to_owned() } else { reasons.join("; ") })
    })?;
    let image = downcast::<Image>(&frame.data).ok_or("the canvas shows no image")?;
    let workspace = carry.then(|| open::text_beside(session, path));
    let text = workspace.as_deref().map(|text| PngText { keyword: open::KEYWORD, text });
    voxloom_io::write_png_image_with(path, image, text).map_err(|error| error.to_string())?;
    let whole = if carry { open::named_whole(session, path) } else { Vec::new() };
    Ok(Exported { size: image.dimensions(), asked: request.size, whole })
}
