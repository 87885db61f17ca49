"""Volume: voxels on a regular grid."""

from __future__ import annotations

from typing import Any

from .. import _arrays
from ..glm import mat4, size3_t
from ..glm._bound import BoundVector
from ._enums import InterpolationType, Wrapping
from ._grid import Grid
from ._representation import Representation, Represented, named
from ._spatial import Sampled, Spatial, SwizzleMask
from .formats import DataFormat

_FORTRAN_NOTE = (
    "the array is in Fortran order and was read as (x, y, z), as older Inviwo did; "
    "to keep its axes as (z, y, x), pass np.ascontiguousarray(array)"
)


class Voxels(Grid):
    """The reading of arrays that Volume and VolumePy share."""

    _axes = 3

    def _adopt(self, value: Any) -> None:
        array = _arrays.as_array(value, type(self).__name__)
        if array.ndim == 3 and array.flags.f_contiguous and not array.flags.c_contiguous:
            _arrays.split_channels(array, 3, type(self).__name__)
            self._adopt_voxels(_arrays.store(array, [_FORTRAN_NOTE], transposed=True))
        else:
            super()._adopt(array)

    @property
    def dimensions(self) -> size3_t:
        """(x, y, z)."""
        return size3_t(*self._size())


class VolumePy(Voxels, Representation):
    """The array of a volume with how it is looked at. Shape (z, y, x) or (z, y, x, c)."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """``(data, swizzleMask=rgba, interpolation=Linear, wrapping=clampAll)`` of an array, or
        ``(size, format, swizzleMask=rgba, interpolation=Linear, wrapping=clampAll)`` of zeros.

        Raises FormatError (a TypeError and a ValueError) for other dtypes and shapes.
        """
        sized = "format" in keywords or (len(args) > 1 and isinstance(args[1], DataFormat))
        names = ("size", "format") if sized else ("data",)
        given = named(VolumePy, (*names, "swizzleMask", "interpolation", "wrapping"), args, keywords)
        if sized:
            self._fill_zeros(given.get("size", ()), given.get("format"))
        else:
            self._adopt(given.get("data"))
        self._look(
            given.get("swizzleMask", SwizzleMask.rgba),
            given.get("interpolation", InterpolationType.Linear),
            given.get("wrapping", (Wrapping.Clamp,) * 3),
        )

    @property
    def data(self) -> Any:
        """The array: read-only when it was adopted, writable when it belongs to the volume."""
        return self._voxels.view()


class Volume(Voxels, Sampled, Spatial, Represented):
    """Voxels (z, y, x) or (z, y, x, c), with their place in space and the meaning of their values."""

    _representation = VolumePy

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
        if isinstance(data, VolumePy):
            self._represent(data)
        elif size is not None or format is not None:
            self._fill_zeros(data if size is None else size, format)
            self._look(swizzleMask, interpolation, wrapping)
        else:
            self._adopt(data)
            self._look(swizzleMask, interpolation, wrapping)
        self._mean()

    def clone(self) -> Volume:
        """The same voxels with metadata of their own."""
        other = type(self).__new__(type(self))
        Spatial.__init__(other)
        other._adopt_voxels(self._voxels.shared())
        other._channels = self._channels
        self.copyMetaDataTo(other)
        return other

    def copyMetaDataTo(self, other: Volume) -> None:
        """Gives another volume the matrices, data map, axes and sampling of this one."""
        if not isinstance(other, Volume):
            raise TypeError(f"metadata is copied between volumes, not to a {type(other).__name__}")
        self._copy_space_to(other)
        self._copy_meaning_to(other)

    def copyMetaDataFrom(self, other: Volume) -> None:
        """The reverse of ``copyMetaDataTo``."""
        if not isinstance(other, Volume):
            raise TypeError(f"metadata is copied between volumes, not from a {type(other).__name__}")
        other.copyMetaDataTo(self)

    @property
    def indexMatrix(self) -> mat4:
        """From data space, 0 to 1 along each axis, to voxels."""
        x, y, z = self._size()
        return mat4([x, 0, 0, 0], [0, y, 0, 0], [0, 0, z, 0], [0, 0, 0, 1])

    def getVolumePyRepresentation(self) -> VolumePy:
        """The voxels as a VolumePy, which shares them."""
        return self._represented()

    def getEditableVolumePyRepresentation(self) -> VolumePy:
        """A VolumePy whose ``data`` can be written, which changes this volume. Copies the voxels unless they belong to this volume."""
        return self._editable()

    def __repr__(self) -> str:
        x, y, z = self._size()
        return f"<Volume {x} x {y} x {z} {self.format}>"


def _volume(value: Any) -> Volume:
    if not isinstance(value, Volume):
        raise TypeError(f"a Volume is needed, not {type(value).__name__}")
    return value


class VolumeSequence(BoundVector):
    """Several volumes, one after the other in time."""

    _element = staticmethod(_volume)
    _name = "Volume"
