//! Edits of a transfer function's points, and what is selected meanwhile.

use voxloom_core::data::{TfPoint, TransferFunction};

/// A drag of points: how they were when it began.
#[derive(Clone)]
struct Drag {
    points: Vec<TfPoint>,
    selected: Vec<usize>,
    /// Position and opacity where the button went down.
    origin: (f64, f32),
    moved: bool,
}

/// Selection and drag of one editor.
#[derive(Clone, Default)]
pub struct State {
    /// Indices of points, sorted.
    pub selected: Vec<usize>,
    /// Counts of the histogram as they are, not their logarithm.
    pub linear: bool,
    /// Arrow keys are moving points: one step until they are let go.
    pub by_key: bool,
    /// Where a band began that selects points, and what was selected before.
    pub band: Option<(egui::Pos2, Vec<usize>)>,
    drag: Option<Drag>,
}

impl State {
    /// A click on a point or beside all of them.
    pub fn click(&mut self, point: Option<usize>, add: bool) {
        match point {
            None if !add => self.selected.clear(),
            None => {}
            Some(point) if add => match self.selected.iter().position(|i| *i == point) {
                Some(index) => {
                    self.selected.remove(index);
                }
                None => {
                    self.selected.push(point);
                    self.selected.sort_unstable();
                }
            },
            Some(point) => self.selected = vec![point],
        }
    }

    pub fn grab(&mut self, point: usize, add: bool, function: &TransferFunction, origin: (f64, f32)) {
        if !self.selected.contains(&point) {
            if !add {
                self.selected.clear();
            }
            self.selected.push(point);
            self.selected.sort_unstable();
        }
        self.drag = Some(Drag { points: function.points().to_vec(), selected: self.selected.clone(), origin, moved: false });
    }

    pub fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    /// Ends a drag; true when it moved something.
    pub fn drop(&mut self) -> bool {
        self.drag.take().is_some_and(|drag| drag.moved)
    }
}

/// The function with the dragged points where the pointer is; the selection follows when points pass each other.
pub fn dragged(state: &mut State, function: &TransferFunction, pointer: (f64, f32), limits: [f64; 2]) -> TransferFunction {
    let Some(drag) = &mut state.drag else { return function.clone() };
    let held = || drag.selected.iter().map(|i| drag.points[*i]);
    // All of them stay on the plot, at their distances.
    let (first, last) = held().fold((f64::MAX, f64::MIN), |(lo, hi), p| (lo.min(p.position), hi.max(p.position)));
    let shift = (pointer.0 - drag.origin.0).min(limits[1] - last).max(limits[0] - first);
    let lift = pointer.1 - drag.origin.1;
    let mut points: Vec<(TfPoint, bool)> = drag.points.iter().map(|p| (*p, false)).collect();
    for i in &drag.selected {
        let (point, moved) = &mut points[*i];
        point.position += shift;
        point.color[3] = (point.color[3] + lift).clamp(0.0, 1.0);
        *moved = true;
    }
    points.sort_by(|a, b| a.0.position.total_cmp(&b.0.position));
    state.selected = points.iter().enumerate().filter(|(_, (_, moved))| *moved).map(|(i, _)| i).collect();
    let mut next = function.clone();
    next.set_points(points.into_iter().map(|(point, _)| point).collect());
    drag.moved |= next != *function;
    next
}

/// The function with the selected points moved by a position and an opacity.
pub fn moved(state: &mut State, function: &TransferFunction, by: (f64, f32), limits: [f64; 2]) -> TransferFunction {
    let Some(first) = state.selected.first().copied() else { return function.clone() };
    state.grab(first, true, function, (0.0, 0.0));
    let next = dragged(state, function, by, limits);
    state.drop();
    next
}

/// The function with one more point, in the color that it had there.
pub fn added(state: &mut State, function: &TransferFunction, position: f64, alpha: f32) -> TransferFunction {
    let [r, g, b, _] = function.sample(position);
    let index = function.points().partition_point(|p| p.position <= position);
    let mut points = function.points().to_vec();
    points.insert(index, TfPoint { position, color: [r, g, b, alpha] });
    let mut next = function.clone();
    next.set_points(points);
    state.selected = vec![index];
    next
}

pub fn without_selected(state: &mut State, function: &TransferFunction) -> TransferFunction {
    let keep = function.points().iter().enumerate().filter(|(i, _)| !state.selected.contains(i)).map(|(_, p)| *p).collect();
    let mut next = function.clone();
    next.set_points(keep);
    state.selected.clear();
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> TransferFunction {
        TransferFunction::new([(0.2, [0.0; 4]), (0.5, [0.5; 4]), (0.8, [1.0; 4])])
    }

    #[test]
    fn a_point_is_dragged_past_another_and_stays_selected() {
        let mut state = State::default();
        state.grab(0, false, &three(), (0.2, 0.0));
        let next = dragged(&mut state, &three(), (0.6, 0.25), [0.0, 1.0]);
        assert_eq!(state.selected, [1]);
        assert!((next.points()[1].position - 0.6).abs() < 1e-9 && (next.points()[1].color[3] - 0.25).abs() < 1e-6);
        assert!(state.drop() && !state.is_dragging());
    }

    #[test]
    fn several_points_keep_their_distance_at_the_edge() {
        let mut state = State::default();
        state.click(Some(1), false);
        state.click(Some(2), true);
        state.grab(2, false, &three(), (0.8, 1.0));
        let next = dragged(&mut state, &three(), (5.0, 1.0), [0.0, 1.0]);
        assert!((next.points()[2].position - 1.0).abs() < 1e-9);
        assert!((next.points()[1].position - 0.7).abs() < 1e-9);
    }

    #[test]
    fn keys_move_what_is_selected() {
        let mut state = State { selected: vec![0, 2], ..State::default() };
        let next = moved(&mut state, &three(), (0.1, 0.25), [0.0, 1.0]);
        let places: Vec<_> = next.points().iter().map(|point| ((point.position * 100.0).round() as i32, point.color[3])).collect();
        assert_eq!(places, [(30, 0.25), (50, 0.5), (90, 1.0)]);
        assert!(!state.is_dragging() && state.selected == [0, 2]);
    }

    #[test]
    fn points_come_and_go() {
        let mut state = State::default();
        let more = added(&mut state, &three(), 0.6, 0.9);
        assert_eq!((more.points().len(), state.selected.clone()), (4, vec![2]));
        assert_eq!(without_selected(&mut state, &more), three());
    }
}
