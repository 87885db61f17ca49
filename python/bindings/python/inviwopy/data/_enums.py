"""Enumerations of data."""

from __future__ import annotations

from .._enum import Enum


class InterpolationType(Enum):
    """How values between voxels are made."""

    Linear = 0
    Nearest = 1


class Wrapping(Enum):
    """What lies beyond the edge."""

    Clamp = 0
    Repeat = 1
    Mirror = 2


class LayerType(Enum):
    """What a layer holds."""

    Color = 0
    Depth = 1
    Picking = 2


class ImageChannel(Enum):
    """Where a component of a swizzle mask comes from."""

    Red = 0
    Green = 1
    Blue = 2
    Alpha = 3
    Zero = 4
    One = 5


class BufferType(Enum):
    """The role of a buffer in a mesh."""

    PositionAttrib = 0
    NormalAttrib = 1
    ColorAttrib = 2
    TexCoordAttrib = 3
    CurvatureAttrib = 4
    IndexAttrib = 5
    RadiiAttrib = 6
    PickingAttrib = 7
    ScalarMetaAttrib = 8
    Unknown = 9


class BufferUsage(Enum):
    """How often a buffer changes."""

    Static = 0
    Dynamic = 1


class BufferTarget(Enum):
    """Whether a buffer holds vertices or indices."""

    Data = 0
    Index = 1


class DrawType(Enum):
    """What vertices are drawn as."""

    NotSpecified = 0
    Points = 1
    Lines = 2
    Triangles = 3


class ConnectivityType(Enum):
    """How vertices are joined."""

    Unconnected = 0
    Strip = 1
    Loop = 2
    Fan = 3
    Adjacency = 4
    StripAdjacency = 5


class TFPrimitiveSetType(Enum):
    """Whether positions are parts of the data range or data values."""

    Relative = 0
    Absolute = 1


# Inviwo's names until 2023, which are key words: scripts reach them by `getattr` only.
type.__setattr__(ConnectivityType, "None", ConnectivityType.Unconnected)
