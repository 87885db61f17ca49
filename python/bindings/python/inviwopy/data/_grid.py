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
        self._channels = _arrays.split_channels(array, self._axes, name)
        self._voxels = _arrays.store(array)

    def _adopt_voxels(self, voxels: _arrays.Voxels) -> None:
        self._channels = _arrays.split_channels(voxels.array, self._axes, type(self).__name__)
        self._voxels = voxels

    @classmethod
    def _zeros(cls, size: Any, format: DataFormat) -> np.ndarray:  # noqa: A002
        if not isinstance(format, DataFormat):
            raise TypeError(f"{cls.__name__} takes a format of inviwopy.data.formats, got {format!r}")
        shape = tuple(int(n) for n in reversed(list(size)))
        return np.zeros(shape + ((format.components,) if format.components > 1 else ()), format.dtype)

    @property
    def data(self) -> np.ndarray:
        """A read-only view of the elements; the channels are the last axis when there are several.

        Assigning another array replaces the elements; it is adopted as in the constructor.
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
