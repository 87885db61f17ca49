//! What a right click on a row offers, or Shift+F10 while something in it has the keys; and pasting values.

use std::sync::Arc;

use egui::{Event, Key, Label, Modifiers, Popup, Response, RichText, SetOpenCommand, TextStyle, Ui, ViewportCommand};
use serde_json::{Map, Value as Json};
use voxloom_core::Value;
use voxloom_workspace::command::{Batch, Command, SetProperty};
use voxloom_workspace::{Node, NodeId, PropertyRef};

use super::elements::Change;
use super::picker::Target;
use super::row::RowView;
use super::state::{Dialog, State};
use super::{Scene, links, rows};
use crate::property_widgets;
use crate::theme;

/// Frames to wait for the clipboard: a remote one may answer late.
const PATIENCE: u32 = 120;

/// Paths of properties at or below a row, that can be set.
fn leaves<'a>(node: &'a Node, path: &'a str) -> impl Iterator<Item = &'a voxloom_core::property::Leaf> {
    let below =
        move |leaf: &&voxloom_core::property::Leaf| *leaf.path == *path || leaf.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    node.interface().leaves().iter().filter(below)
}

/// The items of a row's menu.
pub fn show(ui: &mut Ui, view: &RowView<'_>, state: &mut State) {
    ui.style_mut().override_text_style = Some(TextStyle::Body);
    let (scene, row) = (view.scene, view.row);
    let is_heading = row.heading.is_some();
    let nodes = view.nodes();
    let resets = resets(scene, &nodes, &row.path);
    let name = if is_heading { "Reset all to default" } else { "Reset to default" };
    if ui.add_enabled(row.enabled && !resets.is_empty(), egui::Button::new(name)).clicked() {
        set_all(scene, format!("Reset {} of {}", row.property.display_name, view.node.display_name), resets);
    }
    ui.separator();
    if ui.button(if is_heading { "Copy values" } else { "Copy value" }).clicked() {
        ui.ctx().copy_text(copied(view.node, &row.path));
    }
    let paste = if is_heading { "Paste values" } else { "Paste value" };
    if ui.add_enabled(row.enabled, egui::Button::new(paste)).clicked() {
        state.pasting = Some((nodes, view.property_ref(), PATIENCE));
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
    if ui.button("Copy path").on_hover_text("As scripts name it").clicked() {
        ui.ctx().copy_text(format!("{}.{}", view.node.identifier, row.path));
    }
    if let Some(element) = &row.element {
        ui.separator();
        let changes = [
            ("Move up", Change::Up, element.index > 0),
            ("Move down", Change::Down, element.index + 1 < element.count),
            ("Remove", Change::Remove, true),
        ];
        for (name, change, possible) in changes {
            if ui.add_enabled(row.enabled && possible, egui::Button::new(name)).clicked() {
                view.change_element(ui, change);
            }
        }
    }
    ui.separator();
    if ui.button("Link to…").on_hover_text("Choose the property that this one follows; or drag a name onto another").clicked() {
        state.dialog = Dialog::Target(Target::new(view.property_ref()));
    }
    let joined = links::of(scene, &view.nodes(), &row.path);
    links::unlink_items(ui, scene, &joined);
    if !row.property.help.is_empty() {
        ui.separator();
        ui.set_max_width(260.0);
        ui.add(Label::new(RichText::new(&*row.property.help).small().color(theme::TEXT_WEAK)).wrap());
    }
}

/// Opens the menu at the pointer for a right click anywhere in a row, on its name and on its value.
pub fn by_mouse(ui: &Ui, whole: &Response, items: impl FnOnce(&mut Ui)) {
    let id = whole.id.with("menu by mouse");
    let asked = ui.input(|input| input.pointer.secondary_clicked()) && ui.rect_contains_pointer(whole.rect);
    if asked || Popup::is_id_open(ui.ctx(), id) {
        let place = if asked { ui.input(|input| input.pointer.interact_pos()) } else { ui.data(|data| data.get_temp(id)) };
        let place = place.unwrap_or_else(|| whole.rect.left_bottom());
        ui.data_mut(|data| data.insert_temp(id, place));
        Popup::menu(whole).id(id).at_position(place).open_memory(asked.then_some(SetOpenCommand::Bool(true))).show(items);
    }
}

/// Opens the same menu under a row when Shift+F10 is pressed while something in it has the keys.
pub fn by_key(ui: &Ui, whole: &Response, items: impl FnOnce(&mut Ui)) {
    let id = whole.id.with("menu by key");
    let asked = ui.input(|input| input.modifiers.shift_only() && input.key_pressed(Key::F10)) && has_focus(ui, whole);
    if asked {
        ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
    }
    if asked || Popup::is_id_open(ui.ctx(), id) {
        Popup::menu(whole).id(id).open_memory(asked.then_some(SetOpenCommand::Bool(true))).show(items);
    }
}

fn has_focus(ui: &Ui, whole: &Response) -> bool {
    let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
    focused.is_some_and(|focused| whole.rect.contains(focused.rect.center()))
}

/// What would go back to its default.
fn resets(scene: Scene<'_>, nodes: &[NodeId], path: &str) -> Vec<(PropertyRef, Value)> {
    let mut resets = Vec::new();
    for node in nodes.iter().filter_map(|id| scene.node(*id)) {
        for leaf in leaves(node, path).filter(|leaf| !leaf.property.read_only) {
            if let Some(default) = leaf.property.default_value().filter(|default| Some(default) != node.value(&leaf.path)) {
                resets.push((PropertyRef { node: node.id, path: leaf.path.clone() }, default));
            }
        }
    }
    resets
}

fn set_all(scene: Scene<'_>, name: String, values: Vec<(PropertyRef, Value)>) {
    let set = |(property, value): (PropertyRef, Value)| -> Arc<dyn Command> {
        Arc::new(SetProperty { node: property.node, path: property.path.to_string(), value })
    };
    let batch = Batch { name, commands: values.into_iter().map(set).collect() };
    scene.session.store.end_drag();
    if let Err(error) = scene.session.store.commit(&batch) {
        scene.session.console.add(log::Level::Error, "properties", error.to_string());
    }
    scene.session.store.end_drag();
}

/// A value as text; those below a heading as an object of paths.
fn copied(node: &Node, path: &str) -> String {
    if let Some(value) = node.value(path) {
        return rows::text_of(value);
    }
    let below = leaves(node, path).filter_map(|leaf| Some((leaf.path[path.len() + 1..].to_owned(), node.value(&leaf.path)?.to_json())));
    Json::Object(below.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>()).to_string()
}

/// A default in few letters.
pub fn brief(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::TransferFunction(_) | Value::Camera(_) | Value::Button) => "another".to_owned(),
        Some(value) => {
            let text = rows::text_of(value);
            let short: String = text.chars().take(40).collect();
            if short.is_empty() { "empty".to_owned() } else { short }
        }
    }
}

