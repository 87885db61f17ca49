//! Reads a workspace; what does not fit is kept and warned about.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use voxloom_core::identifier::{is_identifier, strip_identifier, unique_identifier};
use voxloom_core::processor::Interface;
use voxloom_core::{PortSpec, Registry, Value, Values};

use super::{FORMAT, paths};
use crate::document::{Connection, Frame, FrameId, Link, Network, Node, NodeId, Note, NoteId, PortRef, PropertyRef, Time, Workspace};
use crate::error::FileError;

/// A workspace, and what was odd about the file.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    pub workspace: Workspace,
    /// In words, one for each thing that was kept without being understood.
    pub warnings: Vec<String>,
}

/// Reads a workspace file.
pub fn load(path: &Path, registry: &Registry) -> Result<Loaded, FileError> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::InvalidData => FileError::NoWorkspace { path: shown.clone(), reason: "it is not text".to_owned() },
        _ => FileError::Io { path: shown.clone(), source },
    })?;
    let folder = std::path::absolute(path).ok().and_then(|path| path.parent().map(Path::to_owned));
    load_text(&text, &shown, folder.as_deref(), registry)
}

/// Reads the text of a workspace. `shown` names it in errors, `folder` is where relative data paths start.
pub fn load_text(text: &str, shown: &str, folder: Option<&Path>, registry: &Registry) -> Result<Loaded, FileError> {
    let refuse = |reason: String| FileError::NoWorkspace { path: shown.to_owned(), reason };
    let json: Json = serde_json::from_str(text).map_err(|error| refuse(format!("it is not JSON ({error})")))?;
    let Json::Object(mut file) = json else { return Err(refuse("it is JSON, but not an object".to_owned())) };
    let version = file
        .remove("voxloom")
        .and_then(|v| v.as_u64())
        .ok_or_else(|| refuse("the field \"voxloom\" with the format version is missing".to_owned()))?;
    if version > FORMAT {
        return Err(FileError::Newer { path: shown.to_owned(), found: version, known: FORMAT });
    }
    let mut warnings = Vec::new();
    let time = match file.remove("time") {
        Some(json) => serde_json::from_value(json).unwrap_or_else(|error| {
            warnings.push(format!("the time is not understood ({error}); it starts at 0"));
            Time::default()
        }),
        None => Time::default(),
    };
    let network = match file.remove("network") {
        Some(Json::Object(fields)) => read_network(fields, folder, registry, &mut warnings),
        _ => {
            warnings.push("the file holds no network".to_owned());
            Network::default()
        }
    };
    let layout = file.remove("layout").unwrap_or(Json::Null);
    Ok(Loaded { workspace: Workspace { network, time, layout: layout.into(), unknown: file.into() }, warnings })
}

