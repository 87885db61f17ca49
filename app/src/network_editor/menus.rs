//! Context menus of nodes, ports, connections and the ground, and what tooltips say.

use std::path::Path;

use egui::containers::menu::{SubMenuButton, find_menu_root};
use egui::{Id, PointerButton, Popup, Pos2, RadioButton, Response, RichText, ScrollArea, Ui};
use voxloom_core::ProcessorError;
use voxloom_core::data::format_bytes;
use voxloom_core::processor::Isolation;
use voxloom_workspace::command::{Batch, Disconnect, ReorderConnections, SetIsolation, SetWaypoints};
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Connection, NodeId};

use super::costs::Costs;
use super::edits::shared;
use super::layout::{NodeBox, Pin};
use super::marked::Marked;
use super::paint::{sentence, status_color, status_text};
use super::palette::short;
use super::{edits, failure, idle, visualize};
use crate::commands::actions;
use crate::desk::{Ask, Desk, Now};
use crate::inspector;
use crate::panels::menu::item;
use crate::panels::menu_keys::{self, Leave};
use crate::panels::processor_list::install_item;
use crate::panels::status_bar::short_time;
use crate::theme;

/// The menu of a widget, at the pointer that asked for it; `asked`: a key did, and it opens at a place with the keys in it.
pub fn context(response: &Response, asked: bool, at: Pos2, contents: impl FnOnce(&mut Ui)) {
    let (ctx, id) = (&response.ctx, Popup::default_response_id(response));
    if asked {
        Popup::open_id(ctx, id);
        ctx.data_mut(|data| data.insert_temp(entered(id), true));
    }
    if !Popup::is_id_open(ctx, id) && !response.secondary_clicked() {
        return;
    }
    let mut popup = Popup::context_menu(response);
    if Popup::is_id_open(ctx, id) && Popup::position_of_id(ctx, id).is_none() {
        popup = popup.at_position(at);
    }
    menu_keys::press_entered(ctx);
    popup.show(|ui| {
        contents(ui);
        walk(ui, entered(id));
    });
}

/// Where it is kept that a key opened a menu whose first entry has to get the focus.
fn entered(menu: Id) -> Id {
    menu.with("entered")
}

/// Keys go through the entries that were drawn.
fn walk(ui: &Ui, entered: Id) -> Option<Leave> {
    let mut enter = ui.data(|data| data.get_temp(entered).unwrap_or_default());
    let leave = menu_keys::walk(ui, &mut enter);
    ui.data_mut(|data| data.insert_temp(entered, enter));
    leave
}

/// A menu within a menu.
fn submenu(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let parent = find_menu_root(ui).id;
    let id = entered(parent.with(name));
    let mut leave = None;
    let (button, shown) = SubMenuButton::new(name).ui(ui, |ui| {
        ui.set_min_width(190.0);
        contents(ui);
        leave = walk(ui, id);
    });
    menu_keys::note(ui, &button, name, true);
    if shown.is_some() {
        menu_keys::note_submenu(ui, &button);
    }
    if button.clicked() && !button.clicked_by(PointerButton::Primary) {
        ui.data_mut(|data| data.insert_temp(id, true));
    }
    if leave == Some(Leave::Left) {
        menu_keys::close_submenu(ui.ctx(), parent, button.id);
    }
}

fn entries(ui: &mut Ui, ids: &[&str], desk: &mut Desk, now: &Now) {
    for action in ids.iter().filter_map(|id| actions::find(id)) {
        item(ui, action, desk, now);
    }
}

fn entry(ui: &mut Ui, text: &str, enabled: bool) -> bool {
    chosen(ui, egui::Button::new(text), text, enabled)
}

fn chosen(ui: &mut Ui, button: egui::Button<'_>, text: &str, enabled: bool) -> bool {
    let response = ui.add_enabled(enabled, button);
    menu_keys::note(ui, &response, text, false);
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

/// An entry that a key does too.
fn with_keys<'a>(ui: &Ui, text: &'a str, action: &str, desk: &Desk) -> egui::Button<'a> {
    let keys = actions::find(action).and_then(|action| desk.keymap.text(ui.ctx(), action)).unwrap_or_default();
    egui::Button::new(text).shortcut_text(RichText::new(keys).color(theme::TEXT_WEAK))
}

fn keyed_entry(ui: &mut Ui, text: &str, action: &str, desk: &Desk) -> bool {
    let button = with_keys(ui, text, action, desk);
    chosen(ui, button, text, true)
}

