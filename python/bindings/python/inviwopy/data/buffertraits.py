"""What attributes the vertices of a kind of mesh have: each trait gives its buffer and changes one vertex.

``isinstance(mesh, buffertraits.ColorsBuffer)`` says whether a mesh has colors; it then has ``getColors()``, the live buffer, and
``setVertexColor(index, color)``.
"""

from __future__ import annotations

from typing import Any

from ._enums import BufferType

# Class, what gives the buffer, what sets a vertex, the role.
_TRAITS = (
    ("PositionsBuffer1D", "getVertices", "setVertexPosition", BufferType.PositionAttrib),
    ("PositionsBuffer2D", "getVertices", "setVertexPosition", BufferType.PositionAttrib),
    ("PositionsBuffer3D", "getVertices", "setVertexPosition", BufferType.PositionAttrib),
    ("NormalBuffer", "getNormals", "setVertexNormal", BufferType.NormalAttrib),
    ("ColorsBuffer", "getColors", "setVertexColor", BufferType.ColorAttrib),
    ("TexCoordBuffer1D", "getTexCoords", "setVertexTexCoord", BufferType.TexCoordAttrib),
    ("TexCoordBuffer2D", "getTexCoords", "setVertexTexCoord", BufferType.TexCoordAttrib),
    ("TexCoordBuffer3D", "getTexCoords", "setVertexTexCoord", BufferType.TexCoordAttrib),
    ("CurvatureBuffer", "getCurvatures", "setVertexCurvature", BufferType.CurvatureAttrib),
    ("IndexBuffer", "getIndex", "setVertexIndex", BufferType.IndexAttrib),
    ("RadiiBuffer", "getRadii", "setVertexRadius", BufferType.RadiiAttrib),
    ("PickingBuffer", "getPicking", "setVertexPicking", BufferType.PickingAttrib),
    ("ScalarMetaBuffer", "getScalarMeta", "setVertexScalarMeta", BufferType.ScalarMetaAttrib),
)


def _make(name: str, getter: str, setter: str, kind: BufferType) -> type:
    def get(self: Any) -> Any:
        return next((buffer for info, buffer in self.buffers if info.type == kind), None)

    def put(self: Any, index: int, value: Any) -> None:
        self._set_attribute(kind, index, value)

    get.__doc__ = f"The live buffer of {kind.name}."
    put.__doc__ = f"Changes {kind.name} of a vertex. Raises IndexError when there is none at the index."
    doc = f"A mesh whose vertices have {kind.name}."
    return type(name, (), {"__module__": __name__, "__doc__": doc, getter: get, setter: put})


for _name, _getter, _setter, _kind in _TRAITS:
    globals()[_name] = _make(_name, _getter, _setter, _kind)

__all__ = [name for name, *_ in _TRAITS]  # noqa: PLE0604
