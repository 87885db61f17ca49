//! Taking over a newer document: nodes that came, went or changed, and the classes that they have now.

use std::collections::BTreeMap;
use std::sync::Arc;

use voxloom_core::context::DerivedWrite;
use voxloom_core::processor::{ProcessorClass, Sink};

use super::driver::Driver;
use super::live::Live;
use super::structure::Structure;
use crate::document::{NodeId, PropertyRef};
use crate::store::Began;

impl Driver {
    /// Takes over the newest snapshot: nodes that came, went or changed, presses of buttons.
    pub(super) fn adopt(&mut self) {
        let next = self.store.snapshot();
        if next.revision == self.snapshot.revision {
            return;
        }
        let (old, new) = (&self.snapshot.workspace.network, &next.workspace.network);
        let travelled = next.travels != self.snapshot.travels;
        let mut reshaped = !new.same_connections(old) || new.len() != old.len();
        if !new.same_nodes(old) {
            for node in new.nodes() {
                match self.structure.index.get(&node.id) {
                    Some(&index) => {
                        let live = &mut self.lives[index];
                        if Arc::ptr_eq(&live.node, node) {
                            continue;
                        }
                        if live.node.class != node.class {
                            // Replaced: another life begins when the network takes shape.
                            reshaped = true;
                            continue;
                        }
                        reshaped |= !Arc::ptr_eq(live.node.interface(), node.interface());
                        live.adopt(node, travelled);
                    }
                    None => reshaped = true,
                }
            }
        }
        for (PropertyRef { node, path }, count) in &next.presses {
            let before = self.snapshot.presses.get(&PropertyRef { node: *node, path: path.clone() }).copied().unwrap_or(0);
            if *count > before
                && let Some(&index) = self.structure.index.get(node)
            {
                self.lives[index].press(path, count - before);
                if self.lives[index].class.as_ref().is_some_and(|class| class.info().sink == Sink::File) && !self.lives[index].node.bypassed {
                    self.demand.exports.insert(*node);
                }
            }
        }
        self.snapshot = next;
        if reshaped {
            self.reshape();
        }
    }

    /// Puts the nodes into the order of the network as it is now.
    fn reshape(&mut self) {
        let network = &self.snapshot.workspace.network;
        let structure = Structure::of(network);
        let mut old: BTreeMap<NodeId, Live> = self.lives.drain(..).map(|live| (live.node.id, live)).collect();
        self.lives = structure
            .order
            .iter()
            .filter_map(|id| network.get(*id))
            .map(|node| match old.remove(&node.id) {
                Some(live) if live.node.class == node.class => live,
                before => {
                    if let Some(run) = before.and_then(|replaced| replaced.run) {
                        run.control.cancel();
                    }
                    self.lived += 1;
                    Live::new(self.lived, node.clone())
                }
            })
            .collect();
        for gone in old.values() {
            if let Some(run) = &gone.run {
                run.control.cancel();
            }
            self.demand.exports.remove(&gone.node.id);
            self.demand.watched.retain(|(canvas, _), _| *canvas != gone.node.id);
        }
        self.structure = structure;
        self.match_classes();
    }

    /// Gives every node its class as the registry has it now. A class that was replaced makes new instances.
    pub(super) fn match_classes(&mut self) {
        for index in 0..self.lives.len() {
            let live = &mut self.lives[index];
            let class = self.registry.get(&live.node.class);
            let same = match (&live.class, &class) {
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if !same {
                let before = std::mem::replace(&mut live.class, class);
                live.broken = None;
                live.unmake();
                self.take_new_limits(index, before.as_deref());
            }
        }
    }

    /// A new version of a class has limits of its own; those that its instance changed before stay as they are.
    fn take_new_limits(&mut self, index: usize, before: Option<&dyn ProcessorClass>) {
        let live = &self.lives[index];
        let (Some(before), Some(now)) = (before.map(ProcessorClass::interface), live.class.as_ref().map(|class| class.interface())) else { return };
        let own = live.node.interface();
        let mut limits = now.limits_beyond(own);
        for changed in own.limits_beyond(&before).keys() {
            limits.remove(changed);
        }
        if !limits.is_empty() {
            let interface = Arc::new(own.with_limits(&limits));
            let began = Began { travels: self.snapshot.travels, values: live.node.values.clone(), pressed: None };
            self.write_consequences(index, &began, vec![DerivedWrite::Amend(interface)]);
        }
    }
}
