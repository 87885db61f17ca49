//! The properties of what is selected: header, status, help, and a widget for each property.
//!
//! `foot` says what is wrong; `rows` says what stands below each other, `list` lays out what of it is in sight, `row` draws one. `links`, `link_dialog` and
//! `picker` join properties, `elements` edits lists.

mod elements;
mod foot;
mod header;
mod link_dialog;
mod links;
mod list;
mod menu;
mod picker;
mod row;
mod rows;
mod state;

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Label, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::evaluator::NodeState;
use voxloom_workspace::{Node, NodeId, Snapshot};

use crate::panels::field_info;
use crate::property_widgets;
use crate::session::Session;
use crate::theme;
pub use links::{drop_on_node, link_cameras};
use list::List;
use state::{Dialog, State};
pub use state::{find_property, is_busy, open_link_dialog};

/// What a person asks for here that others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Open a Python file.
    Edit(PathBuf, Option<u32>),
    /// Install a package.
    Install(String),
}

/// What every part of the panel reads.
#[derive(Clone, Copy)]
struct Scene<'a> {
    session: &'a Session,
    snapshot: &'a Snapshot,
}

impl<'a> Scene<'a> {
    fn node(&self, id: NodeId) -> Option<&'a Node> {
        self.snapshot.workspace.network.get(id).map(|node| &**node)
    }
}

/// Shows the properties of the selected nodes, in a scroll area of its own.
pub fn show(ui: &mut Ui, session: &Session, snapshot: &Snapshot, states: &BTreeMap<NodeId, NodeState>, selection: &[NodeId]) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let scene = Scene { session, snapshot };
    property_widgets::take_back_by_key(ui.ctx(), session);
    let mut state = State::take(ui.ctx());
    let nodes: Vec<&Node> = selection.iter().filter_map(|id| scene.node(*id)).collect();
    if nodes.is_empty() {
        nothing(ui, snapshot);
    } else {
        search(ui, &mut state);
        let common = if nodes.len() > 1 { rows::common(&nodes) } else { 0 };
        if nodes.len() > 1 {
            several(ui, &mut state, &nodes, common);
        }
        let panel = ui.available_rect_before_wrap();
        let unknown = NodeState::default();
        let together = nodes.len() > 1 && common > 0 && !state.one_by_one;
        ScrollArea::vertical().id_salt("properties").auto_shrink(false).show(ui, |ui| {
            // The bar of the scroll area floats: it does not cover the fields.
            ui.set_max_width(ui.available_width() - 6.0);
            if together {
                List { scene, nodes: &nodes }.show(ui, &mut state);
            } else {
                one_by_one(ui, scene, states, &nodes, &mut state, &mut wishes);
            }
            ui.add_space(foot::ROOM);
        });
        let shown: Vec<_> = nodes.iter().map(|node| (*node, states.get(&node.id).unwrap_or(&unknown))).collect();
        foot::show(ui, panel, &shown, &mut state, &mut wishes);
    }
    menu::paste(ui, scene, &mut state);
    dialogs(ui, scene, &mut state);
    state.put_back(ui.ctx());
    wishes
}

fn one_by_one(ui: &mut Ui, scene: Scene<'_>, states: &BTreeMap<NodeId, NodeState>, nodes: &[&Node], state: &mut State, wishes: &mut Vec<Wish>) {
    let unknown = NodeState::default();
    for node in nodes {
        let id = ui.make_persistent_id(("node", node.id.0));
        let mut one = |ui: &mut Ui, state: &mut State| {
            header::show(ui, scene, states.get(&node.id).unwrap_or(&unknown), node, wishes);
            ui.add_space(theme::UNIT);
            if node.interface().leaves().is_empty() {
                ui.label(RichText::new("This processor has no properties").color(theme::TEXT_DISABLED));
            } else {
                List { scene, nodes: &[node] }.show(ui, state);
            }
        };
        if let [_] = nodes {
            header::title(ui, node);
            ui.push_id(id, |ui| one(ui, state));
            continue;
        }
        // A search looks into all of them.
        let open = state.open.get(&id).copied().unwrap_or(nodes.len() <= UNFOLDED) || !state.query.is_empty();
        if header::fold(ui, node, open) {
            state.open.insert(id, !open);
        }
        if open {
            ui.push_id(id, |ui| one(ui, state));
            ui.add_space(theme::UNIT * 2.0);
        }
    }
}

