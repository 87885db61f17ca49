//! The add palette: classes to add, found by typing a few letters.

use std::sync::Arc;

use egui::Pos2;
use voxloom_core::Registry;
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::PortRef;

use super::beside::Beside;
use crate::commands::class_search::score;
use crate::commands::picker::{Look, Picked, Picker, Row};
use crate::desk::Desk;
use crate::theme;

const WIDTH: f32 = 340.0;

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

/// The open palette.
pub struct Palette {
    /// Where it stands on the screen, and where the node goes.
    at: Pos2,
    pub world: Pos2,
    pub end: Option<OpenEnd>,
    /// The node that what is added stands beside.
    pub beside: Option<Beside>,
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
    pub fn new(registry: &Registry, at: Pos2, world: Pos2, end: Option<OpenEnd>) -> Self {
        Self { at, world, end, beside: None, classes: registry.all(), picker: Picker::default() }
    }

    /// What is added stands beside the selected node, if one is.
    pub fn beside(mut self, desk: &Desk) -> Self {
        self.beside = Beside::selected(desk);
        self
    }

    pub fn show(&mut self, ctx: &egui::Context, desk: &Desk) -> Outcome {
        let hint = match (&self.end, &self.beside) {
            (Some(end), _) => format!("Add what {} {}", if end.output { "takes" } else { "makes" }, short(&end.data_type)),
            (None, Some(beside)) => format!("Add beside {}; Shift+Enter does not connect", beside.name),
            (None, None) => "Add a processor".to_owned(),
        };
        let nothing = if self.end.is_some() { "No processor fits this port" } else { "No processor is called that" };
        let look = Look { id: "add palette", at: self.at, width: WIDTH, name: "Add a processor", hint: &hint, nothing };
        let (classes, end, beside) = (&self.classes, self.end.as_ref(), self.beside.as_ref());
        match self.picker.show(ctx, &look, |query| {
            let mut rows = rows(classes, end, &desk.used.classes, query);
            if let Some(beside) = beside {
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

/// The classes that fit a query: those that can be added first, then those that cannot, with the reason.
fn rows(classes: &[Arc<dyn ProcessorClass>], end: Option<&OpenEnd>, used: &[String], query: &str) -> Vec<Row<Arc<dyn ProcessorClass>>> {
    let blank = query.trim().is_empty();
    let recent = |class: &dyn ProcessorClass| used.iter().position(|id| *id == *class.info().class_identifier).filter(|_| blank);
    let mut found: Vec<_> = classes.iter().filter_map(|class| Some((score(class.info(), query)?, refusal(&**class, end), class))).collect();
    // Nothing typed: only what can be added.
    found.retain(|(_, refusal, _)| refusal.is_none() || !blank);
    found.sort_by(|(a, x, class), (b, y, other)| {
        let rank = |refused: bool, score: i32, class: &dyn ProcessorClass| (refused, recent(class).unwrap_or(usize::MAX), -score);
        let names = || class.info().display_name.cmp(&other.info().display_name);
        rank(x.is_some(), *a, &***class).cmp(&rank(y.is_some(), *b, &***other)).then_with(names)
    });
    let mut rows: Vec<_> = found.into_iter().map(|(_, refusal, class)| row(class, refusal)).collect();
    if rows.first().is_some_and(|row| recent(&*row.item).is_some()) {
        rows[0].heading = Some("Recent");
        if let Some(other) = rows.iter_mut().find(|row| recent(&*row.item).is_none()) {
            other.heading = Some("All");
        }
    }
    rows
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

/// Why a class cannot be added here.
fn refusal(class: &dyn ProcessorClass, end: Option<&OpenEnd>) -> Option<String> {
    if let Some(error) = class.error() {
        return Some(format!("Does not load: {}", error.lines().next().unwrap_or_default()));
    }
    let end = end.filter(|end| end.fitting_port(class).is_none())?;
    Some(format!("{} no {}", if end.output { "Takes" } else { "Makes" }, short(&end.data_type)))
}

/// The last part of a data type's identifier.
pub fn short(data_type: &str) -> &str {
    data_type.rsplit('.').next().unwrap_or(data_type)
}
