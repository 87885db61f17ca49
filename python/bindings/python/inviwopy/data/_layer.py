"""Layer: a grid of values in two dimensions."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from ..glm import mat4, size2_t
from ._enums import InterpolationType, LayerType, Wrapping
from ._grid import Grid
from ._png import png_bytes
from ._representation import Representation, Represented, named
from ._spatial import Sampled, Spatial, SwizzleMask


class Texels(Grid):
    """The reading of arrays that Layer and LayerPy share."""

    _axes = 2

    @property
    def dimensions(self) -> size2_t:
        """(x, y)."""
        return size2_t(*self._size())

    @property
    def layertype(self) -> LayerType:
        """What the layer holds."""
        return self._layertype

    _layertype: LayerType = LayerType.Color


class LayerPy(Texels, Representation):
    """The array of a layer with how it is looked at. Shape (y, x) or (y, x, c), row 0 at the bottom."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """``(data, layerType=Color, swizzleMask=rgba, interpolation=Linear, wrapping=clampAll)`` of an array, or
        ``(size, layerType, format, swizzleMask=rgba, interpolation=Linear, wrapping=clampAll)`` of zeros.

        Raises FormatError (a TypeError and a ValueError) for other dtypes and shapes.
        """
        sized = "format" in keywords or (len(args) > 2 and not isinstance(args[2], SwizzleMask))
        names = ("size", "layerType", "format") if sized else ("data", "layerType")
        given = named(LayerPy, (*names, "swizzleMask", "interpolation", "wrapping"), args, keywords)
        if sized:
            self._fill_zeros(given.get("size", ()), given.get("format"))
        else:
            self._adopt(given.get("data"))
        self._layertype = LayerType(given.get("layerType", LayerType.Color))
        self._look(
            given.get("swizzleMask", SwizzleMask.rgba),
            given.get("interpolation", InterpolationType.Linear),
            given.get("wrapping", (Wrapping.Clamp,) * 2),
        )

    @property
    def data(self) -> Any:
        """The array: read-only when it was adopted, writable when it belongs to the layer."""
        return self._voxels.view()


class Layer(Texels, Sampled, Spatial, Represented):
    """Texels (y, x) or (y, x, c); row 0 is the bottom row."""

    _representation = LayerPy

    def __init__(
        self,
        data: Any,
        format: Any = None,  # noqa: A002
        layerType: LayerType = LayerType.Color,
        swizzleMask: SwizzleMask = SwizzleMask.rgba,
        interpolation: InterpolationType = InterpolationType.Linear,
        wrapping: Any = (Wrapping.Clamp,) * 2,
    ) -> None:
        """Of an array (adopted as by Volume), of a LayerPy, or of a size (x, y) and a format, filled with zeros.

        Raises FormatError (a TypeError and a ValueError) for other dtypes and shapes.
        """
        Spatial.__init__(self)
        self._layertype = LayerType(layerType)
        if isinstance(data, LayerPy):
            self._represent(data)
            self._layertype = data.layertype
        else:
            self._adopt(data) if format is None else self._fill_zeros(data, format)
            self._look(swizzleMask, interpolation, wrapping)
        self._mean()

    @property
    def data(self) -> np.ndarray:
        """The texels, row 0 at the bottom. Writable when they belong to this layer alone: made with a size and a format, or copied.

        Assigning copies an array of the same dtype and shape; ValueError for any other.
        """
        return self._voxels.view()

    @data.setter
    def data(self, value: Any) -> None:
        self._overwrite(value)

    def setDimensions(self, dimensions: Any) -> None:
        """Changes the size (x, y); the texels become zeros when it is another one."""
        if list(dimensions) != list(self.dimensions):
            self._fill_zeros(dimensions, self.format)

    def clone(self) -> Layer:
        """The same texels with metadata of their own."""
        other = type(self).__new__(type(self))
        Spatial.__init__(other)
        other._layertype = self._layertype
        other._adopt_voxels(self._voxels.shared())
        other._channels = self._channels
        self._copy_space_to(other)
        self._copy_meaning_to(other)
        return other

    @property
    def indexMatrix(self) -> mat4:
        """From data space, 0 to 1 along each axis, to texels."""
        x, y = self._size()
        return mat4([x, 0, 0, 0], [0, y, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1])

    @staticmethod
    def modelMatrixFromDimensions(dimensions: Any) -> mat4:
        """A model matrix under which a layer of (x, y) texels is as wide to high as they are; the longer edge is 1."""
        x, y = (float(n) for n in dimensions)
        return mat4([min(x / y, 1), 0, 0, 0], [0, min(y / x, 1), 0, 0], [0, 0, 1, 0], [0, 0, 0, 1])

    def getLayerPyRepresentation(self) -> LayerPy:
        """The texels as a LayerPy, which shares them."""
        return self._represented()

    def getEditableLayerPyRepresentation(self) -> LayerPy:
        """A LayerPy whose ``data`` can be written, which changes this layer. Copies the texels unless they belong to this layer."""
        return self._editable()

    def save(self, path: Any) -> None:
        """Writes the texels: ``.png`` (uint8 or uint16, the bottom row last) or ``.npy`` (the array as it is).

        Raises ValueError for other endings and, with .png, other dtypes; OSError when the file cannot be written.
        """
        name = os.fspath(path)
        ending = os.path.splitext(name)[1].lower()
        if ending == ".npy":
            np.save(name, self._voxels.array)
        elif ending == ".png":
            encoded = png_bytes(self._voxels.array[::-1])
            with open(name, "wb") as file:
                file.write(encoded)
        else:
            raise ValueError(f"a layer is written as .png or .npy, not as {ending or 'a file without an ending'}: {name}")

    def __repr__(self) -> str:
        x, y = self._size()
        return f"<Layer {x} x {y} {self.format}>"
