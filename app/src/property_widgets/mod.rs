//! Widgets for properties: one file for each kind, chosen here.

mod button;
mod camera;
mod choice;
pub mod color;
mod expression;
mod file;
mod light;
mod number;
mod range;
mod recent;
mod text;
mod transfer_function;
mod vector;

use egui::{Id, Response, Ui, WidgetInfo, WidgetType};
use voxloom_core::property::{Kind, Property, Semantics};
use voxloom_core::{InvalidationLevel, Value};
use voxloom_workspace::command::{Command, Edit as DocumentEdit, SetProperty};
use voxloom_workspace::{CommandError, Network, NodeId, Snapshot};

use crate::session::Session;

pub use number::{Edit, MIXED, NumberField, short};

/// A property that is being shown: what a widget needs to read it and to change it.
pub struct Field<'a> {
    pub session: &'a Session,
    pub snapshot: &'a Snapshot,
    pub node: NodeId,
    /// Nodes that have the same property and are edited together with the first.
    pub others: &'a [NodeId],
    /// `composite.property`.
    pub path: &'a str,
    pub property: &'a Property,
    /// That of the first node.
    pub value: &'a Value,
    /// The other nodes have other values.
    pub mixed: bool,
}

/// Sets the same property of several nodes; one drag is one step.
struct SetTogether {
    path: String,
    values: Vec<(NodeId, Value)>,
}

impl Command for SetTogether {
    fn name(&self, network: &Network) -> String {
        let first = self.values.first().and_then(|(node, _)| network.get(*node));
        let property = first.and_then(|node| node.interface().leaf(&self.path)).map_or(&*self.path, |leaf| &*leaf.property.display_name);
        match (self.values.len(), first) {
            (1, Some(node)) => format!("Change {property} of {}", node.display_name),
            (count, _) => format!("Change {property} of {count} processors"),
        }
    }

    fn apply(&self, edit: &mut DocumentEdit<'_>) -> Result<(), CommandError> {
        self.values.iter().try_for_each(|(node, value)| edit.set_value(*node, &self.path, value.clone()))
    }

    fn merge_key(&self) -> Option<String> {
        let nodes: Vec<String> = self.values.iter().map(|(node, _)| node.0.to_string()).collect();
        Some(format!("set {} {}", nodes.join("+"), self.path))
    }
}

impl Field<'_> {
    pub fn id(&self) -> Id {
        Id::new(("property", self.node.0, self.path))
    }

    pub fn name(&self) -> &str {
        &self.property.display_name
    }

    /// All nodes whose property this is.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        std::iter::once(self.node).chain(self.others.iter().copied())
    }

    /// The value that a node has.
    pub fn value_of(&self, node: NodeId) -> Option<&Value> {
        self.snapshot.workspace.network.get(node)?.value(self.path)
    }

    /// Whether a part of the value is not the same for all nodes.
    pub fn differs<T: PartialEq>(&self, part: impl Fn(&Value) -> Option<T>) -> bool {
        let first = part(self.value);
        self.mixed && self.others.iter().any(|node| self.value_of(*node).and_then(&part) != first)
    }

    /// Sets the value as part of a drag or of typing; [`Self::end`] closes the step.
    pub fn set(&self, ui: &Ui, value: Value) {
        self.set_each(ui, |_| value.clone());
    }

    /// Sets the value of each node from the value that it has.
    pub fn set_each(&self, ui: &Ui, value: impl Fn(&Value) -> Value) {
        let own = value(self.value);
        if let Err(error) = self.property.check(own.clone()) {
            return self.fail(ui, error.to_string());
        }
        let path = self.path.to_owned();
        let done = if self.others.is_empty() {
            self.session.store.commit(&SetProperty { node: self.node, path, value: own })
        } else {
            let values = self.nodes().filter_map(|node| Some((node, value(self.value_of(node)?)))).collect();
            self.session.store.commit(&SetTogether { path, values })
        };
        match done {
            Ok(_) => self.clear_error(ui),
            Err(error) => self.fail(ui, error.to_string()),
        }
    }

    /// The mouse was released, or the typing is over: the next edit is a step of its own.
    pub fn end(&self) {
        self.session.store.end_drag();
    }

    /// Sets the value as a step of its own.
    pub fn set_once(&self, ui: &Ui, value: Value) {
        self.end();
        self.set(ui, value);
        self.end();
    }

    /// The same for each node, from the value that it has.
    pub fn set_each_once(&self, ui: &Ui, value: impl Fn(&Value) -> Value) {
        self.end();
        self.set_each(ui, value);
        self.end();
    }

    /// Closes the step when a widget is let go.
    pub fn end_with(&self, response: &Response) {
        let at_once = response.changed() && !response.dragged() && !response.has_focus();
        if response.drag_stopped() || response.lost_focus() || at_once {
            self.end();
        }
    }

    /// Shows a message under the field until the next good value.
    pub fn fail(&self, ui: &Ui, message: impl Into<String>) {
        let message: String = message.into();
        ui.data_mut(|data| data.insert_temp(self.id().with("error"), message));
    }

    pub fn clear_error(&self, ui: &Ui) {
        ui.data_mut(|data| data.remove_temp::<String>(self.id().with("error")));
    }

    pub fn error(&self, ui: &Ui) -> Option<String> {
        ui.data(|data| data.get_temp(self.id().with("error")))
    }

    /// Names a widget after the property, for screen readers and tests.
    pub fn label(&self, ui: &Ui, response: &Response, kind: WidgetType) {
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(kind, enabled, self.name()));
    }
}

