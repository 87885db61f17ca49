//! Numbers: float and int.

/// What a bound does to values beyond it (Inviwo's `ConstraintBehavior`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// Clamps; the user may edit the bound.
    #[default]
    Editable,
    /// Clamps; only code may change the bound.
    Mutable,
    /// Clamps; fixed.
    Immutable,
    /// Does not clamp, only scales the slider.
    Ignore,
}

/// A number with bounds and a step.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberKind<T> {
    pub default: T,
    pub min: T,
    pub max: T,
    pub min_bound: Bound,
    pub max_bound: Bound,
    pub increment: T,
    /// Shown behind the number.
    pub unit: std::sync::Arc<str>,
}

impl<T: Copy + PartialOrd> NumberKind<T> {
    pub fn new(default: T, min: T, max: T, increment: T) -> Self {
        Self { default, min, max, min_bound: Bound::Editable, max_bound: Bound::Editable, increment, unit: "".into() }
    }

    /// The value within the bounds that clamp. NaN becomes the default.
    pub fn clamp(&self, value: T) -> T {
        if value.partial_cmp(&value).is_none() {
            return self.default;
        }
        let value = if self.min_bound != Bound::Ignore && value < self.min { self.min } else { value };
        if self.max_bound != Bound::Ignore && value > self.max { self.max } else { value }
    }
}
