//! The command palette: every action by a few letters of its name, with its keys and why it is not possible now.

use egui::{Context, pos2};

use crate::commands::actions::{self, ACTIONS, Action};
use crate::commands::fuzzy::{self, Field};
use crate::commands::picker::{Look, Picked, Picker, Row};
use crate::desk::{Desk, Now};
use crate::panels::menu;

const WIDTH: f32 = 460.0;

/// The open palette.
#[derive(Debug, Default)]
pub struct CommandPalette {
    picker: Picker,
}

impl CommandPalette {
    /// Draws it and runs what is chosen; false when it is done.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk, now: &Now) -> bool {
        let window = ctx.content_rect();
        let look = Look {
            id: "command palette",
            at: pos2(window.center().x - WIDTH / 2.0, window.top() + 64.0),
            width: WIDTH,
            name: "Run a command",
            hint: "Run a command",
            nothing: "No command is called that",
        };
        match self.picker.show(ctx, &look, |query| rows(query, ctx, desk, now)) {
            Picked::Open => true,
            Picked::Closed => false,
            Picked::Chosen(action) => {
                desk.used.note_action(action.id, &desk.files);
                (action.run)(desk, now);
                false
            }
        }
    }
}

/// The actions that fit a query: those that are possible first.
pub fn rows(query: &str, ctx: &Context, desk: &Desk, now: &Now) -> Vec<Row<&'static Action>> {
    let blank = query.trim().is_empty();
    let recent = |action: &Action| desk.used.actions.iter().position(|id| id == action.id).filter(|_| blank);
    let mut found: Vec<(i32, Row<&'static Action>)> = ACTIONS.iter().filter_map(|action| scored(action, query, ctx, desk, now)).collect();
    found.sort_by_key(|(score, row)| (row.refusal.is_some(), recent(row.item).unwrap_or(usize::MAX), -score));
    let mut rows: Vec<_> = found.into_iter().map(|(_, row)| row).collect();
    if rows.first().is_some_and(|row| row.refusal.is_none() && recent(row.item).is_some()) {
        rows[0].heading = Some("Recent".to_owned());
        if let Some(other) = rows.iter_mut().find(|row| row.refusal.is_some() || recent(row.item).is_none()) {
            other.heading = Some("All commands".to_owned());
        }
    }
    rows
}

fn scored(action: &'static Action, query: &str, ctx: &Context, desk: &Desk, now: &Now) -> Option<(i32, Row<&'static Action>)> {
    let name = actions::full_name(action, now);
    let menu = menu::of(action.id).unwrap_or_default();
    let id = action.id.replace('_', " ");
    let score = fuzzy::score(&[Field::letters(&name, 6), Field::part(&id, 3), Field::part(menu, 2)], query)?;
    let on = action.checked.is_some_and(|checked| checked(desk));
    let shown = if on { format!("{name}  ✔") } else { name.clone() };
    let mut row = Row::new(action, format!("Command {name}"), shown);
    row.aside = match (desk.keymap.text(ctx, action), menu) {
        (Some(keys), _) => keys,
        (None, menu) => menu.to_owned(),
    };
    row.detail = action.help.to_owned();
    row.refusal = action.refusal(desk, now).map(str::to_owned);
    Some((score, row))
}
