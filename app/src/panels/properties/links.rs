//! Joining properties: dragging one onto another, marks of links, and what a link may join.

use std::sync::Arc;

use egui::{Align2, Color32, Id, LayerId, Order, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::property::Kind;
use voxloom_workspace::command::{AddLink, Batch, Command, RemoveLink};
use voxloom_workspace::{Link, Network, Node, NodeId, PropertyRef, Snapshot};

use super::state::{self, Dialog};
use super::{Scene, row};
use crate::session::Session;
use crate::theme;

/// A property that is being dragged.
pub struct Dragged(pub PropertyRef);

/// A property by the names that a person reads.
pub fn name_of(network: &Network, property: &PropertyRef) -> String {
    let Some(node) = network.get(property.node) else { return property.path.to_string() };
    format!("{} of {}", full_name(node, &property.path), node.display_name)
}

/// A property with the names of the headings above it.
pub fn full_name(node: &Node, path: &str) -> String {
    let (mut properties, mut names) = (node.interface().properties(), Vec::new());
    for part in path.split('.') {
        let Some(found) = properties.iter().find(|property| &*property.identifier == part) else { return path.to_owned() };
        names.push(&*found.display_name);
        properties = if let Kind::Composite { children, .. } = &found.kind { children } else { &[] };
    }
    names.dedup();
    names.join(" › ")
}

/// What follows what when one property is linked to another: themselves, or what two composites both have.
pub fn pairs(network: &Network, from: &PropertyRef, to: &PropertyRef) -> Result<Vec<Link>, String> {
    if from == to {
        return Err("A property cannot follow itself".to_owned());
    }
    let (Some(source), Some(target)) = (network.get(from.node), network.get(to.node)) else {
        return Err("A processor is gone".to_owned());
    };
    if let (Some(one), Some(other)) = (source.interface().leaf(&from.path), target.interface().leaf(&to.path)) {
        let value = source.value(&from.path).cloned().ok_or("The property is gone")?;
        return match other.property.check(value) {
            Ok(_) if !matches!(one.property.kind, Kind::Button) => Ok(vec![Link { from: from.clone(), to: to.clone() }]),
            Ok(_) => Err("Buttons have no value to follow".to_owned()),
            Err(_) if one.property.kind.name() == other.property.kind.name() => {
                Err(format!("{} does not take the value of {}", other.property.display_name, one.property.display_name))
            }
            Err(_) => Err(format!("A {} cannot follow a {}", other.property.kind.name(), one.property.kind.name())),
        };
    }
    // Two composites: what lies under the same names in both.
    let mut links = Vec::new();
    for leaf in source.interface().leaves() {
        let Some(rest) = leaf.path.strip_prefix(&*from.path).filter(|rest| rest.starts_with('.')) else { continue };
        let path: Arc<str> = format!("{}{rest}", to.path).into();
        if target.interface().leaf(&path).is_none() {
            continue;
        }
        let (a, b) = (PropertyRef { node: from.node, path: leaf.path.clone() }, PropertyRef { node: to.node, path });
        links.extend(pairs(network, &a, &b).unwrap_or_default());
    }
    if links.is_empty() { Err("They have nothing in common to link".to_owned()) } else { Ok(links) }
}

fn reversed(link: &Link) -> Link {
    Link { from: link.to.clone(), to: link.from.clone() }
}

/// Adds links as one step, with `both` also the other way round.
pub fn add(session: &Session, network: &Network, links: &[Link], both: bool) -> Result<(), String> {
    let Some(first) = links.first() else { return Ok(()) };
    let (from, to) = (name_of(network, &first.from), name_of(network, &first.to));
    let mut commands: Vec<Arc<dyn Command>> = Vec::new();
    for link in links {
        commands.push(Arc::new(AddLink(link.clone())));
        if both {
            commands.push(Arc::new(AddLink(reversed(link))));
        }
    }
    commit(session, Batch { name: format!("Link {to} to {from}"), commands })
}

/// Takes links away as one step, in both directions.
pub fn remove(session: &Session, network: &Network, one: &PropertyRef, other: &PropertyRef) -> Result<(), String> {
    let there = Link { from: one.clone(), to: other.clone() };
    let commands: Vec<Arc<dyn Command>> = vec![Arc::new(RemoveLink(reversed(&there))), Arc::new(RemoveLink(there))];
    commit(session, Batch { name: format!("Unlink {} from {}", name_of(network, one), name_of(network, other)), commands })
}

pub fn commit(session: &Session, batch: Batch) -> Result<(), String> {
    session.store.end_drag();
    let done = session.store.commit(&batch).map(drop).map_err(|error| error.to_string());
    session.store.end_drag();
    done
}

/// A link of a property that is shown, as seen from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    pub own: PropertyRef,
    pub other: PropertyRef,
    /// A change of the other arrives here.
    pub follows: bool,
    /// A change here arrives at the other.
    pub leads: bool,
}

