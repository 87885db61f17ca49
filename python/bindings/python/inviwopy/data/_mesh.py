"""Mesh: vertices with attributes, and indices."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar, Optional

import numpy as np

from ..glm._bound import BoundVector
from . import buffertraits
from ._buffer import TYPED, Buffer
from ._enums import BufferType, ConnectivityType, DrawType
from ._spatial import Spatial


class BufferInfo:
    """The role of a buffer in a mesh."""

    def __init__(self, type: Any = BufferType.PositionAttrib, location: Optional[int] = None) -> None:  # noqa: A002
        """``location`` is the number of the role unless it is given."""
        self.type = type
        self.location = int(self.type) if location is None else int(location)

    @property
    def type(self) -> BufferType:  # noqa: A003
        """The role."""
        return self._type

    @type.setter
    def type(self, value: Any) -> None:  # noqa: A003
        self._type = BufferType(value)

    def __repr__(self) -> str:
        return f"BufferInfo ({self.type.name}, {self.location})"


class MeshInfo:
    """What indices are drawn as, and how they are joined."""

    def __init__(self, dt: Any = DrawType.Points, ct: Any = ConnectivityType.Unconnected) -> None:
        self.dt, self.ct = dt, ct

    @property
    def dt(self) -> DrawType:
        """Points, lines or triangles."""
        return self._dt

    @dt.setter
    def dt(self, value: Any) -> None:
        self._dt = DrawType(value)

    @property
    def ct(self) -> ConnectivityType:
        """How they are joined."""
        return self._ct

    @ct.setter
    def ct(self, value: Any) -> None:
        self._ct = ConnectivityType(value)

    def __repr__(self) -> str:
        return f"MeshInfo ({self.dt.name}, {self.ct.name})"


def _info(value: Any) -> BufferInfo:
    return value if isinstance(value, BufferInfo) else BufferInfo(value)


def _place(items: list, index: int, what: str) -> int:
    if not -len(items) <= index < len(items):
        raise IndexError(f"the mesh has {len(items)} {what}, not one at {index}")
    return index


class Mesh(Spatial):
    """Vertices in buffers of one length, and index lists."""

    def __init__(self, dt: Any = DrawType.Points, ct: Any = ConnectivityType.Unconnected, *, meshInfo: Optional[MeshInfo] = None) -> None:
        """How vertices are drawn where no index list says so; ``dt`` may be a MeshInfo."""
        super().__init__()
        given = meshInfo if meshInfo is not None else dt
        self._info = MeshInfo(given.dt, given.ct) if isinstance(given, MeshInfo) else MeshInfo(given, ct)
        self._buffers: list[tuple[BufferInfo, Buffer]] = []
        self._indices: list[tuple[MeshInfo, Buffer]] = []

    @property
    def defaultMeshInfo(self) -> MeshInfo:
        """How vertices are drawn where no index list says so."""
        return self._info

    @property
    def buffers(self) -> list:
        """[(BufferInfo, Buffer), …]; the buffers are live."""
        return list(self._buffers)

    @property
    def indexBuffers(self) -> list:
        """[(MeshInfo, IndexBuffer), …]; the buffers are live."""
        return list(self._indices)

    def addBuffer(self, info: Any, buffer: Buffer) -> None:
        """Adds a buffer; ``info`` is a BufferInfo or a BufferType. Raises TypeError for what is no buffer."""
        if not isinstance(buffer, Buffer):
            raise TypeError(f"Mesh.addBuffer takes a Buffer, not {type(buffer).__name__}")
        self._buffers.append((_info(info), buffer))

    def replaceBuffer(self, index: int, info: Any, buffer: Buffer) -> None:
        """Puts another buffer at a position. Raises IndexError when there is none, TypeError for what is no buffer."""
        if not isinstance(buffer, Buffer):
            raise TypeError(f"Mesh.replaceBuffer takes a Buffer, not {type(buffer).__name__}")
        self._buffers[_place(self._buffers, index, "buffers")] = (_info(info), buffer)

    def removeBuffer(self, index: int) -> None:
        """Removes the buffer at a position. Raises IndexError when there is none."""
        del self._buffers[_place(self._buffers, index, "buffers")]

    def addIndexBuffer(self, dt: Any, ct: Any) -> Any:
        """Adds an empty index list and returns it, live: set its ``size``, then its ``data``."""
        buffer = TYPED["IndexBufferUINT32"]()
        self._indices.append((MeshInfo(dt, ct), buffer))
        return buffer

    def addIndices(self, info: MeshInfo, buffer: Buffer) -> None:
        """Adds an index list, an IndexBufferUINT32. Raises TypeError for anything else."""
        if not isinstance(info, MeshInfo):
            raise TypeError(f"Mesh.addIndices takes a MeshInfo first, not {type(info).__name__}")
        if not isinstance(buffer, Buffer) or buffer.format.id != "UINT32":
            given = f"a buffer of {buffer.format.id}" if isinstance(buffer, Buffer) else type(buffer).__name__
            raise TypeError(f"Mesh.addIndices takes an IndexBufferUINT32, not {given}")
        self._indices.append((info, buffer))

    def addIndicies(self, info: MeshInfo, buffer: Buffer) -> None:
        """The old spelling of ``addIndices``."""
        warnings.warn("Mesh.addIndicies is deprecated, use addIndices", DeprecationWarning, stacklevel=2)
        self.addIndices(info, buffer)

    def removeIndexBuffer(self, index: int) -> None:
        """Removes the index list at a position. Raises IndexError when there is none."""
        del self._indices[_place(self._indices, index, "index lists")]

    def reserveSizeInVertexBuffer(self, size: int) -> None:
        """Nothing: buffers grow as they need."""

    def reserveIndexBuffers(self, size: int) -> None:
        """Nothing: the list of index lists grows as it needs."""

    def attribute(self, kind: BufferType) -> Optional[np.ndarray]:
        """The elements of the first buffer of a role, or None."""
        return next((buffer.data for info, buffer in self.buffers if info.type == kind), None)

    def check(self) -> None:
        """Raises ValueError when buffers differ in length, or an index points at no vertex."""
        buffers = self.buffers
        lengths = {f"{info.type.name} has {buffer.size}" for info, buffer in buffers}
        vertices = min((buffer.size for _, buffer in buffers), default=0)
        if len({buffer.size for _, buffer in buffers}) > 1:
            raise ValueError(f"the buffers of a mesh have one length, but {', '.join(sorted(lengths))} elements")
        for number, (_, buffer) in enumerate(self._indices):
            if buffer.size and int(buffer.data.max()) >= vertices:
                raise ValueError(
                    f"index list {number} of the mesh points at vertex {int(buffer.data.max())}, but there are {vertices} vertices"
                )

    def clone(self) -> Any:
        """A mesh of clones of the buffers, with matrices of its own."""
        other = type(self).__new__(type(self))
        Mesh.__init__(other, self.defaultMeshInfo)
        other._buffers = [(BufferInfo(info.type, info.location), buffer.clone()) for info, buffer in self.buffers]
        other._indices = [(MeshInfo(info.dt, info.ct), buffer.clone()) for info, buffer in self._indices]
        self._copy_space_to(other)
        return other

    def __repr__(self) -> str:
        buffers = "".join(f"\n    {info.type.name} ({buffer.size})" for info, buffer in self.buffers)
        indices = "".join(f"\n    {info.dt.name}, {info.ct.name} ({buffer.size})" for info, buffer in self._indices[:10])
        return (
            f"<Mesh:\n  default mesh info = {self.defaultMeshInfo}\n  <Buffers ({len(self.buffers)}){buffers}>"
            f"\n  <Indexbuffers ({len(self._indices)}){indices}>>"
        )


class VertexMesh(Mesh):
    """A mesh whose vertices are tuples of attributes, in live buffers of float32."""

    _layout: ClassVar[tuple] = ()
    _pending: list

    def __init__(
        self,
        dt: Any = DrawType.Points,
        ct: Any = ConnectivityType.Unconnected,
        vertices: Any = (),
        indices: Any = (),
    ) -> None:
        """``vertices`` are tuples of attributes, ``indices`` numbers of vertices. Raises TypeError for vertices of another make."""
        super().__init__(dt, ct)
        # Vertices that were added and are not in the buffers yet.
        self._pending = []
        for kind, size in self._layout:
            name = "BufferFLOAT32" if size == 1 else f"BufferVec{size}FLOAT32"
            self._buffers.append((BufferInfo(kind), TYPED[name]()))
        self.addVertices(vertices)
        if len(indices):
            numbers = np.asarray(indices)
            if numbers.ndim != 1 or numbers.dtype.kind not in "iu" or numbers.min() < 0:
                raise TypeError(f"{type(self).__name__} takes indices that are whole numbers from 0, got {indices!r}")
            self.addIndices(self.defaultMeshInfo, TYPED["IndexBufferUINT32"](numbers.astype(np.uint32)))

    def clone(self) -> Any:
        """A mesh of clones of the buffers, with matrices of its own."""
        other = super().clone()
        other._pending = []
        return other

    def _count(self) -> int:
        return self._buffers[0][1].size + len(self._pending)

    def addVertex(self, *vertex: Any) -> int:
        """Adds a vertex, as a tuple or as its attributes. Returns its index."""
        self._pending.append(self._checked(vertex))
        return self._count() - 1

    def addVertices(self, vertices: Any) -> None:
        """Adds several vertices, each a tuple of attributes."""
        self._pending.extend([self._checked((vertex,)) for vertex in vertices])

    def setVertex(self, index: int, *vertex: Any) -> None:
        """Changes a vertex. Raises IndexError when there is none at the index."""
        parts = self._checked(vertex)
        if not 0 <= index < self._count():
            raise IndexError(f"the mesh has {self._count()} vertices, not one at {index}")
        for place, part in enumerate(parts):
            self._set_attribute(self._layout[place][0], index, part)

    def _set_attribute(self, kind: BufferType, index: int, value: Any) -> None:
        buffer = next(buffer for info, buffer in self.buffers if info.type == kind)
        if not 0 <= index < buffer.size:
            raise IndexError(f"the mesh has {buffer.size} vertices, not one at {index}")
        buffer._voxels = buffer._voxels.editable()
        buffer.data[index] = np.asarray(value, np.float32).reshape(buffer.data[index].shape)

    def _checked(self, vertex: tuple) -> tuple:
        parts = tuple(vertex[0]) if len(vertex) == 1 and hasattr(vertex[0], "__len__") else vertex
        sizes = [size for _, size in self._layout]
        if len(parts) != len(sizes) or any(np.size(part) != size for part, size in zip(parts, sizes)):
            raise TypeError(f"a vertex of {type(self).__name__} has attributes of {sizes} numbers, got {parts!r}")
        return tuple(list(part) if size > 1 else float(part) for part, size in zip(parts, sizes))

    def _put_in(self) -> None:
        """Puts vertices that were added into the buffers."""
        added, self._pending = self._pending, []
        for place, (_, buffer) in enumerate(self._buffers[: len(self._layout)] if added else ()):
            before = buffer.size
            buffer.size = before + len(added)
            buffer.data[before:] = np.array([vertex[place] for vertex in added], np.float32)

    @property
    def buffers(self) -> list:
        """[(BufferInfo, Buffer), …]; the buffers are live."""
        self._put_in()
        return list(self._buffers)

    def replaceBuffer(self, index: int, info: Any, buffer: Buffer) -> None:
        """Puts another buffer at a position. Raises IndexError when there is none, TypeError for what is no buffer."""
        self._put_in()
        super().replaceBuffer(index, info, buffer)

    def removeBuffer(self, index: int) -> None:
        """Removes a buffer that was added to those of the vertices. Raises IndexError when there is none, ValueError for one of those."""
        if 0 <= index < len(self._layout):
            raise ValueError(f"buffer {index} holds an attribute of the vertices of a {type(self).__name__}; use a Mesh to leave it out")
        super().removeBuffer(index)


_POSITION, _NORMAL = (BufferType.PositionAttrib, 3), (BufferType.NormalAttrib, 3)
_TEXTURE, _COLOR = (BufferType.TexCoordAttrib, 3), (BufferType.ColorAttrib, 4)


class BasicMesh(
    VertexMesh, buffertraits.PositionsBuffer3D, buffertraits.NormalBuffer, buffertraits.TexCoordBuffer3D, buffertraits.ColorsBuffer
):
    """Vertices (position vec3, normal vec3, texture coordinate vec3, color vec4)."""

    _layout = (_POSITION, _NORMAL, _TEXTURE, _COLOR)


class ColoredMesh(VertexMesh, buffertraits.PositionsBuffer3D, buffertraits.ColorsBuffer):
    """Vertices (position vec3, color vec4)."""

    _layout = (_POSITION, _COLOR)


class SphereMesh(VertexMesh, buffertraits.PositionsBuffer3D, buffertraits.RadiiBuffer, buffertraits.ColorsBuffer):
    """Vertices (position vec3, radius, color vec4)."""

    _layout = (_POSITION, (BufferType.RadiiAttrib, 1), _COLOR)


class PosTexColorMesh(VertexMesh, buffertraits.PositionsBuffer3D, buffertraits.TexCoordBuffer3D, buffertraits.ColorsBuffer):
    """Vertices (position vec3, texture coordinate vec3, color vec4)."""

    _layout = (_POSITION, _TEXTURE, _COLOR)


def _mesh(value: Any) -> Mesh:
    if not isinstance(value, Mesh):
        raise TypeError(f"a Mesh is needed, not {type(value).__name__}")
    return value


class MeshSequence(BoundVector):
    """Several meshes, one after the other in time."""

    _element = staticmethod(_mesh)
    _name = "Mesh"
