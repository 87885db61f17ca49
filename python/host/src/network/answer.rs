//! Answers, and arguments as they are read.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use voxloom_core::port::Data;
use voxloom_protocol::message::{ReplyError, ReplyErrorKind};
use voxloom_workspace::{CommandError, NodeId, PortRef, PropertyRef};

/// What a question is answered with.
#[derive(Default)]
pub struct Answer {
    pub json: Json,
    pub data: Option<Data>,
}

impl From<Json> for Answer {
    fn from(json: Json) -> Self {
        Self { json, data: None }
    }
}

/// A refusal.
pub(super) fn refuse(kind: ReplyErrorKind, message: impl Into<String>) -> ReplyError {
    ReplyError::new(kind, message)
}

/// An edit that the document refused.
pub(super) fn refused(error: CommandError) -> ReplyError {
    let kind = match &error {
        CommandError::NoNode { .. } | CommandError::NoPort { .. } => ReplyErrorKind::Key,
        CommandError::Property { message, .. } if message.starts_with("there is no property") => ReplyErrorKind::Key,
        CommandError::Property { message, .. } if message.contains(" takes ") => ReplyErrorKind::Type,
        _ => ReplyErrorKind::Value,
    };
    refuse(kind, error.to_string())
}

/// The arguments of a question.
pub(crate) struct Args(pub(crate) Json);

impl Args {
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn need(&self, name: &str) -> Result<&Json, ReplyError> {
        self.get(name).ok_or_else(|| refuse(ReplyErrorKind::Type, format!("the argument {name} is missing")))
    }

    pub(super) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ReplyError> {
        let read = |value: &Json| T::deserialize(value).map_err(|error| refuse(ReplyErrorKind::Type, format!("{name}: {error}")));
        self.get(name).map(read).transpose()
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, ReplyError> {
        self.need(name)?.as_str().ok_or_else(|| refuse(ReplyErrorKind::Type, format!("{name} is a text")))
    }

    pub(super) fn number(&self, name: &str) -> Result<u64, ReplyError> {
        self.need(name)?.as_u64().ok_or_else(|| refuse(ReplyErrorKind::Type, format!("{name} is a whole number, not below 0")))
    }

    pub(super) fn node(&self) -> Result<NodeId, ReplyError> {
        self.number("node").map(NodeId)
    }

    pub(super) fn nodes(&self, name: &str) -> Result<Vec<NodeId>, ReplyError> {
        Ok(self.read::<Vec<u64>>(name)?.unwrap_or_default().into_iter().map(NodeId).collect())
    }

    /// `{"node": 1, "port": "outport"}`.
    pub(super) fn port(&self, name: &str) -> Result<PortRef, ReplyError> {
        let (node, port) = self.end(name, "port")?;
        Ok(PortRef { node, port: port.into() })
    }

    /// `{"node": 1, "path": "camera"}`.
    pub(super) fn property(&self, name: &str) -> Result<PropertyRef, ReplyError> {
        let (node, path) = self.end(name, "path")?;
        Ok(PropertyRef { node, path: path.into() })
    }

    fn end(&self, name: &str, what: &str) -> Result<(NodeId, &str), ReplyError> {
        let end = self.need(name)?;
        let wrong = || refuse(ReplyErrorKind::Type, format!("{name} is a node and a {what}"));
        let node = end.get("node").and_then(Json::as_u64).ok_or_else(wrong)?;
        Ok((NodeId(node), end.get(what).and_then(Json::as_str).ok_or_else(wrong)?))
    }

    /// Seconds, without end when there are none.
    pub(super) fn timeout(&self) -> Result<Option<std::time::Duration>, ReplyError> {
        let seconds = self.read::<f64>("timeout")?;
        Ok(seconds.map(|seconds| std::time::Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(std::time::Duration::MAX)))
    }
}
