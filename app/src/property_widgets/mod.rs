//! Widgets for properties: one file for each kind, chosen here.

mod button;
mod camera;
mod choice;
pub mod color;
mod file;
mod number;
mod range;
mod text;
mod transfer_function;
mod vector;

use egui::{Id, Response, Ui, WidgetInfo, WidgetType};
use voxloom_core::property::{Kind, Property, Semantics};
use voxloom_core::{InvalidationLevel, Value};
use voxloom_workspace::command::SetProperty;
use voxloom_workspace::{NodeId, Snapshot};

use crate::session::Session;

pub use number::{Edit, NumberField, short};

/// A property that is being shown: what a widget needs to read it and to change it.
pub struct Field<'a> {
    pub session: &'a Session,
    pub snapshot: &'a Snapshot,
    pub node: NodeId,
    /// `composite.property`.
    pub path: &'a str,
    pub property: &'a Property,
    pub value: &'a Value,
}

impl Field<'_> {
    pub fn id(&self) -> Id {
        Id::new(("property", self.node.0, self.path))
    }

    pub fn name(&self) -> &str {
        &self.property.display_name
    }

    /// Sets the value as part of a drag or of typing; [`Self::end`] closes the step.
    pub fn set(&self, ui: &Ui, value: Value) {
        match self.property.check(value.clone()) {
            Err(error) => self.fail(ui, error.to_string()),
            Ok(_) => {
                let command = SetProperty { node: self.node, path: self.path.to_owned(), value };
                match self.session.store.commit(&command) {
                    Ok(_) => self.clear_error(ui),
                    Err(error) => self.fail(ui, error.to_string()),
                }
            }
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
        Kind::String { .. } => text::is_multiline(property),
        Kind::Float(_)
        | Kind::Int(_)
        | Kind::Bool { .. }
        | Kind::Option(_)
        | Kind::File(_)
        | Kind::Directory { .. }
        | Kind::Button
        | Kind::Color { .. }
        | Kind::FloatVector(_)
        | Kind::IntVector(_)
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
