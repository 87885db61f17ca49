"""Data that flows through ports, and the ports."""

from __future__ import annotations

from .._arrays import FormatError
from . import _ports, formats
from ._buffer import TYPED as _TYPED
from ._buffer import Buffer
from ._camera import Camera
from ._enums import (
    BufferTarget,
    BufferType,
    BufferUsage,
    ConnectivityType,
    DrawType,
    ImageChannel,
    InterpolationType,
    LayerType,
    TFPrimitiveSetType,
    Wrapping,
)
from ._image import Image
from ._layer import Layer, LayerPy
from ._mesh import (
    BasicMesh,
    BufferInfo,
    ColoredMesh,
    Mesh,
    MeshInfo,
    MeshSequence,
    PosTexColorMesh,
    SphereMesh,
)
from ._spatial import Axis, DataMapper, SwizzleMask, Unit
from ._transfer_function import TFPrimitive, TFPrimitiveData, TransferFunction
from ._volume import Volume, VolumePy, VolumeSequence
from .formats import DataFormat, NumericType

globals().update(_TYPED)
globals().update({name: getattr(_ports, name) for name in _ports.__all__})

__all__ = [
    "Axis", "BasicMesh", "Buffer", "BufferInfo", "BufferTarget", "BufferType", "BufferUsage", "Camera", "ColoredMesh",
    "ConnectivityType", "DataFormat", "DataMapper", "DrawType", "FormatError", "Image", "ImageChannel",
    "InterpolationType", "Layer", "LayerPy", "LayerType", "Mesh", "MeshInfo", "MeshSequence", "NumericType",
    "PosTexColorMesh", "SphereMesh", "SwizzleMask", "TFPrimitive", "TFPrimitiveData", "TFPrimitiveSetType",
    "TransferFunction", "Unit", "Volume", "VolumePy", "VolumeSequence", "Wrapping", "formats", *_TYPED, *_ports.__all__,
]  # fmt: skip
