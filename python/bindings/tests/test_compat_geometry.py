"""Rows of Inviwo's `data` on meshes, bit sets, transfer functions and cameras: rows of docs/compatibility/data.md."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from inviwopy.data import (
    BasicMesh,
    BitSet,
    Buffer,
    BufferInfo,
    BufferType,
    BufferVec3FLOAT32,
    Camera,
    ColoredMesh,
    ConnectivityType,
    DrawType,
    IndexBufferUINT32,
    IsoValueCollection,
    Mesh,
    MeshInfo,
    MeshSequence,
    OrthographicCamera,
    PerspectiveCamera,
    PosTexColorMesh,
    SkewedPerspectiveCamera,
    SphereMesh,
    TFPrimitive,
    TFPrimitiveData,
    TFPrimitiveSet,
    TFPrimitiveSetType,
    TransferFunction,
    buffertraits,
)
from inviwopy.glm import dvec2, mat3, mat4, vec2, vec3, vec4
from test_arrays import across

TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)

# Mesh


@pytest.mark.parametrize(
    ("mesh", "dt", "ct"),
    [
        (Mesh(), DrawType.Points, ConnectivityType.Unconnected),
        (Mesh(DrawType.Triangles, ConnectivityType.Strip), DrawType.Triangles, ConnectivityType.Strip),
        (Mesh(dt=DrawType.Lines, ct=ConnectivityType.Loop), DrawType.Lines, ConnectivityType.Loop),
        (Mesh(MeshInfo(DrawType.Lines, ConnectivityType.Fan)), DrawType.Lines, ConnectivityType.Fan),
        (Mesh(meshInfo=MeshInfo(dt=DrawType.Lines, ct=ConnectivityType.Fan)), DrawType.Lines, ConnectivityType.Fan),
        (BasicMesh(), DrawType.Points, ConnectivityType.Unconnected),
        (BasicMesh(DrawType.Lines, ConnectivityType.Strip), DrawType.Lines, ConnectivityType.Strip),
    ],
)
def test_mesh_constructors(mesh: Mesh, dt: DrawType, ct: ConnectivityType) -> None:
    assert (mesh.defaultMeshInfo.dt, mesh.defaultMeshInfo.ct) == (dt, ct)


def test_mesh_and_buffer_info() -> None:
    info, buffer = MeshInfo(), BufferInfo()
    assert (info.dt, info.ct, buffer.type, buffer.location) == (DrawType.Points, ConnectivityType.Unconnected, BufferType.PositionAttrib, 0)
    info.dt, info.ct = 3, ConnectivityType.Strip
    buffer.type, buffer.location = BufferType.ColorAttrib, 7
    assert repr(info) == "MeshInfo (Triangles, Strip)" and repr(buffer) == "BufferInfo (ColorAttrib, 7)"
    assert BufferInfo(BufferType.RadiiAttrib).location == 6 and BufferInfo(BufferType.RadiiAttrib, 2).location == 2
    with pytest.raises(ValueError):
        info.dt = 9


def test_mesh_matrices() -> None:
    mesh = Mesh()
    assert mesh.modelMatrix == mat4(1) and mesh.worldMatrix == mat4(1)
    mesh.basis, mesh.offset, mesh.worldMatrix = mat3(2), vec3(1, 2, 3), mat4(4)
    assert mesh.modelMatrix.array.tolist() == [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [1, 2, 3, 1]]
    other = across(mesh)
    assert other.modelMatrix == mesh.modelMatrix and other.worldMatrix == mat4(4)


def test_mesh_buffers() -> None:
    mesh, positions, colors = Mesh(), Buffer(TRIANGLE.copy()), Buffer(np.ones((3, 4), np.float32))
    mesh.addBuffer(BufferType.PositionAttrib, positions)
    mesh.addBuffer(BufferInfo(BufferType.ColorAttrib, 5), colors)
    assert [(info.type, info.location, buffer) for info, buffer in mesh.buffers] == [
        (BufferType.PositionAttrib, 0, positions),
        (BufferType.ColorAttrib, 5, colors),
    ]
    more = Buffer(TRIANGLE * 2)
    mesh.replaceBuffer(0, BufferInfo(BufferType.PositionAttrib), more)
    mesh.removeBuffer(1)
    assert [buffer for _, buffer in mesh.buffers] == [more]
    np.testing.assert_array_equal(across(mesh).attribute(BufferType.PositionAttrib), TRIANGLE * 2)
    mesh.reserveSizeInVertexBuffer(10)
    mesh.reserveIndexBuffers(10)
    assert mesh.buffers[0][1].size == 3
    with pytest.raises(TypeError, match="takes a Buffer, not ndarray"):
        mesh.addBuffer(BufferType.PositionAttrib, TRIANGLE)
    with pytest.raises(TypeError, match="takes a Buffer"):
        mesh.replaceBuffer(0, BufferType.PositionAttrib, TRIANGLE)
    for change in (lambda: mesh.removeBuffer(3), lambda: mesh.replaceBuffer(3, BufferType.ColorAttrib, colors)):
        with pytest.raises(IndexError, match="the mesh has 1 buffers, not one at 3"):
            change()


def test_mesh_indices() -> None:
    mesh = Mesh(DrawType.Triangles, ConnectivityType.Unconnected)
    mesh.addBuffer(BufferType.PositionAttrib, Buffer(TRIANGLE.copy()))
    live = mesh.addIndexBuffer(DrawType.Triangles, ConnectivityType.Strip)
    live.size = 3
    live.data = np.array([2, 1, 0], np.uint32)
    mesh.addIndices(MeshInfo(DrawType.Lines, ConnectivityType.Loop), IndexBufferUINT32(np.array([0, 1], np.uint32)))
    with pytest.warns(DeprecationWarning, match="use addIndices"):
        mesh.addIndicies(MeshInfo(), IndexBufferUINT32(np.array([2], np.uint32)))
    live.data[0] = 1
    other = across(mesh)
    assert [(info.dt, info.ct, buffer.data.tolist()) for info, buffer in other.indexBuffers] == [
        (DrawType.Triangles, ConnectivityType.Strip, [1, 1, 0]),
        (DrawType.Lines, ConnectivityType.Loop, [0, 1]),
        (DrawType.Points, ConnectivityType.Unconnected, [2]),
    ]
    assert mesh.indexBuffers[0][1] is live
    mesh.removeIndexBuffer(0)
    assert len(mesh.indexBuffers) == 2
    with pytest.raises(IndexError, match="the mesh has 2 index lists, not one at 5"):
        mesh.removeIndexBuffer(5)
    with pytest.raises(TypeError, match="takes an IndexBufferUINT32, not a buffer of Vec3FLOAT32"):
        mesh.addIndices(MeshInfo(), BufferVec3FLOAT32(1))
    with pytest.raises(TypeError, match="takes a MeshInfo first"):
        mesh.addIndices(DrawType.Points, live)


def test_wrong_meshes_do_not_leave() -> None:
    """An index of no vertex, and buffers of several lengths, are said before the mesh is sent."""
    mesh = Mesh(DrawType.Triangles, ConnectivityType.Unconnected)
    mesh.addBuffer(BufferType.PositionAttrib, Buffer(TRIANGLE.copy()))
    mesh.addIndices(MeshInfo(), IndexBufferUINT32(np.array([0, 3], np.uint32)))
    with pytest.raises(ValueError, match="index list 0 of the mesh points at vertex 3, but there are 3 vertices"):
        across(mesh)
    mesh.removeIndexBuffer(0)
    mesh.addBuffer(BufferType.ColorAttrib, Buffer(np.ones((2, 4), np.float32)))
    with pytest.raises(ValueError, match="one length, but ColorAttrib has 2, PositionAttrib has 3 elements"):
        across(mesh)


def test_mesh_clone() -> None:
    mesh = ColoredMesh(DrawType.Points, ConnectivityType.Unconnected, [((0, 0, 0), (1, 1, 1, 1))], [0])
    mesh.offset = (1, 2, 3)
    clone = mesh.clone()
    clone.setVertex(0, (5, 5, 5), (0, 0, 0, 0))
    clone.offset = (0, 0, 0)
    assert mesh.attribute(BufferType.PositionAttrib).tolist() == [[0, 0, 0]] and mesh.offset == vec3(1, 2, 3)
    assert type(clone) is ColoredMesh and clone.indexBuffers[0][1].data.tolist() == [0]


P, N, T, C = vec3(1, 2, 3), vec3(0, 0, 1), vec3(0.5, 0.5, 0), vec4(1, 0, 0, 1)
VERTEX_MESHES = [
    (BasicMesh, (P, N, T, C), ["PositionAttrib", "NormalAttrib", "TexCoordAttrib", "ColorAttrib"]),
    (ColoredMesh, (P, C), ["PositionAttrib", "ColorAttrib"]),
    (SphereMesh, (P, 2.0, C), ["PositionAttrib", "RadiiAttrib", "ColorAttrib"]),
    (PosTexColorMesh, (P, T, C), ["PositionAttrib", "TexCoordAttrib", "ColorAttrib"]),
]


@pytest.mark.parametrize(("cls", "vertex", "roles"), VERTEX_MESHES)
def test_vertex_mesh(cls: Any, vertex: tuple, roles: list) -> None:
    """Constructor, addVertices, addVertex of a tuple and of components, setVertex, live buffers."""
    mesh = cls(DrawType.Triangles, ConnectivityType.Unconnected, [vertex], [0, 0, 0])
    assert [info.type.name for info, _ in mesh.buffers] == roles and mesh.indexBuffers[0][1].data.tolist() == [0, 0, 0]
    assert mesh.addVertex(vertex) == 1 and mesh.addVertex(*vertex) == 2
    mesh.addVertices([vertex, tuple(list(part) if hasattr(part, "__len__") else part for part in vertex)])
    for (_, buffer), part in zip(mesh.buffers, vertex):
        assert buffer.size == 5 and buffer.data.dtype == np.float32
        assert buffer.data.tolist() == [pytest.approx(list(part)) if hasattr(part, "__len__") else part] * 5
    moved = (vec3(7, 8, 9), *vertex[1:])
    mesh.setVertex(1, moved)
    mesh.setVertex(2, *moved)
    mesh.buffers[0][1].data[3] = (4, 4, 4)
    positions = [[1, 2, 3], [7, 8, 9], [7, 8, 9], [4, 4, 4], [1, 2, 3]]
    assert mesh.attribute(BufferType.PositionAttrib).tolist() == positions
    assert across(mesh).attribute(BufferType.PositionAttrib).tolist() == positions
    assert cls(dt=DrawType.Lines, ct=ConnectivityType.Strip, vertices=[vertex], indices=[0]).defaultMeshInfo.dt == DrawType.Lines
    assert cls().buffers[0][1].size == 0
    with pytest.raises(TypeError, match=f"a vertex of {cls.__name__} has attributes of"):
        mesh.addVertex((1, 2))
    with pytest.raises(IndexError, match="5 vertices, not one at 5"):
        mesh.setVertex(5, vertex)
    with pytest.raises(TypeError, match="indices that are whole numbers from 0"):
        cls(DrawType.Points, ConnectivityType.Unconnected, [vertex], [-1])
    with pytest.raises(ValueError, match="holds an attribute of the vertices"):
        mesh.removeBuffer(0)


def test_vertex_meshes_are_changed_after_they_were_sent() -> None:
    mesh = SphereMesh()
    mesh.addVertex(P, 1.0, C)
    first = across(mesh)
    mesh.setVertex(0, vec3(9), 1.0, C)
    mesh.addVertex(P, 1.0, C)
    assert first.attribute(BufferType.PositionAttrib).tolist() == [[1, 2, 3]]
    assert across(mesh).attribute(BufferType.PositionAttrib).tolist() == [[9, 9, 9], [1, 2, 3]]


@pytest.mark.parametrize(
    ("cls", "trait", "getter", "setter", "value"),
    [
        (BasicMesh, "PositionsBuffer3D", "getVertices", "setVertexPosition", [7, 8, 9]),
        (BasicMesh, "NormalBuffer", "getNormals", "setVertexNormal", [1, 0, 0]),
        (BasicMesh, "TexCoordBuffer3D", "getTexCoords", "setVertexTexCoord", [1, 1, 1]),
        (BasicMesh, "ColorsBuffer", "getColors", "setVertexColor", [0, 1, 0, 1]),
        (SphereMesh, "RadiiBuffer", "getRadii", "setVertexRadius", 5),
    ],
)
def test_buffer_trait(cls: Any, trait: str, getter: str, setter: str, value: Any) -> None:
    vertex = next(vertex for mesh, vertex, _ in VERTEX_MESHES if mesh is cls)
    mesh = cls(DrawType.Points, ConnectivityType.Unconnected, [vertex] * 2)
    assert isinstance(mesh, getattr(buffertraits, trait))
    getattr(mesh, setter)(1, value)
    assert getattr(mesh, getter)().data[1].tolist() == value and getattr(mesh, getter)().data[0].tolist() != value
    with pytest.raises(IndexError, match="2 vertices, not one at 2"):
        getattr(mesh, setter)(2, value)


@pytest.mark.parametrize("trait", [
    "PositionsBuffer1D", "PositionsBuffer2D", "TexCoordBuffer1D", "TexCoordBuffer2D", "CurvatureBuffer", "IndexBuffer", "PickingBuffer",
    "ScalarMetaBuffer",
])  # fmt: skip
def test_buffer_trait_that_no_mesh_has(trait: str) -> None:
    cls = getattr(buffertraits, trait)
    assert isinstance(cls, type) and not any(isinstance(mesh(), cls) for mesh, *_ in VERTEX_MESHES)


def test_mesh_sequence() -> None:
    one, two = Mesh(), BasicMesh()
    sequence = MeshSequence([one])
    sequence.append(two)
    assert list(sequence) == [one, two] and type(sequence[:1]) is MeshSequence
    with pytest.raises(TypeError, match="a Mesh is needed, not str"):
        sequence.append("mesh")


# BitSet


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (BitSet(), []),
        (BitSet([5, 3, 5]), [3, 5]),
        (BitSet([False, True, True]), [1, 2]),
        (BitSet(np.array([True, False, True])), [0, 2]),
        (BitSet(np.array([4, 2])), [2, 4]),
        (BitSet([1, 2, 3]) & BitSet([2, 3, 4]), [2, 3]),
        (BitSet([1, 2]) | BitSet([4]), [1, 2, 4]),
        (BitSet([1, 2]) ^ BitSet([2, 3]), [1, 3]),
        (BitSet([1, 2]) - BitSet([2]), [1]),
        (BitSet.fastUnion([BitSet([1]), BitSet([2]), BitSet([1])]), [1, 2]),
    ],
)
def test_bit_set_of(bits: BitSet, expected: list) -> None:
    assert bits.toVector() == list(bits) == expected and len(bits) == bits.size() == bits.cardinality() == len(expected)
    assert bits.empty() == (not expected) and bits == BitSet(expected) and bits != BitSet([99]) and repr(bits) == f"BitSet({expected})"


def test_bit_set_changes() -> None:
    bits = BitSet([1])
    bits.add(5)
    bits.add([True])
    bits.add([7, 8])
    bits.addRange(10, 12)
    bits.addRangeClosed(20, 21)
    bits.remove(8)
    bits.remove(1000)
    bits.set(30)
    bits.set(30, False)
    bits.set(31, True)
    bits.flip(31)
    bits.flip(32)
    bits.flipRange(10, 13)
    assert bits.toVector() == [0, 1, 5, 7, 12, 20, 21, 32] and bits.min() == 0 and bits.max() == 32
    assert bits.addChecked(2) and not bits.addChecked(2) and bits.removeChecked(2) and not bits.removeChecked(2)
    assert 5 in bits and bits.contains(5) and 6 not in bits and bits.containsRange(20, 22) and not bits.containsRange(20, 23)
    assert bits.rank(7) == 4 and not bits.optimize() and bits.shrinkToFit() == 0 and bits.getSizeInBytes() == 32
    bits.clear()
    assert bits.empty()
    for limit in (bits.min, bits.max):
        with pytest.raises(ValueError, match="an empty BitSet has no"):
            limit()
    for wrong in (-1, 2**32, 1.5, "a"):
        with pytest.raises(TypeError, match="holds whole numbers from 0 to 4294967295"):
            BitSet([wrong])


def test_bit_set_operators() -> None:
    a, b = BitSet([1, 2, 3]), BitSet([2, 3, 4])
    assert (a.andCardinality(b), a.orCardinality(b), a.andNotCardinality(b), a.xorCardinality(b), a.jaccardIndex(b)) == (2, 4, 1, 2, 0.5)
    assert BitSet([2]).isSubsetOf(a) and a.isSubsetOf(a) and not a.isStrictSubsetOf(a) and a.intersect(b) and not a.intersect(BitSet([9]))
    same = a
    a &= b
    a |= BitSet([9])
    a -= BitSet([2])
    a ^= BitSet([3, 5])
    assert a is same and a.toVector() == [5, 9]
    with pytest.raises(TypeError):
        a & [1]


# Transfer functions


@pytest.mark.parametrize(
    ("function", "points"),
    [
        (TransferFunction(), []),
        (TransferFunction(512), []),
        (TransferFunction(textureSize=512), []),
        (TransferFunction(values=[TFPrimitiveData(0.5, vec4(1, 0, 0, 1))], type=TFPrimitiveSetType.Relative), [(0.5, [1, 0, 0, 1])]),
        (TransferFunction([[1.0, "#ff0000"], [0.0, "#00ff0080"]]), [(0, [0, 1, 0, 128 / 255]), (1, [1, 0, 0, 1])]),
        (TransferFunction([[0.25, 0.5, "#0000ff"]]), [(0.25, [0, 0, 1, 0.5])]),
    ],
)
def test_transfer_function_constructors(function: TransferFunction, points: list) -> None:
    assert [(point.pos, pytest.approx(list(point.color))) for point in function] == points
    assert function.size == len(function) == len(points) and function.empty == (not points)
    assert function.textureSize in (512, 1024) and function.type == TFPrimitiveSetType.Relative


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([5], r"expected a list of \[pos, hex color\] and/or \[pos, alpha, hex color\]"),
        ([[1, 2, 3, 4]], "expected a list of"),
        ([["a", "#ffffff"]], r"expected a double \(position\)"),
        ([[0, "a", "#ffffff"]], r"expected a double \(alpha\)"),
        ([[0, "#fff"]], "a color is written as #rrggbb or #rrggbbaa, got '#fff'"),
        ([[0, "#gggggg"]], "a color is written as"),
    ],
)
def test_transfer_function_refuses(values: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TransferFunction(values)


def test_transfer_function_samples() -> None:
    function = TransferFunction([[0.25, 0.0, "#000000"], [0.75, 1.0, "#ff8000"]])
    assert list(function.sample(0.5)) == pytest.approx([0.5, 64 / 255, 0, 0.5])
    assert list(function.sample(-1)) == [0, 0, 0, 0] and list(function.sample(5)) == pytest.approx([1, 128 / 255, 0, 1])
    assert type(function.sample(0)) is vec4 and list(TransferFunction().sample(0.5)) == [0] * 4
    absolute = TransferFunction([[100, "#000000"], [200, "#ffffff"]], TFPrimitiveSetType.Absolute)
    assert absolute.sample(150).x == pytest.approx(0.5) and list(absolute.range) == [100, 200] and absolute.toWire()["absolute"]


def test_transfer_function_edits() -> None:
    function = TransferFunction()
    function.add(0.5, vec4(1, 0, 0, 1))
    function.add(0.25, "#00ff00")
    function.add(dvec2(0.75, 0.5))
    function.add(TFPrimitiveData(0.1, (0, 0, 1, 1)))
    function.add([TFPrimitiveData(1, (1, 1, 1, 1)), TFPrimitiveData(0, (0, 0, 0, 0))])
    assert [point.pos for point in function] == [0, 0.1, 0.25, 0.5, 0.75, 1] and function[4].alpha == 0.5
    assert list(function[4].color)[:3] == [1, 0, 0], "of a dvec2 the color is the one that is there"
    function.remove(function[1])
    function.remove(0)
    assert [point.pos for point in function] == [0.25, 0.5, 0.75, 1] and list(function.range) == [0, 1]
    function[0] = TFPrimitiveData(0.3, (0, 0, 0, 1))
    assert (function[0].pos, list(function[0].color)) == (0.3, [0, 0, 0, 1])
    with pytest.raises(ValueError, match="is none of the points"):
        function.remove(TFPrimitive(0.3))
    with pytest.raises(IndexError, match="there are 4 points, not one at 9"):
        function[9]
    with pytest.raises(TypeError, match="add takes a position and a color"):
        function.add(5)
    assert repr(TransferFunction([[0, "#ff0000"]])) == "<TransferFunction:  1 points\n    0, #ff0000ff>"
    function.clear()
    assert function.empty


def test_points_are_live() -> None:
    function = TransferFunction([[0.25, "#000000"], [0.75, "#ffffff"]])
    point = function[0]
    point.pos, point.alpha, point.color.r = 0.9, 0.5, 1.0
    assert function[1] is point and function.toWire()["points"][1] == {"position": 0.9, "color": [1, 0, 0, 0.5]}, "and sorted again"
    point.color = vec3(0, 1, 0)
    assert list(point.color) == [0, 1, 0, 0.5], "3 numbers keep the opacity"
    point.setPositionAlpha(0.1, 0.25)
    assert function[0] is point and point.alpha == 0.25
    point.setPositionAlpha(dvec2(0.2, 0.75))
    copied = point.data
    copied.pos = 5
    assert (point.pos, point.alpha, type(copied)) == (0.2, 0.75, TFPrimitiveData)
    point.data = TFPrimitiveData(0.4, "#ff000080")
    assert point.pos == 0.4 and list(point.color) == pytest.approx([1, 0, 0, 128 / 255])
    for held in function:
        held.alpha = 0
    assert [held.alpha for held in function] == [0, 0]


def test_tf_primitives() -> None:
    assert (TFPrimitiveData().pos, list(TFPrimitiveData().color)) == (0, [0] * 4)
    assert TFPrimitiveData(0.5, "#ff0000") == TFPrimitiveData(0.5, vec4(1, 0, 0, 1)) != TFPrimitiveData(0.5, "#00ff00")
    assert repr(TFPrimitiveData(0.5, "#ff0000")) == "TFPrimitiveData: [0.5, #ff0000ff]"
    point = TFPrimitive(pos=0.5, color=vec4(1))
    assert repr(point) == "<TFPrimitive: 0.5, #ffffffff>" and TFPrimitive(0.5, "#ff000080").alpha == pytest.approx(128 / 255)
    with pytest.raises(TypeError, match="a position is a number"):
        point.pos = "a"
    with pytest.raises(ValueError, match="3 or 4 numbers"):
        point.color = (1, 2)
    with pytest.raises(TypeError, match="a color is"):
        point.color = 5


def test_mask() -> None:
    function = TransferFunction()
    assert list(function.mask) == [0, 1] and type(function.mask) is dvec2
    function.mask = (0.25, 0.5)
    function.mask.y = 0.75
    assert function.toWire()["mask"] == [0.25, 0.75]
    function.clearMask()
    assert list(function.mask) == [0, 1]


@pytest.mark.parametrize("cls", [TransferFunction, IsoValueCollection])
def test_points_are_saved_and_loaded(cls: Any, tmp_path: Path) -> None:
    """Static and on an object, as the eras have it."""
    one = cls([[0.25, 0.5, "#ff0000"], [0.75, "#00ff00"]], TFPrimitiveSetType.Absolute)
    one.mask = (0.1, 0.9)
    cls.save(one, tmp_path / "a.xml")
    one.save(str(tmp_path / "b.xml"))
    other = cls()
    other.load(tmp_path / "b.xml")
    assert cls.load(tmp_path / "a.xml") == one == other and other.type == TFPrimitiveSetType.Absolute
    (tmp_path / "c.xml").write_text("no XML")
    with pytest.raises(ValueError, match=f"c.xml is no {cls.__name__} that Voxloom can read"):
        cls.load(tmp_path / "c.xml")
    with pytest.raises(OSError):
        cls.load(tmp_path / "absent.xml")


def test_iso_values() -> None:
    values = IsoValueCollection([[0.5, "#ff0000"], [0.25, 0.5, "#00ff00"]])
    assert isinstance(values, TFPrimitiveSet) and [point.pos for point in values] == [0.25, 0.5] and values.size == 2
    values.add(0.1, vec4(1))
    values[0].pos = 0.6
    assert [point.pos for point in values] == [0.25, 0.5, 0.6] and not hasattr(values, "sample")
    assert repr(IsoValueCollection([[0.5, "#ff0000"]])) == "<IsoValueCollection:  1 isovalues\n    0.5, #ff0000ff>"
    assert IsoValueCollection(values=[TFPrimitiveData(0.5)], type=TFPrimitiveSetType.Absolute).type == TFPrimitiveSetType.Absolute
    restored = IsoValueCollection()
    restored.fromWire(values.toWire())
    assert restored == values == copy.deepcopy(values)


# Cameras


def matrix(value: Any) -> np.ndarray:
    return np.array(value, np.float64)


def project(camera: Any, point: Any) -> np.ndarray:
    """Normalized device coordinates of a point."""
    clip = matrix(camera.projectionMatrix) @ matrix(camera.viewMatrix) @ [*point, 1.0]
    return clip[:3] / clip[3]


@pytest.mark.parametrize("cls", [PerspectiveCamera, OrthographicCamera, SkewedPerspectiveCamera])
def test_camera_defaults(cls: Any) -> None:
    camera = cls()
    assert (camera.lookFrom, camera.lookTo, camera.lookUp) == (vec3(0, 0, 2), vec3(0), vec3(0, 1, 0)) and isinstance(camera, Camera)
    assert (camera.nearPlaneDist, camera.farPlaneDist, camera.aspectRatio) == (0.01, 10000, 1)
    assert camera.width == 60 if cls is OrthographicCamera else camera.fovy == 60
    assert cls is not SkewedPerspectiveCamera or camera.offset == vec2(0)
    given = cls(lookFrom=vec3(1), lookTo=vec3(2), lookUp=vec3(0, 0, 1), nearPlane=1, farPlane=5, aspectRatio=2)
    assert (given.lookFrom, given.lookTo, given.lookUp, given.nearPlaneDist, given.farPlaneDist) == (vec3(1), vec3(2), vec3(0, 0, 1), 1, 5)
    given.lookFrom, given.nearPlaneDist, given.farPlaneDist, given.aspectRatio = (0, 0, 5), 2, 9, 3
    given.lookFrom.x = 4
    assert list(given.lookFrom) == [4, 0, 5] and (given.nearPlaneDist, given.farPlaneDist, given.aspectRatio) == (2, 9, 3)
    with pytest.raises(TypeError, match="vec3 takes 3 numbers"):
        given.lookTo = (1, 2)


def test_perspective_matrices() -> None:
    camera = PerspectiveCamera((3, 4, 5), (1, 1, 1), (0, 0, 1), 0.5, 50, 2, 90)
    assert np.allclose(project(camera, (1, 1, 1))[:2], 0) and np.allclose(matrix(camera.viewMatrix) @ [3, 4, 5, 1], [0, 0, 0, 1])
    assert np.allclose(matrix(camera.projectionMatrix) @ [2, 1, -1, 1], [1, 1, (50 + 0.5) / 49.5 - 2 * 25 / 49.5, 1]), (
        "45° up is the upper edge"
    )
    direction = matrix(camera.getDirection())
    assert np.allclose(direction, -np.array([2, 3, 4]) / np.sqrt(29))
    assert project(camera, np.array([3, 4, 5]) + 0.5 * direction)[2] == pytest.approx(-1, abs=1e-5)
    assert project(camera, np.array([3, 4, 5]) + 50 * direction)[2] == pytest.approx(1)
    assert project(camera, (1, 1, 2))[1] > 0, "z is up"
    assert np.allclose(matrix(camera.inverseViewMatrix) @ matrix(camera.viewMatrix), np.eye(4))
    assert np.allclose(matrix(camera.inverseProjectionMatrix) @ matrix(camera.projectionMatrix), np.eye(4))


def test_orthographic_matrices() -> None:
    camera = OrthographicCamera((0, 0, 10), (0, 0, 0), (0, 1, 0), 1, 21, 2, 8)
    assert np.allclose(project(camera, (4, 2, 0)), [1, 1, -0.1]) and np.allclose(project(camera, (-4, -2, 9)), [-1, -1, -1])
    camera.aspectRatio = 4
    assert camera.width == 8 and np.allclose(project(camera, (4, 1, 0))[:2], 1)
    camera.width = 16
    assert np.allclose(project(camera, (4, 2, 0))[:2], [0.5, 1])


def test_skewed_matrices() -> None:
    """The eye moves, the picture at the target stays."""
    plain = PerspectiveCamera((0, 0, 4), fieldOfView=40)
    skewed = SkewedPerspectiveCamera((0, 0, 4), fieldOfView=40, frustumOffset=vec2(0.5, 0.25))
    assert np.allclose(project(skewed, (0, 0, 0))[:2], 0, atol=1e-6) and np.allclose(
        project(skewed, (1, 1, 0))[:2], project(plain, (1, 1, 0))[:2]
    )
    assert np.allclose(matrix(skewed.viewMatrix) @ [0.5, 0.25, 4, 1], [0, 0, 0, 1])
    assert project(skewed, (0, 0, 1))[0] < 0 < project(skewed, (0, 0, -1))[0]
    with pytest.raises(NotImplementedError, match="cannot be shown; move lookFrom and lookTo"):
        skewed.toWire()
    skewed.offset = (0, 0)
    assert np.allclose(matrix(skewed.projectionMatrix), matrix(plain.projectionMatrix))


def test_degenerate_cameras_have_matrices() -> None:
    for camera in (PerspectiveCamera((0, 0, 0), (0, 0, 0)), PerspectiveCamera((0, 2, 0), (0, 0, 0), (0, 1, 0))):
        assert np.isfinite(matrix(camera.viewMatrix)).all() and np.linalg.det(matrix(camera.viewMatrix)) == pytest.approx(1)


def test_camera_positions() -> None:
    camera = PerspectiveCamera((0, 0, 4), aspectRatio=1.5)
    world = (0.3, -0.4, 1.0)
    ndc = project(camera, world)
    assert list(camera.getWorldPosFromNormalizedDeviceCoords(vec3(*ndc))) == pytest.approx(world)
    assert list(camera.getClipPosFromNormalizedDeviceCoords(vec3(*ndc)))[3] == pytest.approx(3)
    screen = camera.getNormalizedDeviceFromNormalizedScreenAtFocusPointDepth(vec2(0.75, 0.5))
    assert list(screen) == pytest.approx([0.5, 0, project(camera, (0, 0, 0))[2]])


@pytest.mark.parametrize("cls", [PerspectiveCamera, OrthographicCamera, SkewedPerspectiveCamera])
def test_camera_clone_and_update(cls: Any) -> None:
    camera = cls((1, 2, 3), (4, 5, 6), (0, 0, 1), 2, 9, 3, 25)
    clone = camera.clone()
    assert clone == camera and type(clone) is cls
    clone.lookFrom.x = 9
    assert camera.lookFrom.x == 1 and clone != camera
    other = cls()
    other.updateFrom(camera)
    assert other == camera
    with pytest.raises(TypeError, match="a Camera is needed"):
        other.updateFrom(5)


def test_update_between_kinds_keeps_the_size_at_the_target() -> None:
    perspective, ortho = PerspectiveCamera((0, 0, 4), aspectRatio=2), OrthographicCamera()
    ortho.updateFrom(perspective)
    assert np.allclose(project(ortho, (0.5, 0.5, 0))[:2], project(perspective, (0.5, 0.5, 0))[:2])
    back = PerspectiveCamera(fieldOfView=30)
    back.updateFrom(ortho)
    assert back.fovy == 30 and np.allclose(project(back, (0.5, 0.5, 0))[:2], project(ortho, (0.5, 0.5, 0))[:2])


def test_camera_becomes_what_the_program_says() -> None:
    camera = Camera()
    assert type(camera) is PerspectiveCamera and camera.fovy == 38
    camera.fromWire(OrthographicCamera((0, 0, 5), width=4).toWire())
    assert type(camera) is OrthographicCamera and camera.width == 4 and camera.lookFrom == vec3(0, 0, 5)
    camera.aspectRatio = 2
    assert camera.toWire()["projection"] == {"orthographic": {"height": 4.0}}, "the height is the program's"
    camera.fromWire(PerspectiveCamera().toWire())
    assert type(camera) is PerspectiveCamera and camera.fovy == 60
