"""Image: color layers with depth and picking."""

from __future__ import annotations

from typing import Any, Optional

from ..glm import size2_t
from ._enums import LayerType
from ._layer import Layer
from .formats import DataFLOAT32, DataFormat, DataVec4UINT8


class Image:
    """What a renderer draws: one or more color layers, and depth and picking of the same size."""

    def __init__(self, layers: Any, format: Optional[DataFormat] = None) -> None:  # noqa: A002
        """Of a layer, a list of layers, or a size (x, y) and a format, which also gives depth (float32) and picking (4 uint8).

        Of a list, a layer of the type Depth or Picking takes that place. Raises TypeError for what is no layer, and for none.
        """
        self._color: list[Layer] = []
        self._depth: Optional[Layer] = None
        self._picking: Optional[Layer] = None
        # Layers that are made when someone asks for them.
        self._unmade: dict = {}
        if format is not None:
            self._color = [Layer(layers, format)]
            self._unmade = {"_depth": (DataFLOAT32, LayerType.Depth), "_picking": (DataVec4UINT8, LayerType.Picking)}
            return
        given = [layers] if isinstance(layers, Layer) else list(layers) if isinstance(layers, (list, tuple)) else layers
        wrong = given if not isinstance(given, list) else next((layer for layer in given if not isinstance(layer, Layer)), None)
        if wrong is not None or not given:
            raise TypeError(f"Image takes a Layer, a list of them, or a size and a format, got {wrong if wrong is not None else layers!r}")
        for layer in given:
            name = {LayerType.Depth: "depth", LayerType.Picking: "picking"}.get(layer.layertype)
            if name is not None and getattr(self, name) is None and len(given) > 1:
                setattr(self, name, layer)
            else:
                self._color.append(layer)
        if not self._color:
            raise TypeError("Image takes at least one color layer, got depth and picking only")

    def _place(self, name: str) -> Optional[Layer]:
        if name in self._unmade:
            form, kind = self._unmade.pop(name)
            setattr(self, name, Layer(self.dimensions, form, kind))
        return getattr(self, name)

    @property
    def depth(self) -> Optional[Layer]:
        """The depth layer, live, or None."""
        return self._place("_depth")

    @depth.setter
    def depth(self, value: Optional[Layer]) -> None:
        self._put("_depth", value)

    @property
    def picking(self) -> Optional[Layer]:
        """The picking layer, live, or None."""
        return self._place("_picking")

    @picking.setter
    def picking(self, value: Optional[Layer]) -> None:
        self._put("_picking", value)

    def _put(self, name: str, value: Optional[Layer]) -> None:
        if value is not None and not isinstance(value, Layer):
            raise TypeError(f"a Layer is needed, not {type(value).__name__}")
        self._unmade.pop(name, None)
        setattr(self, name, value)

    @property
    def colorLayers(self) -> list:
        """The color layers, live, in a list of its own."""
        return list(self._color)

    @property
    def dimensions(self) -> size2_t:
        """(x, y) of the first layer."""
        return self._color[0].dimensions

    def _layers(self) -> list:
        return [layer for layer in (*self._color, self._depth, self._picking) if layer is not None]

    def setDimensions(self, dimensions: Any) -> None:
        """Changes the size (x, y) of all layers, which become zeros when it is another one."""
        for layer in self._layers():
            layer.setDimensions(dimensions)

    def addColorLayer(self, layer: Layer) -> None:
        """Adds a layer of the same size. Raises TypeError for what is no layer, ValueError for another size."""
        if not isinstance(layer, Layer):
            raise TypeError(f"Image.addColorLayer takes a Layer, not {type(layer).__name__}")
        if layer.dimensions != self.dimensions:
            raise ValueError(f"the image is {self.dimensions}, the layer {layer.dimensions}")
        self._color.append(layer)

    def clone(self) -> Image:
        """An image of clones of the layers."""
        other = Image([layer.clone() for layer in self._color])
        other._unmade = dict(self._unmade)
        other._depth = self._depth.clone() if self._depth else None
        other._picking = self._picking.clone() if self._picking else None
        return other

    def __repr__(self) -> str:
        x, y = self.dimensions
        return f"<Image {x} x {y}, {len(self._color)} color layers>"