/// Of more nodes than these only the names are shown at first.
const UNFOLDED: usize = 3;

/// The field that leaves only the properties whose name, path or value has some words.
fn search(ui: &mut Ui, state: &mut State) {
    ui.horizontal(|ui| {
        let clear = if state.query.is_empty() { 0.0 } else { 24.0 };
        let field = TextEdit::singleline(&mut state.query)
            .id(state::search_field())
            .hint_text("Search name, path or value")
            .desired_width(ui.available_width() - clear);
        let response = ui.add(field);
        response.widget_info(|| field_info("Search properties", &state.query));
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            state.query.clear();
        }
        if clear > 0.0 {
            let button = ui.add(egui::Button::new("×").frame(false).min_size(vec2(16.0, theme::ROW)));
            button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Clear the search"));
            if button.on_hover_text("Show all properties (Escape)").clicked() {
                state.query.clear();
            }
        }
    });
    ui.add_space(theme::UNIT);
}

/// What is selected, and whether it is edited together.
fn several(ui: &mut Ui, state: &mut State, nodes: &[&Node], common: usize) {
    let same = nodes.iter().all(|node| node.class == nodes[0].class);
    let names: Vec<&str> = nodes.iter().map(|node| &*node.display_name).collect();
    let title = if same { format!("{} processors of one class", nodes.len()) } else { format!("{} processors", nodes.len()) };
    let title = if common > 0 { RichText::new(title).heading().color(theme::TEXT_STRONG) } else { RichText::new(title).color(theme::TEXT) };
    ui.add(Label::new(title).truncate());
    ui.add(Label::new(RichText::new(names.join(", ")).small().color(theme::TEXT_WEAK)).truncate()).on_hover_text(names.join("\n"));
    ui.horizontal(|ui| {
        if common > 0 {
            let together = ui.selectable_label(!state.one_by_one, "Together").on_hover_text("Edit what all of them have, at once");
            if together.clicked() {
                state.one_by_one = false;
            }
            if ui.selectable_label(state.one_by_one, "One by one").on_hover_text("Show each with all its properties").clicked() {
                state.one_by_one = true;
            }
        } else {
            ui.label(RichText::new("They have no property in common").small().color(theme::TEXT_DISABLED));
        }
        if let [first, second] = nodes {
            let button = ui.button("Link…").on_hover_text("Join properties of the two, so that they follow each other");
            if button.clicked() {
                state.dialog = Dialog::Pairs(link_dialog::Pairs::new(first.id, second.id));
            }
        }
    });
    ui.add_space(theme::UNIT);
}

/// What covers the window, if something does.
fn dialogs(ui: &Ui, scene: Scene<'_>, state: &mut State) {
    let mut dialog = std::mem::take(&mut state.dialog);
    let open = match &mut dialog {
        Dialog::Nothing => return,
        Dialog::Target(target) => target.show(ui.ctx(), scene),
        Dialog::Pairs(pairs) => pairs.show(ui.ctx(), scene),
        Dialog::Onto(onto) => onto.show(ui.ctx(), scene),
    };
    if open {
        state.dialog = dialog;
    }
}

fn nothing(ui: &mut Ui, snapshot: &Snapshot) {
    ui.add_space(theme::UNIT * 6.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new("Nothing is selected").color(theme::TEXT_WEAK));
        let hint = if snapshot.workspace.network.is_empty() {
            "Drop a file on the window, or add a processor"
        } else {
            "Click a processor in the network to see its properties"
        };
        ui.label(RichText::new(hint).small().color(theme::TEXT_DISABLED));
    });
}
