//! Edits: each is a command in a transaction, so undo and links follow.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};
use voxloom_core::processor::{Interface, Isolation};
use voxloom_core::property::{Choice, Kind};
use voxloom_core::{Property, Registry, Value};
use voxloom_protocol::message::{Level, ReplyError, ReplyErrorKind};
use voxloom_workspace::clipboard::{self, Clip, Selection};
use voxloom_workspace::command::{
    AddLink, AddNode, AmendNode, Command, Compose, Connect, Disconnect, Edit, MoveNodes, RemoveLink, RemoveNodes, Rename, SetBypass, SetIsolation,
    SetProperty,
};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{CommandError, Connection, Link, Node, NodeId};

use super::Open;
use super::answer::{Answer, Args, refuse, refused};

/// How long adding waits for the constructor of an instance.
const CONSTRUCTOR: Duration = Duration::from_secs(600);

pub(super) fn edit(open: &Open, registry: &Registry, method: &str, args: &Args) -> Result<Answer, ReplyError> {
    let node = || args.node();
    match method {
        "network.add" => return add(open, registry, args),
        "network.remove" => commit(open, &RemoveNodes(args.nodes("nodes")?))?,
        "network.rename" => return rename(open, args),
        "network.move" => {
            let position = args.read::<[f32; 2]>("position")?.ok_or_else(|| refuse(ReplyErrorKind::Type, "the position is missing"))?;
            commit(open, &MoveNodes(vec![(node()?, position)]))?;
        }
        "network.isolate" => {
            let isolation = args.read::<Isolation>("isolation")?.unwrap_or_default();
            commit(open, &SetIsolation { nodes: args.nodes("nodes")?, isolation })?;
        }
        "network.connect" => commit(open, &Connect { from: args.port("from")?, to: args.port("to")? })?,
        "network.disconnect" => commit(open, &Disconnect(Connection { from: args.port("from")?, to: args.port("to")? }))?,
        "network.link" => commit(open, &AddLink(Link { from: args.property("from")?, to: args.property("to")? }))?,
        "network.unlink" => commit(open, &RemoveLink(Link { from: args.property("from")?, to: args.property("to")? }))?,
        "network.bypass" => commit(open, &SetBypass { nodes: args.nodes("nodes")?, bypassed: args.read::<bool>("bypassed")?.unwrap_or(true) })?,
        "network.copy" => {
            let selection = Selection::of_nodes(args.nodes("nodes")?);
            let network = open.store.snapshot().workspace.network;
            selection.nodes.iter().try_for_each(|id| network.node(*id).map(|_| ())).map_err(refused)?;
            let incoming = args.read::<bool>("incoming")?.unwrap_or(true);
            return Ok(json!({ "text": clipboard::to_text(&network, registry, &selection, incoming) }).into());
        }
        "network.paste" => return paste(open, registry, args),
        "network.history" => {
            let history = open.store.history();
            return Ok(json!({ "steps": history.steps, "position": history.position }).into());
        }
        "network.travel" => open.store.travel_to(args.number("position")? as usize),
        "network.undo" => return Ok(json!({ "name": open.store.undo() }).into()),
        "network.redo" => return Ok(json!({ "name": open.store.redo() }).into()),
        "network.begin" => open.store.begin_group(args.text("name")?),
        "network.end" => open.store.end_group(),
        "node.invalidate" => {
            let level: Level = args.read("level")?.unwrap_or(Level::Output);
            open.evaluator.invalidate(node()?, level.into());
        }
        "property.get" => return Ok(value(open, node()?, args.text("path")?)?.into()),
        "property.set" => return set(open, node()?, args),
        "property.press" => open.store.press(node()?, args.text("path")?).map_err(refused)?,
        "property.amend" => amend(open, node()?, args)?,
        other => return Err(refuse(ReplyErrorKind::Unsupported, format!("the program knows no request {other:?}"))),
    }
    Ok(Answer::default())
}

fn commit(open: &Open, command: &dyn Command) -> Result<(), ReplyError> {
    open.store.end_drag();
    let result = open.store.commit(command).map(|_| ()).map_err(refused);
    open.store.end_drag();
    result
}

/// Pastes text that was copied, here or elsewhere; the nodes that it made.
fn paste(open: &Open, registry: &Registry, args: &Args) -> Result<Answer, ReplyError> {
    let clip = Clip::parse(args.text("text")?, registry).map_err(|error| refuse(ReplyErrorKind::Value, error.to_string()))?;
    let command = clip.paste(args.read::<[f32; 2]>("position")?, args.read::<bool>("incoming")?.unwrap_or(true));
    open.store.end_drag();
    let added = open.store.commit(&command).map_err(refused)?.added;
    open.store.end_drag();
    for node in &added {
        wait_for_instance(open, *node)?;
    }
    Ok(json!({ "nodes": added.iter().map(|node| node.0).collect::<Vec<_>>(), "warnings": clip.warnings }).into())
}

