//! Networks served to Python: what `vx.Network()`, `app.network` and the console ask is answered here.
//!
//! Nothing of Python's holds a reference into a document: a question is a method with arguments, an answer is JSON and perhaps data.
//! Questions that may wait for an evaluation are answered on threads of their own, the others at once, in order.

mod answer;
pub(crate) mod classes;
mod edits;
mod files;
mod look;
mod state;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use serde_json::{Value as Json, json};
use voxloom_core::Registry;
use voxloom_core::data::{Image, Layer};
use voxloom_core::picking::Picking;
use voxloom_core::places::Places;
use voxloom_core::port::Data;
use voxloom_protocol::message::{ReplyError, ReplyErrorKind};
use voxloom_workspace::evaluator::{CanvasFrame, Evaluator};
use voxloom_workspace::interaction::Interaction;
use voxloom_workspace::store::SharedStore;
use voxloom_workspace::{NodeId, Store};

pub use answer::Answer;
pub(crate) use answer::Args;
use answer::refuse;

use crate::shared::lock;

/// Starts an evaluator for the document of a number.
pub type StartEvaluator = Box<dyn Fn(SharedStore, u64) -> Evaluator + Send + Sync>;

/// The actions of the window, for scripts.
pub trait WindowActions: Send + Sync {
    /// What can be done now: identifiers with names, keys and why not. Waits for the window.
    fn list(&self) -> Result<Json, String>;

    /// Does one and waits until it is done. An error says why it cannot be.
    fn run(&self, action: &str) -> Result<(), ActionError>;
}

/// Why an action was not run.
pub enum ActionError {
    /// There is no such action.
    Unknown(String),
    /// It is not possible now, or nobody runs it.
    Refused(String),
}

/// What the program lends, because this crate sees neither files nor renderers.
pub struct Lent {
    /// Starts an evaluator for a document of a script's own.
    pub evaluator: StartEvaluator,
    /// Writes an image as a PNG file.
    pub write_png: fn(&Path, &Image) -> Result<(), String>,
    /// Turns premultiplied RGBA into the straight one of files.
    pub unpremultiply: fn(&mut [u8]),
    /// Reads a data file.
    pub read: fn(&Path) -> Result<Data, String>,
    /// What can be read: extensions and names.
    pub formats: Json,
    /// Folders by what they are for.
    pub paths: BTreeMap<&'static str, PathBuf>,
    pub places: Arc<Places>,
    pub picking: Arc<Picking>,
    /// Whether there is a window.
    pub desktop: bool,
    /// The actions of the window, where there can be one.
    pub actions: Option<Arc<dyn WindowActions>>,
}

/// An open document.
pub(crate) struct Open {
    pub store: SharedStore,
    pub evaluator: Arc<Evaluator>,
    /// Chosen nodes, in the window or by a script.
    pub selection: Selection,
    /// By canvas: what is hovered and dragged there, and the last picture that a script saw.
    canvases: Mutex<BTreeMap<NodeId, Canvas>>,
    /// What an evaluation that came too late goes on for: until the next one.
    late: Mutex<Vec<(NodeId, u32)>>,
}

#[derive(Default)]
struct Canvas {
    interaction: Interaction,
    frame: Option<CanvasFrame>,
}

/// The chosen nodes of a document; shared with the window.
pub type Selection = Arc<Mutex<Vec<NodeId>>>;

/// All documents that Python can see. 0 is the program's own.
pub struct Networks {
    registry: Arc<Registry>,
    lent: Lent,
    open: RwLock<BTreeMap<u64, Arc<Open>>>,
    next: AtomicU64,
    viewers: AtomicU32,
}

impl Networks {
    pub fn new(registry: Arc<Registry>, lent: Lent) -> Self {
        Self { registry, lent, open: RwLock::default(), next: AtomicU64::new(1), viewers: AtomicU32::new(u32::MAX) }
    }

    /// Serves the program's own document.
    pub fn serve_document(&self, store: SharedStore, evaluator: Arc<Evaluator>, selection: Selection) {
        self.insert(0, store, evaluator, selection);
    }

    /// An evaluator for the document of a number.
    pub fn evaluator(&self, store: SharedStore, number: u64) -> Evaluator {
        (self.lent.evaluator)(store, number)
    }

    fn insert(&self, number: u64, store: SharedStore, evaluator: Arc<Evaluator>, selection: Selection) {
        let open = Arc::new(Open { store, evaluator, selection, canvases: Mutex::default(), late: Mutex::default() });
        self.open.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(number, open);
    }

    /// Classes changed: every document looks again.
    pub fn poke(&self) {
        for open in self.open.read().unwrap_or_else(std::sync::PoisonError::into_inner).values() {
            open.evaluator.poke();
        }
    }

    /// Ends the documents of scripts; the program's own ends with its session.
    pub fn close(&self) {
        let closed = std::mem::take(&mut *self.open.write().unwrap_or_else(std::sync::PoisonError::into_inner));
        // Evaluators wait for what runs, so no lock is held.
        drop(closed);
    }

