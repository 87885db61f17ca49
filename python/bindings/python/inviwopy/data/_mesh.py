"""Mesh: vertices with attributes, and indices."""

from __future__ import annotations

from typing import Any, ClassVar, Optional

import numpy as np

from ._buffer import TYPED, Buffer
from ._enums import BufferType, ConnectivityType, DrawType
from ._spatial import Spatial


class BufferInfo:
    """The role of a buffer in a mesh."""

    def __init__(self, type: BufferType = BufferType.PositionAttrib, location: Optional[int] = None) -> None:  # noqa: A002
        self.type = BufferType(type)
        self.location = int(self.type) if location is None else int(location)

    def __repr__(self) -> str:
        return f"BufferInfo({self.type.name}, {self.location})"


class MeshInfo:
    """What indices are drawn as, and how they are joined."""

    def __init__(self, dt: DrawType = DrawType.Points, ct: ConnectivityType = ConnectivityType.Unconnected) -> None:
        self.dt = DrawType(dt)
        self.ct = ConnectivityType(ct)

    def __repr__(self) -> str:
        return f"MeshInfo({self.dt.name}, {self.ct.name})"


class Mesh(Spatial):
    """Vertices in buffers of one length, and index lists."""

    def __init__(self, dt: Any = DrawType.Points, ct: ConnectivityType = ConnectivityType.Unconnected) -> None:
        """``dt`` may be a MeshInfo."""
        super().__init__()
        self.defaultMeshInfo = dt if isinstance(dt, MeshInfo) else MeshInfo(dt, ct)
        self._buffers: list[tuple[BufferInfo, Buffer]] = []
        self._indices: list[tuple[MeshInfo, Buffer]] = []

    @property
    def buffers(self) -> list:
        """[(BufferInfo, Buffer), …]."""
        return list(self._buffers)

    @property
    def indexBuffers(self) -> list:
        """[(MeshInfo, IndexBuffer), …]."""
        return list(self._indices)

    def addBuffer(self, info: Any, buffer: Buffer) -> None:
        """Adds a buffer; ``info`` is a BufferInfo or a BufferType. Raises TypeError for what is no buffer."""
        if not isinstance(buffer, Buffer):
            raise TypeError(f"Mesh.addBuffer takes a Buffer, not {type(buffer).__name__}")
        self._buffers.append((info if isinstance(info, BufferInfo) else BufferInfo(info), buffer))

    def replaceBuffer(self, index: int, info: Any, buffer: Buffer) -> None:
        """Puts another buffer at a position."""
        self._buffers[index] = (info if isinstance(info, BufferInfo) else BufferInfo(info), buffer)

    def removeBuffer(self, index: int) -> None:
        """Removes the buffer at a position."""
        del self._buffers[index]

    def addIndexBuffer(self, dt: DrawType, ct: ConnectivityType) -> Any:
        """Adds an empty index list and returns it: set its ``size``, then its ``data``."""
        buffer = TYPED["IndexBufferUINT32"]()
        self._indices.append((MeshInfo(dt, ct), buffer))
        return buffer

    def addIndices(self, info: MeshInfo, buffer: Buffer) -> None:
        """Adds an index list of uint32."""
        self._indices.append((info, buffer))

    addIndicies = addIndices

    def removeIndexBuffer(self, index: int) -> None:
        """Removes the index list at a position."""
        del self._indices[index]

    def attribute(self, kind: BufferType) -> Optional[np.ndarray]:
        """The elements of the first buffer of a role, or None."""
        return next((buffer.data for info, buffer in self._buffers if info.type == kind), None)

    def clone(self) -> Mesh:
        """The same buffers, which are shared, with matrices of its own."""
        other = Mesh(self.defaultMeshInfo)
        other._buffers, other._indices = list(self._buffers), list(self._indices)
        self._copy_space_to(other)
        return other

    def __repr__(self) -> str:
        return f"<Mesh of {len(self._buffers)} buffers and {len(self._indices)} index lists>"


class VertexMesh(Mesh):
    """A mesh whose vertices are tuples of attributes."""

    _layout: ClassVar[tuple] = ()

    def __init__(
        self,
        dt: Any = DrawType.Points,
        ct: ConnectivityType = ConnectivityType.Unconnected,
        vertices: Any = (),
        indices: Any = None,
    ) -> None:
        super().__init__(dt, ct)
        self._vertices: list = []
        self.addVertices(vertices)
        if indices is not None:
            self.addIndices(self.defaultMeshInfo, TYPED["IndexBufferUINT32"](np.asarray(indices, np.uint32)))

    def addVertex(self, *vertex: Any) -> int:
        """Adds a vertex, as a tuple or as its attributes. Returns its index."""
        self._vertices.append(self._checked(vertex))
        return len(self._vertices) - 1

    def addVertices(self, vertices: Any) -> None:
        """Adds several vertices."""
        self._vertices.extend(self._checked((vertex,)) for vertex in vertices)

    def setVertex(self, index: int, *vertex: Any) -> None:
        """Changes a vertex."""
        self._vertices[index] = self._checked(vertex)

    def _checked(self, vertex: tuple) -> tuple:
        parts = tuple(vertex[0]) if len(vertex) == 1 else vertex
        sizes = [size for _, size in self._layout]
        if len(parts) != len(sizes) or any(np.size(part) != size for part, size in zip(parts, sizes)):
            raise TypeError(f"a vertex of {type(self).__name__} has attributes of {sizes} numbers, got {parts!r}")
        return parts

    @property
    def buffers(self) -> list:
        """[(BufferInfo, Buffer), …], made of the vertices."""
        made = []
        for position, (kind, size) in enumerate(self._layout):
            values = np.array([list(v[position]) if size > 1 else v[position] for v in self._vertices], np.float32)
            if len(values):
                made.append((BufferInfo(kind), Buffer(values)))
        return made + self._buffers

    def attribute(self, kind: BufferType) -> Optional[np.ndarray]:
        """The elements of the first buffer of a role, or None."""
        return next((buffer.data for info, buffer in self.buffers if info.type == kind), None)


_POSITION, _NORMAL = (BufferType.PositionAttrib, 3), (BufferType.NormalAttrib, 3)
_TEXTURE, _COLOR = (BufferType.TexCoordAttrib, 3), (BufferType.ColorAttrib, 4)


class BasicMesh(VertexMesh):
    """Vertices (position, normal, texture coordinate, color)."""

    _layout = (_POSITION, _NORMAL, _TEXTURE, _COLOR)


class ColoredMesh(VertexMesh):
    """Vertices (position, color)."""

    _layout = (_POSITION, _COLOR)


class SphereMesh(VertexMesh):
    """Vertices (position, radius, color)."""

    _layout = (_POSITION, (BufferType.RadiiAttrib, 1), _COLOR)


class PosTexColorMesh(VertexMesh):
    """Vertices (position, texture coordinate, color)."""

    _layout = (_POSITION, _TEXTURE, _COLOR)


class MeshSequence(list):
    """Several meshes, one after the other in time."""
