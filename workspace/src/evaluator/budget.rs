//! The byte budget: results that nobody needs now, and that are cheap to make again, go first.

use std::sync::Arc;

use super::live::Live;
use super::structure::Structure;

/// Drops outputs until the budget holds or only those at the ends are left. For a moment when nothing runs: nobody reads then.
pub(super) fn enforce(budget: usize, structure: &Structure, lives: &mut [Live]) {
    let mut total: usize = lives.iter().map(Live::bytes).sum();
    if total <= budget {
        return;
    }
    let mut candidates: Vec<(u128, usize)> = (0..lives.len())
        .filter(|&i| structure.feeds[i] && lives[i].bytes() > 0)
        .map(|i| {
            // Seconds to remake for each byte held: the cheapest goes first.
            let time = lives[i].time.unwrap_or_default().as_nanos();
            (time * 1024 / lives[i].bytes() as u128, i)
        })
        .collect();
    candidates.sort_unstable();
    for (_, i) in candidates {
        if total <= budget {
            return;
        }
        total -= lives[i].bytes();
        log::info!("{}: its outputs are dropped to keep within the memory budget, and made again when needed", lives[i].node.identifier);
        // What stands in for a missing result is not made again by itself.
        for slot in lives[i].slots.iter_mut().filter(|slot| slot.told.is_none()) {
            slot.outputs = Arc::from([]);
            slot.evicted = slot.key.take();
        }
    }
}
