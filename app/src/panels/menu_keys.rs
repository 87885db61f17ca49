//! The keys of an open menu: arrows go through its rows, and out of it to the left and right; letters go to the rows that begin with them.

use egui::{Context, Event, EventFilter, FocusDirection, Id, Key, Modifiers, Rect, Response, Ui, containers::menu};

/// The rows of a menu that can be chosen, in the order in which they were drawn in a pass.
#[derive(Clone, Default)]
struct Rows {
    pass: u64,
    rows: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    id: Id,
    letter: Option<Key>,
    has_menu: bool,
}

/// Where a key leads out of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Left,
    Right,
}

/// The letter that a name begins with, as a key.
pub fn letter(name: &str) -> Option<Key> {
    let first = name.chars().find(char::is_ascii_alphanumeric)?;
    Key::from_name(&first.to_ascii_uppercase().to_string())
}

fn rows_of(ui: &Ui) -> Id {
    menu::find_menu_root(ui).id.with("rows")
}

/// A row was drawn. `has_menu`: it leads to a menu of its own.
pub fn note(ui: &Ui, row: &Response, name: &str, has_menu: bool) {
    if !row.enabled() {
        return;
    }
    let (key, pass) = (rows_of(ui), ui.ctx().cumulative_pass_nr());
    ui.data_mut(|data| {
        let rows = data.get_temp_mut_or_default::<Rows>(key);
        if rows.pass != pass {
            *rows = Rows { pass, rows: Vec::new() };
        }
        rows.rows.push(Row { id: row.id, letter: letter(name), has_menu });
    });
}

/// The menu that is open within a menu.
#[derive(Clone)]
struct Submenu {
    pass: u64,
    parent: Id,
    row: Id,
    rect: Rect,
}

fn submenu_id() -> Id {
    Id::new("open submenu")
}

/// The menu that a row leads to was drawn.
pub fn note_submenu(ui: &Ui, row: &Response) {
    let pass = ui.ctx().cumulative_pass_nr();
    let submenu = Submenu { pass, parent: menu::find_menu_root(ui).id, row: row.id, rect: row.rect };
    ui.data_mut(|data| data.insert_temp(submenu_id(), submenu));
}

/// Before anything hears of the keys: Escape closes a menu within a menu alone. Where the pointer rests on the row that leads to it, it would
/// open again, so all of them close then.
pub fn leave_submenu(ctx: &Context) {
    let Some(submenu) = ctx.data(|data| data.get_temp::<Submenu>(submenu_id())) else { return };
    let drawn = submenu.pass + 1 >= ctx.cumulative_pass_nr();
    let reopens = ctx.pointer_hover_pos().is_some_and(|at| submenu.rect.expand(4.0).contains(at));
    if drawn && !reopens && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        close_submenu(ctx, submenu.parent, submenu.row);
    }
}

/// Back to the row that led to a menu.
pub fn close_submenu(ctx: &Context, parent: Id, row: Id) {
    menu::MenuState::from_id(ctx, parent, |state| state.open_item = None);
    ctx.memory_mut(|memory| memory.request_focus(row));
    ctx.request_repaint();
}

/// Takes the keys that were pressed for a widget that has the focus, and that are not to move it elsewhere: none held with them but Shift
/// with Tab. Enter, Space and Escape do what they do everywhere.
pub fn pressed(ctx: &Context, id: Id) -> Vec<(Key, bool)> {
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
    // The arrows of the frame in which it got the focus went into a direction before anyone could say no; Tab did its work already.
    let held = ctx.read_response(id).is_none_or(|response| !response.gained_focus());
    ctx.memory_mut(|memory| {
        memory.set_focus_lock_filter(id, filter);
        memory.move_focus(FocusDirection::None);
    });
    let mut keys = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. }
                if !matches!(key, Key::Enter | Key::Space | Key::Escape) && (modifiers.is_none() || *key == Key::Tab) =>
            {
                if held || *key != Key::Tab {
                    keys.push((*key, modifiers.shift));
                }
                false
            }
            _ => true,
        });
    });
    keys
}

/// At the end of the content of a menu: does what the keys say. `enter`: it was opened by a key, so its first row gets the focus; it is
/// false again once the row has it.
pub fn walk(ui: &Ui, enter: &mut bool) -> Option<Leave> {
    let ctx = ui.ctx();
    let (key, pass) = (rows_of(ui), ctx.cumulative_pass_nr());
    let rows = ui.data(|data| data.get_temp::<Rows>(key)).filter(|rows| rows.pass == pass)?.rows;
    let focused = ctx.memory(|memory| memory.focused());
    let Some(here) = rows.iter().position(|row| Some(row.id) == focused) else {
        if let Some(first) = rows.first().filter(|_| *enter) {
            ctx.memory_mut(|memory| memory.request_focus(first.id));
            ctx.request_repaint();
        }
        return None;
    };
    *enter = false;
    let (mut to, last) = (here, rows.len() - 1);
    for (key, shift) in pressed(ctx, rows[here].id) {
        match key {
            Key::ArrowDown => to = if to == last { 0 } else { to + 1 },
            Key::Tab if !shift => to = if to == last { 0 } else { to + 1 },
            Key::ArrowUp | Key::Tab => to = to.checked_sub(1).unwrap_or(last),
            Key::Home | Key::PageUp => to = 0,
            Key::End | Key::PageDown => to = last,
            Key::ArrowRight if rows[to].has_menu => {
                // Its button opens it with Enter in the next frame.
                ctx.memory_mut(|memory| memory.request_focus(rows[to].id));
                ui.data_mut(|data| data.insert_temp(Id::new("menu row to enter"), Some(rows[to].id)));
                ctx.request_repaint();
                return None;
            }
            Key::ArrowLeft => return Some(Leave::Left),
            Key::ArrowRight => return Some(Leave::Right),
            letter => {
                let after = (1..=rows.len()).map(|step| (to + step) % rows.len());
                to = after.into_iter().find(|row| rows[*row].letter == Some(letter)).unwrap_or(to);
            }
        }
    }
    if to != here {
        ctx.memory_mut(|memory| memory.request_focus(rows[to].id));
        ctx.request_repaint();
    }
    None
}

/// Before a menu is drawn: the row that an arrow enters is pressed.
pub fn press_entered(ctx: &Context) {
    if let Some(id) = ctx.data_mut(|data| data.get_temp_mut_or_default::<Option<Id>>(Id::new("menu row to enter")).take())
        && ctx.memory(|memory| memory.has_focus(id))
    {
        let enter = Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        ctx.input_mut(|input| input.events.push(enter));
    }
}
