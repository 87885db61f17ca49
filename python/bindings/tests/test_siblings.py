"""The modules beside ``inviwopy``: data frames, brushing and linking, files, derivatives, helpers of scripts; and lists on the wire."""

import json
import math

import ivw.animation
import ivw.camera
import ivw.regression
import ivwbase
import ivwbnl
import ivwdataframe as df
import ivwmolvis
import ivwtensorvis
import numpy as np
import pytest
from inviwopy import glm
from inviwopy._native import native
from inviwopy.data import Mesh, MeshSequence, Volume, VolumeSequence
from inviwopy.glm import vec3
from inviwopy.properties import CameraProperty, FloatProperty
from voxloom._wire import Objects, describe, new_outgoing, restore


def trip(data):
    """Data after its way through a message."""
    ours, theirs = native.connection_pair()
    outgoing = new_outgoing()
    ours.send(json.dumps(describe(data, outgoing, Objects())), outgoing)
    text, attached = theirs.recv()
    return restore(json.loads(text), attached, Objects())


def table():
    frame = df.DataFrame()
    frame.addFloatColumn("length", [1.5, 2.5, 4.0], unit="mm", range=(0, 10))
    frame.addIntColumn("count", [1, -2, 3])
    frame.addCategoricalColumn("kind", ["a", "b", "a"])
    frame.updateIndex()
    return frame


# Data frames


def test_a_data_frame_has_an_index_and_columns_by_number_and_header():
    frame = table()
    assert (frame.cols, frame.rows, len(frame)) == (4, 3, 4)
    assert [column.header for column in frame] == ["index", "length", "count", "kind"]
    assert list(frame.indexcol()) == [0, 1, 2]
    assert frame.column(1) is frame[1] is frame["length"] is frame.getColumn("length")
    assert frame.getColumn("none") is None
    with pytest.raises(IndexError, match="no column 9: there are 4"):
        frame[9]
    with pytest.raises(KeyError, match="no column 'none'; there is index, length"):
        frame["none"]


def test_columns_know_type_unit_range_and_values():
    length, kind = table()["length"], table()["kind"]
    assert (length.size, length.type, length.unit, tuple(length.range)) == (3, "Ordinal", "mm", (0, 10))
    assert tuple(table()["count"].range) == (-2, 3)
    assert (kind.type, kind.categories, list(kind), kind.getId(2)) == ("Categorical", ["a", "b"], ["a", "b", "a"], 0)
    assert length.buffer.data.dtype == np.float32 and np.array_equal(length.buffer.data, [1.5, 2.5, 4])
    assert table().indexcol().type == "Index"


def test_columns_are_set_and_grow():
    frame = table()
    frame["length"].set(0, 9)
    frame["length"].append(7)
    frame["kind"].append("c")
    frame["kind"].set(0, "c")
    assert list(frame["length"]) == [9, 2.5, 4, 7] and list(frame["kind"]) == ["c", "b", "a", "c"]
    with pytest.raises(IndexError, match="no row 4: there are 4"):
        frame["length"].get(4)
    with pytest.raises(TypeError, match="column 'length' takes numbers"):
        frame["length"].set(0, "x")
    with pytest.raises(ValueError, match="shape"):
        frame.addFloatColumn("bad", np.zeros((2, 5)))


def test_adders_take_sizes_arrays_and_rows():
    frame = df.DataFrame(2)
    assert frame.rows == 2
    assert frame.addDoubleColumn("d", 2).data.dtype == np.float64
    assert frame.addUInt8Column("u", size=2).data.tolist() == [0, 0]
    frame.addRow([1.5, 3])
    assert frame.getRow(2) == [2, 1.5, 3]
    with pytest.raises(ValueError, match="a row takes 2 values"):
        frame.addRow([1])
    frame.dropColumn("u")
    assert "u" not in frame


def test_frames_are_appended_and_joined():
    left, right = table(), df.DataFrame()
    right.addCategoricalColumn("kind", ["b", "c"])
    right.addFloatColumn("weight", [10, 20])
    right.updateIndex()
    inner, outer = df.innerJoin(left, right, "kind"), df.leftJoin(left, right, "kind")
    assert list(inner["kind"]) == ["b"] and list(inner["weight"]) == [10] and inner.rows == 1
    assert outer.rows == 3 and math.isnan(outer["weight"].get(0)) and outer["weight"].get(1) == 10
    both = df.appendRows(left, left)
    assert both.rows == 6 and list(both.indexcol()) == list(range(6))
    assert df.appendColumns(left, left, ignoreDuplicates=True).cols == 4
    with pytest.raises(ValueError, match="3 and 2 rows"):
        df.appendColumns(left, right)
    assert left.rows == 3


