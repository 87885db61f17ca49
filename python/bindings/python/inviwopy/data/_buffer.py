"""Buffer: a list of values."""

from __future__ import annotations

from typing import Any, ClassVar, Optional

import numpy as np

from .. import _arrays
from ._enums import BufferTarget, BufferUsage
from ._grid import Grid
from .formats import DataFormat


class Buffer(Grid):
    """Elements (n,) or (n, c)."""

    _axes = 1
    _voxels: Optional[_arrays.Voxels] = None

    def __init__(self, data: Any, usage: BufferUsage = BufferUsage.Static, target: BufferTarget = BufferTarget.Data) -> None:
        """Of an array, adopted as by Volume. Raises FormatError for other dtypes and shapes."""
        self.usage = BufferUsage(usage)
        self.target = BufferTarget(target)
        self._adopt(data)

    def _empty(self) -> np.ndarray:
        form = self.format
        return np.empty((0,) if form.components == 1 else (0, form.components), form.dtype)

    @property
    def size(self) -> int:
        """Number of elements. Assigning another number cuts them or adds zeros."""
        return 0 if self._voxels is None else self._voxels.array.shape[0]

    @size.setter
    def size(self, value: int) -> None:
        size = int(value)
        if size < 0:
            raise ValueError(f"the size of a buffer is 0 or more, got {value}")
        if size == self.size:
            return
        old, form = self.data, self.format
        if size == 0:
            self._voxels = None
            self._kept_format = form
            return
        array = np.zeros((size,) if form.components == 1 else (size, form.components), form.dtype)
        array[: min(size, len(old))] = old[:size]
        self._adopt_voxels(_arrays.Voxels(array, own=True))

    @property
    def data(self) -> np.ndarray:
        """The elements, writable where they belong to this buffer alone. Assigning copies an array of the same dtype and shape;
        ValueError for any other."""
        return self._empty() if self._voxels is None else self._voxels.view()

    @data.setter
    def data(self, value: Any) -> None:
        if self._voxels is not None:
            self._overwrite(value)
            return
        array, empty = _arrays.as_array(value, type(self).__name__), self._empty()
        if (array.dtype, array.shape) != (empty.dtype, empty.shape):
            raise _arrays.FormatError(
                f"the {type(self).__name__} has no elements, and the array {array.shape[0] if array.ndim else 1}; set its size first"
            )

    @property
    def format(self) -> DataFormat:  # noqa: A003
        """Type and number of channels."""
        return self._kept_format if self._voxels is None else DataFormat(self._voxels.array.dtype, self._channels)

    def clone(self) -> Any:
        """A buffer of the same elements, with a life of its own."""
        other = type(self).__new__(type(self))
        other.usage, other.target = self.usage, self.target
        if self._voxels is None:
            other._kept_format = self.format
        else:
            other._adopt_voxels(self._voxels.shared())
            other._channels = self._channels
        return other

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        return f"<Buffer: target = {self.target.name} usage = {self.usage.name} format = {self.format.id} size = {self.size}>"


class TypedBuffer(Buffer):
    """A buffer of one format: of a size, filled with zeros, or of an array of exactly that dtype."""

    _kept_format: ClassVar[Any] = DataFormat(np.uint32)
    _target: ClassVar[BufferTarget] = BufferTarget.Data

    def __init__(self, data: Any = 0, usage: BufferUsage = BufferUsage.Static, *, size: Optional[int] = None) -> None:
        """``data`` is a number of elements or an array. Raises FormatError when the array's dtype or shape is another."""
        self.usage, self.target = BufferUsage(usage), self._target
        if size is not None or isinstance(data, (int, np.integer)):
            self.size = int(data if size is None else size)
            return
        array, form = _arrays.as_array(data, type(self).__name__), type(self)._kept_format
        expected = (len(array) if array.ndim else 0, *((form.components,) if form.components > 1 else ()))
        if array.dtype != form.dtype or array.shape != expected:
            shape = "(n,)" if form.components == 1 else f"(n, {form.components})"
            raise _arrays.FormatError(
                f"{type(self).__name__} takes an array of {form.dtype} and the shape {shape}, got {array.dtype} and {array.shape}"
            )
        if len(array):
            self._adopt(array)


def _typed() -> dict:
    classes = {}
    for components in range(1, 5):
        for dtype in ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
            form = DataFormat(dtype, components)
            for prefix, target in (("Buffer", BufferTarget.Data), ("IndexBuffer", BufferTarget.Index)):
                members = {"_kept_format": form, "_target": target, "__module__": "inviwopy.data", "__doc__": f"A buffer of {form.id}."}
                classes[prefix + form.id] = type(prefix + form.id, (TypedBuffer,), members)
    return classes


TYPED = _typed()
