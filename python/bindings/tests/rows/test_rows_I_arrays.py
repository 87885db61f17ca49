"""Rows I18 to I22: arrays, pictures and meshes."""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
import voxloom as vx
from inviwopy.data import BufferType, ConnectivityType, DrawType, IndexBufferUINT32, Mesh, MeshInfo, Volume
from rows.kit import (
    CANVAS,
    figure,
    is_blank,
    needs_network,
    needs_program,
    net,  # noqa: F401
    shown,
    voxloom,
    written,
)

DTYPES = ["uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]


def address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


class Handing(vx.Processor):
    """Hands out what it is given by ``make``, and keeps nothing."""

    classIdentifier = "org.rows.Handing"
    make: Any = None

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.round = vx.IntProperty("round", "Round", 0, 0, 10**6)
        self.addProperty(self.round)

    def process(self) -> None:
        self.out.setData(Handing.make(self.round.value))


# I18


@needs_network
@pytest.mark.parametrize("dtype", DTYPES)
def test_I18_every_dtype_arrives_voxel_for_voxel_without_a_copy(net: Any, dtype: str) -> None:  # noqa: F811
    # 2 MiB each, so that it lies in a segment.
    count = (2 << 20) // np.dtype(dtype).itemsize
    values = np.random.default_rng(1).integers(0, 120, count).astype(dtype).reshape(16, 32, -1)
    where: list = []

    def make(_: int) -> Volume:
        array = values * 1
        where.append(address(array))
        return Volume(array)

    Handing.make = make
    before = vx.copied_bytes()
    node = net.add(Handing)
    net.evaluate(node)
    volume = node.outports.out.getData()
    depth, height, width = values.shape
    assert list(volume.dimensions) == [width, height, depth]
    data = volume.data
    assert data.dtype == np.dtype(dtype) and data.shape == values.shape
    np.testing.assert_array_equal(data, values)
    assert vx.copied_bytes() == before, f"{vx.copied_bytes() - before} bytes were copied"
    if address(data) == where[-1]:
        print("the same address")


def test_I18_formats_copies_and_refusals() -> None:
    letters = {"u": "UINT", "i": "INT", "f": "FLOAT"}
    for dtype in map(np.dtype, DTYPES):
        for channels in (1, 2, 3, 4):
            volume = Volume(np.ones((2, 3, 4) if channels == 1 else (2, 3, 4, channels), dtype))
            name = f"Data{'' if channels == 1 else f'Vec{channels}'}{letters[dtype.kind]}{dtype.itemsize * 8}"
            assert str(volume.format) == name and list(volume.dimensions) == [4, 3, 2]
    # Strided and read-only arrays: one copy, reported.
    strided = np.arange(4 * 6 * 8, dtype=np.uint16).reshape(4, 6, 8)[::2, ::-1, 1::3]
    volume = Volume(strided)
    np.testing.assert_array_equal(volume.data, strided)
    assert any("cop" in note for note in volume.notes), volume.notes
    fixed = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    fixed.flags.writeable = False
    np.testing.assert_array_equal(Volume(fixed).data, fixed)
    # Columns first: (x, y, z) in inviwopy, as it is in voxloom.
    fortran = np.asfortranarray(np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    assert list(Volume(fortran).dimensions) == [2, 3, 4] and list(vx.Volume(fortran).dimensions) == [4, 3, 2]
    np.testing.assert_array_equal(vx.Volume(fortran).data, fortran)
    assert any("ascontiguousarray" in note for note in Volume(fortran).notes)
    truth = np.array([[[True, False], [False, True]]])
    np.testing.assert_array_equal(Volume(truth).data, truth.astype(np.uint8))
    refused = [np.dtype("complex64"), np.dtype("datetime64[s]"), np.dtype("U3"), np.dtype("O")]
    if hasattr(np, "longdouble") and np.dtype("longdouble").itemsize > 8:
        refused.append(np.dtype("longdouble"))
    for dtype in refused:
        with pytest.raises(TypeError) as error:
            Volume(np.zeros((2, 2, 2), dtype))
        assert isinstance(error.value, ValueError)
        assert dtype.name.split("[")[0][:7] in str(error.value) or "U" in str(error.value) or "str" in str(error.value)
        assert all(name in str(error.value) for name in ("uint8", "float16", "float64")), str(error.value)


@needs_network
def test_I18_an_adopted_array_is_frozen_while_someone_reads_it(net: Any) -> None:  # noqa: F811
    held: list = []

    def make(_: int) -> Volume:
        array = np.zeros((64, 128, 256), np.uint8)
        held.append(array)
        return Volume(array)

    Handing.make = make
    node = net.add(Handing)
    before = vx.copied_bytes()
    net.evaluate(node)
    (array,) = held
    view = node.outports.out.data
    assert not array.flags.writeable and vx.copied_bytes() == before
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0, 0] = 1
    assert view.sum() == 0


# I19 and I20


@needs_network
def test_I19_a_volume_outlives_the_name_of_its_array(net: Any) -> None:  # noqa: F811
    def make(number: int) -> Volume:
        array = np.full((16, 256, 256), number % 251, np.uint8)
        array[0, 0, :8] = np.frombuffer(np.int64(number).tobytes(), np.uint8)
        volume = Volume(array)
        del array
        gc.collect(0)
        return volume

    Handing.make = make
    node = net.add(Handing)
    shown(net, node)
    pictures, before, copied = set(), time.perf_counter(), vx.copied_bytes()
    for number in range(1000):
        node.round.value = number
        net.evaluate(node)
        gc.collect(0)
        data = node.outports.out.data
        assert int(np.frombuffer(data[0, 0, :8].tobytes(), np.int64)[0]) == number
        assert (data[1::5, ::37, ::41] == number % 251).all()
        if number % 50 == 0:
            picture = net.render(size=(24, 24))
            assert picture.shape == (24, 24, 4)
            pictures.add(picture.tobytes())
    assert vx.copied_bytes() == copied and len(pictures) > 0
    figure("I19", f"1000 volumes of 1 MiB whose arrays were deleted, all right, 0 bytes copied, {time.perf_counter() - before:.1f} s")


@needs_network
def test_I20_inputs_are_read_only_views_that_keep_their_owner(net: Any) -> None:  # noqa: F811
    class Keeping(vx.Processor):
        classIdentifier = "org.rows.Keeping"
        views: list = []
        said: list = []

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.inport, self.outport = vx.VolumeInport("inport"), vx.VolumeOutport("outport")
            self.addInport(self.inport)
            self.addOutport(self.outport)

        def process(self) -> None:
            volume = self.inport.getData()
            view = volume.data
            own = volume.clone()
            own.data[0, 0, 0] = 77
            Keeping.views.append(view)
            Keeping.said.append((view.shape, str(view.dtype), view.flags.writeable))
            try:
                view[0, 0, 0] = 9
            except ValueError as error:
                Keeping.said.append(str(error))
            self.outport.setData(own)

    Handing.make = lambda number: Volume(np.full((32, 128, 256), number, np.uint16))
    source = net.add(Handing)
    keeping = net.add(Keeping)
    net.connect(source.outports[0], keeping.inports[0])
    before = vx.copied_bytes()
    for number in range(1, 4):
        source.round.value = number
        net.evaluate(keeping)
    copied = vx.copied_bytes() - before
    assert keeping.outports[0].data[0, 0, :2].tolist() == [77, 3] and source.outports[0].data[0, 0, 0] == 3
    net.remove(source)
    gc.collect()
    assert [int(view[3, 5, 7]) for view in Keeping.views] == [1, 2, 3] and all((view == view[0, 0, 0]).all() for view in Keeping.views)
    assert Keeping.said[0] == ((32, 128, 256), "uint16", False) and "read-only" in Keeping.said[1]
    # Writing took a clone, which is a copy of its own; reading took none.
    assert copied <= 3 * 32 * 128 * 256 * 2
    figure("I20", f"three inputs of 2 MiB read without a copy; copied for three clones: {copied} bytes")


# I21 and I22


ASYMMETRIC = """
import inviwopy as ivw
import numpy as np
class Asymmetric(ivw.Processor):
    classIdentifier = "org.rows.Asymmetric"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = ivw.data.ImageOutport("out")
        self.addOutport(self.out)
    def process(self):
        # 5 rows of 7: red at the start of row 0, green at its end, blue at the start of the last row.
        pixels = np.zeros((5, 7, 4), np.uint8)
        pixels[..., 3] = 255
        pixels[0, 0, 0] = pixels[0, 6, 1] = pixels[4, 0, 2] = 255
        pixels[2, 3] = (10, 20, 30, 255)
        layer = ivw.data.Layer(pixels)
        assert tuple(layer.dimensions) == (7, 5) and layer.data.shape == (5, 7, 4)
        self.out.setData(ivw.data.Image(layer))
"""


@needs_program
def test_I21_row_0_is_at_the_bottom_and_nothing_is_swapped(tmp_path: Path) -> None:
    from PIL import Image

    written(tmp_path / "p" / "Asymmetric.py", ASYMMETRIC)
    network = {
        "processors": [{"id": "P", "class": "org.rows.Asymmetric"}, {"id": "C", "class": CANVAS}],
        "connections": [{"from": "P.out", "to": "C.inport"}],
    }
    (tmp_path / "w.voxloom").write_text(json.dumps({"voxloom": 1, "network": network}))
    voxloom(
        tmp_path,
        "render",
        tmp_path / "w.voxloom",
        "--out",
        tmp_path / "x.png",
        "--size",
        "7x5",
        "--backend",
        "cpu",
        "--python-processors",
        tmp_path / "p",
    )
    shot = np.asarray(Image.open(tmp_path / "x.png").convert("RGB"))
    expected = np.zeros((5, 7, 3), np.uint8)
    expected[4, 0, 0] = expected[4, 6, 1] = expected[0, 0, 2] = 255
    expected[2, 3] = (10, 20, 30)
    np.testing.assert_array_equal(shot, expected)
    gray = ivw.data.Layer(np.arange(35, dtype=np.float32).reshape(5, 7))
    assert tuple(gray.dimensions) == (7, 5) and gray.data.shape == (5, 7)


def grid(n: int) -> tuple:
    """n by n points of a plane and its triangles."""
    x, y = np.meshgrid(np.linspace(-1, 1, n, dtype=np.float32), np.linspace(-1, 1, n, dtype=np.float32))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(n * n, np.float32)], axis=1)
    corner = (np.arange(n - 1)[:, None] * n + np.arange(n - 1)).ravel()
    triangles = np.concatenate([np.stack([corner, corner + 1, corner + n], 1), np.stack([corner + 1, corner + n + 1, corner + n], 1)])
    return points, triangles.astype(np.uint32)