# On the wire


@pytest.mark.parametrize(
    "numbers",
    [
        glm.floatVector([1, 2.5]),
        glm.uintVector([3]),
        glm.vec3Vector([[1, 2, 3], [4, 5, 6]]),
        glm.dvec2Vector([[1, 2]]),
        glm.mat2Vector([glm.mat2(1, 2, 3, 4)]),
        glm.dmat4Vector([glm.dmat4(2)]),
        glm.ivec4Vector([]),
    ],
    ids=lambda numbers: type(numbers).__name__,
)
def test_lists_of_numbers_travel(numbers):
    back = trip(numbers)
    assert type(back) is type(numbers)
    assert np.array_equal(np.asarray(back), np.asarray(numbers))


def test_sequences_travel():
    volumes = VolumeSequence([Volume(np.full((2, 3, 4), i, np.uint8)) for i in range(3)])
    back = trip(volumes)
    assert isinstance(back, VolumeSequence) and [int(volume.data[0, 0, 0]) for volume in back] == [0, 1, 2]
    assert len(trip(MeshSequence([Mesh(), Mesh()]))) == 2


def test_data_frames_travel():
    back = trip(table())
    assert [column.header for column in back] == ["index", "length", "count", "kind"]
    assert list(back["kind"]) == ["a", "b", "a"] and list(back["count"]) == [1, -2, 3]
    assert (back["length"].unit, tuple(back["length"].range)) == ("mm", (0, 10))
    assert trip(df.DataFrame()).rows == 0
    broken = table()
    broken["length"].append(1)
    with pytest.raises(ValueError, match="'index' has 3 rows, but the data frame 4"):
        trip(broken)


# Brushing and linking


class Node:
    def __init__(self):
        self.levels = []

    def invalidate(self, level, prop=None):
        self.levels.append(int(level))

    def _output(self, port, data):
        pass


def linked(count=2, **options):
    outport = ivwbnl.BrushingAndLinkingOutport("out")
    outport.processor = Node()
    inports = []
    for index in range(count):
        inport = ivwbnl.BrushingAndLinkingInport(f"in{index}", **options)
        inport.processor = Node()
        inport._receive([outport.getManager()], True)
        inports.append(inport)
    return outport, inports


def test_a_selection_shows_in_all_that_are_linked():
    outport, (a, b) = linked()
    a.select([1, 4])
    assert list(b.getSelectedIndices()) == list(outport.getSelectedIndices()) == [1, 4]
    assert b.isSelected(4) and not b.isSelected(2)
    assert b.isSelectionModified() and not b.isHighlightModified()
    assert b.processor.levels == [1]
    a.select([1, 4])
    assert b.processor.levels == [1], "the same selection runs nobody"


def test_filters_of_several_sources_add_up_and_targets_are_apart():
    _, (a, b) = linked()
    a.filter([1])
    b.filter([2])
    assert list(a.getFilteredIndices()) == [1, 2]
    a.filter([])
    assert list(b.getFilteredIndices()) == [2]
    a.highlight([0], ivwbnl.BrushingTarget.Column)
    assert b.isHighlighted(0, ivwbnl.BrushingTarget.Column) and not b.isHighlighted(0)
    with pytest.raises(ValueError, match="0 or more, got -1"):
        a.select([-1])


def test_an_inport_says_what_a_change_does_to_it():
    _, (a,) = linked(1, invalidationLevels=[(ivwbnl.BrushingModification.Highlighted, 0), (ivwbnl.BrushingModification.Selected, 2)])
    a.getManager().highlight([1])
    assert a.processor.levels == []
    a.getManager().select([1])
    assert a.processor.levels == [2]


def test_an_inport_without_connection_has_a_manager_of_its_own():
    inport = ivwbnl.BrushingAndLinkingInport("in")
    inport.select([3])
    assert list(inport.getSelectedIndices()) == [3] and inport.optional


# Derivatives and files


def rotation_field(n=8):
    z, y, x = np.meshgrid(*[(np.arange(n) + 0.5) / n] * 3, indexing="ij")
    return np.stack([-y, x, 2 * z], axis=-1).astype(np.float32)


