"""Data that flows through ports, and the ports."""

from __future__ import annotations

from .._arrays import FormatError
from . import _ports, buffertraits, formats
from ._bit_set import BitSet
from ._buffer import TYPED as _TYPED
from ._buffer import Buffer
from ._camera import Camera, OrthographicCamera, PerspectiveCamera, SkewedPerspectiveCamera
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
from ._representation import Representation as LayerRepresentation
from ._representation import Representation as VolumeRepresentation
from ._spatial import Axis, DataMapper, SwizzleMask, Unit
from ._transfer_function import IsoValueCollection, TFPrimitive, TFPrimitiveData, TFPrimitiveSet, TransferFunction
from ._volume import Volume, VolumePy, VolumeSequence
from .formats import DataFormat, NumericType

globals().update(_TYPED)
globals().update({name: getattr(_ports, name) for name in _ports.__all__})

__all__ = [
    "Axis", "BasicMesh", "BitSet", "Buffer", "BufferInfo", "BufferTarget", "BufferType", "BufferUsage", "Camera",
    "ColoredMesh", "ConnectivityType", "DataFormat", "DataMapper", "DrawType", "FormatError", "Image", "ImageChannel",
    "InterpolationType", "IsoValueCollection", "Layer", "LayerPy", "LayerRepresentation", "LayerType", "Mesh",
    "MeshInfo", "MeshSequence", "NumericType", "OrthographicCamera", "PerspectiveCamera", "PosTexColorMesh",
    "SkewedPerspectiveCamera", "SphereMesh", "SwizzleMask", "TFPrimitive", "TFPrimitiveData", "TFPrimitiveSet",
    "TFPrimitiveSetType", "TransferFunction", "Unit", "Volume", "VolumePy", "VolumeRepresentation", "VolumeSequence",
    "Wrapping", "buffertraits", "formats", *_TYPED, *_ports.__all__,
]  # fmt: skip
