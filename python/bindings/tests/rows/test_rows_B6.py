"""Row B6: processors written for Inviwo of any year, put in a folder, work unchanged. Those of ``eras`` imitate what is found in the wild:
A until 2023-04, B until 2025-09, C since then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import voxloom as vx
from inviwopy.data import BufferType, Volume
from inviwopy.glm import mat3, vec3
from rows.kit import (
    figure,
    needs_network,
    net,  # noqa: F401
)
from voxloom._program import ask

pytestmark = needs_network

FOLDER = Path(__file__).parent / "eras" / "processors"


@pytest.fixture(scope="module", autouse=True)
def eras() -> list:
    """All processors of the eras, known to the program."""
    return vx.register(FOLDER)


class Given(vx.Processor):
    """A volume for filters: 0 to 4 along x."""

    classIdentifier = "org.rows.Given"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.offset = vx.IntProperty("offset", "Offset", 0, 0, 100)
        self.addProperty(self.offset)

    def process(self) -> None:
        volume = Volume(np.tile(np.arange(5, dtype=np.uint8) + np.uint8(self.offset.value), (3, 4, 1)))
        volume.dataMap.dataRange = (0, 4)
        volume.modelMatrix = vx.glm.mat4(3)
        self.out.setData(volume)


def fed(net: Any, cls: str, port: str = "inport", **values: Any) -> Any:  # noqa: F811
    """A filter behind ``Given``."""
    node, given = net.add(cls, **values), net.add(Given)
    net.connect(given.outports.out, node.inports[port])
    return node


def test_B6_all_are_listed_and_none_is_broken(eras: list) -> None:
    files = [file for file in FOLDER.glob("*.py") if file.name != "era_beside.py"]
    rows = {row["file"]: row for row in ask("classes.list") if row["file"]}
    assert len(files) >= 24 and {str(file) for file in files} <= set(rows)
    assert all(row["error"] is None for file, row in rows.items() if str(FOLDER) in file)
    assert str(FOLDER / "era_beside.py") not in rows
    row = rows[str(FOLDER / "EraAFile.py")]
    assert [row[key] for key in ("class_identifier", "display_name", "category", "code_state", "tags")] == [
        "org.era.a.file", "Era A File", "Python", "Experimental", "PY, text",
    ]  # fmt: skip
    figure("B6", f"{len(files)} processors in the styles of three eras, all loaded")


# A


def test_B6_A_fortran_arrays_are_x_y_z(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.source")
    net.evaluate(node)
    volume = node.outports.outport.getData()
    assert list(volume.dimensions) == [4, 5, 6] and volume.data.shape == (6, 5, 4)
    assert volume.data[0, 0].tolist() == volume.data[5, 4].tolist() == [0, 1, 2, 3]
    assert list(volume.dataMap.dataRange) == [0, 4]
    node.dims.value = (2, 3, 4)
    net.evaluate(node)
    assert list(node.outports.outport.getData().dimensions) == [2, 3, 4]


def test_B6_A_file_values_are_text(net: Any, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "name.TXT").write_text("  content\n")
    (tmp_path / "name.txt").write_text("  content\n")
    node = net.add("org.era.a.file")
    net.evaluate()
    assert node.said.value == "nothing"
    node.filename.value = tmp_path / "name.txt"
    net.evaluate()
    assert node.said.value == "File: name.txt;name.txt;.txt;content;True;/x;dat"


def test_B6_A_meshes(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.mesh", sides=7)
    net.evaluate(node)
    mesh = node.outports.mesh.getData()
    assert mesh.attribute(BufferType.PositionAttrib).shape == (8, 3) and mesh.attribute(BufferType.ColorAttrib).shape == (8, 4)
    assert mesh.indexBuffers[0][1].data.reshape(-1, 3)[-1].tolist() == [0, 7, 1]
    np.testing.assert_allclose(mesh.attribute(BufferType.PositionAttrib)[1], [1, 0, 0])


def test_B6_A_paths_add_to_text_and_logs_are_written(net: Any, capfd: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.paths")
    assert str(node.where.value).endswith("volumes/boron.dat")
    net.evaluate()
    assert net.info(node)["status"] == "ready" and node.codeState.name == "Broken"


def test_B6_A_names_of_other_files_are_there(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.shared")
    net.evaluate(node)
    assert node.outports.outport.data[0, 0, 0] == 5
    node.level.value = 9
    net.evaluate(node)
    assert node.outports.outport.data[0, 0, 0] == 12
    node.level.value = -1
    assert node.level.value == 0


def test_B6_A_images(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.layer")
    net.evaluate(node)
    image = node.outports.outport.getData()
    assert tuple(image.dimensions) == (8, 4)
    np.testing.assert_allclose(np.asarray(image.colorLayers[0].data, float)[0, 0], [1, 0.5, 0, 1], atol=1 / 255)


def test_B6_A_callbacks_write_values_and_limits(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.a.callbacks")
    net.evaluate(node)
    assert node.log.value == "pushes 0 modified False"
    node.count.value = 8
    net.evaluate(node)
    assert (node.twice.value, node.twice.maxValue) == (16, 32)
    node.push.press()
    net.evaluate(node)
    assert node.log.value == "pushes 1 modified True"


# B


def test_B6_B_file_values_are_paths_and_help_is_text(net: Any, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "a.txt").write_text("hello")
    node = net.add("org.era.b.pathlib", file=tmp_path / "a.txt")
    net.evaluate()
    assert node.said.value == "a|.txt|other.txt\nhello\nTrue"
    row = next(row for row in ask("classes.list") if row["class_identifier"] == "org.era.b.pathlib")
    assert "Reads *a file* by `pathlib`." in row["help"] or "Reads a file by pathlib." in row["help"]


def test_B6_B_volumes_with_channels_and_metadata(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.volume")
    node.basis.value = mat3(0.5)
    node.range.value = (-1, 1)
    net.evaluate(node)
    volume = node.outports.outport.getData()
    assert volume.data.shape == (4, 3, 2, 2) and volume.data[3, 2, 1].tolist() == [46, 47]
    assert volume.offset == vec3(-0.5) and volume.basis == mat3(0.5)
    assert list(volume.dataMap.dataRange) == [0, 99] and list(volume.dataMap.valueRange) == [-1, 1]
    assert (volume.dataMap.valueAxis.name, str(volume.dataMap.valueAxis.unit), volume.axes[0].name) == ("density", "e/Angstrom^3", "left")
    assert [int(each) for each in volume.wrapping] == [1, 2, 0] and int(volume.interpolation) == 1
    node.dim.value = (99, 1, 1)
    assert list(node.dim.value) == [8, 1, 1]


def test_B6_B_bases_and_helpers_beside_and_above(net: Any) -> None:  # noqa: F811
    node = fed(net, "org.era.b.thresholding")
    net.evaluate(node)
    assert node.outports.outport.data[0, 0].tolist() == [0, 0, 0, 30, 30]
    np.testing.assert_allclose(np.array(node.outports.outport.getData().modelMatrix)[0, 0], 3)
    node.threshold.value = 0.9
    net.evaluate(node)
    assert node.outports.outport.data[0, 0].tolist() == [0, 0, 0, 0, 30]


def test_B6_B_options_of_enumerations_and_dependences(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.named")
    net.evaluate()
    with pytest.raises(vx.ProcessorError, match="no data"):
        net.evaluate(node)
    assert node.result.value == "add 0 add 3 False" and node.result.readOnly and not node.factor.visible
    node.mode.selectedIdentifier = "multiply"
    with pytest.raises(vx.ProcessorError, match="no data"):
        net.evaluate(node)
    assert node.result.value == "multiply 2 1 multiply 7 False" and node.factor.visible
    assert node.more.inner.readOnly
    node.more.checked = True
    with pytest.raises(vx.ProcessorError, match="no data"):
        net.evaluate(node)
    assert node.result.value.endswith("True") and not node.more.inner.readOnly


def test_B6_B_ports_come_and_go(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.ports")
    assert [port.identifier for port in node.inports] == ["in0"]
    node.count.value = 3
    net.evaluate(node)
    assert [port.identifier for port in node.inports] == ["in0", "in1", "in2"]
    for index, offset in ((0, 1), (2, 10)):
        net.connect(net.add(Given, offset=offset).outports.out, node.inports[f"in{index}"])
    net.evaluate(node)
    assert node.outports.outport.data[0, 0, 0] == 5 + 14 and node.heard.value == "3 ports, True"
    node.count.value = 1
    net.evaluate(node)
    assert [port.identifier for port in node.inports] == ["in0"] and node.outports.outport.data[0, 0, 0] == 5
    node.count.value = 3
    net.evaluate(node)
    # The connection was kept for the port's return.
    assert node.outports.outport.data[0, 0, 0] == 19


def test_B6_B_lists_grow_while_it_runs(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.lists")
    net.evaluate()
    with pytest.raises(vx.ProcessorError, match="no data"):
        net.evaluate(node)
    entries = [prop for prop in node.list.properties if prop.identifier.startswith("entry")]
    assert len(entries) == 2 and node.total.value == 12
    entries[0].weight.value = 5
    with pytest.raises(vx.ProcessorError, match="no data"):
        net.evaluate(node)
    assert node.total.value == 16


def test_B6_B_transfer_functions_are_sampled(net: Any) -> None:  # noqa: F811
    node = fed(net, "org.era.b.transfer")
    net.evaluate(node)
    data = node.outports.outport.data
    assert data.shape == (3, 4, 5, 4) and data[0, 0, 0].tolist() == [0, 0, 0, 255] and data[0, 0, 4].tolist() == [255, 0, 0, 255]
    assert 120 < data[0, 0, 2, 0] < 135 and node.info.value == "2 points, first at 0.0"


def test_B6_B_many_volumes_and_sequences(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.multi")
    sources = [net.add(Given, offset=offset) for offset in (0, 10)]
    for source in sources:
        net.connect(source.outports.out, node.inports.volumes)
    net.evaluate(node)
    assert node.outports.sum.data[0, 0].tolist() == [10, 12, 14, 16, 18] and node.names.value == "Given,Given2"
    assert [int(volume.data.max()) for volume in node.outports["all"].getData()] == [4, 14]


def test_B6_B_picking(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.picking")
    net.evaluate(node)
    ids = node.outports.mesh.getData().attribute(BufferType.PickingAttrib)
    assert len(np.unique(ids)) == 4 and ids.min() > 0 and np.ptp(ids) == 3
    assert node.camera.lookFrom == vec3(0, 0, 2)


def test_B6_B_overridden_methods(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.overrides")
    with pytest.raises(vx.ProcessorError, match="not ready"):
        net.evaluate(node)
    net.connect(net.add(Given).outports.out, node.inports.inport)
    net.evaluate(node)
    node.a.value = 1
    net.evaluate(node)
    said = node.log.value.split(",")
    assert "changed" in said and "invalidate" in said and node.outports.outport.data.max() == 4


def test_B6_B_tables_and_buffers(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.table")
    net.evaluate(node)
    frame = node.outports.table.getData()
    assert (frame.rows, [column.header for column in frame]) == (3, ["index", "x", "n", "kind"])
    assert [frame[3].get(n) if hasattr(frame[3], "get") else frame[3][n] for n in range(3)] in (["a", "b", "a"], [0, 1, 0])
    buffers = net.add("org.era.b.buffers")
    net.evaluate(buffers)
    assert buffers.outports.buffer.data.tolist() == [[1, 1, 1], [1, 1, 1], [1, 2, 3], [1, 1, 1], [1, 1, 1]]


def test_B6_B_a_work_buffer_is_used_again(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.b.reuse")
    kept = []
    for value in (1, 2, 3):
        node.number.value = value
        net.evaluate(node)
        kept.append(node.outports.outport.data)
    assert [(int(each.min()), int(each.max())) for each in kept] == [(1, 1), (2, 2), (3, 3)]


def test_B6_B_clones_are_written(net: Any) -> None:  # noqa: F811
    node = fed(net, "org.era.b.clone")
    net.evaluate(node)
    assert node.outports.outport.data[0, 0].tolist() == [0, 1, 2, 3, 0] and net.Given.outports.out.data[0, 0].tolist() == [0, 1, 2, 3, 4]


def test_B6_B_state_of_the_module(net: Any) -> None:  # noqa: F811
    first, second = net.add("eraglobals", name="The First"), net.add("eraglobals")
    for node, text in ((first, "a"), (second, "b"), (second, "a")):
        node.text.value = text
        with pytest.raises(vx.ProcessorError, match="no data"):
            net.evaluate(node)
    word, made, known, identifier, shown = second.note.value.split(" ", 4)
    assert (word == "processors" and int(made) < int(known)) or int(made) == int(known) == 1
    assert identifier == second.identifier and shown == second.displayName


# C


def test_B6_C_vectors_travel(net: Any) -> None:  # noqa: F811
    node, taking = net.add("org.era.c.vectors"), net.add("org.era.c.taking")
    net.connect(node.outports.floats, taking.inports.floats)
    net.evaluate(taking)
    assert taking.said.value == "2.50 None /a/b.c None"
    taking.maybe.properties["isSet"].value = True
    taking.maybe.properties["value"].value = 0.5
    net.evaluate(taking)
    assert taking.said.value == "2.50 0.5 /a/b.c None" and taking.outports.out.getData() == {"total": 2.5}
    net.connect(net.add("org.era.c.taking").outports.out, taking.inports.anything)
    points = node.outports.points.getData()
    assert [list(point) for point in points] == [[1, 2, 3], [4, 4, 4], [5, 6, 7]] and len(node.outports.matrices.getData()) == 2


def test_B6_C_layers(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.c.layer")
    net.evaluate(node)
    layer = node.outports.outport.getData()
    assert layer.data.tolist() == np.arange(12).reshape(3, 4).tolist() and tuple(layer.dimensions) == (4, 3)
    assert layer.modelMatrix[0][0] == 2 and list(layer.dataMap.dataRange) == [0, 11]
    assert (layer.dataMap.valueAxis.name, str(layer.dataMap.valueAxis.unit), layer.axes[0].name) == ("height", "m", "x")


def test_B6_C_cameras_and_button_groups(net: Any) -> None:  # noqa: F811
    node = net.add("org.era.c.camera")

    def said() -> str:
        with pytest.raises(vx.ProcessorError, match="no data"):
            net.evaluate(node)
        return node.said.value

    assert said() == "0 0 3 mat4"
    node.view.button0.press()
    assert said() == "0 -4 0 mat4"
    node.view.button1.press()
    assert said() == "0 0 30 mat4"