def test_curl_and_divergence_of_a_rotation_are_exact():
    volume = Volume(rotation_field())
    curl, divergence = ivwbase.algorithm.curlVolume(volume), ivwbase.algorithm.divergenceVolume(volume)
    assert np.allclose(curl.data, [0, 0, 2], atol=1e-4)
    assert np.allclose(divergence.data, 2, atol=1e-4)
    volume.basis = glm.mat3(2)
    assert np.allclose(ivwbase.algorithm.divergenceVolume(volume).data, 1, atol=1e-4)
    with pytest.raises(ValueError, match="three channels"):
        ivwbase.algorithm.curlVolume(Volume(np.zeros((2, 2, 2), np.float32)))


def test_dat_and_ivf_files_hold_voxels_and_meaning(tmp_path):
    volume = Volume(np.arange(24, dtype=np.uint16).reshape(2, 3, 4))
    volume.dataMap.dataRange = (0, 23)
    ivwbase.io.saveDatVolume(volume, tmp_path / "a.dat")
    lines = dict(line.split(": ", 1) for line in (tmp_path / "a.dat").read_text().splitlines() if ": " in line)
    assert (lines["Resolution"], lines["Format"], lines["ObjectFileName"]) == ("4 3 2", "UINT16", "a.raw")
    assert np.array_equal(np.fromfile(tmp_path / "a.raw", "<u2"), np.arange(24))
    with pytest.raises(FileExistsError, match="overwrite=True"):
        ivwbase.io.saveDatVolume(volume, tmp_path / "a.dat")
    ivwbase.io.saveIvfVolume(volume, tmp_path / "b.ivf")
    assert 'x="4" y="3" z="2"' in (tmp_path / "b.ivf").read_text()
    path = ivwbase.io.saveIvfVolumeSequence([volume, volume], "s", tmp_path / "seq", "parts")
    assert path.endswith("s.ivfs") and len(list((tmp_path / "seq" / "parts").glob("*.ivf"))) == 2
    assert ivwbase.io.downloadAndCacheIfUrl("/a/b.dat").name == "b.dat"
    fetched = ivwbase.io.downloadAndCacheIfUrl((tmp_path / "a.raw").as_uri())
    assert fetched.read_bytes() == (tmp_path / "a.raw").read_bytes()


# Helpers of scripts


def test_a_camera_turns_and_comes_back():
    prop = CameraProperty("camera", "Camera", eye=vec3(0, -2, 0), center=vec3(0), lookUp=vec3(0, 0, 1))

    def eye():
        part = prop.lookFrom
        return np.array(getattr(part, "value", part))

    with ivw.camera.Camera(prop) as view:
        steps = [eye().copy() for _ in view.rotate(math.pi / 2, 4, [0, 0, 1])]
        assert np.allclose(np.linalg.norm(steps, axis=1), 2, atol=1e-5)
        assert np.allclose(steps[1], [0, 2, 0], atol=1e-5) and np.allclose(steps[3], [0, -2, 0], atol=1e-5)
        view.lookfrom = vec3(5, 0, 0)
        view.set()
        assert np.allclose(eye(), [5, 0, 0])
    assert np.allclose(eye(), [0, -2, 0])


def test_an_animation_steps_and_comes_back():
    prop = FloatProperty("a", "A", 3.0, 0.0, 10.0)
    with ivw.animation.Animation(prop, 1, 4, 1) as steps:
        assert prop.value == 1
        assert [(i, v, prop.value) for i, v in steps] == [(1, 2, 2), (2, 3, 3)]
    assert prop.value == 3


def test_measurements_are_rows():
    figures = ivw.regression.Measurements()
    figures.addTime("t", 1.5)
    figures.addFraction("f", 3)
    assert figures.m == [
        {"name": "t", "quantity": "time", "unit": "s", "value": 1.5},
        {"name": "f", "quantity": "fraction", "unit": "%", "value": 3},
    ]


def test_modules_that_are_not_here_say_what_to_use():
    with pytest.raises(NotImplementedError, match=r"ivwmolvis.Atoms belongs to a C.. module.*MDAnalysis"):
        _ = ivwmolvis.Atoms
    with pytest.raises(NotImplementedError, match=r"ivwtensorvis.TensorField3D"):
        _ = ivwtensorvis.TensorField3D
