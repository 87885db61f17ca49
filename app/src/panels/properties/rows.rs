//! What stands below each other in the panel: headings and properties, flat, in order, of the visible ones that the search leaves.

use std::collections::HashMap;
use std::mem::discriminant;
use std::sync::Arc;

use egui::Id;
use voxloom_core::Value;
use voxloom_core::property::{Kind, Property};
use voxloom_workspace::{Node, NodeId};

use crate::commands::class_search::words_occur;
use crate::property_widgets;

/// What a heading offers besides opening and closing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    pub open: bool,
    /// Path of the switch of a checkable composite.
    pub switch: Option<String>,
    /// Paths of the buttons that make a list longer.
    pub add: Vec<String>,
}

/// Where an element stands in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Path of what the list keeps of its elements.
    pub elements: Arc<str>,
    pub identifier: Arc<str>,
    pub index: usize,
    pub count: usize,
}

/// One row of the panel.
pub struct Row<'a> {
    pub path: String,
    pub property: &'a Property,
    pub depth: usize,
    /// Nothing above it is read-only.
    pub enabled: bool,
    /// `None` for a property with a value.
    pub heading: Option<Heading>,
    pub element: Option<Element>,
    /// It is the only one under a heading of the same name.
    pub named_above: bool,
}

impl Row<'_> {
    pub fn id(&self, node: NodeId) -> Id {
        row_id(node, &self.path)
    }
}

pub fn row_id(node: NodeId, path: &str) -> Id {
    Id::new(("property row", node.0, path))
}

/// A composite that is a list of copies of prefabs: the property that keeps its elements.
fn elements_of(children: &[Property]) -> Option<&Property> {
    children.iter().find(|child| &*child.identifier == "elements" && !child.visible && matches!(child.kind, Kind::String { .. }))
}

/// The switch of a checkable composite, or of an optional number.
fn switch_of(children: &[Property]) -> Option<&Property> {
    children.first().filter(|child| matches!(child.kind, Kind::Bool { .. }) && matches!(&*child.identifier, "checked" | "isSet") && child.visible)
}

/// Whether all nodes have a property at a path, of the same kind.
fn all_have(others: &[&Node], path: &str, property: &Property) -> bool {
    others.iter().all(|other| other.interface().leaf(path).is_some_and(|leaf| discriminant(&leaf.property.kind) == discriminant(&property.kind)))
}

/// How many properties all nodes have.
pub fn common(nodes: &[&Node]) -> usize {
    let Some((first, others)) = nodes.split_first() else { return 0 };
    first.interface().leaves().iter().filter(|leaf| leaf.property.visible && all_have(others, &leaf.path, &leaf.property)).count()
}

/// Gathers the rows of the first node that the others have too.
pub struct Gather<'a, 'b> {
    pub nodes: &'b [&'a Node],
    pub query: &'b str,
    pub open: &'b HashMap<Id, bool>,
}

/// Where the walk through the properties is.
struct Place<'c> {
    /// Path of the composite, empty at the top.
    path: &'c str,
    /// Names of the composites above, for the search.
    names: &'c str,
    heading: &'c str,
    depth: usize,
    enabled: bool,
}

