//! Widgets for properties: one file for each kind, chosen here.

mod button;
mod camera;
pub mod choice;
pub mod color;
mod completion;
mod expression;
mod file;
mod light;
mod number;
mod range;
mod recent;
mod slider;
mod text;
mod transfer_function;
mod vector;

use egui::{Id, Response, Ui, WidgetInfo, WidgetType};
use voxloom_core::property::{Kind, Property, Semantics};
use voxloom_core::{InvalidationLevel, Value};
use voxloom_workspace::command::{Command, Edit as DocumentEdit, SetProperty};
use voxloom_workspace::{CommandError, Network, NodeId, Snapshot};

use crate::session::Session;
use crate::theme;

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

/// Values that a drag changes, as they were.
#[derive(Clone)]
struct Before {
    path: String,
    values: Vec<(NodeId, Value)>,
}

fn before_drag() -> Id {
    Id::new("values before the drag")
}

/// Escape while the mouse drags a value brings it back as it was, which leaves no step of undo.
pub fn take_back_by_key(ctx: &egui::Context, session: &Session) {
    let Some(before) = ctx.data(|data| data.get_temp::<Before>(before_drag())) else { return };
    if !ctx.input(|input| input.pointer.any_down()) {
        ctx.data_mut(|data| data.remove::<Before>(before_drag()));
    } else if ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        ctx.data_mut(|data| data.remove::<Before>(before_drag()));
        let Before { path, values } = before;
        let done = match values.as_slice() {
            [(node, value)] => session.store.commit(&SetProperty { node: *node, path, value: value.clone() }),
            _ => session.store.commit(&SetTogether { path, values }),
        };
        if let Err(error) = done {
            session.console.add(log::Level::Error, "properties", error.to_string());
        }
        session.store.end_drag();
        ctx.stop_dragging();
    }
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
        field_id(self.node, self.path)
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
        self.remember_before(ui);
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

    /// What Escape brings back while the mouse is down.
    fn remember_before(&self, ui: &Ui) {
        let values = || self.nodes().filter_map(|node| Some((node, self.value_of(node)?.clone()))).collect();
        if ui.input(|input| input.pointer.any_down()) {
            ui.data_mut(|data| data.get_temp_mut_or_insert_with(before_drag(), || Before { path: self.path.to_owned(), values: values() }).clone());
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

    /// Shows a message under the field until the next press or good value.
    pub fn fail(&self, ui: &Ui, message: impl Into<String>) {
        fail(ui, self.id(), message);
    }

    pub fn clear_error(&self, ui: &Ui) {
        ui.data_mut(|data| data.remove_temp::<(String, f64)>(self.id().with("error")));
    }

    /// Below what was drawn of the field: its message. Nothing moves for it.
    pub fn show_error(&self, ui: &Ui, drawn: egui::Rect) {
        let Some((message, since)) = ui.data(|data| data.get_temp::<(String, f64)>(self.id().with("error"))) else { return };
        let pressed = |event: &egui::Event| matches!(event, egui::Event::Key { pressed: true, .. } | egui::Event::Text(_));
        if ui.input(|input| input.time > since && (input.pointer.any_pressed() || input.events.iter().any(pressed))) {
            return self.clear_error(ui);
        }
        hint(ui, self.id().with("error"), drawn, &message, theme::ERROR);
    }

    /// Names a widget after the property, for screen readers and tests.
    pub fn label(&self, ui: &Ui, response: &Response, kind: WidgetType) {
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(kind, enabled, self.name()));
    }
}

pub fn field_id(node: NodeId, path: &str) -> Id {
    Id::new(("property", node.0, path))
}

/// Shows a message under a field until the next press or good value.
pub fn fail(ui: &Ui, field: Id, message: impl Into<String>) {
    let (message, now): (String, f64) = (message.into(), ui.input(|input| input.time));
    ui.data_mut(|data| data.insert_temp(field.with("error"), (message, now)));
    ui.ctx().request_repaint();
}

/// A line of text under a widget, above everything: what is there does not move for it.
pub fn hint(ui: &Ui, id: Id, under: egui::Rect, text: &str, color: egui::Color32) {
    let area = egui::Area::new(id.with("hint")).order(egui::Order::Tooltip).fixed_pos(under.left_bottom() + egui::vec2(0.0, 3.0));
    area.constrain(true).interactable(false).sense(egui::Sense::hover()).show(ui.ctx(), |ui| {
        egui::Frame::new().fill(theme::RAISED).stroke((1.0, color)).corner_radius(3.0).inner_margin(egui::Margin::symmetric(7, 3)).show(ui, |ui| {
            ui.set_max_width(280.0);
            ui.add(egui::Label::new(egui::RichText::new(text).small().color(color)).selectable(false));
        });
    });
}

/// Whether the widget of a kind takes the whole width, below its label.
pub fn is_wide(property: &Property) -> bool {
    match &property.kind {
        Kind::TransferFunction { .. } | Kind::Camera { .. } | Kind::File(_) | Kind::Directory { .. } | Kind::MinMax(_) => true,
        Kind::FloatVector(kind) => vector::matrix_side(property, kind.default.len()).is_some(),
        Kind::IntVector(kind) => vector::matrix_side(property, kind.default.len()).is_some(),
        Kind::String { .. } => text::is_multiline(property),
        Kind::Float(_) | Kind::Int(_) | Kind::Bool { .. } | Kind::Option(_) | Kind::Button | Kind::Color { .. } | Kind::Composite { .. } => false,
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
