//! Picking: which processor drew what lies under the pointer.
//!
//! A processor reserves ids and draws its objects with them into the picking layer of an image; 0 is nothing.
//! What happens to the pointer becomes events on the objects under it; a pressed object keeps the pointer until the release.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::data::{Format, Layer};
use crate::event::{Event, HoverState, MouseButton, Pick, PickState, Pointer, PressState};

/// Who has which ids. One for a session, lent to processors as a service.
#[derive(Default)]
pub struct Picking(Mutex<Ranges>);

#[derive(Default)]
struct Ranges {
    /// First id of a range → its size and its owner.
    ranges: BTreeMap<u32, (u32, u64)>,
    next: u32,
}

impl Picking {
    /// Reserves `count` ids for a node; the first of them. They are not given out again while the session lives.
    pub fn reserve(&self, owner: u64, count: u32) -> u32 {
        let mut ranges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = ranges.next.max(1);
        ranges.next = first.saturating_add(count.max(1));
        ranges.ranges.insert(first, (count.max(1), owner));
        first
    }

    /// The ids from `first` on are not used any more.
    pub fn release(&self, first: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ranges.remove(&first);
    }

    /// The node that drew an id.
    pub fn owner(&self, id: u32) -> Option<u64> {
        let ranges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, (count, owner)) = ranges.ranges.range(..=id).next_back()?;
        (id > 0 && id - first < *count).then_some(*owner)
    }
}

/// The id in a picking layer at a place, 0–1 from the bottom left; 0 outside, and in a layer of another format.
/// May read back from a device.
pub fn id_at(layer: &Layer, [x, y]: [f32; 2]) -> u32 {
    if layer.format() != Format::U32 || layer.channels() != 1 || !(0.0..1.0).contains(&x) || !(0.0..1.0).contains(&y) {
        return 0;
    }
    let [width, height] = layer.dimensions();
    let index = (y * height as f32) as usize * width + (x * width as f32) as usize;
    layer.array().as_slice::<u32>().ok().and_then(|ids| ids.get(index).copied()).unwrap_or(0)
}

/// Turns what the pointer does on one canvas into events on the objects under it.
#[derive(Debug, Clone, Default)]
pub struct Tracker {
    hovered: u32,
    pressed: Option<(u32, MouseButton, Pointer)>,
    last: Pointer,
}

impl Tracker {
    /// Whether an object has the pointer until the release.
    pub const fn holds(&self) -> bool {
        self.pressed.is_some()
    }

    /// The events on objects that follow from `event`, when `under` is the id under the pointer. In order; without ids none.
    pub fn follow(&mut self, event: &Event, under: u32) -> Vec<Event> {
        let Some(pointer) = event.pointer().copied() else { return Vec::new() };
        let mut picks = Vec::new();
        let before = self.clone();
        let pick = |id: u32, state, press, hover, button| {
            let (pressed, pressed_pointer) = before.pressed.map_or((0, pointer), |(id, _, at)| (id, at));
            Event::Picking(Pick {
                id,
                current: under,
                previous: before.hovered,
                pressed,
                state,
                press,
                hover,
                button,
                pointer,
                previous_pointer: before.last,
                pressed_pointer,
            })
        };
        if under != self.hovered {
            if self.hovered != 0 {
                let state = if self.pressed.is_some() { PickState::Updated } else { PickState::Finished };
                picks.push(pick(self.hovered, state, PressState::None, HoverState::Exit, None));
            }
            if under != 0 {
                let state = if self.pressed.is_some() { PickState::Updated } else { PickState::Started };
                picks.push(pick(under, state, PressState::None, HoverState::Enter, None));
            }
            self.hovered = under;
        }
        match event {
            Event::MousePress { button, double, .. } if under != 0 && self.pressed.is_none() => {
                let press = if *double { PressState::DoubleClick } else { PressState::Press };
                self.pressed = Some((under, *button, pointer));
                picks.push(match pick(under, PickState::Started, press, HoverState::Move, Some(*button)) {
                    Event::Picking(pick) => Event::Picking(Pick { pressed: under, pressed_pointer: pointer, ..pick }),
                    other => other,
                });
            }
            Event::MouseMove { .. } => match self.pressed {
                Some((id, button, _)) => picks.push(pick(id, PickState::Updated, PressState::Move, HoverState::Move, Some(button))),
                None if under != 0 && before.hovered == under => {
                    picks.push(pick(under, PickState::Updated, PressState::None, HoverState::Move, None));
                }
                None => {}
            },
            Event::MouseRelease { button, .. } => {
                if let Some((id, held, _)) = self.pressed
                    && held == *button
                {
                    picks.push(pick(id, PickState::Finished, PressState::Release, HoverState::Move, Some(*button)));
                    self.pressed = None;
                }
            }
            Event::MousePress { .. } | Event::Wheel { .. } | Event::Key { .. } | Event::Picking(_) => {}
        }
        self.last = pointer;
        picks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32) -> Pointer {
        Pointer { position: [x, 0.5], ..Pointer::default() }
    }