class Meshing(vx.Processor):
    classIdentifier = "org.rows.Meshing"
    far = 0

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = ivw.data.MeshOutport("out")
        self.addOutport(self.out)

    def process(self) -> None:
        points, triangles = grid(30)
        mesh = Mesh(dt=DrawType.Triangles, ct=ConnectivityType.Unconnected)
        mesh.addBuffer(BufferType.PositionAttrib, ivw.data.Buffer(points))
        colors = np.tile(np.float32([1, 0.5, 0, 1]), (len(points), 1))
        mesh.addBuffer(BufferType.ColorAttrib, ivw.data.Buffer(colors))
        triangles[-1, -1] += Meshing.far
        mesh.addIndices(MeshInfo(DrawType.Triangles, ConnectivityType.Unconnected), IndexBufferUINT32(triangles.ravel()))
        self.out.setData(mesh)


@needs_network
def test_I22_a_mesh_has_its_vertices_and_triangles_and_is_drawn(net: Any) -> None:  # noqa: F811
    Meshing.far = 0
    node = net.add(Meshing)
    net.evaluate(node)
    mesh = node.outports.out.getData()
    assert mesh.attribute(BufferType.PositionAttrib).shape == (900, 3) and mesh.attribute(BufferType.ColorAttrib).shape == (900, 4)
    assert mesh.indexBuffers[0][1].size == 29 * 29 * 2 * 3
    renderer, canvas = net.add("org.inviwo.GeometryRenderGL"), net.add(CANVAS)
    net.connect(node.outports[0], renderer.inports["geometry"] if "geometry" in renderer.inports else renderer.inports[0])
    net.connect(renderer.outports[0], canvas.inports[0])
    try:
        picture = net.render(size=(96, 96))
    except vx.ProcessorError as error:
        assert "adapter" in str(error), error
        figure("I22", "a mesh of 900 vertices and 1682 triangles arrives whole; there is no graphics adapter here to draw it")
        return
    orange = (picture[..., 0] > picture[..., 2] + 50) & (picture[..., 3] > 0)
    assert not is_blank(picture) and orange.mean() > 0.1
    figure("I22", f"a mesh of 900 vertices and 1682 triangles covers {orange.mean() * 100:.0f} % of the picture in its color")


@needs_network
def test_I22_an_index_out_of_range_is_refused_before_it_is_drawn(net: Any) -> None:  # noqa: F811
    Meshing.far = 900
    node = net.add(Meshing)
    with pytest.raises(vx.ProcessorError, match=r"ind.*(900|1799)"):
        net.evaluate(node)
    assert net.info(node)["status"] == "failed"
    Meshing.far = 0
