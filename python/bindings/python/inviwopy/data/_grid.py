"""What volumes, layers and buffers have in common: voxels behind an array."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from .. import _arrays
from .formats import DataFormat


class Grid:
    """Elements on a grid of ``_axes`` axes with 1 to 4 channels; array order is NumPy's, x fastest."""

    _axes: ClassVar[int] = 0

    def _adopt(self, value: Any) -> None:
        name = type(self).__name__
        array = _arrays.as_array(value, name)
        channels = _arrays.split_channels(array, self._axes, name)
        self._voxels = _arrays.store(array)
        self._channels = channels

    def _adopt_voxels(self, voxels: _arrays.Voxels) -> None:
        self._channels = _arrays.split_channels(voxels.array, self._axes, type(self).__name__)
        self._voxels = voxels

    def _fill_zeros(self, size: Any, format: DataFormat) -> None:  # noqa: A002
        """Zeros of a size (x first) that belong to this object."""
        if not isinstance(format, DataFormat):
            raise TypeError(f"{type(self).__name__} takes a format of inviwopy.data.formats, got {format!r}")
        shape = tuple(int(n) for n in reversed(list(size)))
        if len(shape) != self._axes:
            raise ValueError(f"{type(self).__name__} takes a size of {self._axes} numbers, got {list(size)}")
        array = np.zeros(shape + ((format.components,) if format.components > 1 else ()), format.dtype)
        self._adopt_voxels(_arrays.Voxels(array, own=True))

    def _checked(self, value: Any) -> np.ndarray:
        """An array of exactly the dtype and shape that are here. Raises ValueError naming both."""
        array, here = _arrays.as_array(value, type(self).__name__), self._voxels.array
        if array.dtype != here.dtype or array.shape != here.shape:
            raise _arrays.FormatError(
                f"{type(self).__name__}.data takes an array of {here.dtype} and the shape {here.shape}, got {array.dtype} "
                f"and {array.shape}; for another format or size, make another {type(self).__name__}"
            )
        return array

    def _overwrite(self, value: Any) -> None:
        """Copies an array of exactly the dtype and shape that are here."""
        array = self._checked(value)
        if self._voxels.own:
            self._voxels.array[...] = array
        else:
            self._adopt_voxels(_arrays.Voxels(_arrays.copy_of(array), own=True))

    @property
    def data(self) -> np.ndarray:
        """The elements; the channels are the last axis when there are several.

        Writable when the memory belongs to this object alone: made with a size and a format, or copied. Read-only for what
        came from another processor and for an array that was adopted. Assigning another array replaces the elements.
        """
        return self._voxels.view()

    @data.setter
    def data(self, value: Any) -> None:
        self._adopt(value)

    @property
    def channels(self) -> int:
        """1 to 4."""
        return self._channels

    @property
    def format(self) -> DataFormat:  # noqa: A003
        """Type and number of channels."""
        return DataFormat(self._voxels.array.dtype, self._channels)

    @property
    def notes(self) -> list:
        """What was guessed or copied when the array was taken, in words."""
        return self._voxels.notes

    def _size(self) -> tuple:
        return tuple(reversed(self._voxels.array.shape[: self._axes]))
