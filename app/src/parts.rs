//! The parts of the window as the keyboard reaches them: a key goes from one to the next.

use std::collections::BTreeMap;

use egui::{Context, Id, LayerId, Rect, Sense, Stroke, StrokeKind};

use crate::theme;

/// Width of the borders between parts.
const BORDER: f32 = 8.0;

/// A part that can have the focus, in the order in which the key goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Menu,
    Toolbar,
    Processors,
    Canvas,
    Network,
    Properties,
    Editor,
    Console,
}

impl Part {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Menu => "the menus",
            Self::Toolbar => "the toolbar",
            Self::Processors => "the processors",
            Self::Canvas => "the canvas",
            Self::Network => "the network",
            Self::Properties => "the properties",
            Self::Editor => "the code editor",
            Self::Console => "the console",
        }
    }
}

/// Where the focus is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    Next,
    Previous,
    To(Part),
}

/// Where the parts lie in this frame, and what had the focus in each.
#[derive(Debug, Default)]
pub struct Parts {
    places: BTreeMap<Part, Rect>,
    last: BTreeMap<Part, Id>,
    recent: Option<Part>,
    go: Option<Go>,
}

impl Parts {
    /// A part lies here.
    pub fn place(&mut self, part: Part, rect: Rect) {
        self.places.insert(part, rect);
    }

    pub fn go(&mut self, go: Go) {
        self.go = Some(go);
    }

    /// The part that has the focus, or had it last.
    pub fn recent(&self) -> Option<Part> {
        self.recent
    }

    /// At the end of a frame: remembers what has the focus, and moves it where it was sent.
    pub fn follow(&mut self, ctx: &Context) {
        let places = std::mem::take(&mut self.places);
        let focused = ctx.memory(|memory| memory.focused());
        // What lies above the parts belongs to none of them.
        let in_part = |widget: &&egui::WidgetRect| widget.layer_id == LayerId::background();
        let rect_of = |id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).filter(in_part).map(|widget| widget.rect));
        let here = focused.and_then(|id| Some((id, part_at(&places, rect_of(id)?)?)));
        if let Some((id, part)) = here {
            self.last.insert(part, id);
            self.recent = Some(part);
        }
        let Some(go) = self.go.take() else { return };
        let order: Vec<Part> = match go {
            Go::To(part) => vec![part],
            Go::Next => after(&places, here.map(|(_, part)| part)),
            Go::Previous => after(&places, here.map(|(_, part)| part)).into_iter().rev().collect(),
        };
        let target = order.into_iter().filter(|part| Some(*part) != here.map(|(_, part)| part) || go == Go::To(*part));
        for part in target {
            if let Some(id) = places.get(&part).and_then(|rect| self.entrance(ctx, part, *rect)) {
                ctx.memory_mut(|memory| memory.request_focus(id));
                self.recent = Some(part);
                ctx.request_repaint();
                return;
            }
        }
    }

    /// What gets the focus in a part: what had it, else the first that can.
    fn entrance(&self, ctx: &Context, part: Part, rect: Rect) -> Option<Id> {
        ctx.viewport(|viewport| {
            let widgets = &viewport.this_pass.widgets;
            let able = |widget: &&egui::WidgetRect| widget.enabled && widget.sense.contains(Sense::FOCUSABLE);
            let last = self.last.get(&part).and_then(|id| widgets.get(*id)).filter(able);
            // Not the borders that are dragged, which reach into two parts.
            let inside = |widget: &&egui::WidgetRect| {
                let shown = widget.interact_rect;
                shown.width().min(shown.height()) > BORDER && rect.shrink(BORDER / 2.0).contains(shown.center())
            };
            last.or_else(|| widgets.get_layer(LayerId::background()).filter(able).find(inside)).map(|widget| widget.id)
        })
    }
}

/// Whether something was drawn in this frame.
pub fn is_there(ctx: &Context, id: Id) -> bool {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some())
}

/// Gives something the focus that was drawn in this frame; false: it is not there, and cannot have it.
pub fn focus(ctx: &Context, id: Id) -> bool {
    let there = is_there(ctx, id);
    if there {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
    there
}

/// A line around what has the focus, where it has none of its own; parts that fill much of the window have theirs.
pub fn paint_focus(ctx: &Context) {
    const LARGEST: f32 = 160.0;
    let Some(id) = ctx.memory(|memory| memory.focused()) else { return };
    let Some(widget) = ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied()) else { return };
    if widget.interact_rect.is_positive() && widget.rect.height() < LARGEST {
        let painter = ctx.layer_painter(widget.layer_id).with_clip_rect(widget.interact_rect.expand(3.0));
        painter.rect_stroke(widget.rect.expand(1.0), 4.0, Stroke::new(1.5, theme::ACCENT), StrokeKind::Inside);
    }
}

fn part_at(places: &BTreeMap<Part, Rect>, rect: Rect) -> Option<Part> {
    places.iter().find(|(_, place)| place.contains(rect.center())).map(|(part, _)| *part)
}

/// The parts after one, all around; all of them when none is named.
fn after(places: &BTreeMap<Part, Rect>, part: Option<Part>) -> Vec<Part> {
    let all: Vec<Part> = places.keys().copied().collect();
    let start = part.and_then(|part| all.iter().position(|other| *other == part)).map_or(0, |at| at + 1);
    all.iter().cycle().skip(start).take(all.len()).copied().filter(|other| Some(*other) != part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_all_around() {
        let places: BTreeMap<Part, Rect> = [Part::Menu, Part::Network, Part::Console].map(|part| (part, Rect::NOTHING)).into();
        assert_eq!(after(&places, Some(Part::Network)), [Part::Console, Part::Menu]);
        assert_eq!(after(&places, Some(Part::Console)), [Part::Menu, Part::Network]);
        assert_eq!(after(&places, None), [Part::Menu, Part::Network, Part::Console]);
    }
}
