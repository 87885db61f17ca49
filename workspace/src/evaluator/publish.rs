//! Writes states and frames to the board.

use std::collections::BTreeMap;

use voxloom_core::processor::Sink;
use voxloom_core::{ProcessorError, Request};

use super::board::{Board, NodeState, ProcessorStatus, Running};
use super::live::{Live, Origin, Slot, SlotKey};
use super::plan::{Demand, upstream};
use super::structure::Structure;
use crate::document::NodeId;

/// State of a node for the board.
pub(super) fn state(live: &Live, needs: &[Option<Request>], wanted: Option<&SlotKey>) -> NodeState {
    let slot = needs.first().and_then(|request| live.slot(*request)).or_else(|| live.slots.first());
    NodeState {
        status: status(live, needs, slot, wanted),
        time: live.time,
        initialized: live.initialized,
        processed: live.processed,
        outputs: slot.map(|slot| slot.outputs.clone()).unwrap_or_default(),
        // What it passes on is counted where it was made.
        bytes: if live.node.bypassed { 0 } else { live.bytes() },
        notes: live.notes.clone(),
        wants_events: live.wants_events,
        exists: live.made,
        asked: !needs.is_empty(),
    }
}

fn status(live: &Live, needs: &[Option<Request>], slot: Option<&Slot>, wanted: Option<&SlotKey>) -> ProcessorStatus {
    if live.node.bypassed {
        return ProcessorStatus::Bypassed;
    }
    if let Some(run) = &live.run {
        return ProcessorStatus::Running(Running { since: run.since, control: run.control.clone() });
    }
    if live.class.is_none() {
        return ProcessorStatus::Missing(format!("the class {} is not known here", live.node.class));
    }
    if let Some(error) = &live.broken {
        return ProcessorStatus::Failed(error.clone());
    }
    // What nobody asks for any more (an export that was made) keeps its outcome until something changes.
    let Some(slot) = slot.filter(|slot| !needs.is_empty() || slot.own() == Some(live.own)) else {
        return if needs.is_empty() { ProcessorStatus::NotEvaluated } else { ProcessorStatus::Stale };
    };
    match (&slot.failed, &slot.waiting) {
        (Some((_, ProcessorError::Cancelled)), _) => ProcessorStatus::Cancelled,
        (Some((_, ProcessorError::NotReady(reason))), _) => ProcessorStatus::Waiting(reason.clone()),
        (Some((_, error)), _) => ProcessorStatus::Failed(error.clone()),
        (None, Some(reason)) => ProcessorStatus::Waiting(reason.clone()),
        // What comes in is being made, or what is wanted is another thing than what is there.
        (None, None) if !needs.is_empty() && !slot.fresh => ProcessorStatus::Stale,
        (None, None) if slot.key.is_none() && slot.evicted.is_none() || wanted.is_some_and(|wanted| slot.key.as_ref() != Some(wanted)) => {
            ProcessorStatus::Stale
        }
        // It ran, and there is nothing: a source without a file, say.
        (None, None) if slot.evicted.is_none() && !slot.outputs.is_empty() && slot.outputs.iter().all(Option::is_none) => {
            let names: Vec<&str> = live.node.interface().outports().iter().map(|port| &*port.identifier).collect();
            ProcessorStatus::Waiting(format!("it gave no data on {}", names.join(", ")))
        }
        (None, None) => ProcessorStatus::Ready,
    }
}

/// Publishes what canvases show. The last frame stays while something newer is made; a failure or an emptied port blanks it.
/// Returns whether anything was shown anew.
pub(super) fn frames(board: &Board, structure: &Structure, lives: &[Live], demand: &Demand, shown: &mut BTreeMap<(NodeId, u32), Origin>) -> bool {
    let mut news = false;
    for ((canvas, viewer), request) in &demand.watched {
        let Some(&index) = structure.index.get(canvas) else {
            board.clear_frame(*canvas, *viewer);
            continue;
        };
        let live = &lives[index];
        if live.class.as_ref().is_none_or(|class| class.info().sink != Sink::Canvas) {
            continue;
        }
        if live.node.bypassed {
            if shown.remove(&(*canvas, *viewer)).is_some() {
                board.clear_frame(*canvas, *viewer);
                news = true;
            }
            continue;
        }
        let Some(inlet) = structure.inlets[index].first() else { continue };
        let asked = upstream(live, 0, inlet.carries_request, Some(*request));
        let source = inlet.sources.first().and_then(|source| lives[source.node].slot(asked).map(|slot| (source, slot)));
        let frame = source.and_then(|(source, slot)| slot.outputs.get(source.outport).cloned().flatten().map(|data| (data, slot, source.outport)));
        match frame {
            Some((data, slot, outport)) => {
                let origin = (slot.version, outport);
                if shown.insert((*canvas, *viewer), origin) != Some(origin) {
                    board.set_frame(*canvas, *viewer, data, *request, slot.revision);
                    news = true;
                }
            }
            None => {
                // Blank only for a reason: nothing connected, a failure, an emptied port.
                let blank = match source {
                    None => inlet.sources.is_empty(),
                    Some((_, slot)) => slot.failed.is_some() || slot.waiting.is_some() || (slot.key.is_some() && slot.version > 0),
                };
                if blank && shown.remove(&(*canvas, *viewer)).is_some() {
                    board.clear_frame(*canvas, *viewer);
                    news = true;
                }
            }
        }
    }
    news
}