/// Whether the widget of a kind takes the whole width, below its label.
pub fn is_wide(property: &Property) -> bool {
    match &property.kind {
        Kind::TransferFunction { .. } | Kind::Camera { .. } => true,
        Kind::FloatVector(kind) => vector::matrix_side(property, kind.default.len()).is_some(),
        Kind::IntVector(kind) => vector::matrix_side(property, kind.default.len()).is_some(),
        Kind::String { .. } => text::is_multiline(property),
        Kind::Float(_)
        | Kind::Int(_)
        | Kind::Bool { .. }
        | Kind::Option(_)
        | Kind::File(_)
        | Kind::Directory { .. }
        | Kind::Button
        | Kind::Color { .. }
        | Kind::MinMax(_)
        | Kind::Composite { .. } => false,
    }
}

/// Whether a vector is meant as a color: of three or four components from 0 to 1.
fn is_color(property: &Property, components: usize) -> bool {
    property.semantics == Semantics::Color && matches!(components, 3 | 4)
}

/// The widget of a property, in the width that is there.
pub fn show(ui: &mut Ui, field: &Field<'_>) {
    match &field.property.kind {
        Kind::Float(kind) => number::float(ui, field, kind),
        Kind::Int(kind) => number::int(ui, field, kind),
        Kind::Bool { default } => choice::bool(ui, field, *default),
        Kind::String { .. } => text::show(ui, field),
        Kind::Option(kind) => choice::option(ui, field, kind),
        Kind::File(kind) => file::file(ui, field, kind),
        Kind::Directory { .. } => file::directory(ui, field),
        Kind::Button => button::show(ui, field),
        Kind::Color { default } => color::show(ui, field, *default),
        Kind::FloatVector(kind) if is_color(field.property, kind.default.len()) => color::vector(ui, field),
        Kind::FloatVector(kind) if light::is_position(field.property, kind.default.len()) => light::show(ui, field, kind),
        Kind::FloatVector(kind) => vector::floats(ui, field, kind),
        Kind::IntVector(kind) => vector::ints(ui, field, kind),
        Kind::MinMax(kind) => range::show(ui, field, kind),
        Kind::TransferFunction { default } => transfer_function::show(ui, field, default),
        Kind::Camera { default } => camera::show(ui, field, default),
        // The panel shows the properties inside.
        Kind::Composite { .. } => {}
    }
}

/// What the values of a property may be, in words; empty when there is nothing to say.
pub fn describe(property: &Property) -> String {
    let effect = match property.invalidation {
        InvalidationLevel::Valid => "\nChanging it computes nothing anew",
        InvalidationLevel::InvalidOutput | InvalidationLevel::InvalidResources => "",
    };
    let values = match &property.kind {
        Kind::Float(kind) => format!("{} … {} {}", number::short(kind.min), number::short(kind.max), kind.unit),
        Kind::Int(kind) => format!("{} … {} {}", kind.min, kind.max, kind.unit),
        Kind::MinMax(kind) => format!("{} … {}", number::short(kind.range[0]), number::short(kind.range[1])),
        Kind::FloatVector(kind) => format!("{} numbers", kind.default.len()),
        Kind::IntVector(kind) => format!("{} whole numbers", kind.default.len()),
        Kind::File(kind) if !kind.filters.is_empty() => format!("Files: {}", kind.filters.join(", ")),
        Kind::Option(kind) => format!("{} choices", kind.choices.len()),
        Kind::Bool { .. }
        | Kind::String { .. }
        | Kind::File(_)
        | Kind::Directory { .. }
        | Kind::Button
        | Kind::Color { .. }
        | Kind::TransferFunction { .. }
        | Kind::Camera { .. }
        | Kind::Composite { .. } => String::new(),
    };
    format!("{}{effect}", values.trim_end())
}
