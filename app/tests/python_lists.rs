//! Lists of a Python processor in the properties panel, and buttons whose callbacks write: each is a step of undo. With a real interpreter.

mod common;

use std::time::Instant;

use voxloom_core::Value;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::SetProperty;

use common::{Bench, PATIENCE};

const RINGS: &str = "
import inviwopy as ivw
from inviwopy.properties import ButtonProperty, FloatProperty, ListProperty


class Rings(ivw.Processor):
    classIdentifier = 'org.test.Rings'

    def __init__(self, id, name):
        super().__init__(id, name)
        self.size = FloatProperty('size', 'Size', 0.5)
        self.addProperty(self.size)
        self.roll = ButtonProperty('roll', 'Roll', self.rolled)
        self.addProperty(self.roll)
        self.radii = ListProperty('radii', 'Radii', maxNumberOfElements=3)
        self.radii.addPrefab(FloatProperty('radius1', 'Radius 1', 0.5))
        self.addProperty(self.radii)

    def rolled(self):
        self.size.value = 0.875

    def process(self):
        pass
";

impl Bench {
    /// A window with the processor in it, selected.
    fn with_rings() -> Self {
        let mut bench = Self::with_python(|user| std::fs::write(user.join("python_processors/rings.py"), RINGS).unwrap());
        bench.session.wait_for_python().unwrap();
        let node = bench.add("org.test.Rings");
        bench.harness.state_mut().desk.selection = [node].into();
        bench.settle();
        bench
    }

    fn rings(&self) -> NodeId {
        self.node("Rings")
    }

    /// Paths and values of the elements, in order.
    fn elements(&self) -> Vec<(String, f64)> {
        let network = self.network();
        let node = network.get(self.rings()).unwrap();
        let leaves = node.interface().leaves().iter().filter(|leaf| leaf.path.starts_with("radii.radius"));
        leaves.map(|leaf| (leaf.path.to_string(), node.value(&leaf.path).unwrap().as_float().unwrap())).collect()
    }

    fn size(&self) -> f64 {
        let network = self.network();
        network.get(self.rings()).unwrap().value("size").unwrap().as_float().unwrap()
    }

    fn set(&mut self, path: &str, value: f64) {
        self.session.store.commit(&SetProperty { node: self.rings(), path: path.to_owned(), value: Value::Float(value) }).unwrap();
        self.session.store.end_drag();
        self.follow();
    }

    /// Draws until the processor has followed.
    fn follow(&mut self) {
        self.session.evaluator.wait_idle(Some(PATIENCE));
        self.settle();
    }

    #[track_caller]
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !done(self) {
            assert!(started.elapsed() < PATIENCE, "it did not come to this: {what}; {:?}, {:?}", self.elements(), self.steps());
            self.settle();
        }
        self.follow();
    }

    fn steps(&self) -> Vec<String> {
        let history = self.session.store.history();
        history.steps[..history.position].to_vec()
    }

    fn undo(&mut self) {
        self.session.store.undo();
        self.follow();
    }
}

#[test]
fn elements_added_moved_and_removed_are_undone_with_their_values() {
    let mut bench = Bench::with_rings();
    let named = |names: &[(&str, f64)]| names.iter().map(|(name, value)| (format!("radii.{name}"), *value)).collect::<Vec<_>>();
    bench.click("Add Radius");
    bench.until("one is there", |bench| bench.elements().len() == 1);
    bench.set("radii.radius1", 0.25);
    bench.click("Add Radius");
    bench.until("two are there", |bench| bench.elements().len() == 2);
    bench.set("radii.radius2", 0.75);
    let both = named(&[("radius1", 0.25), ("radius2", 0.75)]);
    assert_eq!(bench.elements(), both);
    assert_eq!(
        bench.steps(),
        ["Add Rings", "Add Radius of Rings", "Change Radius 1 of Rings", "Add Radius of Rings", "Change Radius 2 of Rings"],
        "each is a step of its own"
    );

    bench.click("Move Radius 2 up");
    let swapped = named(&[("radius2", 0.75), ("radius1", 0.25)]);
    bench.until("they are swapped", |bench| bench.elements() == swapped);
    bench.undo();
    bench.until("they are back", |bench| bench.elements() == both);

    bench.click("Remove Radius 1");
    bench.until("one is left", |bench| bench.elements() == named(&[("radius2", 0.75)]));
    bench.undo();
    bench.until("it is back with its value", |bench| bench.elements() == both);

    bench.undo();
    assert_eq!(bench.elements(), named(&[("radius1", 0.25), ("radius2", 0.5)]));
    bench.undo();
    bench.until("the second is gone", |bench| bench.elements() == named(&[("radius1", 0.25)]));
    bench.session.store.redo();
    bench.session.store.redo();
    bench.follow();
    bench.until("it comes back with its value", |bench| bench.elements() == both);
    // The instance has followed: it adds a third to the two.
    bench.click("Add Radius");
    bench.until("three are there", |bench| bench.elements() == named(&[("radius1", 0.25), ("radius2", 0.75), ("radius3", 0.5)]));
}

#[test]
fn what_the_callback_of_a_button_writes_is_a_step() {
    let mut bench = Bench::with_rings();
    bench.set("size", 0.25);
    bench.click("Roll");
    bench.until("it was rolled", |bench| bench.size() == 0.875);
    assert_eq!(bench.steps(), ["Add Rings", "Change Size of Rings", "Roll of Rings"]);
    assert!(bench.session.store.file_state().unsaved);
    bench.undo();
    assert_eq!(bench.size(), 0.25, "the edit before is not taken back with it");
    bench.session.store.redo();
    bench.follow();
    assert_eq!(bench.size(), 0.875);
    // Pressed again it changes nothing, which is no step.
    bench.click("Roll");
    bench.follow();
    assert_eq!(bench.steps().len(), 3);
}