fn add(open: &Open, registry: &Registry, args: &Args) -> Result<Answer, ReplyError> {
    let class = registry.find(args.text("class")?).map_err(|message| refuse(ReplyErrorKind::Key, message))?;
    let python = &class.info().language != "Rust";
    let position = args.read::<[f32; 2]>("position")?;
    let values = args.read::<Map<String, Json>>("values")?.unwrap_or_default();
    let (identifier, name) = (args.read::<String>("identifier")?, args.read::<String>("name")?);
    let edit = |edit: &mut Edit<'_>| -> Result<(), CommandError> {
        let position = position.unwrap_or_else(|| free_place(edit));
        let command = AddNode::new(class.clone(), position);
        let wanted = identifier.as_ref().or(name.as_ref());
        let command = wanted.map_or(AddNode::new(class.clone(), position), |wanted| command.named(wanted));
        let id = command.add(edit);
        if let Some(name) = &name {
            edit.change(id, |node| {
                node.display_name = name.as_str().into();
                Ok(())
            })?;
        }
        for (path, json) in &values {
            // What an instance makes itself is set once it is there.
            if edit.network().node(id)?.interface().leaf(path).is_some() || !python {
                let value = read_value(edit.network().node(id)?, path, json)?;
                edit.set_value(id, path, value)?;
            }
        }
        Ok(())
    };
    open.store.end_drag();
    let committed = open.store.commit(&Compose { name: "Add a processor".into(), edit }).map_err(refused)?;
    open.store.end_drag();
    let id = *committed.added.first().ok_or_else(|| refuse(ReplyErrorKind::Runtime, "nothing was added"))?;
    if python {
        wait_for_instance(open, id)?;
        let late: Vec<_> = values
            .iter()
            .filter(|(path, json)| value(open, id, path).ok().as_ref() != Some(json))
            .map(|(path, json)| (path.clone(), json.clone()))
            .collect();
        for (path, json) in late {
            let value = read_value(open.store.snapshot().workspace.network.node(id).map_err(refused)?, &path, &json).map_err(refused)?;
            open.store.commit(&SetProperty { node: id, path, value }).map_err(refused)?;
        }
    }
    let snapshot = open.store.snapshot();
    let node = snapshot.workspace.network.node(id).map_err(refused)?;
    Ok(json!({ "node": id.0, "identifier": &*node.identifier }).into())
}

/// A place right of everything.
fn free_place(edit: &Edit<'_>) -> [f32; 2] {
    let mut nodes = edit.network().nodes().map(|node| node.position);
    let Some(first) = nodes.next() else { return [40.0, 40.0] };
    let last = nodes.fold(first, |a, b| if b[1] > a[1] { b } else { a });
    [last[0], last[1] + 110.0]
}

/// Waits until the instance of a Python class exists, or its constructor failed: its ports and properties are known then.
fn wait_for_instance(open: &Open, node: NodeId) -> Result<(), ReplyError> {
    open.evaluator.wait_instance(node, CONSTRUCTOR);
    match open.evaluator.board().node(node).status {
        ProcessorStatus::Failed(error) if !open.evaluator.board().node(node).exists => Err(super::look::failure(open, node, &error)),
        _ => Ok(()),
    }
}

fn rename(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let id = args.node()?;
    let snapshot = open.store.snapshot();
    let node = snapshot.workspace.network.node(id).map_err(refused)?;
    let display_name = args.read::<String>("name")?.unwrap_or_else(|| node.display_name.to_string());
    let identifier = args.read::<String>("identifier")?;
    let named = identifier.clone().unwrap_or_else(|| node.identifier.to_string());
    commit(open, &Rename { node: id, display_name, identifier })?;
    Ok(json!({ "identifier": named }).into())
}

fn read_value(node: &Node, path: &str, json: &Json) -> Result<Value, CommandError> {
    let wrong = |message: String| CommandError::Property { node: node.identifier.to_string(), message };
    let leaf = node.interface().leaf(path).ok_or_else(|| wrong(node.values.unknown(path).to_string()))?;
    leaf.property.value_from_json(json).map_err(|error| wrong(error.to_string()))
}

fn value(open: &Open, node: NodeId, path: &str) -> Result<Json, ReplyError> {
    let snapshot = open.store.snapshot();
    let node = snapshot.workspace.network.node(node).map_err(refused)?;
    let unknown = || refused(CommandError::Property { node: node.identifier.to_string(), message: node.values.unknown(path).to_string() });
    node.value(path).map(Value::to_json).ok_or_else(unknown)
}

