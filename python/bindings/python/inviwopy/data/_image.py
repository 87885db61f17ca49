"""Image: color layers with depth and picking."""

from __future__ import annotations

from typing import Any, Optional

from ..glm import size2_t
from ._layer import Layer
from .formats import DataFormat


class Image:
    """What a renderer draws: one or more color layers, and depth and picking of the same size."""

    def __init__(self, layers: Any, format: Optional[DataFormat] = None) -> None:  # noqa: A002
        """Of a layer, a list of layers, or a size (x, y) and a format. Raises TypeError for anything else."""
        if format is not None:
            layers = [Layer(layers, format)]
        elif isinstance(layers, Layer):
            layers = [layers]
        layers = list(layers)
        wrong = next((layer for layer in layers if not isinstance(layer, Layer)), None)
        if wrong is not None or not layers:
            raise TypeError(f"Image takes a Layer or a list of them, got {wrong if wrong is not None else layers!r}")
        self.colorLayers: list[Layer] = layers
        self.depth: Optional[Layer] = None
        self.picking: Optional[Layer] = None

    @property
    def dimensions(self) -> size2_t:
        """(x, y) of the first layer."""
        return self.colorLayers[0].dimensions

    def addColorLayer(self, layer: Layer) -> None:
        """Adds a layer of the same size. Raises ValueError for another size."""
        if layer.dimensions != self.dimensions:
            raise ValueError(f"the image is {self.dimensions}, the layer {layer.dimensions}")
        self.colorLayers.append(layer)

    def clone(self) -> Image:
        """An image of clones of the layers."""
        other = Image([layer.clone() for layer in self.colorLayers])
        other.depth = self.depth.clone() if self.depth else None
        other.picking = self.picking.clone() if self.picking else None
        return other

    def __repr__(self) -> str:
        x, y = self.dimensions
        return f"<Image {x} x {y}, {len(self.colorLayers)} color layers>"
