//! Writes a workspace: atomically, in a stable order.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value as Json, json};
use voxloom_core::property::{Kind, shortest};
use voxloom_core::{Isolation, Registry, Value};

use super::paths;
use crate::document::{Network, Node, Workspace};
use crate::error::FileError;

/// No file takes this long to be written: who began it has died.
const LEFT_AFTER: Duration = Duration::from_secs(60);

/// Writes a workspace file, whole or not at all.
pub fn save(workspace: &Workspace, registry: &Registry, path: &Path) -> Result<(), FileError> {
    let text = to_text(workspace, registry, path.parent());
    write_whole(path, text.as_bytes()).map_err(|source| FileError::Io { path: path.display().to_string(), source })
}

/// Writes a file beside its place, syncs and renames it, so that a half-written one never exists, whenever the program or the machine dies.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| std::fs::rename(&beside, path)) {
        if let Err(left) = std::fs::remove_file(&beside) {
            log::debug!("{} stays: {left}", beside.display());
        }
        return Err(error);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The name of the new file is safe as well then. Not every file system and platform can.
    if let Err(unsynced) = std::fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        log::debug!("{}: {unsynced}", folder.display());
    }
    sweep(folder, &name);
    Ok(())
}

/// Removes what was left beside a file by programs that died while they wrote it.
fn sweep(folder: &Path, name: &str) {
    let start = format!(".{name}.");
    let old = |entry: &std::fs::DirEntry| {
        let age = entry.metadata().and_then(|data| data.modified()).map(|at| at.elapsed().unwrap_or_default());
        age.is_ok_and(|age| age > LEFT_AFTER)
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        if file.starts_with(&start)
            && file.ends_with(".tmp")
            && old(&entry)
            && let Err(left) = std::fs::remove_file(entry.path())
        {
            log::debug!("{} stays: {left}", entry.path().display());
        }
    }
}

/// The text of a workspace file. `folder` is where it will lie: data paths below it become relative.
pub fn to_text(workspace: &Workspace, registry: &Registry, folder: Option<&Path>) -> String {
    let mut file = Map::new();
    file.insert("voxloom".to_owned(), json!(super::FORMAT));
    file.insert("network".to_owned(), network(&workspace.network, registry, folder));
    file.insert("time".to_owned(), json!(workspace.time));
    if !workspace.layout.is_null() {
        file.insert("layout".to_owned(), Json::clone(&workspace.layout));
    }
    for (key, value) in workspace.unknown.iter() {
        file.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let mut text = serde_json::to_string_pretty(&Json::Object(file)).unwrap_or_default();
    text.push('\n');
    text
}

/// A network as files and clips have it.
pub(crate) fn network(network: &Network, registry: &Registry, folder: Option<&Path>) -> Json {
    let mut nodes: Vec<&Node> = network.nodes().map(|node| &**node).collect();
    nodes.sort_by(|a, b| a.identifier.cmp(&b.identifier));
    let property = |end: &crate::PropertyRef| format!("{}.{}", network.get(end.node).map_or("?", |node| &*node.identifier), end.path);
    // The order of connections to one multi inport is theirs; else by name.
    let mut connections: Vec<(String, Json)> = network
        .connections()
        .map(|c| {
            let (from, to) = (network.port_name(&c.from), network.port_name(&c.to));
            let mut json = json!({ "from": from, "to": &to });
            if let Some(points) = network.waypoints.get(c) {
                json["points"] = shortest(json!(points.iter().collect::<Vec<_>>()));
            }
            (to, json)
        })
        .collect();
    connections.sort_by(|a, b| a.0.cmp(&b.0));
    let mut links: Vec<Json> = network.links().map(|link| json!({ "from": property(&link.from), "to": property(&link.to) })).collect();
    links.sort_by_key(Json::to_string);
    let mut out = json!({
        "processors": nodes.iter().map(|n| node(n, registry, folder)).collect::<Vec<_>>(),
        "connections": connections.into_iter().map(|(_, json)| json).collect::<Vec<_>>(),
        "links": links,
    });
    if !network.frames.is_empty() {
        out["frames"] = shortest(json!(network.frames.iter().collect::<Vec<_>>()));
    }
    if !network.notes.is_empty() {
        out["notes"] = shortest(json!(network.notes.iter().collect::<Vec<_>>()));
    }
    out
}

/// Colors are of single precision, positions of double.
fn transfer_function(mut json: Json) -> Json {
    for point in json["points"].as_array_mut().into_iter().flatten() {
        point["color"] = shortest(point["color"].take());
    }
    json
}

fn node(node: &Node, registry: &Registry, folder: Option<&Path>) -> Json {
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(&*node.identifier));
    out.insert("class".to_owned(), json!(&*node.class));
    out.insert("version".to_owned(), json!(node.class_version));
    out.insert("name".to_owned(), json!(&*node.display_name));
    out.insert("position".to_owned(), shortest(json!(node.position)));
    if node.isolation != Isolation::Shared {
        out.insert("host".to_owned(), json!(node.isolation));
    }
    if node.bypassed {
        out.insert("bypassed".to_owned(), json!(true));
    }
    let mut properties = node.kept.clone();
    for (leaf, value) in node.values.iter() {
        let fixed = leaf.property.transient || matches!(leaf.property.kind, Kind::Button);
        if fixed || leaf.property.default_value().as_ref() == Some(value) {
            continue;
        }
        let json = match value {
            Value::Path(path) => json!(paths::to_file(path, folder)),
            Value::Color(_) | Value::Camera(_) => shortest(value.to_json()),
            Value::TransferFunction(_) => transfer_function(value.to_json()),
            other => other.to_json(),
        };
        properties.insert(leaf.path.to_string(), json);
    }
    if !properties.is_empty() {
        out.insert("properties".to_owned(), Json::Object(properties));
    }
    let told = registry.get(&node.class).map(|class| class.interface());
    let own = node.interface();
    // Limits that the processor changed.
    let mut limits = node.kept_limits.clone();
    limits.extend(told.as_ref().map(|told| own.limits_beyond(told)).unwrap_or_default());
    if !limits.is_empty() {
        out.insert("limits".to_owned(), Json::Object(limits));
    }
    // Ports that the class does not tell: a placeholder for it can be drawn and wired.
    let differs = match told {
        Some(told) => (told.inports(), told.outports()) != (own.inports(), own.outports()),
        // Of a class that is not known, and whose ports no file told, nothing is claimed: it has its own again when it is back.
        None => !(own.inports().is_empty() && own.outports().is_empty()),
    };
    if differs {
        let ports = |ports: &[voxloom_core::PortSpec]| -> Vec<Json> {
            ports.iter().map(|p| json!({ "id": &*p.identifier, "type": &*p.data_type, "optional": p.optional, "multi": p.multi })).collect()
        };
        out.insert("inports".to_owned(), Json::Array(ports(node.interface().inports())));
        out.insert("outports".to_owned(), Json::Array(ports(node.interface().outports())));
    }
    if let Some(group) = &node.group {
        out.insert("network".to_owned(), network(group, registry, folder));
    }
    Json::Object(out)
}