fn list(fields: &mut Map<String, Json>, key: &str) -> Vec<Json> {
    match fields.remove(key) {
        Some(Json::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// Reads a network as files and clips have it.
pub(crate) fn read_network(mut fields: Map<String, Json>, folder: Option<&Path>, registry: &Registry, warnings: &mut Vec<String>) -> Network {
    let mut network = Network::default();
    for json in list(&mut fields, "processors") {
        read_node(&mut network, json, folder, registry, warnings);
    }
    for json in list(&mut fields, "connections") {
        let (from, to) = (text(&json, "from"), text(&json, "to"));
        match (port(&network, from), port(&network, to)) {
            (Some(from_port), Some(to_port)) => {
                let connection = Connection { from: from_port, to: to_port };
                let points = json.get("points").and_then(|points| serde_json::from_value::<Vec<[f32; 2]>>(points.clone()).ok()).unwrap_or_default();
                if connect(&mut network, &connection, warnings) && !points.is_empty() {
                    network.waypoints.insert(connection, points.into());
                }
            }
            _ => warnings.push(format!("the connection from \"{from}\" to \"{to}\" leads to a processor that is not in the file; it is left out")),
        }
    }
    for json in list(&mut fields, "links") {
        let (from, to) = (text(&json, "from"), text(&json, "to"));
        match (property(&network, from), property(&network, to)) {
            (Some(from_end), Some(to_end)) => {
                for (end, name) in [(&from_end, from), (&to_end, to)] {
                    let known = network.get(end.node).is_some_and(|node| node.value(&end.path).is_some() || registry.get(&node.class).is_none());
                    if !known {
                        warnings.push(format!("the link from \"{from}\" to \"{to}\" is dead: there is no property \"{name}\"; it is kept"));
                    }
                }
                network.links.push_back(Link { from: from_end, to: to_end });
            }
            _ => warnings.push(format!("the link from \"{from}\" to \"{to}\" leads to a processor that is not in the file; it is left out")),
        }
    }
    for json in list(&mut fields, "frames") {
        match serde_json::from_value::<Frame>(json) {
            Ok(frame) => {
                let id = FrameId(Network::fresh_number());
                network.frames.push_back(Frame { id, ..frame });
            }
            Err(error) => warnings.push(format!("a frame is not understood ({error}); it is left out")),
        }
    }
    for json in list(&mut fields, "notes") {
        match serde_json::from_value::<Note>(json) {
            Ok(note) => {
                let id = NoteId(Network::fresh_number());
                network.notes.push_back(Note { id, ..note });
            }
            Err(error) => warnings.push(format!("a note is not understood ({error}); it is left out")),
        }
    }
    network
}

/// Connects as a file says; what can never hold (a second connection to a single port, a cycle) is left out with a warning: false then.
fn connect(network: &mut Network, connection: &Connection, warnings: &mut Vec<String>) -> bool {
    let Connection { from, to } = connection;
    let names = (network.port_name(from), network.port_name(to));
    if from.node == to.node || network.reaches(to.node, from.node) {
        warnings.push(format!("the connection from {} to {} makes a cycle; it is left out", names.0, names.1));
        return false;
    }
    let single = network.get(to.node).and_then(|node| node.inport(&to.port)).is_some_and(|port| !port.multi);
    if network.connections.iter().any(|c| c == connection || single && c.to == *to) {
        warnings.push(format!("{} is connected twice; the connection from {} is left out", names.1, names.0));
        return false;
    }
    if network.is_parked(connection) && network.get(connection.to.node).is_some() {
        warnings.push(format!("the connection from {} to {} fits no ports at present; it is kept", names.0, names.1));
    }
    network.connections.push_back(connection.clone());
    true
}

fn read_node(network: &mut Network, json: Json, folder: Option<&Path>, registry: &Registry, warnings: &mut Vec<String>) {
    let class_id = text(&json, "class").to_owned();
    let wanted = text(&json, "id").to_owned();
    let valid = if is_identifier(&wanted) { wanted.clone() } else { strip_identifier(&wanted) };
    let identifier = unique_identifier(&valid, |name| network.is_taken(name));
    if identifier != wanted {
        warnings.push(format!("the processor \"{wanted}\" is called {identifier} here: identifiers are unique, of letters, digits and _"));
    }
    let class = registry.get(&class_id);
    if class.is_none() {
        warnings.push(format!("{identifier} is of the class \"{class_id}\", which is not known here; it is kept with its values and connections"));
    }
    let told = class.as_ref().map(|class| class.interface());
    let own = own_ports(&json, told.as_deref());
    let interface = match (told, own) {
        // Saved ports are those that an instance made; the class's properties stay.
        (Some(told), Some((inports, outports))) => Arc::new(Interface::of(inports, outports, told.properties().to_vec())),
        (Some(told), None) => told,
        (None, Some((inports, outports))) => Arc::new(Interface::of(inports, outports, Vec::new())),
        (None, None) => Arc::default(),
    };
    let mut kept_limits = match json.get("limits") {
        Some(Json::Object(limits)) => limits.clone(),
        _ => Map::new(),
    };
    let interface = if kept_limits.is_empty() { interface } else { Arc::new(interface.with_limits(&kept_limits)) };
    kept_limits.retain(|path, _| interface.leaf_index(path).is_none());
    let mut values = Values::defaults(interface);
    let mut kept = Map::new();
    if let Some(Json::Object(properties)) = json.get("properties") {
        for (path, value) in properties {
            let Some(leaf) = values.interface().leaf(path).cloned() else {
                if class.as_ref().is_some_and(|class| class.info().language == "Rust") {
                    warnings.push(format!("{identifier} has no property \"{path}\"; its value is kept"));
                }
                kept.insert(path.clone(), value.clone());
                continue;
            };
            let read = leaf.property.value_from_json(value).map(|value| match value {
                Value::Path(path) => Value::Path(paths::from_file(&path, folder).into()),
                other => other,
            });
            match read.and_then(|value| values.set(path, value)) {
                Ok(_) => {}
                Err(error) => {
                    warnings.push(format!("{identifier}: {error}; the default stays"));
                    kept.insert(path.clone(), value.clone());
                }
            }
        }
    }
    let number = |key: &str, i: usize| json.get(key).and_then(|p| p.get(i)).and_then(Json::as_f64).unwrap_or_default() as f32;
    let display_name = match text(&json, "name") {
        "" => identifier.clone(),
        name => name.to_owned(),
    };
    let group = match json.get("network") {
        Some(Json::Object(fields)) => Some(Arc::new(read_network(fields.clone(), folder, registry, warnings))),
        _ => None,
    };
    let id = NodeId(Network::fresh_number());
    network.insert(Node {
        id,
        class: class_id.into(),
        class_version: json.get("version").and_then(Json::as_u64).map_or(1, |v| v as u32),
        identifier: identifier.into(),
        display_name: display_name.into(),
        position: [number("position", 0), number("position", 1)],
        values,
        isolation: json.get("host").and_then(|host| serde_json::from_value(host.clone()).ok()).unwrap_or_default(),
        bypassed: json.get("bypassed").and_then(Json::as_bool).unwrap_or(false),
        kept,
        kept_limits,
        group,
    });
}

/// Ports that an instance made; those that the class tells as well keep their help.
fn own_ports(json: &Json, told: Option<&Interface>) -> Option<(Vec<PortSpec>, Vec<PortSpec>)> {
    let read = |key: &str, told: &[PortSpec]| -> Option<Vec<PortSpec>> {
        let flag = |port: &Json, key: &str| port.get(key).and_then(Json::as_bool).unwrap_or(false);
        let ports = json.get(key)?.as_array()?;
        Some(
            ports
                .iter()
                .map(|port| {
                    let help = told.iter().find(|spec| *spec.identifier == *text(port, "id")).map_or("", |spec| &*spec.help);
                    PortSpec {
                        optional: flag(port, "optional"),
                        multi: flag(port, "multi"),
                        ..PortSpec::of_type(text(port, "id"), text(port, "type"), help)
                    }
                })
                .collect(),
        )
    };
    Some((read("inports", told.map_or(&[], Interface::inports))?, read("outports", told.map_or(&[], Interface::outports))?))
}

/// `Node.port`.
fn port(network: &Network, name: &str) -> Option<PortRef> {
    let (node, port) = name.split_once('.')?;
    Some(PortRef { node: network.by_identifier(node)?.id, port: port.into() })
}

/// `Node.composite.property`.
fn property(network: &Network, name: &str) -> Option<PropertyRef> {
    let (node, path) = name.split_once('.')?;
    Some(PropertyRef { node: network.by_identifier(node)?.id, path: path.into() })
}
