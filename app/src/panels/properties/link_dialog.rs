//! The links between two processors: what matches, what is joined, and which way.

use std::sync::Arc;

use egui::{Button, ComboBox, Context, Frame, Grid, Modal, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::property::Kind;
use voxloom_workspace::command::{AddLink, Batch, Command, RemoveLink};
use voxloom_workspace::{Link, Node, NodeId, PropertyRef};

use super::{Scene, links};
use crate::commands::class_search::words_occur;
use crate::panels::field_info;
use crate::theme;

/// The dialog, and what was chosen in it.
#[derive(Debug, Clone)]
pub struct Pairs {
    nodes: [NodeId; 2],
    query: String,
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
        Self { nodes: [first, second], query: String::new(), chosen: [None, None], error: None }
    }

    /// False when it is over.
    pub fn show(&mut self, ctx: &Context, scene: Scene<'_>) -> bool {
        let (Some(first), Some(second)) = (scene.node(self.nodes[0]), scene.node(self.nodes[1])) else { return false };
        let frame = Frame::window(&ctx.global_style()).inner_margin(theme::UNIT * 4.0);
        let shown = Modal::new("links between processors".into()).frame(frame).show(ctx, |ui| {
            ui.set_width(520.0);
            ui.label(RichText::new("Links between two processors").heading().color(theme::TEXT_STRONG));
            ui.label(RichText::new("An arrow points to the property that follows the other.").small().color(theme::TEXT_WEAK));
            ui.add_space(theme::UNIT);
            let field = ui.add(TextEdit::singleline(&mut self.query).hint_text("Search properties").desired_width(f32::INFINITY));
            field.widget_info(|| field_info("Search pairs of properties", &self.query));
            ui.add_space(theme::UNIT);
            let pairs = self.pairs(scene, first, second);
            ScrollArea::vertical().max_height(340.0).auto_shrink([false, true]).show(ui, |ui| {
                Grid::new("pairs").num_columns(3).spacing(vec2(8.0, 3.0)).striped(true).show(ui, |ui| {
                    for node in [first, second] {
                        ui.label(RichText::new(&*node.display_name).color(theme::TEXT_STRONG));
                        if node.id == first.id {
                            ui.label("");
                        }
                    }
                    ui.end_row();
                    for pair in &pairs {
                        self.pair(ui, scene, pair);
                        ui.end_row();
                    }
                });
            });
            if pairs.is_empty() {
                ui.label(RichText::new("No properties match").color(theme::TEXT_WEAK));
            }
            ui.add_space(theme::UNIT);
            self.other(ui, scene, first, second);
            if let Some(error) = &self.error {
                ui.label(RichText::new(error).color(theme::ERROR));
            }
            ui.add_space(theme::UNIT);
            ui.button("Close").clicked()
        });
        !(shown.inner || shown.should_close())
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
        let linked = pair.joined != [false, false];
        let color = if linked { theme::TEXT_STRONG } else { theme::TEXT_WEAK };
        ui.label(RichText::new(&pair.names[0]).color(color)).on_hover_text(&*pair.ends[0].path);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            // Backward, both, forward: a press on what is on takes it away.
            for wanted in [[false, true], [true, true], [true, false]] {
                let possible = (0..2).all(|way| !wanted[way] || pair.fits[way]);
                let on = pair.joined == wanted;
                let button = ui.add_enabled(possible, Button::new("").selected(on).min_size(vec2(26.0, theme::ROW)));
                paint_ways(ui, button.rect, wanted, if possible { color } else { theme::TEXT_DISABLED });
                let what = match wanted {
                    [true, true] => format!("{} both ways", pair.names[0]),
                    [true, false] => format!("{} to the second", pair.names[0]),
                    _ => format!("{} to the first", pair.names[0]),
                };
                button.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, possible, on, format!("Link {what}")));
                if button.clicked() {
                    self.error = pair.set(scene, if on { [false, false] } else { wanted }).err();
                }
            }
        });
        ui.label(RichText::new(&pair.names[1]).color(color)).on_hover_text(&*pair.ends[1].path);
    }

    /// Two properties of different paths.
    fn other(&mut self, ui: &mut Ui, scene: Scene<'_>, first: &Node, second: &Node) {
        ui.horizontal(|ui| {
            for (side, node) in [first, second].into_iter().enumerate() {
                let shown = self.chosen[side].as_deref().and_then(|path| node.interface().leaf(path));
                let text = shown.map_or_else(|| "Another property…".to_owned(), |leaf| leaf.property.display_name.to_string());
                let combo = ComboBox::from_id_salt(("link other", side)).width(190.0).selected_text(text).truncate().show_ui(ui, |ui| {
                    for leaf in node.interface().leaves().iter().filter(|leaf| !matches!(leaf.property.kind, Kind::Button)) {
                        let on = self.chosen[side].as_ref() == Some(&leaf.path);
                        if ui.selectable_label(on, &*leaf.property.display_name).on_hover_text(&*leaf.path).clicked() {
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
        let name = |end: &PropertyRef| {
            let node = network.get(end.node);
            let leaf = node.and_then(|node| node.interface().leaf(&end.path));
            leaf.map_or_else(|| end.path.to_string(), |leaf| leaf.property.display_name.to_string())
        };
        let there = |from: &PropertyRef, to: &PropertyRef| network.links().any(|link| link.from == *from && link.to == *to);
        let fits = |from: &PropertyRef, to: &PropertyRef| links::pairs(network, from, to).is_ok();
        Self { names: [name(a), name(b)], joined: [there(a, b), there(b, a)], fits: [fits(a, b), fits(b, a)], ends: ends.clone() }
    }

    /// Makes the links those that are wanted, as one step.
    fn set(&self, scene: Scene<'_>, wanted: [bool; 2]) -> Result<(), String> {
        let [a, b] = &self.ends;
        let ways = [Link { from: a.clone(), to: b.clone() }, Link { from: b.clone(), to: a.clone() }];
        let mut commands: Vec<Arc<dyn Command>> = Vec::new();
        for (way, link) in ways.into_iter().enumerate() {
            match (self.joined[way], wanted[way]) {
                (false, true) => commands.push(Arc::new(AddLink(link))),
                (true, false) => commands.push(Arc::new(RemoveLink(link))),
                (true, true) | (false, false) => {}
            }
        }
        let network = &scene.snapshot.workspace.network;
        let verb = if wanted == [false, false] { "Unlink" } else { "Link" };
        let store = &scene.session.store;
        store.end_drag();
        let done = store.commit(&Batch { name: format!("{verb} {} and {}", links::name_of(network, a), links::name_of(network, b)), commands });
        store.end_drag();
        done.map(drop).map_err(|error| error.to_string())
    }
}
