"""The shipped Python processors that make layers, figures, meshes, pictures and tables; alone and in networks."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import voxloom as vx
from inviwopy.data import BufferType, Volume
from shipped_nodes import MODEL, SHIPPED, Node, ball, noise, volume_of

# Slices


@pytest.mark.parametrize("channels", [1, 4])
def test_slices_lie_where_the_volume_does(node: Any, channels: int) -> None:
    array = noise("int16", 5, 6, 7, *([channels] if channels > 1 else []))
    volume = volume_of(array)
    slicing = node("slice_to_layer")
    for axis, index, expected, names in (
        ("z", 3, array[3], ("left", "front")),
        ("y", 2, array[:, 2], ("left", "up")),
        ("x", 6, array[:, :, 6], ("front", "up")),
    ):
        answer = slicing.set(axis=axis, slice=index).run(volume)
        layer = answer.outputs["outport"]
        np.testing.assert_array_equal(layer.data, expected)
        assert tuple(each.name for each in layer.axes) == names
        assert layer.dataMap.statedDataRange == [-3, 300]
        # The corner of the layer is the corner of the slice, in its middle across.
        place = np.array(layer.modelMatrix)
        data = {"x": [6.5 / 7, 0, 0], "y": [0, 2.5 / 6, 0], "z": [0, 0, 3.5 / 5]}[axis]
        np.testing.assert_allclose(place[:, 3], MODEL @ [*data, 1], rtol=1e-6)
        np.testing.assert_allclose(place[:, 0], MODEL[:, ["left", "front", "up"].index(names[0])])
        np.testing.assert_allclose(place[:, 1], MODEL[:, ["left", "front", "up"].index(names[1])])


def test_the_middle_slice_and_the_one_beyond_the_last(node: Any) -> None:
    array = noise("float32", 5, 6, 7)
    array[0, 0, 0], array[1, 1, 1] = np.nan, np.inf
    slicing = node("slice_to_layer")
    answer = slicing.run(Volume(array))
    layer = answer.outputs["outport"]
    np.testing.assert_array_equal(layer.data, array[2])
    finite = array[np.isfinite(array)]
    assert layer.dataMap.statedDataRange == pytest.approx([finite.min(), finite.max()])
    # Drawn as the volume is: cubic voxels, longest edge 1, centered.
    np.testing.assert_allclose(np.array(layer.modelMatrix)[:3, 3], [-0.5, -3 / 7, 0], atol=1e-6)
    limits = next(prop for prop in answer.interface["properties"] if prop["identifier"] == "slice")["kind"]
    assert limits["max"] == 4
    assert "5 slices along z, 0 to 4; there is no slice 5" in slicing.set(slice=5).fails(Volume(array))


# Figures


def picture(drawing: Node, volume: Volume) -> np.ndarray:
    """The pixels of a figure of 320 by 240, the top row first."""
    drawing.size = (320, 240)
    image = drawing.run(volume).outputs["outport"]
    assert image.dimensions == (320, 240)
    return image.colorLayers[0].data[::-1]


def test_a_histogram_is_matplotlibs(node: Any) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    array = noise("float32", 10, 11, 12)
    array[3, 3, 3] = np.nan
    figure = Figure(figsize=(3.2, 2.4), dpi=100, layout="constrained")
    axes = figure.subplots()
    axes.set_title("T")
    known = array[np.isfinite(array)]
    axes.stairs(*np.histogram(known, 16, (known.min(), known.max())), fill=True)
    axes.set_yscale("log")
    axes.set_xlabel("value"), axes.set_ylabel("voxels")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawing = node("matplotlib_figure").set(bins=16, title="T")
    np.testing.assert_array_equal(picture(drawing, Volume(array)), np.asarray(canvas.buffer_rgba()))


def test_a_slice_in_a_figure_stands_upright(node: Any) -> None:
    array = np.zeros((3, 40, 40), np.uint8)
    array[1, :10, :20] = 255
    drawing = node("matplotlib_figure").set(kind="slice", dark=True)
    shown = picture(drawing, Volume(array))[..., :3].astype(int)
    white = (shown.min(axis=2) > 250) & (np.ptp(shown, axis=2) == 0)
    wide = np.flatnonzero(white.sum(axis=1) > 50)
    # The bright part lies at the bottom left of the axes; the frame is a line at the top, too.
    assert len(wide) > 30 and np.median(wide) > 150
    assert np.median(np.nonzero(white[wide])[1]) < 160
    assert "there is no slice 3" in drawing.set(slice=3).fails(Volume(array))


@pytest.mark.parametrize("kind", ["histogram", "slice"])
@pytest.mark.parametrize("what", ["nan", "constant", "channels"])
def test_figures_of_odd_data(node: Any, kind: str, what: str) -> None:
    array = {
        "nan": np.full((4, 5, 6), np.nan, np.float32),
        "constant": np.full((4, 5, 6), 7, np.int16),
        "channels": noise("uint8", 4, 5, 6, 2),
    }[what]
    shown = picture(node("matplotlib_figure").set(kind=kind), volume_of(array) if what == "channels" else Volume(array))
    assert np.ptp(shown[..., :3]) > 100


# Surfaces


@pytest.mark.parametrize("step", [1, 2])
def test_marching_cubes_equals_scikit_image(node: Any, step: int) -> None:
    from skimage.measure import marching_cubes

    array = ball()
    answer = node("marching_cubes").set(isovalue=2.0, step=step).run(volume_of(array))
    mesh = answer.outputs["outport"]
    points, triangles, _, _ = marching_cubes(array, 2.0, step_size=step)
    size = np.array(array.shape[::-1], np.float32)
    got = mesh.attribute(BufferType.PositionAttrib)
    np.testing.assert_array_equal(got, (points[:, ::-1] + np.float32(0.5)) / size)
    indices = mesh.indexBuffers[0][1].data.reshape(-1, 3)
    np.testing.assert_array_equal(indices, triangles)
    assert answer.changes["vertices"] == len(points) and answer.changes["triangles"] == len(triangles) > 100
    np.testing.assert_allclose(np.array(mesh.modelMatrix), MODEL)
    # In the world: on a sphere around the center in voxels, facing away from it, as triangles and as normals.
    world = (MODEL[:3, :3] @ got.T).T + MODEL[:3, 3]
    center = MODEL[:3, :3] @ (np.array([12.5, 12.5, 12.5]) / size) + MODEL[:3, 3]
    voxels = got * size - 12.5
    np.testing.assert_allclose(np.linalg.norm(voxels, axis=1), 8, atol=0.2)
    corner = world[indices]
    faces = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    assert np.mean(np.sum(faces * (corner.mean(axis=1) - center), axis=1) > 0) > 0.99
    turned = (np.linalg.inv(MODEL[:3, :3]).T @ mesh.attribute(BufferType.NormalAttrib).T).T
    gradient = (np.linalg.inv(MODEL[:3, :3]).T @ (voxels * size).T).T
    cosine = np.sum(turned * gradient, axis=1) / np.linalg.norm(turned, axis=1) / np.linalg.norm(gradient, axis=1)
    assert cosine.min() > 0.9


def test_marching_cubes_of_odd_data(node: Any) -> None:
    surface = node("marching_cubes")
    # The default is moved into the data.
    answer = surface.run(Volume(ball() + 100))
    assert answer.changes["isovalue"] == pytest.approx((ball().min() + ball().max()) / 2 + 100, rel=1e-5)
    # Placed as the volume is drawn: cubic voxels, longest edge 1, centered.
    expected = np.array([[1, 0, 0, -0.5], [0, 28 / 32, 0, -14 / 32], [0, 0, 0.75, -0.375], [0, 0, 0, 1]])
    np.testing.assert_allclose(np.array(answer.outputs["outport"].modelMatrix), expected, atol=1e-6)
    surface.set(isovalue=300.0)
    assert "the isovalue 300 lies outside the data, which reaches from" in surface.fails(Volume(ball()))
    assert "outside the data" in surface.fails(Volume(np.zeros((4, 4, 4), np.uint8)))
    assert "no finite value" in surface.fails(Volume(np.full((4, 4, 4), np.nan)))
    assert "shape (4, 4, 4, 4)" in surface.fails(Volume(np.zeros((4, 4, 4, 4), np.uint8)))
    assert "at least 2 voxels" in surface.fails(Volume(np.zeros((1, 4, 4), np.uint8)))
    holes = ball()
    holes[12] = np.nan
    mesh = surface.set(isovalue=2.0, normals=False).run(Volume(holes)).outputs["outport"]
    points = mesh.attribute(BufferType.PositionAttrib)
    assert np.isfinite(points).all() and mesh.attribute(BufferType.NormalAttrib) is None
    layer = points[:, 2] * 24 - 0.5
    assert len(points) and not ((layer > 11.01) & (layer < 12.99)).any()


# Pictures


def test_pictures_equal_pillow(node: Any, tmp_path: Path) -> None:
    from PIL import Image

    reader = node("image_reader")
    for mode, array in {
        "RGB": noise("uint8", 5, 7, 3),
        "RGBA": noise("uint8", 5, 7, 4),
        "L": noise("uint8", 5, 7),
        "LA": noise("uint8", 5, 7, 2),
        "I;16": noise("uint16", 5, 7) * 300,
        "F": noise("float32", 5, 7),
    }.items():
        file = tmp_path / f"{mode.replace(';', '')}.tif"
        Image.fromarray(array).save(file)
        answer = reader.set(file=str(file)).run()
        layer = answer.outputs["layer"]
        assert layer.data.dtype == array.dtype and layer.dimensions == (7, 5)
        # Row 0 is the bottom one.
        np.testing.assert_array_equal(layer.data, array[::-1])
        np.testing.assert_array_equal(answer.outputs["outport"].colorLayers[0].data, array[::-1])
        stated = None if array.dtype == np.uint8 else [array.min(), array.max()]
        assert layer.dataMap.statedDataRange == stated


def test_pictures_of_other_kinds(node: Any, tmp_path: Path) -> None:
    from PIL import Image

    reader = node("image_reader")
    assert reader.run().outputs == {}
    file = tmp_path / "a.png"
    colors = noise("uint8", 4, 6, 3)
    Image.fromarray(colors).quantize(8).save(file)
    with Image.open(file) as palette:
        expected = np.asarray(palette.convert("RGB"))
    np.testing.assert_array_equal(reader.set(file=str(file)).run().outputs["layer"].data, expected[::-1])
    Image.fromarray(colors).quantize(8).save(file, transparency=0)
    assert reader.run().outputs["layer"].data.shape == (4, 6, 4)
    Image.fromarray(colors[..., 0] > 100).save(file)
    assert set(np.unique(reader.run().outputs["layer"].data)) == {0, 255}
    pages = [Image.fromarray(np.full((2, 3), value, np.uint8)) for value in (10, 20, 30)]
    file = tmp_path / "pages.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:])
    answer = reader.set(file=str(file), frame=2).run()
    assert (answer.outputs["layer"].data == 30).all()
    assert "has 3 frames; there is no frame 3" in reader.set(frame=3).fails()
    turned = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x112] = 6
    Image.fromarray(colors).save(turned, exif=exif)
    assert reader.set(file=str(turned), frame=0).run().outputs["layer"].dimensions == (4, 6)
    (tmp_path / "bad.png").write_text("no picture")
    assert "bad.png is no picture" in reader.set(file=str(tmp_path / "bad.png")).fails()
    assert "there is no file" in reader.set(file=str(tmp_path / "none.png")).fails()
    assert reader.set(file="").run().outputs == {}


# Tables


def table(tmp_path: Path, text: Any, **values: Any) -> Any:
    """What a Table Source makes of a text."""
    cls = runpy.run_path(str(SHIPPED / "table_source.py"))["TableSource"]
    source = cls("T", "T")
    (tmp_path / "t.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    source.file.value = tmp_path / "t.csv"
    for name, value in values.items():
        prop = getattr(source, name)
        setattr(prop, "selectedIdentifier" if hasattr(prop, "selectedIdentifier") else "value", value)
    source.initializeResources()
    source.process()
    frame = source.outport.getData()
    assert source.rows.value == frame.rows
    return frame


def test_tables_have_columns_of_the_kind_of_their_cells(tmp_path: Path) -> None:
    rows = ["name,mass [kg],count,mixed,mass", 'iron,"7.8",3,1,1e3', '"lead, old",NA,-4,x,0', "zinc,7.1,5,2,-2.5"]
    frame = table(tmp_path, "\n".join(rows) + "\n")
    assert [column.header for column in frame][1:] == ["name", "mass", "count", "mixed", "mass"]
    name, mass, count, mixed, again = list(frame)[1:]
    assert (name.type, mixed.type) == ("Categorical", "Categorical")
    assert [name.get(n, True) for n in range(3)] == ["iron", "lead, old", "zinc"]
    np.testing.assert_array_equal(mass.data, [7.8, np.nan, 7.1])
    assert mass.data.dtype == np.float64 and str(mass.unit) == "kg"
    assert count.data.dtype == np.int32 and list(count.data) == [3, -4, 5]
    assert list(again.data) == [1000, 0, -2.5]
    assert list(frame.indexcol().data) == [0, 1, 2] and frame.rows == 3


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a;b\n1,5;2\n2,5;3\n", {"decimalComma": True}, [[1.5, 2.5], [2, 3]]),
        ("a\tb\n1\t2\n", {}, [[1], [2]]),
        ("a b\n1 2\n", {"delimiter": "space"}, [[1], [2]]),
        ("1,2\n3,4\n", {"header": False}, [[1, 3], [2, 4]]),
        ("\ufeffa\n\n1\n\n2\n", {}, [[1, 2]]),
        ("a\r\n1\r\n", {}, [[1]]),
        ("n\n99999999999\n1\n", {}, [[99999999999, 1]]),
    ],
)
def test_tables_of_other_dialects(tmp_path: Path, text: str, values: dict, expected: list) -> None:
    frame = table(tmp_path, text, **values)
    assert [list(column.data) for column in frame][1:] == expected


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", {}, "t.csv, line 3: 3 cells, where the first row has 2"),
        ("", {}, "t.csv holds no row"),
        ("a,b\n", {}, "t.csv holds no row below its header"),
        ("n\n\xe4\n".encode("latin-1"), {}, "t.csv is not in UTF-8; choose another encoding"),
    ],
)
def test_tables_say_what_is_wrong(tmp_path: Path, text: Any, values: dict, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        table(tmp_path, text, **values)
    assert table(tmp_path, "n\n\xe4\n".encode("latin-1"), encoding="latin1")[1].get(0, True) == "\xe4"


def test_a_table_goes_through_the_host(node: Any, tmp_path: Path) -> None:
    source = node("table_source")
    assert source.run().outputs == {}
    (tmp_path / "t.csv").write_text("a,b\n" + "1,x\n" * 12000)
    answer = source.set(file=str(tmp_path / "t.csv")).run()
    frame = answer.outputs["outport"]
    assert frame.rows == 12000 and frame["b"].get(7, True) == "x"
    np.testing.assert_array_equal(frame["a"].data, 1)
    assert "there is no file" in source.set(file=str(tmp_path / "none.csv")).fails()


# Picking


def picking_event(number: int, hover: str = "none", press: str = "none") -> dict:
    """An event over the object of an id."""
    pointer = {"position": [0.5, 0.5], "canvas": [64, 48], "depth": 0.0}
    event = {name: number for name in ("id", "current", "previous", "pressed")}
    event.update({name: pointer for name in ("pointer", "previous_pointer", "pressed_pointer")})
    return {"type": "picking", "state": "updated", "press": press, "hover": hover, "button": "primary", **event}


def test_points_tell_where_they_are_and_are_chosen(node: Any) -> None:
    program = node("image_reader").program
    program.answers["picking.reserve"] = lambda args: {"first": 1000}
    program.answers["picking.release"] = lambda args: None
    points = node("point_picking").set(count=50)
    mesh = points.run().outputs["outport"]
    where = mesh.attribute(BufferType.PositionAttrib)
    assert where.shape == (50, 3)
    np.testing.assert_allclose(np.linalg.norm(where, axis=1), 0.5, atol=1e-6)
    np.testing.assert_array_equal(mesh.attribute(BufferType.PickingAttrib), np.arange(1000, 1050))
    colors = mesh.attribute(BufferType.ColorAttrib)
    assert (colors == colors[0]).all()

    hover = program.ask("event", node=1, event=picking_event(1007, hover="enter"))
    assert hover["tooltip"] == "Point 7 at ({:.2f}, {:.2f}, {:.2f})".format(*where[7])
    assert not hover["used"]
    for number, selected in ((1007, "7"), (1003, "3, 7"), (1007, "3")):
        pressed = program.finish(program.start("event", node=1, event=picking_event(number, press="press")))
        assert pressed.end["used"] and pressed.changes == {"selected": selected}
    colors = points.run().outputs["outport"].attribute(BufferType.ColorAttrib)
    np.testing.assert_array_equal(np.flatnonzero((colors != colors[0]).any(axis=1)), [3])
    assert "Selected takes numbers of points" in points.set(selected="3, x").fails()


# In networks


def drawn(net: Any, canvas: Any) -> np.ndarray:
    """A picture of 400 by 300, the bottom row first; skips where meshes cannot be drawn."""
    try:
        return net.render(canvas=canvas, size=(400, 300))[::-1, :, :3].astype(int)
    except vx.ProcessorError as error:
        if "adapter" not in str(error):
            raise
        pytest.skip(str(error))


def meshes_on_a_canvas(net: Any, source: Any) -> Any:
    """Connects a renderer and a canvas to what makes meshes."""
    renderer, canvas = net.add("org.inviwo.GeometryRenderGL"), net.add("org.inviwo.CanvasGL")
    net.connect(source.outports.outport, renderer.inports.geometry)
    net.connect(renderer.outports.image, canvas.inports.inport)
    return canvas


def test_a_click_on_a_canvas_selects_a_point() -> None:
    from scipy import ndimage

    with vx.Network() as net:
        points = net.add("org.voxloom.PointPicking", count=60)
        canvas = meshes_on_a_canvas(net, points)
        picture = drawn(net, canvas)
        blue = picture[..., 2] - picture[..., 0] > 60
        spots, count = ndimage.label(blue)
        y, x = ndimage.center_of_mass(blue, spots, count // 2)
        at = ((x + 0.5) / 400, (y + 0.5) / 300)
        tooltip = net.move(at, canvas=canvas).tooltip
        number = int(re.match(r"Point (\d+) at \(", tooltip).group(1))
        assert net.click(at, canvas=canvas).used
        assert points.properties.selected.value == str(number)
        picture = drawn(net, canvas)
        rows, columns = np.nonzero(picture[..., 0] - picture[..., 2] > 60)
        assert abs(rows.mean() - y) < 3 and abs(columns.mean() - x) < 3
        net.click(at, canvas=canvas)
        assert points.properties.selected.value == ""


def test_filters_and_surfaces_in_a_network(tmp_path: Path) -> None:
    np.save(tmp_path / "ball.npy", ball())
    with vx.Network() as net:
        source = net.add("org.inviwo.numpysource", file=tmp_path / "ball.npy")
        smooth = net.add("org.voxloom.GaussianFilter")
        surface = net.add("org.voxloom.MarchingCubes", isovalue=2.0)
        with pytest.raises(vx.ProcessorError, match="nothing is connected to inport"):
            net.evaluate(smooth)
        net.connect(source.outports.outport, smooth.inports.inport)
        net.connect(smooth.outports.outport, surface.inports.inport)
        canvas = meshes_on_a_canvas(net, surface)
        picture = drawn(net, canvas)
        lit = picture.min(axis=2) > 60
        assert 0.05 < lit.mean() < 0.6 and lit[150, 200] and not lit[5, 5]
        assert surface.properties.vertices.value > 1000
        surface.properties.isovalue.value = 50
        with pytest.raises(vx.ProcessorError, match="the isovalue 50 lies outside the data"):
            net.evaluate(surface)
