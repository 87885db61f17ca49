"""Volume: voxels on a regular grid."""

from __future__ import annotations

from typing import Any

from .. import _arrays
from ..glm import size3_t
from ._enums import InterpolationType, Wrapping
from ._grid import Grid
from ._spatial import Axis, DataMapper, Spatial, SwizzleMask

_FORTRAN_NOTE = (
    "the array is in Fortran order and was read as (x, y, z), as older Inviwo did; "
    "to keep its axes as (z, y, x), pass np.ascontiguousarray(array)"
)


class VolumePy:
    """The array of a volume with how it is looked at. Shape (z, y, x) or (z, y, x, c)."""

    def __init__(
        self,
        data: Any,
        swizzleMask: SwizzleMask = SwizzleMask.rgba,
        interpolation: InterpolationType = InterpolationType.Linear,
        wrapping: Any = (Wrapping.Clamp,) * 3,
    ) -> None:
        self._volume = Volume(data)
        self._volume.swizzlemask = swizzleMask
        self._volume.interpolation = interpolation
        self._volume.wrapping = wrapping

    @property
    def data(self) -> Any:
        """A read-only view of the array."""
        return self._volume.data

    @property
    def dimensions(self) -> size3_t:
        """(x, y, z)."""
        return self._volume.dimensions

    def __getattr__(self, name: str) -> Any:
        if name in ("format", "interpolation", "wrapping", "notes"):
            return getattr(self._volume, name)
        if name == "swizzleMask":
            return self._volume.swizzlemask
        raise AttributeError(f"VolumePy has no attribute {name!r}")


class Volume(Grid, Spatial):
    """Voxels (z, y, x) or (z, y, x, c), with their place in space and the meaning of their values."""

    _axes = 3

    def __init__(
        self,
        data: Any = None,
        format: Any = None,  # noqa: A002
        swizzleMask: SwizzleMask = SwizzleMask.rgba,
        interpolation: InterpolationType = InterpolationType.Linear,
        wrapping: Any = (Wrapping.Clamp,) * 3,
        *,
        size: Any = None,
    ) -> None:
        """Of an array, which is adopted without a copy if it owns its memory and is contiguous (it cannot be written
        while the volume exists); of a VolumePy; or of a size (x, y, z) and a format, filled with zeros.

        A 3-D array that is in Fortran and not in C order is read as (x, y, z); a note says so.
        Raises FormatError (a TypeError and a ValueError) for other dtypes and shapes.
        """
        Spatial.__init__(self)
        self.swizzlemask = SwizzleMask(swizzleMask)
        self.interpolation = InterpolationType(interpolation)
        self.wrapping = [Wrapping(w) for w in wrapping]
        if isinstance(data, VolumePy):
            other = data._volume
            self._adopt_voxels(other._voxels)
            self.swizzlemask, self.interpolation, self.wrapping = other.swizzlemask, other.interpolation, list(other.wrapping)
        elif size is not None or format is not None:
            self._adopt(self._zeros(data if size is None else size, format))
        else:
            self._adopt(data)
        self.dataMap = DataMapper(self.format)
        self.axes = [Axis(name) for name in "xyz"]

    def _adopt(self, value: Any) -> None:
        array = _arrays.as_array(value, "Volume")
        if array.ndim == 3 and array.flags.f_contiguous and not array.flags.c_contiguous:
            _arrays.split_channels(array, 3, "Volume")
            self._adopt_voxels(_arrays.store(array, [_FORTRAN_NOTE], transposed=True))
        else:
            super()._adopt(array)

    @property
    def dimensions(self) -> size3_t:
        """(x, y, z)."""
        return size3_t(*self._size())

    def clone(self) -> Volume:
        """The same voxels, which are shared, with metadata of its own."""
        other = type(self).__new__(type(self))
        Spatial.__init__(other)
        other._adopt_voxels(self._voxels)
        self.copyMetaDataTo(other)
        return other

    def copyMetaDataTo(self, other: Volume) -> None:
        """Gives another volume the matrices, data map, axes and sampling of this one."""
        self._copy_space_to(other)
        other.dataMap = self.dataMap.clone()
        other.axes = [Axis(axis.name, axis.unit) for axis in self.axes]
        other.swizzlemask, other.interpolation, other.wrapping = self.swizzlemask, self.interpolation, list(self.wrapping)

    def copyMetaDataFrom(self, other: Volume) -> None:
        """The reverse of ``copyMetaDataTo``."""
        other.copyMetaDataTo(self)

    def __repr__(self) -> str:
        x, y, z = self._size()
        return f"<Volume {x} x {y} x {z} {self.format}>"


class VolumeSequence(list):
    """Several volumes, one after the other in time."""
