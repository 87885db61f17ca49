"""Properties as Inviwo's Python interface has them, row by row: composites, lists, patterns, transfer functions, cameras."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy.data import Camera, TFPrimitiveData, TransferFunction, Volume, VolumeInport
from inviwopy.doc import Document
from inviwopy.glm import dvec2, mat4, vec3, vec4
from inviwopy.properties import (
    BoolCompositeProperty,
    CameraProperty,
    CompositeProperty,
    ConstraintBehavior,
    FileExtension,
    FilePatternProperty,
    FloatProperty,
    IntProperty,
    InvalidationLevel,
    IsoTFProperty,
    IsoValueProperty,
    ListProperty,
    ListPropertyUIFlag,
    PropertySemantics,
    StringProperty,
    TransferFunctionProperty,
)


class Example(ivw.Processor):
    """A processor with nothing."""


def in_processor(*props: Any) -> Example:
    processor = Example("P", "P")
    for prop in props:
        processor.addProperty(prop)
    return processor


def counted(prop: Any) -> list:
    calls: list[int] = []
    prop.onChange(lambda: calls.append(1))
    return calls


def leaves(prop: Any) -> dict:
    """What messages carry of a property."""
    return {path: json.loads(json.dumps(leaf._to_wire())) for path, leaf in prop._leaf_paths("p")}


# Composites


def test_composites_collapse() -> None:
    group = CompositeProperty("g", "G", InvalidationLevel.Valid, PropertySemantics.Text)
    processor = in_processor(group)
    processor._interface_dirty = False
    group.setCollapsed(True)
    assert group.isCollapsed() and group.collapsed and group._kind()["collapsed"] and processor._interface_dirty
    group.collapsed = False
    assert not group.isCollapsed() and group.invalidationLevel == InvalidationLevel.Valid


def test_bool_composites() -> None:
    group = BoolCompositeProperty("g", "G", True)
    calls = counted(group)
    assert group.isChecked() and group.checked and bool(group) and group.properties[0].identifier == "checked"
    group.setChecked(False)
    group.checked = True
    assert len(calls) == 2 and leaves(group) == {"p.checked": True}
    group.properties.checked._from_wire(False)
    assert not group and BoolCompositeProperty("g", name="G", checked=True) and not BoolCompositeProperty("g", "G", Document("H"), False)


def test_resetting_a_composite_is_one_change() -> None:
    group = CompositeProperty("g", "G")
    group.addProperties([FloatProperty("a", "A", 0.25), FloatProperty("b", "B", 0.5)])
    group.a.value, group.b.value = 1, 1
    calls = counted(group)
    group.resetToDefaultState()
    assert (group.a.value, group.b.value, len(calls)) == (0.25, 0.5, 1)


# Lists


def elements_of(prop: ListProperty) -> list:
    return [element.identifier for element in prop.properties]


def make_list(**options: Any) -> ListProperty:
    prop = ListProperty("list", "List", **options)
    prop.addPrefab(FloatProperty("radius1", "Radius 1", 0.5))
    return prop


def test_list_arguments() -> None:
    prop = ListProperty("l", "L", Document("Help."), 3, ListPropertyUIFlag.Add, InvalidationLevel.Valid)
    assert (prop.maxNumberOfElements, prop.uiFlags, prop.invalidationLevel, str(prop.help)) == (3, ListPropertyUIFlag.Add, 0, "Help.")
    plain = ListProperty("l", "L")
    assert plain.maxNumberOfElements == 0 and plain.uiFlags == ListPropertyUIFlag.Add | ListPropertyUIFlag.Remove
    assert plain.invalidationLevel == InvalidationLevel.InvalidResources and plain.prefabCount == 0
    with pytest.raises(TypeError, match="ListProperty 'l' takes ListPropertyUIFlag values as uiFlags, got 'x'"):
        ListProperty("l", "L", uiFlags="x")
    with pytest.raises(TypeError, match="takes a number of elements, 0 for any, as maxNumberOfElements, got -1"):
        ListProperty("l", "L", -1)


def test_list_elements_are_copies_of_prefabs() -> None:
    prefab = FloatProperty("radius1", "Radius 1", 0.5)
    prop = ListProperty("l", "L")
    prop.addPrefab(prefab)
    calls = counted(prop)
    first, second = prop.constructProperty(0), prop.constructProperty(0)
    prefab.value = first.value = 1
    assert (second.value, prop.getPrefab(0).value, len(calls)) == (0.5, 0.5, 3)
    assert [(each.identifier, each.displayName) for each in prop.properties] == [("radius1", "Radius 1"), ("radius2", "Radius 2")]
    assert prop.size() == 2 and prop.radius2 is second and second.path == "l.radius2" and prop.prefabCount == 1
    assert prop.removeProperty(first) is first and prop.removeProperty(0) is second and prop.empty()
    prop.constructProperty(0), prop.constructProperty(0)
    calls.clear()
    prop.clear()
    assert prop.size() == 0 and len(calls) == 1
    with pytest.raises(IndexError, match="ListProperty 'l' has 1 prefabs, not one of index 1"):
        prop.constructProperty(1)
    with pytest.raises(IndexError):
        prop.getPrefab(-1)
    with pytest.raises(TypeError, match="takes a property as prefab, got 3"):
        prop.addPrefab(3)


def test_list_takes_only_what_a_prefab_allows() -> None:
    prop = make_list()
    own = FloatProperty("own", "Own", 0.25)
    assert prop.addProperty(own) is own and prop.own is own
    with pytest.raises(TypeError, match=r"the classes of its prefabs \(org.inviwo.FloatProperty\), not org.inviwo.IntProperty"):
        prop.addProperty(IntProperty("i", "I"))
    with pytest.raises(ValueError, match="'add' cannot be the identifier of an element"):
        prop.addProperty(FloatProperty("add", "A"))


def test_list_limits() -> None:
    prop = make_list(maxNumberOfElements=2)
    processor = in_processor(prop)
    made = [prop.constructProperty(0) for _ in range(4)]
    assert made[2:] == [None, None] and prop.size() == 2 and prop.addProperty(FloatProperty("x", "X")) is None
    assert processor._notes == ["ListProperty 'list' holds 2 elements, as maxNumberOfElements says: no more were added"]
    controls = {child["identifier"]: child for child in prop._kind()["children"]}
    assert controls["add"]["read_only"] and not controls["remove"]["read_only"]
    prop.maxNumberOfElements = 1
    assert elements_of(prop) == ["radius1"]


def test_list_buttons_of_the_user() -> None:
    prop = make_list()
    processor = in_processor(prop)
    calls = counted(prop)

    def press(name: str) -> None:
        processor.getPropertyByPath(f"list.{name}")._notify()

    press("add")
    press("add")
    assert elements_of(prop) == ["radius1", "radius2"] and len(calls) == 2
    prop.radius1.value = 0.75
    press("remove")
    assert elements_of(prop) == ["radius1"] and len(calls) == 4
    kinds = {child["identifier"]: child["kind"]["type"] for child in prop._kind()["children"]}
    assert kinds == {"add": "button", "remove": "button", "elements": "string", "radius1": "float"}
    assert not next(child for child in prop._kind()["children"] if child["identifier"] == "elements")["visible"]
    press("remove")
    press("remove")
    assert prop.empty()
    prop.addPrefab(IntProperty("count", "Count"))
    press("add1")
    press("add1")
    assert elements_of(prop) == ["count", "count2"]
    names = [child["display_name"] for child in prop._kind()["children"] if child["kind"]["type"] == "button"]
    assert names == ["Add Radius", "Add Count", "Remove Last"]


@pytest.mark.parametrize(("flags", "buttons"), [(0, []), (1, ["add"]), (2, ["remove"]), (3, ["add", "remove"])])
def test_list_flags(flags: int, buttons: list) -> None:
    prop = make_list()
    prop.uiFlags = flags
    assert [child["identifier"] for child in prop._kind()["children"] if child["kind"]["type"] == "button"] == buttons


def test_list_elements_come_back_from_a_workspace() -> None:
    def make() -> ListProperty:
        prop = make_list()
        prop.addPrefab(StringProperty("name", "Name"))
        return prop

    prop, again = make(), make()
    prop.constructProperty(1), prop.constructProperty(0), prop.constructProperty(0)
    prop.removeProperty("radius1")
    prop.radius2.value = 0.75
    processor = in_processor(again)
    processor._interface_dirty = False
    saved = leaves(prop)
    elements = again.getPropertyByIdentifier("elements")
    elements._from_wire(saved["p.elements"])
    assert processor._interface_dirty and elements_of(again) == ["name", "radius2"] and not elements._take_write()
    for path, value in saved.items():
        if value is not None:
            dict(again._leaf_paths("p"))[path]._from_wire(value)
    assert again.radius2.value == 0.75 and again.radius2.displayName == "Radius 2"
    elements._from_wire("not written by a list")
    assert elements_of(again) == ["name", "radius2"]
    elements._from_wire("")
    assert again.empty()


def test_list_defaults_and_copies() -> None:
    prop = make_list()
    prop.constructProperty(0)
    prop.setCurrentStateAsDefault()
    prop.constructProperty(0)
    prop.radius1.value = 1
    copy = prop.clone()
    prop.resetToDefaultState()
    assert elements_of(prop) == ["radius1"] and prop.radius1.value == 0.5
    assert elements_of(copy) == ["radius1", "radius2"] and copy.radius1.value == 1
    copy.getPropertyByIdentifier("add")._notify()
    assert (copy.size(), prop.size()) == (3, 1)


def test_list_of_composites() -> None:
    prefab = CompositeProperty("item", "Item")
    prefab.addProperty(FloatProperty("x", "X", 0.5))
    prop = ListProperty("l", "L")
    prop.addPrefab(prefab)
    processor = in_processor(prop)
    prop.constructProperty(0), prop.constructProperty(0)
    prop.item2.x.value = 1
    assert processor.getPropertyByPath("l.item2.x").value == 1 and prop.item.x.value == 0.5
    assert [path for path, _ in processor._leaves()] == ["l.add", "l.remove", "l.elements", "l.item.x", "l.item2.x"]


# Files by pattern


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    for name in ("img_1.png", "img_02.png", "img_010.png", "img_200.png", "img_x.png", "other_5.png", "img_3.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "img_7.png.d").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "shorter", "names", "indices"),
    [
        ("img_#.png", True, ["img_1.png", "img_02.png", "img_010.png", "img_200.png"], [1, 2, 10, 200]),
        ("img_###.png", True, ["img_1.png", "img_02.png", "img_010.png", "img_200.png"], [1, 2, 10, 200]),
        ("img_###.png", False, ["img_010.png", "img_200.png"], [10, 200]),
        ("*_##.png", False, ["img_02.png", "img_010.png", "img_200.png"], [2, 10, 200]),
        ("*_#.*", True, ["img_1.png", "img_02.png", "img_3.txt", "other_5.png", "img_010.png", "img_200.png"], [1, 2, 3, 5, 10, 200]),
        ("img_?.png", True, ["img_1.png", "img_x.png"], [-1, -1]),
        ("img_02.png", True, ["img_02.png"], [-1]),
        ("none_#.png", True, [], []),
    ],
)
def test_file_patterns(folder: pathlib.Path, pattern: str, shorter: bool, names: list, indices: list) -> None:
    prop = FilePatternProperty("p", "P", f"{folder}/{pattern}")
    prop.matchShorterNumbers.value = shorter
    assert [path.name for path in prop.fileList] == names and prop.fileIndices == indices
    assert prop.filePattern == pattern and prop.filePatternPath == folder and not prop.outOfRangeMatches
    assert all(path.exists() and path.endswith(path.suffix) for path in prop.fileList)


def test_file_pattern_ranges_and_filters(folder: pathlib.Path) -> None:
    prop = FilePatternProperty("p", displayName="P", pattern="img_#.png", directory=folder)
    assert prop.filePatternPath == folder and prop.range == (0, 100) and prop.rangeSelection is False
    prop.properties.rangeSelection.checked = True
    assert prop.fileIndices == [1, 2, 10] and prop.rangeSelection is True
    prop.getPropertyByPath("rangeSelection.minIndex").value = 300
    prop.getPropertyByPath("rangeSelection.maxIndex").value = 400
    assert prop.fileList == [] and prop.outOfRangeMatches and prop.range == (300, 400)
    prop.addNameFilter("Images (*.png)")
    prop.addNameFilter(FileExtension("jpg", "JPEG"))
    assert prop.pattern._kind()["filters"] == ["png", "jpg"]
    prop.clearNameFilters()
    prop.selectedExtension = FileExtension("png", "PNG")
    assert prop.pattern._kind()["filters"] == [] and prop.selectedExtension.extension == "png"
    # The program sets the pattern; new files are found at once.
    prop.properties.rangeSelection.checked = False
    prop.pattern._from_wire(f"{folder}/late_##.png")
    assert prop.fileList == []
    (folder / "late_04.png").write_text("")
    assert prop.fileIndices == [4] and leaves(prop)["p.pattern"] == f"{folder}/late_##.png"
    unset = FilePatternProperty("p", "P", directory=folder)
    assert (unset.filePattern, unset.filePatternPath, unset.fileList, unset.fileIndices) == ("", "", [], [])
    with pytest.raises(TypeError, match="FilePatternProperty 'p' takes paths as pattern and directory, got 3"):
        FilePatternProperty("p", "P", 3)


# Transfer functions and isovalues

POINTS = ([0.0, 0.0, "#000000"], [0.5, 0.25, "#ff0000"], [1.0, 1.0, "#ffffff"])


@pytest.mark.parametrize("cls", [TransferFunctionProperty, IsoValueProperty])
def test_points(cls: Any) -> None:
    prop = cls("t", "T")
    assert prop.value.size == (2 if cls is TransferFunctionProperty else 0) and prop._kind()["type"] == "transfer_function"
    function = cls._class(POINTS)
    made = cls("t", "T", function, None)
    function.clear()
    calls = counted(made)
    assert made.value.size == 3, "the value was copied"
    assert made.getValues()[1].pos == 0.5 and made.getValues()[1].color == vec4(1, 0, 0, 0.25)
    made.add(0.75, vec4(0, 1, 0, 1))
    made.add(made.getValues()[:1])
    made.setValues(POINTS[:2])
    assert made.value.size == 2 and len(calls) == 3 and made._take_write()
    made.value[0].alpha = 0.5
    assert made._take_write() and not made._take_write(), "the value is live"
    other = cls("o", "O")
    other._from_wire(json.loads(json.dumps(made._to_wire())))
    assert other.getValues() == made.getValues() and not other._take_write()
    made.clear()
    assert made.value.empty and len(calls) == 4
    made.value = cls._class(POINTS)
    made.value = cls._class(POINTS)
    assert made.value.size == 3 and len(calls) == 5
    made.mask = (0.25, 0.75)
    assert made.mask == dvec2(0.25, 0.75) and made._to_wire()["mask"] == [0.25, 0.75] and len(calls) == 6
    made.zoomH, made.zoomV = dvec2(0, 0.5), (0.5, 1)
    assert made.zoomH == dvec2(0, 0.5) and made.zoomV == dvec2(0.5, 1)
    with pytest.raises(TypeError, match=rf"{cls.__name__} 't' takes an? {cls._class.__name__}, got 3"):
        made.value = 3
    with pytest.raises(TypeError, match="takes an inport or None as inport, got 'x'"):
        cls("t", "T", cls._class(), "x")
    assert cls("t", "T", inport=VolumeInport("in")).identifier == "t"


@pytest.mark.parametrize("cls", [TransferFunctionProperty, IsoValueProperty])
def test_points_are_added_in_all_forms(cls: Any) -> None:
    prop = cls("t", "T", cls._class())
    prop.add(0.5, vec4(1, 0, 0, 1))
    prop.add(dvec2(0.25, 0.5))
    prop.add(TFPrimitiveData(0.75, vec4(0, 0, 1, 1)))
    prop.add([TFPrimitiveData(0.875, "#00ff00"), TFPrimitiveData(0.0, "#00ff0080")])
    assert [point.pos for point in prop.getValues()] == [0, 0.25, 0.5, 0.75, 0.875] and prop.getValues()[1].color.a == 0.5


def test_what_messages_cannot_carry_is_undone_with_a_note() -> None:
    camera, function = CameraProperty("c", "C", (0, 0, 5)), TransferFunctionProperty("t", "T")
    processor = in_processor(camera, function)
    camera.camera.lookFrom = (float("nan"), 0, 0)
    function.value[0].pos = float("inf")
    assert not camera._take_write() and not function._take_write()
    assert camera.lookFrom == vec3(0, 0, 5) and function.value[0].pos == 0 and len(processor._notes) == 2
    with pytest.raises(ValueError, match="'lookFrom' takes 3 numbers, got NaN"):
        camera.lookFrom = (float("nan"), 0, 0)


def test_transfer_functions_start_as_inviwos() -> None:
    start = TransferFunctionProperty("t", "T").getValues()
    assert [(point.pos, point.color) for point in start] == [(0, vec4(0)), (1, vec4(1))]


def test_isovalues_with_transfer_function() -> None:
    isovalues, function = IsoValueProperty._class([POINTS[1]]), TransferFunction(POINTS)
    prop = IsoTFProperty("p", "P", isovalues, function)
    assert prop.isovalues.value.size == 1 and prop.tf.value.size == 3
    assert prop.invalidationLevel == InvalidationLevel.InvalidResources and set(leaves(prop)) == {"p.isovalues", "p.transferFunction"}
    calls = counted(prop)
    prop.tf.clear()
    assert len(calls) == 1 and leaves(prop)["p.transferFunction"]["points"] == []
    prop.mask, prop.zoomH, prop.zoomV = (0.25, 0.5), (0, 0.5), (0.5, 1)
    assert prop.mask == prop.isovalues.mask == dvec2(0.25, 0.5) and prop.zoomH == dvec2(0, 0.5) and prop.isovalues.zoomV == dvec2(0.5, 1)
    inport = VolumeInport("in")
    for made in (IsoTFProperty("p", "P", inport, InvalidationLevel.Valid), IsoTFProperty("p", "P", inport=inport, invalidationLevel=0)):
        assert made.tf._inport is inport and made.invalidationLevel == InvalidationLevel.Valid and made.tf.value.size == 2


# Cameras

CHILDREN = ("cameraType", "lookFrom", "lookTo", "lookUp", "aspectRatio", "near", "far", "fov", "width", "settings")


def test_camera_arguments() -> None:
    prop = CameraProperty("c", "C", (1, 2, 3), (4, 5, 6), (0, 0, 1), None)
    assert (prop.lookFrom, prop.lookTo, prop.lookUp) == (vec3(1, 2, 3), vec3(4, 5, 6), vec3(0, 0, 1))
    default = CameraProperty("c", "C")
    assert (default.lookFrom, default.lookTo, default.lookUp) == (vec3(0, 0, 2), vec3(0), vec3(0, 1, 0))
    assert default._kind()["default"]["fit"] and "fit" not in prop._kind()["default"]
    assert isinstance(prop, CompositeProperty) and list(dict(prop._leaf_paths("c"))) == ["c"]
    with pytest.raises(TypeError, match="CameraProperty 'c' takes eye, center and lookUp as 3 numbers each"):
        CameraProperty("c", "C", (1, 2))


def test_camera_children() -> None:
    prop = CameraProperty("c", "C")
    processor = in_processor(prop)
    assert prop.properties.__dir__() == list(CHILDREN)
    for name in CHILDREN:
        assert processor.getPropertyByPath(f"c.{name}") is prop.getPropertyByIdentifier(name) is prop.properties[name]
    calls, heard = counted(prop), counted(prop.properties.lookFrom)
    prop.fov.value, prop.near.value, prop.far.value = 25, 0.5, 50
    processor.getPropertyByPath("c.lookFrom").value = (0, 0, 7)
    prop.lookTo = [0, 1, 0]
    prop.nearPlane = 0.25
    wire = prop._to_wire()
    assert (wire["projection"], wire["near"], wire["far"]) == ({"perspective": {"fov": 25}}, 0.25, 50)
    assert (wire["look_from"], wire["look_to"], prop.camera.lookFrom) == ([0, 0, 7], [0, 1, 0], vec3(0, 0, 7))
    assert len(calls) == 6 and len(heard) == 1 and prop.farPlane == 50
    # The program moves the camera: its parts follow, and their callbacks run in the call that comes after.
    for part in prop.getPropertiesRecursive():
        part._modified = False
    prop._from_wire({**wire, "look_from": [1, 1, 1]})
    assert prop.lookFrom == vec3(1) and prop.properties.lookFrom.isModified and not prop.properties.lookTo.isModified
    prop._notify()
    assert len(heard) == 2 and len(calls) == 7
    with pytest.raises(AttributeError, match=r"assign to fov.value"):
        prop.fov = 20


def test_camera_types() -> None:
    prop = CameraProperty("c", "C")
    prop.aspectRatio = 2
    prop.cameraType.value = "OrthographicCamera"
    assert prop.width.visible and not prop.fov.visible and prop._to_wire()["projection"].keys() == {"orthographic"}
    prop.width.value = 8
    assert prop._to_wire()["projection"] == {"orthographic": {"height": 4}} and prop.cameraType.selectedIndex == 1
    with pytest.raises(ValueError, match="CameraProperty 'c' is orthographic: set width"):
        prop.fov.value = 20
    prop.cameraType.selectedIdentifier = "PerspectiveCamera"
    assert prop.fov.visible and prop._to_wire()["projection"].keys() == {"perspective"}
    for fail in (lambda: setattr(prop.cameraType, "value", "SkewedPerspectiveCamera"), lambda: prop.offset):
        with pytest.raises(NotImplementedError, match="skewed perspective"):
            fail()


def test_camera_members() -> None:
    prop = CameraProperty("c", "C", (0, 0, 5))
    calls = counted(prop)
    prop.setLook((3, 0, 0), (0, 0, 0), (0, 0, 1))
    assert len(calls) == 1 and prop.lookRight == vec3(0, 1, 0)
    prop.flipUp()
    assert prop.lookUp == vec3(0, 0, -1)
    prop.lookFrom.x = 9
    assert prop.lookFrom.x == 3, "a copy"
    prop.value.lookFrom = vec3(4, 0, 0)
    assert prop.value is prop.camera and prop._take_write() and prop._to_wire()["look_from"] == [4, 0, 0], "live"
    prop.value = Camera((1, 0, 0), (0, 0, 0), (0, 0, 1))
    assert prop.lookFrom == vec3(1, 0, 0) and prop.value is not None
    assert prop.lookFromMinValue == prop.lookToMinValue == vec3(-100) and prop.lookFromMaxValue == prop.lookToMaxValue == vec3(100)
    for name in ("viewMatrix", "projectionMatrix"):
        inverse = f"inverse{name[0].upper()}{name[1:]}"
        product = np.array(getattr(prop, name), float) @ np.array(getattr(prop, inverse), float)
        np.testing.assert_allclose(product, np.eye(4), atol=1e-4)
    with pytest.raises(TypeError, match="CameraProperty 'c' takes a Camera, got 3"):
        prop.value = 3
    prop.setCurrentStateAsDefault()
    prop.lookFrom = (9, 9, 9)
    assert prop.resetToDefaultState().lookFrom == vec3(1, 0, 0)


def test_camera_positions() -> None:
    prop = CameraProperty("c", "C", (0, 0, 5))
    ndc = prop.getNormalizedDeviceFromNormalizedScreenAtFocusPointDepth((0.5, 0.5))
    assert list(ndc)[:2] == [0, 0]
    np.testing.assert_allclose(list(prop.getWorldPosFromNormalizedDeviceCoords(ndc)), [0, 0, 0], atol=1e-3)
    clip = prop.getClipPosFromNormalizedDeviceCoords(vec3(0.5, 0.25, ndc.z))
    np.testing.assert_allclose(clip.w, 5, rtol=1e-3)
    np.testing.assert_allclose([clip.x / clip.w, clip.y / clip.w], [0.5, 0.25], rtol=1e-4)


def box_at(inport: VolumeInport) -> None:
    """A volume from (1, 2, 3) to (3, 4, 5)."""
    volume = Volume(np.zeros((2, 3, 4), np.uint8))
    volume.modelMatrix = mat4((2, 0, 0, 0), (0, 2, 0, 0), (0, 0, 2, 0), (1, 2, 3, 1))
    inport._receive([volume], True)


@pytest.mark.parametrize("kind", ["PerspectiveCamera", "OrthographicCamera"])
def test_camera_views_of_data(kind: str) -> None:
    from types import SimpleNamespace

    inport = VolumeInport("in")
    prop = CameraProperty("c", "C", inport=inport)
    prop.cameraType.value = kind
    with pytest.raises(ValueError, match="setNearFar needs data at its inport"):
        prop.setNearFar()
    box_at(inport)
    calls = counted(prop)
    prop.setView(SimpleNamespace(name="XNegative"))
    assert len(calls) == 1 and prop.lookTo == vec3(2, 3, 4) and prop.lookFrom.x < 1 and prop.lookUp == vec3(0, 1, 0)
    prop.setNearFar()
    corners = np.array([[x, y, z, 1] for x in (1, 3) for y in (2, 4) for z in (3, 5)], float)
    clip = corners @ (np.array(prop.projectionMatrix, float) @ np.array(prop.viewMatrix, float)).T
    ndc = clip[:, :3] / clip[:, 3:]
    assert np.abs(ndc).max() <= 1 and np.abs(ndc[:, :2]).max() > 0.9
    before = prop.lookFrom
    prop.lookFrom = prop.lookFrom - vec3(50, 0, 0)
    prop.fitData()
    np.testing.assert_allclose(list(prop.lookFrom), list(before), rtol=1e-4)
    prop.setLookRange()
    assert prop.lookFromMinValue.x == 2 - 20 and prop.lookToMaxValue.x == 2 + 20
    with pytest.raises(TypeError, match=r"takes a side: one of camerautil.Side.XNegative, .*, got 'up'"):
        prop.setView("up")


def test_camera_without_inport_asks_the_program_to_fit() -> None:
    prop = CameraProperty("c", "C", (0, 0, 5))
    prop._take_write()
    prop.setView("XPositive")
    assert prop._take_write() and prop._to_wire()["fit"] is True and prop._to_wire()["look_from"] == [5, 0, 0]
    answer = {key: value for key, value in prop._to_wire().items() if key != "fit"}
    prop._from_wire(answer)
    assert "fit" not in prop._to_wire()
    prop.fitData()
    prop.lookFrom = (1, 2, 3)
    assert "fit" not in prop._to_wire(), "a later write wins"


def test_ranges_of_numbers_in_composites_follow_constraints() -> None:
    group = CompositeProperty("g", "G")
    group.addProperty(FloatProperty("a", "A", value=0.5, max=(1, ConstraintBehavior.Ignore)))
    group.a.value = 9
    assert leaves(group) == {"p.a": 9}
