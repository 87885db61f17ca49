"""Buffer: a list of values."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._enums import BufferTarget, BufferUsage
from ._grid import Grid
from .formats import DataFormat


class Buffer(Grid):
    """Elements (n,) or (n, c)."""

    _axes = 1

    def __init__(self, data: Any, usage: BufferUsage = BufferUsage.Static, target: BufferTarget = BufferTarget.Data) -> None:
        """Of an array, adopted as by Volume. Raises FormatError for other dtypes and shapes."""
        self.usage = BufferUsage(usage)
        self.target = BufferTarget(target)
        self._adopt(data)

    @property
    def size(self) -> int:
        """Number of elements."""
        return self._voxels.array.shape[0] if self._voxels is not None else 0

    def clone(self) -> Buffer:
        """The same elements, which are shared."""
        other = type(self).__new__(type(self))
        other.usage, other.target = self.usage, self.target
        other._adopt_voxels(self._voxels)
        return other

    def __repr__(self) -> str:
        return f"<Buffer {self.size} {self.format}>"


class TypedBuffer(Buffer):
    """A buffer of one format: of a size, filled with zeros, or of an array of exactly that dtype."""

    _format = DataFormat(np.uint32)
    _target = BufferTarget.Data

    def __init__(self, data: Any = 0, usage: BufferUsage = BufferUsage.Static) -> None:
        self.usage, self.target = BufferUsage(usage), self._target
        self._resize(int(data)) if isinstance(data, (int, np.integer)) else self._adopt(data)

    def _resize(self, size: int) -> None:
        self._voxels, self._channels = None, self._format.components
        if size:
            super()._adopt(self._zeros((size,), self._format))

    def _adopt(self, value: Any) -> None:
        array = np.asarray(value)
        if array.dtype != self._format.dtype:
            raise ValueError(f"{type(self).__name__} takes the dtype {self._format.dtype}, got {array.dtype}")
        super()._adopt(array)

    @property
    def size(self) -> int:
        """Number of elements; assigning another number makes them zeros."""
        return 0 if self._voxels is None else self._voxels.array.shape[0]

    @size.setter
    def size(self, value: int) -> None:
        self._resize(int(value))

    @property
    def data(self) -> np.ndarray:
        """A read-only view of the elements."""
        if self._voxels is None:
            return np.empty((0,) if self._channels == 1 else (0, self._channels), self._format.dtype)
        return self._voxels.view()

    @data.setter
    def data(self, value: Any) -> None:
        self._adopt(value)

    @property
    def format(self) -> DataFormat:  # noqa: A003
        """Type and number of channels."""
        return self._format


def _typed() -> dict:
    classes = {}
    for components in range(1, 5):
        for dtype in ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
            form = DataFormat(dtype, components)
            for prefix, target in (("Buffer", BufferTarget.Data), ("IndexBuffer", BufferTarget.Index)):
                members = {"_format": form, "_target": target, "__module__": "inviwopy.data", "__doc__": f"A buffer of {form.id}."}
                classes[prefix + form.id] = type(prefix + form.id, (TypedBuffer,), members)
    return classes


TYPED = _typed()
