//! What the panel remembers between frames.

use std::collections::HashMap;

use egui::{Context, Id};
use voxloom_workspace::{NodeId, PropertyRef};

use super::foot::Foot;
use super::link_dialog::Pairs;
use super::links::Onto;
use super::picker::Target;

/// What covers the window.
#[derive(Clone, Default)]
pub enum Dialog {
    #[default]
    Nothing,
    /// Choosing what a property is linked to.
    Target(Target),
    /// The links between two processors.
    Pairs(Pairs),
    /// Choosing what of a processor follows the property that was dropped on it.
    Onto(Onto),
}

#[derive(Clone, Default)]
pub struct State {
    /// Words that what is shown has to have.
    pub query: String,
    /// Several nodes are shown one after the other, not together.
    pub one_by_one: bool,
    pub dialog: Dialog,
    /// What waits for the content of the clipboard: the property of some nodes, and for how many frames more.
    pub pasting: Option<(Vec<NodeId>, PropertyRef, u32)>,
    /// Heights of rows, as they were last drawn.
    pub heights: HashMap<Id, f32>,
    pub foot: Foot,
    /// The row whose field has the keys.
    pub held: Option<Id>,
    /// Headings that a person opened or closed.
    pub open: HashMap<Id, bool>,
}

fn id() -> Id {
    Id::new("properties panel")
}

/// The field of the search.
pub fn search_field() -> Id {
    Id::new("properties search")
}

impl State {
    /// Taken for one frame, so that nothing is copied.
    pub fn take(ctx: &Context) -> Self {
        ctx.data_mut(|data| data.remove_temp(id())).unwrap_or_default()
    }

    pub fn put_back(self, ctx: &Context) {
        let busy = self.pasting.is_some() || self.foot.large || !matches!(self.dialog, Dialog::Nothing);
        ctx.data_mut(|data| {
            data.insert_temp(busy_id(), busy);
            data.insert_temp(id(), self);
        });
    }
}

fn busy_id() -> Id {
    Id::new("properties panel is busy")
}

/// A dialog of the panel covers the window, or it waits for the clipboard: keys and what is pasted are not for others.
pub fn is_busy(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(busy_id())).unwrap_or_default()
}

/// Gives the keys to the search.
pub fn find_property(ctx: &Context) {
    ctx.memory_mut(|memory| memory.request_focus(search_field()));
}

/// Shows the links between two processors.
pub fn open_link_dialog(ctx: &Context, first: NodeId, second: NodeId) {
    ask(ctx, Dialog::Pairs(Pairs::new(first, second)));
}

pub fn ask(ctx: &Context, dialog: Dialog) {
    let mut state = State::take(ctx);
    state.dialog = dialog;
    state.put_back(ctx);
}
