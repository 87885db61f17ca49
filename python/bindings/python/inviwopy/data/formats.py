"""Formats of elements: ``DataFLOAT32``, ``DataVec3UINT8`` …, each a type and 1 to 4 components."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._arrays import FormatError, dtype_of, format_of
from .._enum import Enum


class NumericType(Enum):
    """The kind of number."""

    NotSpecialized = 0
    Float = 1
    UnsignedInteger = 2
    SignedInteger = 3


_KINDS = {
    "f": ("FLOAT", NumericType.Float),
    "u": ("UINT", NumericType.UnsignedInteger),
    "i": ("INT", NumericType.SignedInteger),
}


class DataFormat:
    """Type and number of components of an element."""

    __slots__ = ("components", "dtype")

    def __init__(self, dtype: Any, components: int = 1) -> None:
        """Raises FormatError for a dtype that is not supported or other than 1 to 4 components."""
        self.dtype = dtype_of(format_of(dtype))
        self.components = int(components)
        if not 1 <= self.components <= 4:
            raise FormatError(f"a format has 1 to 4 components, got {components}")

    @property
    def size(self) -> int:
        """Bytes of an element."""
        return self.dtype.itemsize * self.components

    @property
    def precision(self) -> int:
        """Bits of a component."""
        return self.dtype.itemsize * 8

    @property
    def numericType(self) -> NumericType:
        """The kind of number."""
        return _KINDS[self.dtype.kind][1]

    @property
    def id(self) -> str:
        """Inviwo's name, ``Vec3FLOAT32`` say."""
        return ("" if self.components == 1 else f"Vec{self.components}") + f"{_KINDS[self.dtype.kind][0]}{self.precision}"

    @property
    def max(self) -> float:
        """The largest value."""
        return float(np.finfo(self.dtype).max if self.dtype.kind == "f" else np.iinfo(self.dtype).max)

    @property
    def lowest(self) -> float:
        """The smallest value."""
        return float(np.finfo(self.dtype).min if self.dtype.kind == "f" else np.iinfo(self.dtype).min)

    @property
    def min(self) -> float:
        """The smallest value; of floats the smallest positive one, as in C++."""
        return float(np.finfo(self.dtype).tiny) if self.dtype.kind == "f" else self.lowest

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataFormat):
            return NotImplemented
        return (self.dtype, self.components) == (other.dtype, other.components)

    def __hash__(self) -> int:
        return hash((self.dtype, self.components))

    def __repr__(self) -> str:
        return f"Data{self.id}"

    __str__ = __repr__


__all__ = ["DataFormat", "NumericType"]
for _components in range(1, 5):
    for _name in ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
        _format = DataFormat(_name, _components)
        globals()[repr(_format)] = _format
        __all__.append(repr(_format))  # noqa: PYI056
