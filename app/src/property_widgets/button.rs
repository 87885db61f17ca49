//! A button: each press arrives exactly once.

use egui::{Button, Ui, vec2};

use super::Field;

pub fn show(ui: &mut Ui, field: &Field<'_>) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let response = ui.add_sized(size, Button::new(field.name()).truncate());
    if response.clicked()
        && let Err(error) = field.session.store.press(field.node, field.path)
    {
        field.fail(ui, error.to_string());
    }
}
