//! Vectors of numbers, 2 to 4 long.

use super::Bound;

/// A vector with one bound for each component.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorKind<T> {
    pub default: Vec<T>,
    pub min: Vec<T>,
    pub max: Vec<T>,
    pub min_bound: Bound,
    pub max_bound: Bound,
    pub increment: T,
}

impl<T: Copy + PartialOrd> VectorKind<T> {
    /// The same bounds for every component.
    pub fn new(default: &[T], min: T, max: T, increment: T) -> Self {
        let n = default.len();
        Self { default: default.to_vec(), min: vec![min; n], max: vec![max; n], min_bound: Bound::Editable, max_bound: Bound::Editable, increment }
    }

    pub fn clamp(&self, mut values: Vec<T>) -> Vec<T> {
        for (i, value) in values.iter_mut().enumerate() {
            if self.min_bound != Bound::Ignore && *value < self.min[i] {
                *value = self.min[i];
            }
            if self.max_bound != Bound::Ignore && *value > self.max[i] {
                *value = self.max[i];
            }
        }
        values
    }
}
