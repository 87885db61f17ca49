//! The add palette: classes to add, found by typing a few letters.

use std::sync::Arc;

use egui::{Pos2, Rect, pos2, vec2};
use voxloom_core::data::Image;
use voxloom_core::processor::ProcessorClass;
use voxloom_core::{PortData, Registry};
use voxloom_workspace::command::insertion;
use voxloom_workspace::{Connection, Network, PortRef};

use super::beside::Beside;
use super::visualize;
use crate::commands::class_search::{Role, score};
use crate::commands::picker::{Look, Picked, Picker, Row};
use crate::desk::Desk;
use crate::theme;

const WIDTH: f32 = 340.0;
/// About as much as an open palette takes, with its border.
const TAKES: egui::Vec2 = vec2(WIDTH + 24.0, theme::ROW * 11.0 + 110.0);
/// Between the end of a wire and the palette beside it.
const BESIDE: f32 = 14.0;

/// The port that what is added has to connect to.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenEnd {
    pub port: PortRef,
    /// Whether it is an outport.
    pub output: bool,
    pub data_type: Arc<str>,
}

impl OpenEnd {
    /// The port of a class that fits.
    pub fn fitting_port(&self, class: &dyn ProcessorClass) -> Option<Arc<str>> {
        let interface = class.interface();
        let ports = if self.output { interface.inports() } else { interface.outports() };
        ports.iter().find(|port| port.data_type == self.data_type).map(|port| port.identifier.clone())
    }
}

/// What becomes of the class that is chosen.
pub enum Purpose {
    /// It stands where the palette was asked for.
    Free,
    /// It is connected to a port.
    End(OpenEnd),
    /// It goes into a wire.
    Into { connection: Connection, network: Network },
    /// It stands beside a node, and is connected to it where there is one way to.
    Beside(Beside),
}

impl Purpose {
    /// Why a class cannot be added for this.
    fn refusal(&self, class: &dyn ProcessorClass) -> Option<String> {
        if let Some(error) = class.error() {
            return Some(format!("Does not load: {}", error.lines().next().unwrap_or_default()));
        }
        match self {
            Self::Free | Self::Beside(_) => None,
            Self::End(end) if end.fitting_port(class).is_some() => None,
            Self::End(end) => Some(format!("{} no {}", if end.output { "Takes" } else { "Makes" }, short(&end.data_type))),
            Self::Into { connection, network } if insertion(network, &class.interface(), connection).is_some() => None,
            Self::Into { .. } => Some("Does not take and make what flows here".to_owned()),
        }
    }

    /// Where a class stands while nothing is typed, and under which heading: what is mostly wanted comes first.
    fn rank(&self, class: &dyn ProcessorClass, recent: Option<usize>) -> (usize, String) {
        let role = Role::of(class);
        let heading = |rank: usize, text: &str| (rank, text.to_owned());
        match self {
            Self::End(end) if end.output && visualize::shows(&end.data_type) == Some(&*class.info().class_identifier) => heading(0, "Shows it"),
            Self::Beside(beside) if recent.is_none() && beside.joint(&class.interface()).is_some() => {
                (20 + role as usize, format!("Connects to {}", beside.name))
            }
            _ if recent.is_some() => heading(1 + recent.unwrap_or(0), "Recent"),
            Self::End(end) => {
                // What draws or makes the type itself is nearer than what changes it.
                let wanted = match (end.output, &*end.data_type) {
                    (true, _) => [Role::Renderer, Role::Filter, Role::Canvas, Role::Output, Role::Source],
                    (false, made) if *made == *Image::data_type().id => [Role::Renderer, Role::Filter, Role::Source, Role::Canvas, Role::Output],
                    (false, _) => [Role::Source, Role::Filter, Role::Renderer, Role::Canvas, Role::Output],
                };
                heading(40 + wanted.iter().position(|other| *other == role).unwrap_or(wanted.len()), role.name())
            }
            _ => heading(40 + role as usize, role.name()),
        }
    }
}

/// The open palette.
pub struct Palette {
    /// Where it stands on the screen, and where the node goes.
    at: Pos2,
    pub world: Pos2,
    pub purpose: Purpose,
    /// The other end of the wire that leads to it, on the screen.
    wire: Option<Pos2>,
    classes: Vec<Arc<dyn ProcessorClass>>,
    picker: Picker,
}

/// What came of a frame.
pub enum Outcome {
    Open,
    Closed,
    Chosen(Arc<dyn ProcessorClass>),
}

impl Palette {
    pub fn new(registry: &Registry, at: Pos2, world: Pos2, purpose: Purpose) -> Self {
        Self { at, world, purpose, wire: None, classes: registry.all(), picker: Picker::default() }
    }

    /// What is added stands beside the selected node, if one is.
    pub fn beside(mut self, desk: &Desk) -> Self {
        self.purpose = Beside::selected(desk).map_or(Purpose::Free, Purpose::Beside);
        self
    }

    /// A wire leads to it from a place on the screen, and is not covered.
    pub fn clear_of(mut self, wire: Pos2) -> Self {
        self.wire = Some(wire);
        self
    }

    /// The port that a wire leads from to here.
    pub fn end(&self) -> Option<&OpenEnd> {
        if let Purpose::End(end) = &self.purpose { Some(end) } else { None }
    }