impl<'a> Gather<'a, '_> {
    pub fn rows(&self) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        if let Some(first) = self.nodes.first() {
            let top = Place { path: "", names: "", heading: "", depth: 0, enabled: true };
            self.inside(&mut rows, first.interface().properties(), &top, None);
        }
        rows
    }

    /// The rows of the properties of a composite; `list` is given for those of a list.
    fn inside(&self, rows: &mut Vec<Row<'a>>, properties: &'a [Property], place: &Place<'_>, list: Option<&Arc<str>>) {
        let is_element = |property: &Property| list.is_some() && !matches!(property.kind, Kind::Button) && &*property.identifier != "elements";
        let count = properties.iter().filter(|property| is_element(property)).count();
        let mut index = 0;
        for property in properties {
            let element = match list {
                Some(elements) if is_element(property) => {
                    index += 1;
                    Some(Element { elements: elements.clone(), identifier: property.identifier.clone(), index: index - 1, count })
                }
                Some(_) | None => None,
            };
            if !property.visible || (list.is_some() && element.is_none()) {
                continue;
            }
            let path = if place.path.is_empty() { property.identifier.to_string() } else { format!("{}.{}", place.path, property.identifier) };
            match &property.kind {
                Kind::Composite { children, collapsed } => self.composite(rows, path, property, (children, *collapsed), place, element),
                _ => self.leaf(rows, path, property, place, element),
            }
        }
    }

    fn leaf(&self, rows: &mut Vec<Row<'a>>, path: String, property: &'a Property, place: &Place<'_>, element: Option<Element>) {
        let [first, others @ ..] = self.nodes else { return };
        if !all_have(others, &path, property) || !self.fits(first, property, &path, place.names) {
            return;
        }
        let enabled = place.enabled && !property.read_only;
        let named_above = *property.display_name == *place.heading && property_widgets::is_wide(property);
        rows.push(Row { path, property, depth: place.depth, enabled, heading: None, element, named_above });
    }

    fn composite(
        &self,
        rows: &mut Vec<Row<'a>>,
        path: String,
        property: &'a Property,
        (children, collapsed): (&'a [Property], bool),
        place: &Place<'_>,
        element: Option<Element>,
    ) {
        let id = self.nodes.first().map(|node| row_id(node.id, &path)).unwrap_or(Id::NULL);
        let open = !self.query.is_empty() || self.open.get(&id).copied().unwrap_or(!collapsed);
        let enabled = place.enabled && !property.read_only;
        let below = |child: &Property| format!("{path}.{}", child.identifier);
        let kept = elements_of(children).map(|elements| Arc::<str>::from(below(elements)));
        let is_add = |child: &&Property| matches!(child.kind, Kind::Button) && child.identifier.starts_with("add") && child.visible;
        let add = if kept.is_some() { children.iter().filter(is_add).map(below).collect() } else { Vec::new() };
        let switch = switch_of(children);
        let shown = if switch.is_some() { &children[1..] } else { children };
        let at = rows.len();
        let heading = Heading { open, switch: switch.map(below), add };
        rows.push(Row { path: path.clone(), property, depth: place.depth, enabled, heading: Some(heading), element, named_above: false });
        let names = format!("{} {}", place.names, property.display_name);
        let inside = Place { path: &path, names: &names, heading: &property.display_name, depth: place.depth + 1, enabled };
        if open {
            self.inside(rows, shown, &inside, kept.as_ref());
        }
        // A heading without anything under it says nothing, but a list may be empty.
        let alone = rows.len() == at + 1;
        let of_interest = self.query.is_empty() && self.nodes.len() == 1;
        let hidden = alone && open && (!of_interest || (kept.is_none() && switch.is_none()));
        let others_lack = alone && !open && self.nodes.len() > 1 && self.lacks(&path);
        if hidden || others_lack {
            rows.truncate(at);
        }
    }

    /// Whether the nodes share nothing below a path.
    fn lacks(&self, path: &str) -> bool {
        let [first, others @ ..] = self.nodes else { return true };
        let below = |leaf: &&voxloom_core::property::Leaf| leaf.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        !first.interface().leaves().iter().filter(below).any(|leaf| all_have(others, &leaf.path, &leaf.property))
    }

    fn fits(&self, node: &Node, property: &Property, path: &str, names: &str) -> bool {
        if self.query.trim().is_empty() {
            return true;
        }
        let value = node.value(path).map(|value| shown_value(property, value)).unwrap_or_default();
        words_occur(&format!("{names} {} {path} {value}", property.display_name), self.query)
    }
}

/// A value as a person may look for it.
fn shown_value(property: &Property, value: &Value) -> String {
    match (&property.kind, value) {
        (Kind::Option(kind), Value::Option(identifier)) => {
            let choice = kind.choices.iter().find(|choice| choice.identifier == *identifier);
            choice.map_or_else(|| identifier.to_string(), |choice| format!("{identifier} {}", choice.display_name))
        }
        (_, Value::TransferFunction(_) | Value::Camera(_) | Value::Button) => String::new(),
        (_, value) => text_of(value),
    }
}

/// A value as text that is copied and pasted.
pub fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_json().to_string(), str::to_owned)
}
