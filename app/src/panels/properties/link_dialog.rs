//! The links between two processors: what matches, what is joined, and which way.

use std::sync::Arc;

use egui::{Align, Button, ComboBox, Context, Frame, Label, Layout, Modal, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::property::Kind;
use voxloom_workspace::command::{AddLink, Batch, Command, RemoveLink};
use voxloom_workspace::{Link, Node, NodeId, PropertyRef};

use super::{Scene, links};
use crate::commands::class_search::words_occur;
use crate::panels::field_info;
use crate::theme;

/// Width of the dialog, where the window has it.
const WIDTH: f32 = 460.0;
/// Width of the arrows and of what unlinks, between the names.
const ARROWS: f32 = 112.0;

/// The dialog, and what was chosen in it.
#[derive(Debug, Clone)]
pub struct Pairs {
    nodes: [NodeId; 2],
    query: String,
    first: bool,
    /// Properties to join that do not have the same path.
    chosen: [Option<Arc<str>>; 2],
    error: Option<String>,
}

/// Two properties, one of each processor.
struct Pair {
    ends: [PropertyRef; 2],
    names: [String; 2],
    /// The second follows the first, and the first the second.
    joined: [bool; 2],
    /// What is possible.
    fits: [bool; 2],
}

impl Pairs {
    pub fn new(first: NodeId, second: NodeId) -> Self {
        Self { nodes: [first, second], query: String::new(), first: true, chosen: [None, None], error: None }
    }

    /// False when it is over.
    pub fn show(&mut self, ctx: &Context, scene: Scene<'_>) -> bool {
        let (Some(first), Some(second)) = (scene.node(self.nodes[0]), scene.node(self.nodes[1])) else { return false };
        let window = ctx.content_rect();
        let frame = Frame::window(&ctx.global_style()).inner_margin(theme::UNIT * 4.0);
        let shown = Modal::new("links between processors".into()).frame(frame).show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width() - 80.0));
            let title = format!("Links of {} and {}", first.display_name, second.display_name);
            ui.add(Label::new(RichText::new(title).heading().color(theme::TEXT_STRONG)).truncate());
            ui.label(RichText::new("An arrow points to the property that follows the other.").small().color(theme::TEXT_WEAK));
            ui.add_space(theme::UNIT);
            let field = ui.add(TextEdit::singleline(&mut self.query).hint_text("Search properties").desired_width(f32::INFINITY));
            field.widget_info(|| field_info("Search pairs of properties", &self.query));
            if std::mem::take(&mut self.first) {
                field.request_focus();
            }
            ui.add_space(theme::UNIT);
            let pairs = self.pairs(scene, first, second);
            if pairs.is_empty() {
                ui.label(RichText::new("No properties match").color(theme::TEXT_WEAK));
            } else {
                self.several(ui, scene, &pairs, [first, second]);
                ui.separator();
                ScrollArea::vertical().max_height((window.height() * 0.45).min(360.0)).auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    for pair in &pairs {
                        self.pair(ui, scene, pair);
                    }
                });
            }
            ui.separator();
            self.other(ui, scene, first, second);
            if let Some(error) = &self.error {
                ui.add(Label::new(RichText::new(error).color(theme::ERROR)).wrap());
            }
            ui.add_space(theme::UNIT);
            ui.button("Close").clicked()
        });
        !(shown.inner || shown.should_close())
    }

    /// A line for all pairs that the search leaves, and one for the cameras.
    fn several(&mut self, ui: &mut Ui, scene: Scene<'_>, pairs: &[Pair], nodes: [&Node; 2]) {
        let camera = |node: &Node| {
            let leaf = node.interface().leaves().iter().find(|leaf| matches!(leaf.property.kind, Kind::Camera { .. }))?;
            Some(PropertyRef { node: node.id, path: leaf.path.clone() })
        };
        if let [Some(one), Some(other)] = nodes.map(camera) {
            let pair = Pair::new(scene, [one, other]);
            let linked = pair.joined == [true, true];
            let button = ui.add_enabled(!linked, Button::new(if linked { "The cameras are linked" } else { "Link the cameras" }));
            if button.on_hover_text("Both show the same view from then on").clicked() {
                self.error = pair.set(scene, [true, true]).err();
            }
        }
        let names = ["All that are shown".to_owned(), format!("{} pairs", pairs.len())];
        let joined = [0, 1].map(|way| pairs.iter().all(|pair| pair.joined[way]));
        let any = pairs.iter().any(|pair| pair.joined != [false, false]);
        let fits = [0, 1].map(|way| pairs.iter().any(|pair| pair.fits[way]));
        if let Some(wanted) = line(ui, &names, [None, None], "all that are shown", joined, fits, any) {
            self.error = set_all(scene, pairs, wanted).err();
        }
    }

    /// Properties of the same path that may follow each other, and what is linked already.
    fn pairs(&self, scene: Scene<'_>, first: &Node, second: &Node) -> Vec<Pair> {
        let network = &scene.snapshot.workspace.network;
        let mut ends: Vec<[PropertyRef; 2]> = Vec::new();
        for link in network.links() {
            let pair = if (link.from.node, link.to.node) == (first.id, second.id) {
                [link.from.clone(), link.to.clone()]
            } else if (link.from.node, link.to.node) == (second.id, first.id) {
                [link.to.clone(), link.from.clone()]
            } else {
                continue;
            };
            if !ends.contains(&pair) {
                ends.push(pair);
            }
        }
        for leaf in first.interface().leaves().iter().filter(|leaf| !matches!(leaf.property.kind, Kind::Button)) {
            let pair = [first.id, second.id].map(|node| PropertyRef { node, path: leaf.path.clone() });
            if second.interface().leaf(&leaf.path).is_some() && !ends.contains(&pair) {
                ends.push(pair);
            }
        }
        let mut pairs: Vec<Pair> = ends.into_iter().map(|ends| Pair::new(scene, ends)).collect();
        pairs.retain(|pair| {
            pair.fits != [false, false] && words_occur(&format!("{} {} {}", pair.names[0], pair.names[1], pair.ends[0].path), &self.query)
        });
        pairs
    }

    fn pair(&mut self, ui: &mut Ui, scene: Scene<'_>, pair: &Pair) {
        let paths = [Some(&*pair.ends[0].path), Some(&*pair.ends[1].path)];
        let linked = pair.joined != [false, false];
        if let Some(wanted) = line(ui, &pair.names, paths, &pair.names[0], pair.joined, pair.fits, linked) {
            self.error = pair.set(scene, wanted).err();
        }
    }

    /// Two properties of different paths.
    fn other(&mut self, ui: &mut Ui, scene: Scene<'_>, first: &Node, second: &Node) {
        ui.horizontal(|ui| {
            for (side, node) in [first, second].into_iter().enumerate() {
                let shown = self.chosen[side].as_deref().and_then(|path| node.interface().leaf(path));
                let text = shown.map_or_else(|| "Another property…".to_owned(), |leaf| links::full_name(node, &leaf.path));
                let combo = ComboBox::from_id_salt(("link other", side))
                    .width((ui.available_width() - 64.0) / (2 - side) as f32)
                    .selected_text(text)
                    .truncate()
                    .show_ui(ui, |ui| {
                        for leaf in node.interface().leaves().iter().filter(|leaf| !matches!(leaf.property.kind, Kind::Button)) {
                            let on = self.chosen[side].as_ref() == Some(&leaf.path);
                            if ui.selectable_label(on, links::full_name(node, &leaf.path)).on_hover_text(&*leaf.path).clicked() {
                                self.chosen[side] = Some(leaf.path.clone());
                            }
                        }
                    });
                let label = format!("Property of {}", node.display_name);
                combo.response.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, label.clone()));
            }
            let ends = match &self.chosen {
                [Some(a), Some(b)] => Some([PropertyRef { node: first.id, path: a.clone() }, PropertyRef { node: second.id, path: b.clone() }]),
                _ => None,
            };
            let button = ui.add_enabled(ends.is_some(), Button::new("Link"));
            if let Some([from, to]) = ends
                && button.clicked()
            {
                let network = &scene.snapshot.workspace.network;
                let done = links::pairs(network, &from, &to).and_then(|links| links::add(scene.session, network, &links, false));
                self.error = done.err();
                if self.error.is_none() {
                    self.chosen = [None, None];
                }
            }
        });
    }
}