/// The menu of a node; what it does is done to the selection.
pub fn node_menu(ui: &mut Ui, node: &NodeBox, state: &NodeState, desk: &mut Desk, now: &Now) {
    ui.set_min_width(190.0);
    if node.is_canvas && entry(ui, "Show", true) {
        desk.ask(Ask::FocusCanvas(node.node.id));
    }
    let run = if matches!(state.status, ProcessorStatus::Running(_)) { "cancel" } else { "run_again" };
    entries(ui, &["add_visualizer", "connect", "rename", "bypass", run], desk, now);
    ui.separator();
    entries(ui, &["copy", "cut", "duplicate", "delete", "remove_heal"], desk, now);
    ui.separator();
    submenu(ui, "Wires", |ui| entries(ui, &["next_port", "next_wire", "pull_out", "swap_inputs", "straighten", "disconnect"], desk, now));
    submenu(ui, "Align", |ui| align_entries(ui, desk, now));
    entries(ui, &["frame"], desk, now);
    ui.separator();
    let class = desk.session.registry.get(&node.node.class);
    if let Some(file) = class.as_ref().and_then(|class| class.file()) {
        python_entries(ui, node, file, state, desk, now);
        ui.separator();
    }
    let reset = edits::reset(&node.node);
    if entry(ui, "Reset Properties", !reset.commands.is_empty()) {
        desk.commit(&reset);
    }
    if let Some(message) = state.status.message()
        && entry(ui, "Copy Message", true)
    {
        ui.ctx().copy_text(full_message(&state.status, message));
    }
    ui.separator();
    entries(ui, &["select_upstream", "select_downstream"], desk, now);
}

fn align_entries(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    entries(ui, &["align_left", "align_middle", "align_right"], desk, now);
    ui.separator();
    entries(ui, &["align_top", "align_center", "align_bottom"], desk, now);
    ui.separator();
    entries(ui, &["spread_horizontally", "spread_vertically"], desk, now);
}

/// What is there for nodes of Python only.
fn python_entries(ui: &mut Ui, node: &NodeBox, file: &Path, state: &NodeState, desk: &mut Desk, now: &Now) {
    let nodes = python_nodes(node, desk, now);
    // What is about one node is not offered for several.
    let alone = nodes.len() == 1;
    if alone && entry(ui, "Edit Source", true) {
        let (file, line) = failure::place(state, Some(file)).unwrap_or_else(|| (file.to_owned(), None));
        desk.edit(&file, line);
    }
    if let Some(message) = state.status.message().filter(|_| alone) {
        install_item(ui, &message, desk);
    }
    submenu(ui, "Host", |ui| {
        let kinds = [(Isolation::Shared, "Shared"), (Isolation::File, "One for This File"), (Isolation::Node, "One for This Node")];
        for (isolation, name) in kinds {
            let button = ui.add(RadioButton::new(node.node.isolation == isolation, name));
            menu_keys::note(ui, &button, name, false);
            if button.clicked() {
                desk.commit(&SetIsolation { nodes: nodes.clone(), isolation });
                ui.close();
            }
        }
        ui.separator();
        let mut hosts: Vec<_> = nodes.iter().flat_map(|node| desk.session.python.hosts_of(node.0)).collect();
        hosts.sort();
        hosts.dedup();
        for (name, restart) in [("Restart Host", true), ("Stop Host", false)] {
            if entry(ui, name, !hosts.is_empty()) {
                for key in &hosts {
                    desk.control_host(ui.ctx(), key.clone(), restart);
                }
            }
        }
    });
    if alone && entry(ui, "Attach Debugger…", true) {
        desk.attach_debugger(ui.ctx(), node.node.id);
    }
}

/// The nodes of Python that the menu of one is about: the selected ones, when it is among them.
fn python_nodes(node: &NodeBox, desk: &Desk, now: &Now) -> Vec<NodeId> {
    let network = &now.snapshot.workspace.network;
    let is_python = |id: &NodeId| {
        let class = network.get(*id).and_then(|node| desk.session.registry.get(&node.class));
        class.is_some_and(|class| class.file().is_some())
    };
    if desk.selection.contains(&node.node.id) { desk.selection.iter().copied().filter(is_python).collect() } else { vec![node.node.id] }
}

