//! Choosing the property that another one follows.

use egui::{Context, Frame, Key, Modal, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::{Link, PropertyRef};

use super::{Scene, links};
use crate::commands::class_search::words_occur;
use crate::panels::field_info;
use crate::theme;

/// The dialog, and what was typed into it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The property that will follow.
    own: PropertyRef,
    query: String,
    both: bool,
    first: bool,
    error: Option<String>,
}

/// What may be followed.
struct Candidate {
    links: Vec<Link>,
    node: String,
    property: String,
    path: String,
    /// Of the same path: what is meant most often.
    same: bool,
}

impl Target {
    pub fn new(own: PropertyRef) -> Self {
        Self { own, query: String::new(), both: true, first: true, error: None }
    }

    /// False when it is over.
    pub fn show(&mut self, ctx: &Context, scene: Scene<'_>) -> bool {
        let network = &scene.snapshot.workspace.network;
        let candidates = self.candidates(scene);
        let frame = Frame::window(&ctx.global_style()).inner_margin(theme::UNIT * 4.0);
        let mut chosen = None;
        let shown = Modal::new("link target".into()).frame(frame).show(ctx, |ui| {
            ui.set_width(400.0);
            ui.label(RichText::new(format!("Link {} to…", links::name_of(network, &self.own))).heading().color(theme::TEXT_STRONG));
            ui.add_space(theme::UNIT);
            let field = ui.add(TextEdit::singleline(&mut self.query).hint_text("Search processor or property").desired_width(f32::INFINITY));
            field.widget_info(|| field_info("Search properties to link to", &self.query));
            if std::mem::take(&mut self.first) {
                field.request_focus();
            }
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                chosen = candidates.first().map(|candidate| candidate.links.clone());
            }
            ui.checkbox(&mut self.both, "Both ways").on_hover_text("Each follows the other; else only this one follows");
            ui.add_space(theme::UNIT);
            ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
                for candidate in &candidates {
                    if candidate.row(ui) {
                        chosen = Some(candidate.links.clone());
                    }
                }
            });
            if candidates.is_empty() {
                ui.label(RichText::new("No property of another processor fits").color(theme::TEXT_WEAK));
            }
            if let Some(error) = &self.error {
                ui.label(RichText::new(error).color(theme::ERROR));
            }
            ui.add_space(theme::UNIT);
            ui.button("Cancel").clicked()
        });
        if let Some(links) = chosen {
            match links::add(scene.session, network, &links, self.both) {
                Ok(()) => return false,
                Err(error) => self.error = Some(error),
            }
        }
        !(shown.inner || shown.should_close())
    }

    fn candidates(&self, scene: Scene<'_>) -> Vec<Candidate> {
        let network = &scene.snapshot.workspace.network;
        let is_leaf = network.get(self.own.node).is_some_and(|node| node.interface().leaf(&self.own.path).is_some());
        let mut candidates = Vec::new();
        for node in network.nodes() {
            let leaves = node.interface().leaves().iter().map(|leaf| (leaf.path.to_string(), links::full_name(node, &leaf.path)));
            let own = || std::iter::once((self.own.path.to_string(), self.own.path.to_string()));
            // A heading follows one of the same path.
            let paths: Vec<_> = if is_leaf { leaves.collect() } else { own().collect() };
            for (path, property) in paths {
                let from = PropertyRef { node: node.id, path: path.as_str().into() };
                if node.id == self.own.node && !is_leaf {
                    continue;
                }
                if !words_occur(&format!("{} {} {property} {path}", node.display_name, node.identifier), &self.query) {
                    continue;
                }
                let Ok(links) = links::pairs(network, &from, &self.own) else { continue };
                let same = *path == *self.own.path && node.id != self.own.node;
                candidates.push(Candidate { links, node: node.display_name.to_string(), property, path, same });
            }
        }
        candidates.sort_by_key(|candidate| !candidate.same);
        candidates
    }
}

impl Candidate {
    fn row(&self, ui: &mut Ui) -> bool {
        let text = format!("{}  ·  {}", self.node, self.property);
        let text = RichText::new(text).color(if self.same { theme::TEXT_STRONG } else { theme::TEXT });
        let button = ui.add(egui::Button::new(text).frame_when_inactive(false).min_size(vec2(ui.available_width(), theme::ROW)).truncate());
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{} of {}", self.property, self.node)));
        button.on_hover_text(&self.path).clicked()
    }
}