fn set(open: &Open, node: NodeId, args: &Args) -> Result<Answer, ReplyError> {
    let path = args.text("path")?;
    let json = args.0.get("value").cloned().unwrap_or_default();
    let value = {
        let snapshot = open.store.snapshot();
        read_value(snapshot.workspace.network.node(node).map_err(refused)?, path, &json).map_err(refused)?
    };
    commit(open, &SetProperty { node, path: path.to_owned(), value })?;
    Ok(self::value(open, node, path)?.into())
}

/// Changes what a property is: its bounds, whether it is shown.
fn amend(open: &Open, node: NodeId, args: &Args) -> Result<(), ReplyError> {
    let path = args.text("path")?;
    let changes = args.read::<Map<String, Json>>("changes")?.unwrap_or_default();
    let snapshot = open.store.snapshot();
    let found = snapshot.workspace.network.node(node).map_err(refused)?;
    let interface = found.interface();
    let mut properties = interface.properties().to_vec();
    let property = find(&mut properties, path)
        .ok_or_else(|| refused(CommandError::Property { node: found.identifier.to_string(), message: found.values.unknown(path).to_string() }))?;
    for (name, change) in &changes {
        apply(property, name, change).map_err(|message| refuse(ReplyErrorKind::Type, format!("{path}: {message}")))?;
    }
    let interface = Interface::of(interface.inports().to_vec(), interface.outports().to_vec(), properties);
    commit(open, &AmendNode { node, interface: Arc::new(interface) })
}

fn find<'a>(properties: &'a mut [Property], path: &str) -> Option<&'a mut Property> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let property = properties.iter_mut().find(|property| &*property.identifier == first)?;
    match rest {
        None => Some(property),
        Some(rest) => match &mut property.kind {
            Kind::Composite { children, .. } => find(children, rest),
            _ => None,
        },
    }
}

fn apply(property: &mut Property, name: &str, change: &Json) -> Result<(), String> {
    let flag = || change.as_bool().ok_or_else(|| format!("{name} is true or false"));
    let text = || change.as_str().ok_or_else(|| format!("{name} is a text"));
    match name {
        "visible" => property.visible = flag()?,
        "read_only" => property.read_only = flag()?,
        "display_name" => property.display_name = text()?.into(),
        "help" => property.help = text()?.into(),
        "min" | "max" | "increment" => limit(property, name, change)?,
        "choices" => match &mut property.kind {
            Kind::Option(kind) => {
                let choices: Vec<(String, String, Json)> = serde_json::from_value(change.clone()).map_err(|error| error.to_string())?;
                let choice = |(id, label, value): (String, String, Json)| Choice { identifier: id.into(), display_name: label.into(), value };
                kind.choices = choices.into_iter().map(choice).collect();
            }
            _ => return Err("it has no choices".to_owned()),
        },
        other => {
            return Err(format!(
                "{other} of a property cannot be changed; min, max, increment, visible, read_only, display_name, help and choices can"
            ));
        }
    }
    Ok(())
}

fn limit(property: &mut Property, name: &str, change: &Json) -> Result<(), String> {
    let wrong = || format!("{name} is a number, or as many as there are components");
    let one = change.as_f64();
    let several = || -> Result<Vec<f64>, String> { change.as_array().and_then(|list| list.iter().map(Json::as_f64).collect()).ok_or_else(wrong) };
    match &mut property.kind {
        Kind::Float(kind) => *of(name, &mut kind.min, &mut kind.max, &mut kind.increment) = one.ok_or_else(wrong)?,
        Kind::Int(kind) => *of(name, &mut kind.min, &mut kind.max, &mut kind.increment) = change.as_i64().ok_or_else(wrong)?,
        Kind::FloatVector(kind) if name == "increment" => kind.increment = one.ok_or_else(wrong)?,
        Kind::IntVector(kind) if name == "increment" => kind.increment = change.as_i64().ok_or_else(wrong)?,
        Kind::FloatVector(kind) => {
            let given = several()?;
            if given.len() != kind.default.len() {
                return Err(wrong());
            }
            *if name == "min" { &mut kind.min } else { &mut kind.max } = given;
        }
        Kind::IntVector(kind) => {
            let given: Vec<i64> = several()?.into_iter().map(|v| v as i64).collect();
            if given.len() != kind.default.len() {
                return Err(wrong());
            }
            *if name == "min" { &mut kind.min } else { &mut kind.max } = given;
        }
        Kind::MinMax(kind) => match name {
            "min" => kind.range[0] = one.ok_or_else(wrong)?,
            "max" => kind.range[1] = one.ok_or_else(wrong)?,
            _ => kind.increment = one.ok_or_else(wrong)?,
        },
        _ => return Err(format!("it has no {name}")),
    }
    Ok(())
}

fn of<'a, T>(name: &str, min: &'a mut T, max: &'a mut T, increment: &'a mut T) -> &'a mut T {
    match name {
        "min" => min,
        "max" => max,
        _ => increment,
    }
}
