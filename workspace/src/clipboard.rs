//! Copying parts of a network as text, and pasting such text: into this network, another window's, a file or a chat.
//!
//! The text is a small JSON document, `{"voxloom": 1, "clip": {…}}`, in which a network stands as in a workspace file.
//! Pasting runs no code that came with the text: a class that is not known here becomes a placeholder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value as Json, json};
use voxloom_core::Registry;
use voxloom_core::identifier::unique_identifier;

use crate::command::{Command, Connect, Edit};
use crate::document::{Connection, Frame, FrameId, Link, Network, Node, NodeId, Note, NoteId, PortRef, PropertyRef};
use crate::error::CommandError;
use crate::file;

/// How far what is pasted without a place stands from where it was copied, in network points.
const ASIDE: f32 = 40.0;

/// What is to be copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub nodes: BTreeSet<NodeId>,
    pub frames: BTreeSet<FrameId>,
    pub notes: BTreeSet<NoteId>,
}

impl Selection {
    pub fn of_nodes(nodes: impl IntoIterator<Item = NodeId>) -> Self {
        Self { nodes: nodes.into_iter().collect(), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.frames.is_empty() && self.notes.is_empty()
    }
}

/// Why a text cannot be pasted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    #[error("the clipboard is empty; copy processors first")]
    Empty,
    #[error("the clipboard holds no part of a Voxloom network ({0}); copy processors, or the text of a workspace file")]
    NoClip(String),
    #[error("the clipboard was copied by a newer Voxloom (format {found}, this one reads up to {known}); update to paste it")]
    Newer { found: u64, known: u64 },
}

/// The selection as text. Connections and links among the nodes come along; `with_incoming`: so do the names of what flows into them.
/// Data paths are absolute, as the text may be pasted anywhere.
pub fn to_text(network: &Network, registry: &Registry, selection: &Selection, with_incoming: bool) -> String {
    let part = part(network, selection);
    let mut clip = Map::new();
    clip.insert("network".to_owned(), file::network_json(&part, registry, None));
    if with_incoming {
        let incoming = network.connections().filter(|c| part.get(c.to.node).is_some() && part.get(c.from.node).is_none());
        let incoming: Vec<Json> = incoming
            .map(|c| {
                let class = network.get(c.from.node).map_or("", |node| &*node.class);
                json!({ "from": network.port_name(&c.from), "class": class, "to": network.port_name(&c.to) })
            })
            .collect();
        if !incoming.is_empty() {
            clip.insert("incoming".to_owned(), Json::Array(incoming));
        }
    }
    let text = serde_json::to_string_pretty(&json!({ "voxloom": file::FORMAT, "clip": clip })).unwrap_or_default();
    text + "\n"
}

/// A network of the selection alone.
fn part(network: &Network, selection: &Selection) -> Network {
    let mut part = Network::default();
    for node in network.nodes().filter(|node| selection.nodes.contains(&node.id)) {
        part.insert(Node::clone(node));
    }
    let inside = |node: NodeId| selection.nodes.contains(&node);
    part.connections = network.connections().filter(|c| inside(c.from.node) && inside(c.to.node)).cloned().collect();
    part.links = network.links().filter(|link| inside(link.from.node) && inside(link.to.node)).cloned().collect();
    let led = network.waypoints.iter().filter(|(connection, _)| part.connections.contains(connection));
    part.waypoints = led.map(|(connection, points)| (connection.clone(), points.clone())).collect();
    part.frames = network.frames.iter().filter(|frame| selection.frames.contains(&frame.id)).cloned().collect();
    part.notes = network.notes.iter().filter(|note| selection.notes.contains(&note.id)).cloned().collect();
    part
}

/// What was copied, ready to be pasted any number of times.
#[derive(Debug, Clone, Default)]
pub struct Clip {
    network: Network,
    incoming: Vec<Incoming>,
    /// What was odd about the text, in words.
    pub warnings: Vec<String>,
}

/// A connection from a node that was not copied.
#[derive(Debug, Clone)]
struct Incoming {
    /// Identifier and class of that node.
    node: String,
    class: String,
    port: String,
    /// A port of the copied network.
    to: PortRef,
}

impl Clip {
    /// Reads what [`to_text`] wrote, or the text of a whole workspace file; words around it do not matter.
    pub fn parse(text: &str, registry: &Registry) -> Result<Self, ClipError> {
        Self::parse_from(text, None, registry)
    }