/// Takes connections away, in one step.
pub fn disconnect(desk: &mut Desk, connections: Vec<Connection>) {
    match connections.as_slice() {
        [] => {}
        [one] => drop(desk.commit(&Disconnect(one.clone()))),
        many => {
            let commands = many.iter().map(|connection| shared(Disconnect(connection.clone()))).collect();
            desk.commit(&Batch { name: format!("Remove {} connections", many.len()), commands });
        }
    }
}

/// The menu of a port; true when the palette is asked for.
pub fn pin_menu(ui: &mut Ui, pin: &Pin, desk: &mut Desk, now: &Now) -> bool {
    ui.set_min_width(190.0);
    let shows = visualize::Visualizer::of(&desk.session.registry, pin.port.clone(), &pin.data_type).filter(|_| pin.output);
    if let Some(shows) = shows
        && keyed_entry(ui, "Add Visualizer", "add_visualizer", desk)
    {
        shows.add(desk, now);
    }
    let pinned = desk.inspector.is_open(&pin.port, pin.output);
    if keyed_entry(ui, if pinned { "Close Inspector" } else { "Inspect" }, "inspect", desk) {
        desk.inspector.toggle(&pin.port, pin.output, &desk.session);
    }
    if keyed_entry(ui, "Connect…", "connect", desk) {
        desk.selection = [pin.port.node].into();
        desk.marked = Some(Marked::Port(pin.port.clone(), pin.output));
        desk.ask(Ask::Connect);
    }
    let add = keyed_entry(ui, "Add What Connects…", "add", desk);
    let network = &now.snapshot.workspace.network;
    let connections: Vec<Connection> =
        network.connections().filter(|c| if pin.output { c.from == pin.port } else { c.to == pin.port }).cloned().collect();
    let button = with_keys(ui, "Disconnect", "disconnect", desk);
    if chosen(ui, button, "Disconnect", !connections.is_empty()) {
        disconnect(desk, connections.clone());
    }
    if pin.multi && connections.len() > 1 {
        ui.separator();
        order_entries(ui, pin, &connections, desk, now);
    }
    add
}

/// The connections of a multi inport in their order, each with buttons that change it.
fn order_entries(ui: &mut Ui, pin: &Pin, connections: &[Connection], desk: &mut Desk, now: &Now) {
    weak(ui, "Order");
    let network = &now.snapshot.workspace.network;
    let mut moved = None;
    for (index, connection) in connections.iter().enumerate() {
        let name = network.port_label(&connection.from);
        ui.horizontal(|ui| {
            for (text, verb, to) in [("⏶", "Up", index.checked_sub(1)), ("⏷", "Down", Some(index + 1).filter(|to| *to < connections.len()))] {
                let button = ui.add_enabled(to.is_some(), egui::Button::new(text).min_size(egui::vec2(22.0, 22.0)));
                let label = format!("Move {name} {verb}");
                menu_keys::note(ui, &button, &label, false);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, to.is_some(), &label));
                if button.on_hover_text(&label).clicked() {
                    moved = to.map(|to| (index, to));
                }
            }
            ui.label(format!("{}  {name}", index + 1));
        });
    }
    if let Some((from, to)) = moved {
        let mut order: Vec<_> = connections.iter().map(|connection| connection.from.clone()).collect();
        order.swap(from, to);
        desk.commit(&ReorderConnections { to: pin.port.clone(), from: order });
    }
}

/// What was chosen from the menu of the ground that the editor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundChoice {
    Nothing,
    /// A processor is added.
    Add,
    /// One is added into the connection.
    Insert,
    /// The connection gets a waypoint.
    Waypoint,
}

/// The menu of the ground.
pub fn ground_menu(ui: &mut Ui, wire: Option<&Connection>, desk: &mut Desk, now: &Now) -> GroundChoice {
    let mut chosen = GroundChoice::Nothing;
    ui.set_min_width(190.0);
    if let Some(wire) = wire {
        let network = &now.snapshot.workspace.network;
        ui.label(
            RichText::new(format!("{} to {}", network.port_label(&wire.from), network.port_label(&wire.to)))
                .size(theme::SIZE_SMALL)
                .color(theme::TEXT_WEAK),
        );
        if entry(ui, if desk.inspector.is_open(&wire.from, true) { "Close Inspector" } else { "Inspect" }, true) {
            desk.inspector.toggle(&wire.from, true, &desk.session);
        }
        if keyed_entry(ui, "Disconnect", "disconnect", desk) {
            disconnect(desk, vec![wire.clone()]);
        }
        if keyed_entry(ui, "Insert Processor…", "insert", desk) {
            chosen = GroundChoice::Insert;
        }
        if keyed_entry(ui, "Add Waypoint", "add_waypoint", desk) {
            chosen = GroundChoice::Waypoint;
        }
        if entry(ui, "Straighten", network.waypoints(wire).next().is_some()) {
            desk.commit(&SetWaypoints { connection: wire.clone(), points: Vec::new() });
        }
        ui.separator();
    }
    if keyed_entry(ui, "Add Processor…", "add", desk) {
        chosen = GroundChoice::Add;
    }
    entries(ui, &["add_note", "frame", "paste", "paste_connected"], desk, now);
    ui.separator();
    entries(ui, &["select_all", "arrange", "fit", "find"], desk, now);
    chosen
}