impl Joined {
    pub fn describe(&self, network: &Network) -> String {
        let words = match (self.follows, self.leads) {
            (true, true) => "Linked with",
            (true, false) => "Follows",
            (false, _) => "Is followed by",
        };
        format!("{words} {}", name_of(network, &self.other))
    }
}

/// The links of the same property of some nodes.
pub fn of(scene: Scene<'_>, nodes: &[NodeId], path: &str) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::new();
    let mut add = |own: &PropertyRef, other: &PropertyRef, follows: bool| {
        let known = joined.iter_mut().find(|joined| joined.own == *own && joined.other == *other);
        match known {
            Some(known) => {
                known.follows |= follows;
                known.leads |= !follows;
            }
            None => joined.push(Joined { own: own.clone(), other: other.clone(), follows, leads: !follows }),
        }
    };
    let is_own = |property: &PropertyRef| *property.path == *path && nodes.contains(&property.node);
    for link in scene.snapshot.workspace.network.links() {
        if is_own(&link.to) {
            add(&link.to, &link.from, true);
        }
        if is_own(&link.from) {
            add(&link.from, &link.to, false);
        }
    }
    joined
}

/// A chain beside the name; a press lists the links, to take them away.
pub fn mark(ui: &mut Ui, scene: Scene<'_>, name: &str, joined: &[Joined]) {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, ui.spacing().interact_size.y), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Links of {name}")));
    let lit = response.hovered();
    row::chain(ui, rect, if lit { theme::TEXT_STRONG } else { theme::ACCENT });
    let network = &scene.snapshot.workspace.network;
    egui::Popup::menu(&response).show(|ui| unlink_items(ui, scene, joined));
    let lines: Vec<String> = joined.iter().map(|joined| joined.describe(network)).collect();
    response.on_hover_text(lines.join("\n"));
}

/// A line of a menu for each link.
pub fn unlink_items(ui: &mut Ui, scene: Scene<'_>, joined: &[Joined]) {
    let network = &scene.snapshot.workspace.network;
    for each in joined {
        let item = ui.button(format!("Unlink from {}", name_of(network, &each.other))).on_hover_text(each.describe(network));
        if item.clicked()
            && let Err(error) = remove(scene.session, network, &each.own, &each.other)
        {
            scene.session.console.add(log::Level::Error, "links", error);
        }
    }
}

/// A name that is dragged carries its property.
pub fn drag(name: &Response, scene: Scene<'_>, from: &PropertyRef) {
    if name.drag_started() {
        name.dnd_set_drag_payload(Dragged(from.clone()));
    }
    if name.dragged() {
        let text = format!("Link {}…", name_of(&scene.snapshot.workspace.network, from));
        name.ctx.set_cursor_icon(egui::CursorIcon::Grabbing);
        beside_pointer(&name.ctx, &text, theme::TEXT, 0);
    }
}