    /// The same for text from a file: its relative data paths start at `folder`.
    pub fn parse_from(text: &str, folder: Option<&Path>, registry: &Registry) -> Result<Self, ClipError> {
        if text.trim().is_empty() {
            return Err(ClipError::Empty);
        }
        let object = text.find('{').zip(text.rfind('}')).filter(|(start, end)| start < end).map(|(start, end)| &text[start..=end]);
        let json = object.ok_or_else(|| ClipError::NoClip("it is other text".to_owned()))?;
        let json: Json = serde_json::from_str(json).map_err(|error| ClipError::NoClip(error.to_string()))?;
        let found = json.get("voxloom").and_then(Json::as_u64).ok_or_else(|| ClipError::NoClip("the field \"voxloom\" is missing".to_owned()))?;
        if found > file::FORMAT {
            return Err(ClipError::Newer { found, known: file::FORMAT });
        }
        let body = json.get("clip").unwrap_or(&json);
        let Some(Json::Object(fields)) = body.get("network") else { return Err(ClipError::NoClip("it holds no network".to_owned())) };
        let mut clip = Self::default();
        clip.network = file::read_network(fields.clone(), folder, registry, &mut clip.warnings);
        for json in body.get("incoming").and_then(Json::as_array).into_iter().flatten() {
            let part = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default();
            let (Some((node, port)), Some((target, inport))) = (part("from").split_once('.'), part("to").split_once('.')) else { continue };
            if let Some(target) = clip.network.by_identifier(target) {
                let to = PortRef { node: target.id, port: inport.into() };
                clip.incoming.push(Incoming { node: node.to_owned(), class: part("class").to_owned(), port: port.to_owned(), to });
            }
        }
        Ok(clip)
    }

    /// How many processors, frames and notes it holds.
    pub fn len(&self) -> usize {
        self.network.len() + self.network.frames.len() + self.network.notes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Top left corner of all that it holds.
    fn corner(&self) -> [f32; 2] {
        let nodes = self.network.nodes().map(|node| node.position);
        let frames = self.network.frames.iter().map(|frame| [frame.rect[0], frame.rect[1]]);
        let notes = self.network.notes.iter().map(|note| [note.rect[0], note.rect[1]]);
        nodes.chain(frames).chain(notes).reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])]).unwrap_or_default()
    }

    /// The command that pastes it. `at` is where its top left corner goes, `None`: beside where it was copied.
    /// `keep_incoming`: what flowed into it from elsewhere flows into it again where that still is.
    pub fn paste(&self, at: Option<[f32; 2]>, keep_incoming: bool) -> Paste {
        Paste { clip: self.clone(), at, keep_incoming }
    }
}

/// Pastes a [`Clip`].
pub struct Paste {
    clip: Clip,
    at: Option<[f32; 2]>,
    keep_incoming: bool,
}

impl Command for Paste {
    fn name(&self, _network: &Network) -> String {
        let network = &self.clip.network;
        match (network.len(), self.clip.len()) {
            (1, 1) => format!("Paste {}", network.nodes().next().map_or("?", |node| &*node.display_name)),
            (nodes, all) if nodes == all => format!("Paste {nodes} processors"),
            (_, all) => format!("Paste {all} items"),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let Clip { network, incoming, .. } = &self.clip;
        let corner = self.clip.corner();
        let shift = self.at.map_or([ASIDE, ASIDE], |at| [at[0] - corner[0], at[1] - corner[1]]);
        crate::command::finite(&shift)?;
        let moved = |[x, y]: [f32; 2]| [x + shift[0], y + shift[1]];
        let moved_rect = |[x, y, width, height]: [f32; 4]| [x + shift[0], y + shift[1], width, height];
        let mut copies = BTreeMap::new();
        for node in network.nodes() {
            let identifier = unique_identifier(&node.identifier, |name| edit.network().is_taken(name));
            let display_name = display_name(node, &identifier);
            let mut copy = Node::clone(node);
            (copy.identifier, copy.display_name, copy.position) = (identifier.into(), display_name.into(), moved(node.position));
            copies.insert(node.id, edit.add(|id| Node { id, ..copy }));
        }
        let port = |port: &PortRef| Some(PortRef { node: *copies.get(&port.node)?, port: port.port.clone() });
        let property = |end: &PropertyRef| Some(PropertyRef { node: *copies.get(&end.node)?, path: end.path.clone() });
        for connection in network.connections() {
            let (Some(from), Some(to)) = (port(&connection.from), port(&connection.to)) else { continue };
            let copy = Connection { from, to };
            if let Some(points) = network.waypoints.get(connection) {
                edit.network_mut().waypoints.insert(copy.clone(), points.iter().map(|point| moved(*point)).collect());
            }
            // Parked ones, too: their ports may come.
            edit.network_mut().connections.push_back(copy);
        }
        for link in network.links() {
            if let (Some(from), Some(to)) = (property(&link.from), property(&link.to)) {
                edit.network_mut().links.push_back(Link { from, to });
            }
        }
        for frame in &network.frames {
            edit.add_frame(Frame { rect: moved_rect(frame.rect), ..frame.clone() })?;
        }
        for note in &network.notes {
            edit.add_note(Note { rect: moved_rect(note.rect), ..note.clone() })?;
        }
        for wire in incoming.iter().filter(|_| self.keep_incoming) {
            let source = edit.network().by_identifier(&wire.node).filter(|node| wire.class.is_empty() || *node.class == *wire.class);
            let from = source.map(|node| PortRef { node: node.id, port: wire.port.as_str().into() });
            if let (Some(from), Some(to)) = (from, port(&wire.to))
                && Connect::check(edit.network(), &from, &to).is_ok()
            {
                Connect { from, to }.apply(edit)?;
            }
        }
        Ok(())
    }
}

/// The number of a new identifier goes into the name that a person reads, where that had one.
fn display_name(node: &Node, identifier: &str) -> String {
    if *identifier == *node.identifier {
        return node.display_name.to_string();
    }
    let stem = node.display_name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let digits = identifier.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    format!("{stem} {}", &identifier[digits..]).trim().to_owned()
}