fn full_message(status: &ProcessorStatus, message: String) -> String {
    match status {
        ProcessorStatus::Failed(ProcessorError::Failed { message, trace: Some(trace) }) => format!("{message}\n\n{trace}"),
        _ => message,
    }
}

fn weak(ui: &mut Ui, text: impl Into<String>) {
    ui.label(RichText::new(text.into()).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
}

/// What a node is and how it fares.
pub fn node_tooltip(ui: &mut Ui, node: &NodeBox, state: &NodeState, desk: &Desk, now: &Now) {
    ui.set_max_width(420.0);
    ui.label(RichText::new(&*node.node.display_name).color(theme::TEXT_STRONG));
    match desk.session.registry.get(&node.node.class) {
        Some(class) => weak(ui, class.info().help.lines().next().unwrap_or_default()),
        None => weak(ui, format!("There is no class {} in this program.", node.node.class)),
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::UNIT;
        ui.label(RichText::new(status_text(&state.status)).color(status_color(&state.status)));
        if let Some(time) = state.time {
            weak(ui, format!("· last run {}", short_time(time)));
        }
        let ends = || idle::ends(&now.snapshot.workspace.network, &desk.session.registry);
        let evaluated = !matches!(state.status, ProcessorStatus::NotEvaluated);
        if let Some(cost) = evaluated.then(ends).and_then(|ends| Costs::new(&now.states, |id| ends.contains_key(&id)).of(state)) {
            weak(ui, format!("· {} of the time of all", cost.text()));
        }
        if state.bytes > 0 {
            weak(ui, format!("· {} of output", format_bytes(state.bytes)));
        }
    });
    if let Some(message) = state.status.message() {
        let color = if matches!(state.status, ProcessorStatus::Waiting(_)) { theme::WARNING } else { theme::ERROR };
        ui.label(RichText::new(sentence(&message)).color(color));
    }
    if let ProcessorStatus::Failed(ProcessorError::Failed { trace: Some(trace), .. }) = &state.status {
        ScrollArea::vertical()
            .max_height(220.0)
            .show(ui, |ui| ui.label(RichText::new(trace.trim_end()).font(theme::mono(theme::SIZE_SMALL)).color(theme::TEXT)));
    }
    for note in state.notes.iter() {
        weak(ui, note.as_str());
    }
}

/// What a port takes or makes, and the data that lies there.
pub fn pin_tooltip(ui: &mut Ui, pin: &Pin, desk: &Desk, now: &Now) {
    ui.set_max_width(460.0);
    let network = &now.snapshot.workspace.network;
    let Some(node) = network.get(pin.port.node) else { return };
    let spec = if pin.output { node.outport(&pin.port.port) } else { node.inport(&pin.port.port) };
    let type_name = desk.session.registry.data_type(&pin.data_type).map_or_else(|| short(&pin.data_type), |data_type| data_type.name);
    ui.horizontal(|ui| {
        ui.label(RichText::new(&*pin.port.port).color(theme::TEXT_STRONG));
        ui.label(RichText::new(type_name).color(pin.color));
        let kind = match (pin.output, pin.optional, pin.multi) {
            (true, ..) => "outport",
            (_, true, true) => "optional, takes several",
            (_, true, false) => "optional inport",
            (_, false, true) => "takes several",
            (_, false, false) => "inport",
        };
        weak(ui, kind);
    });
    if let Some(help) = spec.map(|spec| spec.help.trim()).filter(|help| !help.is_empty()) {
        ui.label(help);
    }
    inspector::tooltip(ui, &pin.port, pin.output, true, desk, now);
}
