//! Ports and properties of an instance as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use voxloom_core::{Interface, PortSpec};

use crate::error::ProtocolError;
use crate::property::PropertyMessage;

#[derive(Serialize, Deserialize)]
struct InterfaceMessage {
    inports: Vec<PortMessage>,
    outports: Vec<PortMessage>,
    properties: Vec<PropertyMessage>,
}

#[derive(Serialize, Deserialize)]
struct PortMessage {
    identifier: String,
    data_type: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    multi: bool,
    #[serde(default)]
    dynamic: bool,
}

impl From<&PortSpec> for PortMessage {
    fn from(port: &PortSpec) -> Self {
        Self {
            identifier: port.identifier.to_string(),
            data_type: port.data_type.to_string(),
            help: port.help.to_string(),
            optional: port.optional,
            multi: port.multi,
            dynamic: port.dynamic,
        }
    }
}

impl From<PortMessage> for PortSpec {
    fn from(port: PortMessage) -> Self {
        let spec = Self::of_type(&port.identifier, &port.data_type, &port.help);
        Self { optional: port.optional, multi: port.multi, dynamic: port.dynamic, ..spec }
    }
}

/// `{"inports": […], "outports": […], "properties": […]}`.
pub fn interface_to_json(interface: &Interface) -> Json {
    let message = InterfaceMessage {
        inports: interface.inports().iter().map(PortMessage::from).collect(),
        outports: interface.outports().iter().map(PortMessage::from).collect(),
        properties: interface.properties().iter().map(PropertyMessage::from).collect(),
    };
    // Plain structs with text keys always have a JSON form.
    serde_json::to_value(message).unwrap_or_default()
}

/// The inverse of [`interface_to_json`].
pub fn interface_from_json(json: &Json) -> Result<Interface, ProtocolError> {
    let message = InterfaceMessage::deserialize(json).map_err(ProtocolError::malformed)?;
    let properties = message.properties.into_iter().map(PropertyMessage::into_property).collect::<Result<_, _>>()?;
    let ports = |list: Vec<PortMessage>| list.into_iter().map(PortSpec::from).collect();
    Ok(Interface::of(ports(message.inports), ports(message.outports), properties))
}
