//! The keys while the plot has them: Tab goes from point to point, arrows move what is selected, Insert adds, Delete removes.

use egui::{EventFilter, Id, InputState, Key, Modifiers, Response, Ui};
use voxloom_core::data::TransferFunction;

use super::Change;
use super::edit::{self, State};
use super::scale::Scale;

/// Part of the range, and opacity, that an arrow moves by; with Shift held, and without.
const STEPS: [f32; 2] = [0.001, 0.01];
const ARROWS: [(Key, [f32; 2]); 4] =
    [(Key::ArrowLeft, [-1.0, 0.0]), (Key::ArrowRight, [1.0, 0.0]), (Key::ArrowUp, [0.0, 1.0]), (Key::ArrowDown, [0.0, -1.0])];

pub fn keys(ui: &Ui, id: Id, response: &Response, state: &mut State, function: &TransferFunction, scale: &Scale) -> Change {
    let moving = ui.input(|i| ARROWS.iter().any(|(key, _)| i.key_down(*key)));
    if state.by_key && !(moving && response.has_focus()) {
        state.by_key = false;
        return Change::Ended;
    }
    if !response.has_focus() {
        return Change::None;
    }
    let shift = ui.input(|i| i.modifiers.shift);
    let next = next(&state.selected, function.points().len(), !shift);
    // Beyond the last point, Tab goes on to the next field.
    let filter = EventFilter { tab: next.is_some(), escape: false, horizontal_arrows: true, vertical_arrows: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers, key| ui.ctx().input_mut(|i: &mut InputState| i.consume_key(modifiers, key));
    if let Some(next) = next
        && (pressed(Modifiers::SHIFT, Key::Tab) || pressed(Modifiers::NONE, Key::Tab))
    {
        state.selected = vec![next];
        return Change::None;
    }
    if pressed(Modifiers::COMMAND, Key::A) {
        state.selected = (0..function.points().len()).collect();
        return Change::None;
    }
    if pressed(Modifiers::NONE, Key::Insert) {
        let position = between(function, state.selected.last().copied(), scale);
        return Change::Settled(edit::added(state, function, position, function.sample(position)[3]));
    }
    if state.selected.is_empty() {
        return Change::None;
    }
    if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
        return Change::Settled(edit::without_selected(state, function));
    }
    if state.selected.len() == 1 && pressed(Modifiers::NONE, Key::Enter) {
        egui::Popup::open_id(ui.ctx(), id.with("picker"));
    }
    let step = STEPS[usize::from(!shift)];
    let [mut shift_by, mut lift] = [0.0, 0.0];
    for (key, [x, y]) in ARROWS {
        let times = ui.ctx().input_mut(|i| i.count_and_consume_key(Modifiers::SHIFT, key) + i.count_and_consume_key(Modifiers::NONE, key)) as f32;
        shift_by += x * step * times;
        lift += y * step * times;
    }
    if shift_by == 0.0 && lift == 0.0 {
        return Change::None;
    }
    let [lo, hi] = scale.limits();
    let next = edit::moved(state, function, (f64::from(shift_by) * (hi - lo), lift), scale.limits());
    state.by_key = true;
    if next == *function { Change::None } else { Change::Moving(next) }
}

/// The point that Tab goes to.
fn next(selected: &[usize], count: usize, forward: bool) -> Option<usize> {
    match (selected, forward) {
        ([], true) => (count > 0).then_some(0),
        ([], false) => None,
        ([.., last], true) => Some(last + 1).filter(|next| *next < count),
        ([first, ..], false) => first.checked_sub(1),
    }
}

/// In the middle between a point and the next, or of the widest gap that there is.
fn between(function: &TransferFunction, point: Option<usize>, scale: &Scale) -> f64 {
    let [lo, hi] = scale.limits();
    let mut stops: Vec<f64> = function.points().iter().map(|point| point.position).collect();
    let after = point.and_then(|point| Some((*stops.get(point)?, stops.get(point + 1).copied().unwrap_or(hi)))).filter(|(a, b)| b > a);
    stops.insert(0, lo);
    stops.push(hi);
    let widest = stops.windows(2).map(|pair| (pair[0], pair[1])).max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let (a, b) = after.or(widest).unwrap_or((lo, hi));
    (a + b) * 0.5
}