/// Takes what the clipboard holds for the property that waits for it.
pub fn paste(ui: &Ui, scene: Scene<'_>, state: &mut State) {
    let Some((nodes, property, patience)) = state.pasting.take() else { return };
    let text = ui.input(|input| input.events.iter().find_map(|event| if let Event::Paste(text) = event { Some(text.clone()) } else { None }));
    let Some(text) = text else {
        if patience > 0 {
            state.pasting = Some((nodes, property, patience - 1));
            ui.ctx().request_repaint();
        }
        return;
    };
    match pasted(scene, &nodes, &property.path, text.trim_end_matches('\n')) {
        Ok(values) if values.is_empty() => {}
        Ok(values) => set_all(scene, format!("Paste {}", links::name_of(&scene.snapshot.workspace.network, &property)), values),
        Err(error) => {
            property_widgets::fail(ui, property_widgets::field_id(property.node, &property.path), format!("Not pasted: {error}"));
            scene.session.console.add(log::Level::Warn, "properties", format!("nothing is pasted: {error}"));
        }
    }
}

/// The values that a text gives to a property of some nodes, or to those below a heading.
fn pasted(scene: Scene<'_>, nodes: &[NodeId], path: &str, text: &str) -> Result<Vec<(PropertyRef, Value)>, String> {
    let mut values = Vec::new();
    for node in nodes.iter().filter_map(|id| scene.node(*id)) {
        if let Some(leaf) = node.interface().leaf(path) {
            let value = leaf.property.value_from_text(text).map_err(|error| error.to_string())?;
            values.push((PropertyRef { node: node.id, path: leaf.path.clone() }, value));
            continue;
        }
        let object: Map<String, Json> = serde_json::from_str(text).map_err(|_| "the clipboard holds no values of a group".to_owned())?;
        for (rest, json) in &object {
            let Some(leaf) = node.interface().leaf(&format!("{path}.{rest}")).filter(|leaf| !leaf.property.read_only) else { continue };
            let value = leaf.property.value_from_json(json).map_err(|error| error.to_string())?;
            values.push((PropertyRef { node: node.id, path: leaf.path.clone() }, value));
        }
        if values.is_empty() {
            return Err("nothing in the clipboard has a place here".to_owned());
        }
    }
    Ok(values)
}
