//! A ready network for a data file.

use std::path::Path;
use std::sync::Arc;

use voxloom_core::identifier::did_you_mean;
use voxloom_core::places::Places;
use voxloom_core::{Registry, Value};
use voxloom_io::Kind;
use voxloom_workspace::command::{AddNode, Command, Compose, Connect, Edit, SetProperty};
use voxloom_workspace::{CommandError, NodeId, PortRef};

use crate::documents::open;

/// The edit that adds a network which shows a file, at a place; an error says in words why the file cannot be shown.
pub fn network_for(registry: &Registry, places: &Places, path: &Path, [x, y]: [f32; 2]) -> Result<impl Command + use<>, String> {
    let info = voxloom_io::probe(path).map_err(|error| error.to_string())?;
    let chain: &[&str] = match info.read_as {
        Kind::Volume | Kind::Sequence => &["org.inviwo.VolumeSource", "org.inviwo.VolumeRaycaster", "org.inviwo.CanvasGL"],
        Kind::Layer => &["org.inviwo.ImageSource", "org.inviwo.CanvasGL"],
        Kind::Buffer => {
            return Err(format!(
                "{} holds a buffer of {} numbers ({}), which is nothing to look at; `voxloom info` says more",
                path.display(),
                info.shape[0],
                info.dtype
            ));
        }
    };
    let classes = chain.iter().map(|class| registry.find(class)).collect::<Result<Vec<_>, _>>()?;
    let file: Arc<str> = places.document_form(path).into();
    let property = if info.read_as == Kind::Layer { "imageFileName" } else { "filename" };
    Ok(Compose {
        name: open::opened(path).into(),
        edit: move |edit: &mut Edit<'_>| {
            let nodes: Vec<NodeId> =
                classes.iter().enumerate().map(|(i, class)| AddNode::new(class.clone(), [x + 272.0 * i as f32, y]).add(edit)).collect();
            SetProperty { node: nodes[0], path: property.to_owned(), value: Value::Path(file.clone()) }.apply(edit)?;
            for pair in nodes.windows(2) {
                connect_first(edit, pair[0], pair[1])?;
            }
            Ok(())
        },
    })
}

/// Connects the first outport of one node to the first inport of another.
fn connect_first(edit: &mut Edit<'_>, from: NodeId, to: NodeId) -> Result<(), CommandError> {
    let network = edit.network();
    let outport = network.node(from)?.interface().outports().first().map(|port| port.identifier.clone());
    let inport = network.node(to)?.interface().inports().first().map(|port| port.identifier.clone());
    match (outport, inport) {
        (Some(outport), Some(inport)) => Connect { from: PortRef { node: from, port: outport }, to: PortRef { node: to, port: inport } }.apply(edit),
        _ => Err(CommandError::Invalid("the processors have no ports to connect".to_owned())),
    }
}

/// Splits `Node.path=value` and makes the command; unknown names come with the nearest that exist.
pub fn assignment(network: &voxloom_workspace::Network, text: &str) -> Result<SetProperty, String> {
    let usage = || format!("\"{text}\" is no assignment; write Node.property=VALUE");
    let (target, value) = text.split_once('=').ok_or_else(usage)?;
    let (node, path) = target.trim().split_once('.').ok_or_else(usage)?;
    let found = network.find(node).map_err(|error| error.to_string())?;
    let leaf = found.interface().leaf(path).ok_or_else(|| {
        let names = found.interface().leaves().iter().map(|leaf| &*leaf.path);
        format!("{node} has no property \"{path}\"{}", did_you_mean(path, names))
    })?;
    let value = leaf.property.value_from_text(value.trim()).map_err(|error| format!("{node}: {error}"))?;
    Ok(SetProperty { node: found.id, path: path.to_owned(), value })
}