/// A property that is dropped on a row: the row follows it.
pub fn drop_on(ui: &Ui, whole: &Response, scene: Scene<'_>, to: &PropertyRef) {
    let Some(dragged) = whole.dnd_hover_payload::<Dragged>() else { return };
    if dragged.0 == *to {
        return;
    }
    let network = &scene.snapshot.workspace.network;
    let fitting = pairs(network, &dragged.0, to);
    let both = ui.input(|input| input.modifiers.shift);
    let (color, text) = match &fitting {
        Ok(links) => {
            let what = if links.len() > 1 { format!("{} properties follow", links.len()) } else { "It follows".to_owned() };
            let hint = if both { "; both ways" } else { ". Shift: both ways" };
            (theme::ACCENT, format!("{what} {}{hint}", name_of(network, &dragged.0)))
        }
        Err(reason) => (theme::ERROR, reason.clone()),
    };
    ui.painter().rect_stroke(whole.rect.expand(1.0), 3.0, Stroke::new(1.5, color), StrokeKind::Outside);
    beside_pointer(ui.ctx(), &text, color, 1);
    if whole.dnd_release_payload::<Dragged>().is_none() {
        return;
    }
    let done = fitting.and_then(|links| add(scene.session, network, &links, both));
    if let Err(reason) = done {
        scene.session.console.add(log::Level::Warn, "links", format!("{} is not linked: {reason}", name_of(network, to)));
    }
}

/// What becomes of a property that is dropped on a node: the one that follows it, those that could, or why there is none.
pub fn onto_node(network: &Network, from: &PropertyRef, node: NodeId) -> Result<Vec<PropertyRef>, String> {
    let Some(target) = network.get(node) else { return Err("The processor is gone".to_owned()) };
    if node == from.node {
        return Err("A processor is linked to others, not to itself".to_owned());
    }
    let property = |path: &Arc<str>| PropertyRef { node, path: path.clone() };
    // Of the same path first: two raycasters have the same properties.
    if pairs(network, from, &property(&from.path)).is_ok() {
        return Ok(vec![property(&from.path)]);
    }
    let own = network.get(from.node).and_then(|source| source.interface().leaf(&from.path));
    let alike = |leaf: &&voxloom_core::property::Leaf| own.is_some_and(|own| own.property.kind.name() == leaf.property.kind.name());
    let leaves = target.interface().leaves().iter().filter(|leaf| !leaf.property.read_only).filter(alike);
    let fitting: Vec<_> = leaves.filter(|leaf| pairs(network, from, &property(&leaf.path)).is_ok()).collect();
    let named: Vec<_> = fitting.iter().filter(|leaf| own.is_some_and(|own| own.property.display_name == leaf.property.display_name)).collect();
    match (named.as_slice(), fitting.as_slice()) {
        ([only], _) => Ok(vec![property(&only.path)]),
        (_, []) => Err(format!("{} has no property that {} fits", target.display_name, name_of(network, from))),
        (_, all) => Ok(all.iter().map(|leaf| property(&leaf.path)).collect()),
    }
}

/// A property that is dropped on a node: the only one that fits follows it, of several one is chosen.
pub fn drop_on_node(whole: &Response, session: &Session, snapshot: &Snapshot, node: NodeId) {
    let Some(dragged) = whole.dnd_hover_payload::<Dragged>() else { return };
    let network = &snapshot.workspace.network;
    let both = whole.ctx.input(|input| input.modifiers.shift);
    let found = onto_node(network, &dragged.0, node);
    let (color, text) = match found.as_deref() {
        Ok([only]) => (theme::ACCENT, format!("{} follows{}", name_of(network, only), if both { "; both ways" } else { ". Shift: both ways" })),
        Ok(several) => (theme::ACCENT, format!("{} properties fit: one is asked for", several.len())),
        Err(reason) => (theme::ERROR, reason.clone()),
    };
    whole.ctx.layer_painter(whole.layer_id).rect_stroke(whole.interact_rect, 4.0, Stroke::new(2.0, color), StrokeKind::Inside);
    beside_pointer(&whole.ctx, &text, color, 1);
    if whole.dnd_release_payload::<Dragged>().is_none() {
        return;
    }
    let done = match found.as_deref() {
        Ok([only]) => pairs(network, &dragged.0, only).and_then(|links| add(session, network, &links, both)),
        Ok(several) => {
            let at = whole.ctx.pointer_latest_pos().unwrap_or(whole.rect.center());
            state::ask(&whole.ctx, Dialog::Onto(Onto { from: dragged.0.clone(), choices: several.to_vec(), both, at, first: true }));
            Ok(())
        }
        Err(reason) => Err(reason.clone()),
    };
    if let Err(reason) = done {
        session.console.add(log::Level::Warn, "links", format!("{} is not linked: {reason}", name_of(network, &dragged.0)));
    }
}