    /// Whether a question may wait, and so needs a thread of its own.
    pub(crate) fn may_wait(method: &str) -> bool {
        matches!(
            method,
            "network.new"
                | "network.close"
                | "network.load"
                | "network.load_text"
                | "network.save"
                | "network.add"
                | "network.paste"
                | "network.wait"
                | "network.idle"
                | "network.evaluate"
                | "network.render"
                | "network.snapshot"
                | "network.send_event"
                | "port.data"
                | "app.actions"
                | "app.action"
                | "file.read"
        )
    }

    /// Answers a question.
    pub(crate) fn answer(&self, method: &str, args: Json) -> Result<Answer, ReplyError> {
        let args = Args(args);
        match method {
            "network.new" => self.new_network(),
            "classes.list" => Ok(state::classes(&self.registry)),
            "classes.interface" => state::class_interface(&self.registry, args.text("class")?),
            "node.help" => state::help(&self.registry, args.text("class")?),
            "picking.reserve" => Ok(json!({ "first": self.lent.picking.reserve(args.number("node")?, args.number("count")? as u32) }).into()),
            "picking.release" => {
                self.lent.picking.release(args.number("first")? as u32);
                Ok(Answer::default())
            }
            "app.info" => Ok(json!({ "name": "Voxloom", "version": env!("CARGO_PKG_VERSION"), "desktop": self.lent.desktop }).into()),
            "app.actions" => Ok(self.actions()?.list().map_err(|message| refuse(ReplyErrorKind::Runtime, message))?.into()),
            "app.action" => match self.actions()?.run(args.text("action")?) {
                Ok(()) => Ok(Answer::default()),
                Err(ActionError::Unknown(message)) => Err(refuse(ReplyErrorKind::Key, message)),
                Err(ActionError::Refused(message)) => Err(refuse(ReplyErrorKind::Runtime, message)),
            },
            "app.paths" => Ok(json!(self.lent.paths).into()),
            "file.formats" => Ok(self.lent.formats.clone().into()),
            "file.read" => {
                let path = self.lent.places.resolve(args.text("path")?);
                let data = (self.lent.read)(&path).map_err(|message| refuse(ReplyErrorKind::Io, message))?;
                Ok(Answer { json: Json::Null, data: Some(data) })
            }
            _ => self.about_one(method, &args),
        }
    }

    fn about_one(&self, method: &str, args: &Args) -> Result<Answer, ReplyError> {
        let number = args.number("network")?;
        if method == "network.close" {
            let closed = self.open.write().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&number);
            // Waits for what runs: after the lock is gone.
            drop(closed);
            return Ok(Answer::default());
        }
        let open = self.open.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&number).cloned();
        let open = open.ok_or_else(|| refuse(ReplyErrorKind::Key, format!("the network {number} is closed")))?;
        let registry = &self.registry;
        match method {
            "network.state" => state::state(&open, registry, args),
            "network.wait" => state::wait(&open, args),
            "network.idle" => look::idle(&open, args),
            "network.jobs" => Ok(look::jobs(&open)),
            "node.interface" => state::interface(&open, args),
            "node.info" => state::info(&open, args),
            "network.clear" => files::clear(&open),
            "network.load" | "network.load_text" => files::load(&open, registry, args, method == "network.load_text"),
            "network.save" | "network.save_text" => files::save(&open, registry, args, method == "network.save_text"),
            "network.cancel" => look::cancel(&open, args),
            "network.evaluate" => look::evaluate(&open, registry, self.viewer(), args),
            "port.data" => look::port_data(&open, args),
            "network.render" => look::render(&open, registry, &self.lent, self.viewer(), args),
            "network.snapshot" => look::snapshot(&open, registry, &self.lent, self.viewer(), args),
            "network.send_event" => look::send_event(&open, registry, &self.lent, self.viewer(), args),
            "selection.get" => Ok(json!(lock(&open.selection).iter().map(|node| node.0).collect::<Vec<_>>()).into()),
            "selection.set" => {
                *lock(&open.selection) = args.nodes("nodes")?;
                Ok(Answer::default())
            }
            _ => edits::edit(&open, registry, method, args),
        }
    }

    fn actions(&self) -> Result<&dyn WindowActions, ReplyError> {
        let actions = self.lent.actions.as_deref();
        actions.ok_or_else(|| refuse(ReplyErrorKind::Runtime, "actions are those of the window, and this program has none"))
    }

    fn new_network(&self) -> Result<Answer, ReplyError> {
        let store: SharedStore = Arc::new(Store::default());
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let evaluator = Arc::new(self.evaluator(store.clone(), number));
        self.insert(number, store, evaluator, Selection::default());
        Ok(json!({ "network": number }).into())
    }

    /// A number for a viewer that nobody else has; those of windows count from 0.
    fn viewer(&self) -> u32 {
        self.viewers.fetch_sub(1, Ordering::Relaxed)
    }
}

/// Straight RGBA as a layer: row 0 of a layer is the bottom row.
fn as_layer(lent: &Lent, [width, height]: [usize; 2], mut rgba: Vec<u8>) -> Result<Data, ReplyError> {
    (lent.unpremultiply)(&mut rgba);
    let texels = rgba.rchunks_exact((width * 4).max(1)).flatten().copied().collect();
    let layer = Layer::from_vec::<u8>([height, width], 4, texels).map_err(|error| refuse(ReplyErrorKind::Runtime, error.to_string()))?;
    Ok(Arc::new(layer))
}