    pub fn show(&mut self, ctx: &egui::Context, desk: &Desk) -> Outcome {
        let hint = match &self.purpose {
            Purpose::End(end) => format!("Add what {} {}", if end.output { "takes" } else { "makes" }, short(&end.data_type)),
            Purpose::Into { connection, network } => format!("Insert after {}", network.port_label(&connection.from)),
            Purpose::Beside(beside) => format!("Add beside {}; Shift+Enter does not connect", beside.name),
            Purpose::Free => "Add a processor".to_owned(),
        };
        let nothing = match self.purpose {
            Purpose::End(_) => "No processor fits this port",
            Purpose::Into { .. } => "No processor fits into this wire",
            Purpose::Free | Purpose::Beside(_) => "No processor is called that",
        };
        let at = self.wire.map_or(self.at, |wire| aside(ctx.content_rect(), wire, self.at));
        let look = Look { id: "add palette", at, width: WIDTH, name: "Add a processor", hint: &hint, nothing };
        let (classes, purpose) = (&self.classes, &self.purpose);
        match self.picker.show(ctx, &look, |query| {
            let mut rows = rows(classes, purpose, &desk.used.classes, query);
            if let Purpose::Beside(beside) = purpose {
                rows.iter_mut().filter(|row| row.refusal.is_none()).for_each(|row| say_joint(row, beside));
            }
            rows
        }) {
            Picked::Open => Outcome::Open,
            Picked::Closed => Outcome::Closed,
            Picked::Chosen(class) => Outcome::Chosen(class),
        }
    }
}

/// The corner of a palette that leaves a wire in sight: beside its end where there is room, else below or above.
fn aside(window: Rect, wire: Pos2, end: Pos2) -> Pos2 {
    let room = window.shrink(8.0);
    let right = pos2(end.x + BESIDE, (end.y - 24.0).min(room.bottom() - TAKES.y));
    let left = pos2(end.x - BESIDE - TAKES.x, right.y);
    let x = end.x.clamp(room.left(), (room.right() - TAKES.x).max(room.left()));
    let (below, above) = (pos2(x, wire.y.max(end.y) + BESIDE), pos2(x, wire.y.min(end.y) - BESIDE - TAKES.y));
    let (first, second) = if end.x >= wire.x { (right, left) } else { (left, right) };
    let clear = |corner: &Pos2| {
        let taken = Rect::from_min_size(*corner, TAKES);
        room.contains_rect(taken) && !taken.intersects(Rect::from_two_pos(wire, end).expand(2.0))
    };
    [first, below, above, second].into_iter().find(clear).unwrap_or(first)
}

/// The classes that fit a query: those that can be added first, then those that cannot, with the reason.
fn rows(classes: &[Arc<dyn ProcessorClass>], purpose: &Purpose, used: &[String], query: &str) -> Vec<Row<Arc<dyn ProcessorClass>>> {
    let blank = query.trim().is_empty();
    let found = classes.iter().filter_map(|class| Some((score(class.info(), query)?, purpose.refusal(&**class), class)));
    if !blank {
        let mut found: Vec<_> = found.collect();
        let name = |class: &Arc<dyn ProcessorClass>| class.info().display_name.clone();
        found.sort_by(|(a, x, class), (b, y, other)| (x.is_some(), -a).cmp(&(y.is_some(), -b)).then_with(|| name(class).cmp(&name(other))));
        return found.into_iter().map(|(_, refusal, class)| row(class, refusal)).collect();
    }
    // Nothing typed: only what can be added, in the order in which one mostly wants it.
    let recent = |class: &dyn ProcessorClass| used.iter().position(|id| *id == *class.info().class_identifier);
    let mut ranked: Vec<_> =
        found.filter(|(_, refusal, _)| refusal.is_none()).map(|(_, _, class)| (purpose.rank(&**class, recent(&**class)), class)).collect();
    ranked.sort_by(|((a, _), class), ((b, _), other)| {
        let (class, other) = (class.info(), other.info());
        a.cmp(b).then_with(|| class.category.cmp(&other.category)).then_with(|| class.display_name.cmp(&other.display_name))
    });
    let mut last = String::new();
    let rows = ranked.into_iter().map(|((_, heading), class)| {
        let mut row = row(class, None);
        if heading != last {
            row.heading = Some(heading.clone());
            last = heading;
        }
        row
    });
    rows.collect()
}

fn row(class: &Arc<dyn ProcessorClass>, refusal: Option<String>) -> Row<Arc<dyn ProcessorClass>> {
    let info = class.info();
    let mut row = Row::new(class.clone(), format!("Add {}", info.display_name), info.display_name.as_ref());
    row.color = Some(theme::category_color(&info.category).lerp_to_gamma(theme::TEXT_STRONG, 0.15));
    row.aside = info.category.to_string();
    // The first paragraph says what it does.
    let help = info.help.trim().split("\n\n").next().unwrap_or_default();
    row.detail =
        if help.is_empty() { info.class_identifier.to_string() } else { help.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "") };
    row.refusal = refusal;
    row
}

/// Says what a class is connected to when it is added.
fn say_joint(row: &mut Row<Arc<dyn ProcessorClass>>, beside: &Beside) {
    if beside.joint(&row.item.interface()).is_some() {
        row.aside = format!("connects to {}", beside.name);
    }
}

/// The last part of a data type's identifier.
pub fn short(data_type: &str) -> &str {
    data_type.rsplit('.').next().unwrap_or(data_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_palette_leaves_the_wire_in_sight() {
        let window = Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0));
        for wire in [pos2(200.0, 200.0), pos2(1300.0, 400.0), pos2(700.0, 860.0), pos2(1400.0, 100.0)] {
            for by in [vec2(60.0, 0.0), vec2(-60.0, 0.0), vec2(30.0, 90.0), vec2(-200.0, -80.0), vec2(2.0, 2.0)] {
                let end = window.clamp(wire + by);
                let taken = Rect::from_min_size(aside(window, wire, end), TAKES);
                assert!(window.contains_rect(taken), "{taken:?} for {wire:?} to {end:?}");
                assert!(!taken.contains(wire) && !taken.contains(end), "{taken:?} covers {wire:?} to {end:?}");
            }
        }
    }
}