/// An arrow to the second, to the first or both; painted, since fonts differ in what signs they have.
fn paint_ways(ui: &Ui, rect: egui::Rect, ways: [bool; 2], color: egui::Color32) {
    let (center, stroke) = (rect.center(), egui::Stroke::new(1.3, color));
    let end = |side: f32| center + vec2(side * 7.0, 0.0);
    ui.painter().line_segment([end(-1.0), end(1.0)], stroke);
    for (_, side) in ways.into_iter().zip([1.0, -1.0]).filter(|(wanted, _)| *wanted) {
        for up in [-3.5, 3.5] {
            ui.painter().line_segment([end(side), end(side) + vec2(-4.0 * side, up)], stroke);
        }
    }
}

impl Pair {
    fn new(scene: Scene<'_>, ends: [PropertyRef; 2]) -> Self {
        let network = &scene.snapshot.workspace.network;
        let [a, b] = &ends;
        let name = |end: &PropertyRef| network.get(end.node).map_or_else(|| end.path.to_string(), |node| links::full_name(node, &end.path));
        let there = |from: &PropertyRef, to: &PropertyRef| network.links().any(|link| link.from == *from && link.to == *to);
        let fits = |from: &PropertyRef, to: &PropertyRef| links::pairs(network, from, to).is_ok();
        Self { names: [name(a), name(b)], joined: [there(a, b), there(b, a)], fits: [fits(a, b), fits(b, a)], ends: ends.clone() }
    }

