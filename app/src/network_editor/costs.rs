//! What nodes cost: the share of each in the time of the whole.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::Color32;
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::NodeState;

use crate::theme;

/// A frame of the window.
const FRAME: Duration = Duration::from_millis(16);

/// Times of all nodes together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Costs {
    total: Duration,
    most: Duration,
}

/// What one node costs beside the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Part of the time of all nodes, 0–1.
    pub share: f32,
    /// Part of the time of the slowest, 0–1; less for what takes less than a frame, which nobody waits for.
    pub heat: f32,
}

impl Costs {
    /// Over the last runs of the nodes that count: of those that feed an end.
    pub fn new(states: &BTreeMap<NodeId, NodeState>, counts: impl Fn(NodeId) -> bool) -> Self {
        let times = states.iter().filter(|(id, _)| counts(**id)).filter_map(|(_, state)| state.time);
        times.fold(Self::default(), |costs, time| Self { total: costs.total + time, most: costs.most.max(time) })
    }

    /// The cost of one node; `None` before its first run.
    pub fn of(self, state: &NodeState) -> Option<Cost> {
        let part = |whole: Duration, time: Duration| if whole.is_zero() { 0.0 } else { time.as_secs_f32() / whole.as_secs_f32() };
        state.time.map(|time| Cost { share: part(self.total, time), heat: part(self.most, time) * part(FRAME, time).min(1.0) })
    }
}

impl Cost {
    /// Cold to hot.
    pub fn color(self) -> Color32 {
        theme::COST_LOW.lerp_to_gamma(theme::COST_HIGH, self.heat)
    }

    /// The share in words: `34 %`.
    pub fn text(self) -> String {
        let percent = self.share * 100.0;
        if percent > 0.0 && percent < 1.0 { "< 1 %".to_owned() } else { format!("{percent:.0} %") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_make_a_whole() {
        let state = |millis: Option<u64>| NodeState { time: millis.map(Duration::from_millis), ..NodeState::default() };
        let states: BTreeMap<NodeId, NodeState> =
            [(NodeId(1), state(Some(30))), (NodeId(2), state(Some(10))), (NodeId(3), state(None)), (NodeId(4), state(Some(960)))].into();
        let costs = Costs::new(&states, |id| id != NodeId(4));
        let cost = |id| costs.of(&states[&NodeId(id)]);
        assert_eq!((cost(1).map(|c| c.share), cost(2).map(|c| c.share), cost(3)), (Some(0.75), Some(0.25), None));
        assert_eq!(cost(1).map(|c| (c.heat, c.text())), Some((1.0, "75 %".to_owned())));
        assert_eq!(cost(1).map(Cost::color), Some(theme::COST_HIGH));
        assert!(cost(2).is_some_and(|c| c.heat < 0.25), "nobody waits for 10 ms");
        assert_eq!(Cost { share: 0.004, heat: 0.0 }.text(), "< 1 %");
    }
}