    fn seen(events: &[Event]) -> Vec<(u32, PressState, HoverState)> {
        events
            .iter()
            .filter_map(|event| match event {
                Event::Picking(pick) => Some((pick.id, pick.press, pick.hover)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn ranges_know_their_owner() {
        let picking = Picking::default();
        let (a, b) = (picking.reserve(7, 10), picking.reserve(8, 1));
        assert_eq!((a, b), (1, 11));
        assert_eq!([0, 1, 10, 11, 12].map(|id| picking.owner(id)), [None, Some(7), Some(7), Some(8), None]);
        picking.release(a);
        assert_eq!(picking.owner(5), None);
    }

    #[test]
    fn an_id_is_found_from_the_bottom_left() {
        let layer = Layer::from_vec::<u32>([2, 3], 1, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!([[0.0, 0.0], [0.99, 0.0], [0.5, 0.9], [1.0, 0.5], [-0.1, 0.5]].map(|place| id_at(&layer, place)), [1, 3, 5, 0, 0]);
        assert_eq!(id_at(&Layer::from_vec::<u8>([1, 1], 1, vec![7]).unwrap(), [0.5, 0.5]), 0);
    }

    #[test]
    fn hovering_enters_moves_and_exits() {
        let mut tracker = Tracker::default();
        let enter = tracker.follow(&Event::MouseMove { pointer: at(0.1) }, 3);
        assert_eq!(seen(&enter), [(3, PressState::None, HoverState::Enter)]);
        let moved = tracker.follow(&Event::MouseMove { pointer: at(0.2) }, 3);
        assert_eq!(seen(&moved), [(3, PressState::None, HoverState::Move)]);
        let other = tracker.follow(&Event::MouseMove { pointer: at(0.3) }, 4);
        assert_eq!(seen(&other), [(3, PressState::None, HoverState::Exit), (4, PressState::None, HoverState::Enter)]);
        assert_eq!(seen(&tracker.follow(&Event::MouseMove { pointer: at(0.4) }, 0)), [(4, PressState::None, HoverState::Exit)]);
    }

    #[test]
    fn a_pressed_object_keeps_the_pointer_until_the_release() {
        let mut tracker = Tracker::default();
        tracker.follow(&Event::MouseMove { pointer: at(0.1) }, 3);
        let press = tracker.follow(&Event::MousePress { button: MouseButton::Primary, pointer: at(0.1), double: false }, 3);
        assert_eq!(seen(&press), [(3, PressState::Press, HoverState::Move)]);
        assert!(tracker.holds());
        // Outside of the object the drag goes on.
        let drag = tracker.follow(&Event::MouseMove { pointer: at(0.9) }, 0);
        assert_eq!(seen(&drag), [(3, PressState::None, HoverState::Exit), (3, PressState::Move, HoverState::Move)]);
        let Some(Event::Picking(last)) = drag.last() else { panic!("no picking event") };
        assert_eq!((last.pressed, last.pressed_pointer.position[0], last.previous_pointer.position[0]), (3, 0.1, 0.1));
        let release = tracker.follow(&Event::MouseRelease { button: MouseButton::Primary, pointer: at(0.9) }, 0);
        assert_eq!(seen(&release), [(3, PressState::Release, HoverState::Move)]);
        assert!(!tracker.holds());
    }
}