/// Asks which property of a node follows one that was dropped on it.
#[derive(Clone)]
pub struct Onto {
    from: PropertyRef,
    choices: Vec<PropertyRef>,
    both: bool,
    at: Pos2,
    first: bool,
}

impl Onto {
    /// False when it is over.
    pub fn show(&mut self, ctx: &egui::Context, scene: Scene<'_>) -> bool {
        let network = &scene.snapshot.workspace.network;
        let mut chosen = None;
        let area = egui::Area::new(Id::new("link onto a node")).order(Order::Foreground).fixed_pos(self.at).constrain(true);
        let shown = area.show(ctx, |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(320.0);
                ui.label(egui::RichText::new(format!("What follows {}?", name_of(network, &self.from))).color(theme::TEXT_WEAK));
                egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                    for choice in &self.choices {
                        let Some(node) = network.get(choice.node) else { continue };
                        let item = ui.add(egui::Button::new(full_name(node, &choice.path)).frame_when_inactive(false).truncate());
                        item.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Link {}", name_of(network, choice))));
                        if std::mem::take(&mut self.first) {
                            item.request_focus();
                        }
                        if item.clicked() {
                            chosen = Some(choice.clone());
                        }
                    }
                });
            });
        });
        if let Some(to) = chosen {
            let done = pairs(network, &self.from, &to).and_then(|links| add(scene.session, network, &links, self.both));
            if let Err(reason) = done {
                scene.session.console.add(log::Level::Warn, "links", reason);
            }
            return false;
        }
        !shown.response.clicked_elsewhere() && !ctx.input(|input| input.key_pressed(egui::Key::Escape))
    }
}

/// A line of text at the pointer, above everything.
fn beside_pointer(ctx: &egui::Context, text: &str, color: Color32, line: u8) {
    let Some(pointer) = ctx.pointer_latest_pos() else { return };
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::new(("dragged property", line))));
    let galley = painter.layout_no_wrap(text.to_owned(), theme::font(theme::SIZE_BODY), color);
    let place = pointer + vec2(14.0, 14.0 + f32::from(line) * 24.0);
    let screen = ctx.content_rect();
    let place = place.min(screen.max - galley.size() - vec2(10.0, 6.0)).max(screen.min);
    let rect = Rect::from_min_size(place, galley.size());
    painter.rect(rect.expand2(vec2(6.0, 3.0)), 3.0, theme::RAISED, Stroke::new(1.0, theme::BORDER_STRONG), StrokeKind::Outside);
    painter.galley(Align2::LEFT_TOP.anchor_size(place, galley.size()).min, galley, color);
}

/// Links the cameras of nodes both ways, so that all move as one; how many there are, or why nothing was linked.
pub fn link_cameras(session: &Session, snapshot: &Snapshot, nodes: impl Iterator<Item = NodeId>) -> Result<usize, String> {
    let network = &snapshot.workspace.network;
    let cameras: Vec<PropertyRef> = nodes
        .filter_map(|id| {
            let node = network.get(id)?;
            let leaf = node.interface().leaves().iter().find(|leaf| matches!(leaf.property.kind, Kind::Camera { .. }))?;
            Some(PropertyRef { node: id, path: leaf.path.clone() })
        })
        .collect();
    let [first, others @ ..] = cameras.as_slice() else { return Err("No processor here has a camera".to_owned()) };
    let links: Vec<Link> = others.iter().map(|other| Link { from: first.clone(), to: other.clone() }).collect();
    if links.is_empty() {
        return Err(format!("Only {} has a camera; two are needed", network.get(first.node).map_or("one processor", |node| &*node.display_name)));
    }
    let mut commands: Vec<Arc<dyn Command>> = Vec::new();
    for link in &links {
        commands.push(Arc::new(AddLink(link.clone())));
        commands.push(Arc::new(AddLink(reversed(link))));
    }
    commit(session, Batch { name: format!("Link {} cameras", cameras.len()), commands })?;
    Ok(cameras.len())
}
