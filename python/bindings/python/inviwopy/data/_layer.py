"""Layer: a grid of values in two dimensions."""

from __future__ import annotations

from typing import Any

from ..glm import size2_t
from ._enums import InterpolationType, LayerType, Wrapping
from ._grid import Grid
from ._spatial import Axis, DataMapper, Spatial, SwizzleMask


class LayerPy:
    """The array of a layer with how it is looked at. Shape (y, x) or (y, x, c), row 0 at the bottom."""

    def __init__(
        self,
        data: Any,
        layerType: LayerType = LayerType.Color,
        swizzleMask: SwizzleMask = SwizzleMask.rgba,
        interpolation: InterpolationType = InterpolationType.Linear,
        wrapping: Any = (Wrapping.Clamp,) * 2,
    ) -> None:
        self._layer = Layer(data, None, layerType, swizzleMask, interpolation, wrapping)

    @property
    def data(self) -> Any:
        """A read-only view of the array."""
        return self._layer.data

    @property
    def dimensions(self) -> size2_t:
        """(x, y)."""
        return self._layer.dimensions

    @property
    def interpolation(self) -> InterpolationType:
        """How values between texels are made."""
        return self._layer.interpolation

    @interpolation.setter
    def interpolation(self, value: InterpolationType) -> None:
        self._layer.interpolation = InterpolationType(value)


class Layer(Grid, Spatial):
    """Texels (y, x) or (y, x, c); row 0 is the bottom row."""

    _axes = 2

    def __init__(
        self,
        data: Any,
        format: Any = None,  # noqa: A002
        layerType: LayerType = LayerType.Color,
        swizzleMask: SwizzleMask = SwizzleMask.rgba,
        interpolation: InterpolationType = InterpolationType.Linear,
        wrapping: Any = (Wrapping.Clamp,) * 2,
    ) -> None:
        """Of an array (adopted as by Volume), of a LayerPy, or of a size (x, y) and a format, filled with zeros."""
        Spatial.__init__(self)
        self.layertype = LayerType(layerType)
        self.swizzlemask = SwizzleMask(swizzleMask)
        self.interpolation = InterpolationType(interpolation)
        self.wrapping = [Wrapping(w) for w in wrapping]
        if isinstance(data, LayerPy):
            other = data._layer
            self._adopt_voxels(other._voxels)
            self.layertype, self.swizzlemask, self.interpolation = other.layertype, other.swizzlemask, other.interpolation
            self.wrapping = list(other.wrapping)
        elif format is not None:
            self._adopt(self._zeros(data, format))
        else:
            self._adopt(data)
        self.dataMap = DataMapper(self.format)
        self.axes = [Axis(name) for name in "xy"]

    @property
    def dimensions(self) -> size2_t:
        """(x, y)."""
        return size2_t(*self._size())

    def clone(self) -> Layer:
        """The same texels, which are shared, with metadata of its own."""
        other = type(self).__new__(type(self))
        Spatial.__init__(other)
        other._adopt_voxels(self._voxels)
        self._copy_space_to(other)
        other.dataMap = self.dataMap.clone()
        other.axes = [Axis(axis.name, axis.unit) for axis in self.axes]
        other.layertype, other.swizzlemask, other.interpolation = self.layertype, self.swizzlemask, self.interpolation
        other.wrapping = list(self.wrapping)
        return other

    def __repr__(self) -> str:
        x, y = self._size()
        return f"<Layer {x} x {y} {self.format}>"