    /// What makes the links those that are wanted.
    fn commands(&self, wanted: [bool; 2]) -> Vec<Arc<dyn Command>> {
        let [a, b] = &self.ends;
        let ways = [Link { from: a.clone(), to: b.clone() }, Link { from: b.clone(), to: a.clone() }];
        let mut commands: Vec<Arc<dyn Command>> = Vec::new();
        for (way, link) in ways.into_iter().enumerate() {
            match (self.joined[way], wanted[way] && self.fits[way]) {
                (false, true) => commands.push(Arc::new(AddLink(link))),
                (true, false) => commands.push(Arc::new(RemoveLink(link))),
                (true, true) | (false, false) => {}
            }
        }
        commands
    }

    /// Makes the links those that are wanted, as one step.
    fn set(&self, scene: Scene<'_>, wanted: [bool; 2]) -> Result<(), String> {
        let [a, b] = &self.ends;
        let network = &scene.snapshot.workspace.network;
        let name = format!("{} {} and {}", verb(wanted), links::name_of(network, a), links::name_of(network, b));
        links::commit(scene.session, Batch { name, commands: self.commands(wanted) })
    }
}

fn verb(wanted: [bool; 2]) -> &'static str {
    if wanted == [false, false] { "Unlink" } else { "Link" }
}

/// The same for several pairs, as one step.
fn set_all(scene: Scene<'_>, pairs: &[Pair], wanted: [bool; 2]) -> Result<(), String> {
    let commands: Vec<_> = pairs.iter().flat_map(|pair| pair.commands(wanted)).collect();
    links::commit(scene.session, Batch { name: format!("{} {} pairs of properties", verb(wanted), pairs.len()), commands })
}

/// One line: two names, three ways to link them between, and what unlinks. What is wanted, after a press; on what is on it takes it away.
fn line(
    ui: &mut Ui,
    names: &[String; 2],
    paths: [Option<&str>; 2],
    what: &str,
    joined: [bool; 2],
    fits: [bool; 2],
    linked: bool,
) -> Option<[bool; 2]> {
    let mut pressed = None;
    let color = if linked { theme::TEXT_STRONG } else { theme::TEXT_WEAK };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let width = (ui.available_width() - ARROWS - 16.0) * 0.5;
        let name = |ui: &mut Ui, side: usize| {
            ui.allocate_ui_with_layout(vec2(width, theme::ROW), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(width, theme::ROW));
                let label = ui.add(Label::new(RichText::new(&names[side]).color(color)).truncate().show_tooltip_when_elided(false));
                if let Some(path) = paths[side] {
                    label.on_hover_text(format!("{}\n{path}", names[side]));
                }
            });
        };
        name(ui, 0);
        for wanted in [[false, true], [true, true], [true, false]] {
            let possible = (0..2).all(|way| !wanted[way] || fits[way]);
            let on = joined == wanted;
            let button = ui.add_enabled(possible, Button::new("").selected(on).min_size(vec2(26.0, theme::ROW)));
            paint_ways(ui, button.rect, wanted, if possible { color } else { theme::TEXT_DISABLED });
            let words = match wanted {
                [true, true] => format!("{what} both ways"),
                [true, false] => format!("{what} to the second"),
                _ => format!("{what} to the first"),
            };
            button.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, possible, on, format!("Link {words}")));
            if button.clicked() {
                pressed = Some(if on { [false, false] } else { wanted });
            }
        }
        let cross = ui.add_enabled(linked, Button::new("×").frame(false).min_size(vec2(22.0, theme::ROW)));
        cross.widget_info(|| WidgetInfo::labeled(WidgetType::Button, linked, format!("Unlink {what}")));
        if cross.on_hover_text("Unlink").clicked() {
            pressed = Some([false, false]);
        }
        ui.add_space(6.0);
        name(ui, 1);
    });
    pressed
}
