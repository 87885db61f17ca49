//! Vectors and matrices: one typed entry for each component.

use egui::Ui;
use voxloom_core::Value;
use voxloom_core::property::{Bound, Property, VectorKind};

use super::Field;
use super::number::{Edit, NumberField, apply};

/// Names of the components, as screen readers say them.
const COMPONENTS: [&str; 4] = ["x", "y", "z", "w"];

/// One component as a number field shows it.
struct Component {
    value: f64,
    min: f64,
    max: f64,
}

/// Rows and columns of a square matrix, whose elements lie column by column; `None` for a vector.
pub fn matrix_side(property: &Property, components: usize) -> Option<usize> {
    match components {
        9 => Some(3),
        16 => Some(4),
        4 if property.class_identifier.contains("Mat2") => Some(2),
        _ => None,
    }
}

/// What a component is called.
fn component_name(matrix: Option<usize>, index: usize) -> String {
    match matrix {
        Some(side) => format!("row {} column {}", index % side + 1, index / side + 1),
        None => COMPONENTS.get(index).map_or_else(|| (index + 1).to_string(), |name| (*name).to_owned()),
    }
}

/// Number fields side by side, those of a matrix in its rows; the index of the one that was edited, and how.
fn fields(ui: &mut Ui, field: &Field<'_>, components: &[Component], increment: f64, integer: bool) -> Option<(usize, Edit)> {
    let spacing = 4.0;
    let matrix = matrix_side(field.property, components.len());
    let columns = matrix.unwrap_or(components.len()).max(1);
    let width = ((ui.available_width() + spacing) / columns as f32 - spacing).max(36.0);
    let mut edited = None;
    for row in 0..components.len().div_ceil(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = spacing;
            for column in 0..columns {
                let i = if matrix.is_some() { column * columns + row } else { column };
                let Some(component) = components.get(i) else { continue };
                let label = format!("{} {}", field.name(), component_name(matrix, i));
                let span = component.max - component.min;
                let speed = if span.is_finite() && span < 1e6 {
                    (span / 400.0).max(if integer { 0.05 } else { 0.0 })
                } else {
                    increment.max(if integer { 0.1 } else { 0.01 })
                };
                let mixed = field.differs(|value| value.as_floats()?.get(i).copied());
                let number = NumberField {
                    min: component.min,
                    max: component.max,
                    speed,
                    integer,
                    unit: "",
                    label: &label,
                    width,
                    mixed,
                    ..NumberField::default()
                };
                match number.show(ui, (field.id(), i), component.value) {
                    Edit::None => {}
                    edit => edited = Some((i, edit)),
                }
            }
        });
    }
    edited
}

/// The bound of a component, without limit where it does not clamp.
fn bound(value: Option<f64>, bound: Bound, free: f64) -> f64 {
    value.filter(|_| bound != Bound::Ignore).unwrap_or(free)
}

pub fn floats(ui: &mut Ui, field: &Field<'_>, kind: &VectorKind<f64>) {
    let values = field.value.as_floats().unwrap_or_else(|| kind.default.clone());
    let components: Vec<Component> = values
        .iter()
        .enumerate()
        .map(|(i, value)| Component {
            value: *value,
            min: bound(kind.min.get(i).copied(), kind.min_bound, f64::NEG_INFINITY),
            max: bound(kind.max.get(i).copied(), kind.max_bound, f64::INFINITY),
        })
        .collect();
    if let Some((i, edit)) = fields(ui, field, &components, kind.increment, false) {
        apply(ui, field, &edit, |v, own| {
            let mut next = own.as_floats().unwrap_or_else(|| values.clone());
            next[i] = v;
            Value::FloatVector(next)
        });
    }
}

pub fn ints(ui: &mut Ui, field: &Field<'_>, kind: &VectorKind<i64>) {
    let values = field.value.as_ints().unwrap_or_else(|| kind.default.clone());
    let components: Vec<Component> = values
        .iter()
        .enumerate()
        .map(|(i, value)| Component {
            value: *value as f64,
            min: bound(kind.min.get(i).map(|v| *v as f64), kind.min_bound, f64::NEG_INFINITY),
            max: bound(kind.max.get(i).map(|v| *v as f64), kind.max_bound, f64::INFINITY),
        })
        .collect();
    if let Some((i, edit)) = fields(ui, field, &components, kind.increment as f64, true) {
        apply(ui, field, &edit, |v, own| {
            let mut next = own.as_ints().unwrap_or_else(|| values.clone());
            next[i] = v.round() as i64;
            Value::IntVector(next)
        });
    }
}
