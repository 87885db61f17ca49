//! The eleven voxel formats.

use half::f16;
use serde::{Deserialize, Serialize};

/// Type of one channel of one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    F16,
    F32,
    F64,
}

impl Format {
    pub const ALL: [Self; 11] =
        [Self::U8, Self::U16, Self::U32, Self::U64, Self::I8, Self::I16, Self::I32, Self::I64, Self::F16, Self::F32, Self::F64];

    /// Bytes of one channel.
    pub const fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 | Self::F16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::U64 | Self::I64 | Self::F64 => 8,
        }
    }

    /// NumPy's name of the type, `uint8` say.
    pub const fn numpy_name(self) -> &'static str {
        match self {
            Self::U8 => "uint8",
            Self::U16 => "uint16",
            Self::U32 => "uint32",
            Self::U64 => "uint64",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::I64 => "int64",
            Self::F16 => "float16",
            Self::F32 => "float32",
            Self::F64 => "float64",
        }
    }

    pub fn from_numpy_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.numpy_name() == name)
    }

    pub const fn is_float(self) -> bool {
        matches!(self, Self::F16 | Self::F32 | Self::F64)
    }

    /// Smallest and largest value that the type holds; what `dataMap` reads as when nothing set a data range.
    pub const fn full_range(self) -> [f64; 2] {
        match self {
            Self::U8 => [0.0, u8::MAX as f64],
            Self::U16 => [0.0, u16::MAX as f64],
            Self::U32 => [0.0, u32::MAX as f64],
            Self::U64 => [0.0, u64::MAX as f64],
            Self::I8 => [i8::MIN as f64, i8::MAX as f64],
            Self::I16 => [i16::MIN as f64, i16::MAX as f64],
            Self::I32 => [i32::MIN as f64, i32::MAX as f64],
            Self::I64 => [i64::MIN as f64, i64::MAX as f64],
            Self::F16 => [-65504.0, 65504.0],
            Self::F32 => [f32::MIN as f64, f32::MAX as f64],
            Self::F64 => [f64::MIN, f64::MAX],
        }
    }
}

/// A Rust type that is one of the eleven formats.
pub trait Scalar: bytemuck::Pod + PartialOrd + Send + Sync + 'static {
    const FORMAT: Format;
    /// The value as `f64` (64-bit integers beyond 2^53 are rounded).
    fn to_f64(self) -> f64;
    /// The nearest value of this type; out of range is clamped, NaN becomes 0 for integers.
    fn from_f64(value: f64) -> Self;
}

macro_rules! scalars {
    ($($type:ty => $format:ident),*) => { $(
        impl Scalar for $type {
            const FORMAT: Format = Format::$format;
            #[inline]
            fn to_f64(self) -> f64 { self as f64 }
            #[inline]
            fn from_f64(value: f64) -> Self { scalars!(@cast value, $type, $format) }
        }
    )* };
    (@cast $v:ident, $type:ty, F32) => { $v as f32 };
    (@cast $v:ident, $type:ty, F64) => { $v };
    (@cast $v:ident, $type:ty, $format:ident) => { $v.round() as $type };
}
scalars!(u8 => U8, u16 => U16, u32 => U32, u64 => U64, i8 => I8, i16 => I16, i32 => I32, i64 => I64, f32 => F32);

impl Scalar for f64 {
    const FORMAT: Format = Format::F64;
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}

impl Scalar for f16 {
    const FORMAT: Format = Format::F16;
    #[inline]
    fn to_f64(self) -> f64 {
        Self::to_f64(self)
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        Self::from_f64(value)
    }
}

/// Runs a block once for the Rust type of a format: `with_scalar!(format, T => size_of::<T>())`.
#[macro_export]
macro_rules! with_scalar {
    ($format:expr, $T:ident => $body:expr) => {
        match $format {
            $crate::data::Format::U8 => {
                type $T = u8;
                $body
            }
            $crate::data::Format::U16 => {
                type $T = u16;
                $body
            }
            $crate::data::Format::U32 => {
                type $T = u32;
                $body
            }
            $crate::data::Format::U64 => {
                type $T = u64;
                $body
            }
            $crate::data::Format::I8 => {
                type $T = i8;
                $body
            }
            $crate::data::Format::I16 => {
                type $T = i16;
                $body
            }
            $crate::data::Format::I32 => {
                type $T = i32;
                $body
            }
            $crate::data::Format::I64 => {
                type $T = i64;
                $body
            }
            $crate::data::Format::F16 => {
                type $T = $crate::half::f16;
                $body
            }
            $crate::data::Format::F32 => {
                type $T = f32;
                $body
            }
            $crate::data::Format::F64 => {
                type $T = f64;
                $body
            }
        }
    };
}
