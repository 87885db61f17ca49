//! The values of all properties of one node: flat, in the order of the interface, cheap to clone and to compare.

use std::sync::Arc;

use super::{Property, Value, ValueError};
use crate::data::{Camera, TransferFunction};
use crate::identifier::did_you_mean;
use crate::processor::Interface;

/// A property that has a value, with its path: `composite.property`.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub path: Arc<str>,
    pub property: Property,
}

/// Values of the leaves of an interface.
#[derive(Debug, Clone)]
pub struct Values {
    interface: Arc<Interface>,
    values: Arc<Vec<Value>>,
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        (Arc::ptr_eq(&self.interface, &other.interface) || self.interface == other.interface)
            && (Arc::ptr_eq(&self.values, &other.values) || self.values == other.values)
    }
}

impl Values {
    /// The defaults of an interface.
    pub fn defaults(interface: Arc<Interface>) -> Self {
        let values = interface.leaves().iter().filter_map(|leaf| leaf.property.default_value()).collect();
        Self { interface, values: Arc::new(values) }
    }

    /// Values for another interface: those that it has and that fit are carried over, the rest are defaults.
    pub fn carried_to(&self, interface: Arc<Interface>) -> Self {
        self.carried(interface, |_, fitting| fitting)
    }

    /// The same, but values beyond the limits of the other interface are not clamped.
    pub fn carried_beyond(&self, interface: Arc<Interface>) -> Self {
        self.carried(interface, |old, fitting| if std::mem::discriminant(old) == std::mem::discriminant(&fitting) { old.clone() } else { fitting })
    }

    fn carried(&self, interface: Arc<Interface>, choose: impl Fn(&Value, Value) -> Value) -> Self {
        let mut next = Self::defaults(interface.clone());
        let values = Arc::make_mut(&mut next.values);
        for (value, leaf) in values.iter_mut().zip(interface.leaves()) {
            if let Some(old) = self.get(&leaf.path)
                && let Ok(fitting) = leaf.property.check(old.clone())
            {
                *value = choose(old, fitting);
            }
        }
        next
    }

    pub fn interface(&self) -> &Arc<Interface> {
        &self.interface
    }

    pub fn all(&self) -> &[Value] {
        &self.values
    }

    /// Leaves with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Leaf, &Value)> {
        self.interface.leaves().iter().zip(self.values.iter())
    }

    pub fn get(&self, path: &str) -> Option<&Value> {
        self.interface.leaf_index(path).and_then(|index| self.values.get(index))
    }

    /// Sets a value, clamped and converted as the property says. True when it changed.
    pub fn set(&mut self, path: &str, value: Value) -> Result<bool, ValueError> {
        let index = self.interface.leaf_index(path).ok_or_else(|| self.unknown(path))?;
        let value = self.interface.leaves()[index].property.check(value)?;
        Ok(self.set_checked(index, value))
    }

    /// Sets a value that [`Property::check`] returned.
    pub fn set_checked(&mut self, index: usize, value: Value) -> bool {
        if self.values[index] == value {
            return false;
        }
        Arc::make_mut(&mut self.values)[index] = value;
        true
    }

    /// The error for a path that does not exist, with the nearest that do.
    pub fn unknown(&self, path: &str) -> ValueError {
        let names = self.interface.leaves().iter().map(|leaf| &*leaf.path);
        ValueError(format!("there is no property \"{path}\"{}", did_you_mean(path, names)))
    }

    /// Whether both share the same memory: then nothing differs.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.interface, &other.interface) && Arc::ptr_eq(&self.values, &other.values)
    }

    // The getters below are for processors, which read what they declared: a wrong name or type is an error in the program.

    fn expect(&self, path: &str) -> &Value {
        match self.get(path) {
            Some(value) => value,
            None => panic!("the processor reads a property \"{path}\" that it does not declare"),
        }
    }

    pub fn float(&self, path: &str) -> f64 {
        self.expect(path).as_float().unwrap_or_default()
    }

    pub fn int(&self, path: &str) -> i64 {
        self.expect(path).as_int().unwrap_or_default()
    }

    pub fn bool(&self, path: &str) -> bool {
        matches!(self.expect(path), Value::Bool(true))
    }

    /// Text of a string, option or path.
    pub fn text(&self, path: &str) -> &str {
        self.expect(path).as_str().unwrap_or_default()
    }

    pub fn color(&self, path: &str) -> [f32; 4] {
        match self.expect(path) {
            Value::Color(color) => *color,
            _ => [0.0; 4],
        }
    }

    pub fn floats(&self, path: &str) -> Vec<f64> {
        self.expect(path).as_floats().unwrap_or_default()
    }

    pub fn ints(&self, path: &str) -> Vec<i64> {
        self.expect(path).as_ints().unwrap_or_default()
    }

    pub fn camera(&self, path: &str) -> Camera {
        match self.expect(path) {
            Value::Camera(camera) => *camera,
            _ => Camera::default(),
        }
    }

    pub fn transfer_function(&self, path: &str) -> Arc<TransferFunction> {
        match self.expect(path) {
            Value::TransferFunction(function) => function.clone(),
            _ => Arc::default(),
        }
    }
}
