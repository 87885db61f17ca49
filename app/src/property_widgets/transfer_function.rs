//! A transfer function: the editor, with the histogram of the volume that arrives.

use std::sync::Arc;

use egui::Ui;
use voxloom_core::Value;
use voxloom_core::data::TransferFunction;

use super::Field;
use crate::transfer_function_editor::{self, Change, histogram};

pub fn show(ui: &mut Ui, field: &Field<'_>, default: &Arc<TransferFunction>) {
    let function = if let Value::TransferFunction(function) = field.value { function } else { default };
    let backdrop = histogram::of_node(ui.ctx(), field.session, field.snapshot, field.node);
    let change = transfer_function_editor::show(ui, field.id(), field.name(), function, default, &backdrop);
    match change {
        Change::None => {}
        Change::Moving(next) => field.set(ui, Value::TransferFunction(Arc::new(next))),
        Change::Settled(next) => {
            field.set(ui, Value::TransferFunction(Arc::new(next)));
            field.end();
        }
        Change::Ended => field.end(),
    }
}
