"""Properties: constructors in all spellings, bounds, errors, callbacks; and the mirrors around them."""

from __future__ import annotations

import pathlib
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy import glm
from inviwopy.data import Camera, TransferFunction
from inviwopy.doc import Document
from inviwopy.glm import dvec2, ivec3, mat3, mat4, size3_t, vec2, vec3, vec4
from inviwopy.properties import (
    BoolCompositeProperty,
    BoolProperty,
    ButtonProperty,
    CameraProperty,
    CompositeProperty,
    ConstraintBehavior,
    DoubleMinMaxProperty,
    DoubleProperty,
    FileProperty,
    FloatProperty,
    FloatVec3Property,
    IntMinMaxProperty,
    IntOption,
    IntProperty,
    IntVec2Property,
    InvalidationLevel,
    OptionPropertyInt,
    OptionPropertyString,
    PropertySemantics,
    Size_tProperty,
    StringOption,
    StringProperty,
    TransferFunctionProperty,
)


class Example(ivw.Processor):
    """A processor with nothing."""


def test_arguments_in_all_spellings() -> None:
    free = ConstraintBehavior.Editable
    for prop in (
        FloatProperty("r", "Radius", 2.0, 1.0, 3.0, 0.5),
        FloatProperty("r", name="Radius", value=2.0, min=1.0, max=3.0, increment=0.5),
        FloatProperty("r", displayName="Radius", value=2.0, min=1.0, max=3.0, increment=0.5),
        FloatProperty(identifier="r", name="Radius", value=2.0, min=1.0, max=3.0, increment=0.5),
        FloatProperty("r", "Radius", Document("Help."), 2.0, 1.0, 3.0, 0.5),
        FloatProperty("r", "Radius", value=2.0, min=(1.0, free), max=(3.0, ConstraintBehavior.Ignore), increment=0.5),
    ):
        assert (prop.identifier, prop.displayName, prop.value) == ("r", "Radius", 2)
        assert (prop.minValue, prop.maxValue, prop.increment) == (1, 3, 0.5)
    assert str(FloatProperty("r", "R", Document("Help.")).help) == "Help."
    prop = IntProperty("i", "I", 1, 0, 5, 1, InvalidationLevel.InvalidResources, PropertySemantics.SpinBox)
    assert prop.invalidationLevel == 2 and prop.semantics == PropertySemantics.SpinBox
    assert StringProperty("s", "S", "text", invalidationLevel=InvalidationLevel(2)).value == "text"
    with pytest.raises(TypeError, match="FloatProperty 'r' has no argument 'valeu'; it takes value, min"):
        FloatProperty("r", "R", valeu=3)
    with pytest.raises(TypeError, match="takes at most 6 arguments"):
        FloatProperty("r", "R", 1, 2, 3, 4, InvalidationLevel.Valid, PropertySemantics.Default, 9)


def test_defaults_are_inviwos() -> None:
    rows = {FloatProperty: (0, 0, 1, 0.01), DoubleProperty: (0, 0, 1, 0.01), IntProperty: (0, -100, 100, 1), Size_tProperty: (0, 0, 100, 1)}
    for cls, row in rows.items():
        prop = cls("p", "P")
        assert (prop.value, prop.minValue, prop.maxValue, prop.increment) == row
    assert list(FloatVec3Property("v", "V").maxValue) == [1, 1, 1]


def test_bounds_clamp_unless_they_are_ignored() -> None:
    prop = FloatProperty("r", "R", 0.5, 0.0, 1.0)
    prop.value = 7
    assert prop.value == 1.0
    prop.maxValue = 0.25
    assert prop.value == 0.25
    free = FloatProperty("r", "R", value=0.5, min=(0.0, ConstraintBehavior.Ignore), max=(1.0, ConstraintBehavior.Immutable))
    free.value = -5
    assert free.value == -5
    free.value = 5
    assert free.value == 1
    vector = IntVec2Property("v", "V", glm.ivec2(1, 2), glm.ivec2(0), glm.ivec2(3))
    vector.value = [-4, 9]
    assert list(vector.value) == [0, 3]
    vector.value.x = 2
    assert list(vector.value) == [0, 3], "the value of an ordinal is a copy"
    with pytest.raises(ValueError, match="NaN"):
        prop.value = float("nan")


@pytest.mark.parametrize(
    ("prop", "wrong", "words"),
    [
        (FloatProperty("radius", "R"), "abc", "FloatProperty 'radius' takes a number, got 'abc' (str)"),
        (IntProperty("n", "N"), 2.5, "IntProperty 'n' takes a whole number, got 2.5 (float)"),
        (FloatVec3Property("v", "V"), [1, 2], "FloatVec3Property 'v' takes 3 numbers, got [1, 2] (list)"),
        (BoolProperty("b", "B"), "yes", "BoolProperty 'b' takes True or False, got 'yes' (str)"),
        (StringProperty("s", "S"), 3, "StringProperty 's' takes a text, got 3 (int)"),
        (FileProperty("f", "F"), 3, "FileProperty 'f' takes a path, got 3 (int)"),
        (DoubleMinMaxProperty("m", "M"), 3, "DoubleMinMaxProperty 'm' takes two numbers, got 3 (int)"),
        (OptionPropertyInt("o", "O", [IntOption("a", "A", 1)]), "x", "OptionPropertyInt 'o' takes a whole number, got 'x' (str)"),
        (TransferFunctionProperty("t", "T"), 3, "TransferFunctionProperty 't' takes a TransferFunction, got 3 (int)"),
        (CameraProperty("c", "C"), 3, "CameraProperty 'c' takes a Camera, got 3 (int)"),
    ],
)
def test_a_wrong_value_names_property_got_and_expected(prop: Any, wrong: Any, words: str) -> None:
    with pytest.raises(TypeError) as error:
        prop.value = wrong
    assert str(error.value) == words


def test_intervals() -> None:
    prop = DoubleMinMaxProperty("m", "M", 0.2, 0.8, 0.0, 1.0, 0.01, 0.1)
    prop.value = dvec2(0.9, 0.5)
    assert list(prop.value) == [0.5, 0.9]
    prop.value = (0.95, 0.96)
    assert list(prop.value) == pytest.approx([0.9, 1.0])
    prop.rangeMax = 0.7
    assert prop.range.y == 0.7 and prop.value.y == 0.7
    assert isinstance(IntMinMaxProperty("i", "I").value.x, int)


def test_options() -> None:
    prop = OptionPropertyInt("o", "O", [IntOption("a", "A", 10), IntOption("b", "B", 20)], 1)
    assert (prop.value, prop.selectedIndex, prop.selectedIdentifier, prop.selectedDisplayName, prop.size) == (20, 1, "b", "B", 2)
    prop.value = 10
    assert prop.isSelectedIdentifier("a")
    with pytest.raises(ValueError, match="'o' has no choice 30; there is 10, 20"):
        prop.value = 30
    prop.addOption("c", "C", 30)
    prop.selectedIdentifier = "c"
    prop.replaceOptions(["c", "d"], ["C", "D"], [3, 4])
    assert prop.value == 3 and prop.values == [3, 4]
    text = OptionPropertyString("t", "T", options=[StringOption("x", "X", "ex"), StringOption("y", "Y", "wy")])
    text.value = "wy"
    assert text._to_wire() == "y"


def test_file_values_are_paths_and_texts() -> None:
    prop = FileProperty("f", "F")
    value = prop.value
    assert value == "" and not value and len(value) == 0 and not value.exists() and str(value) == ""
    prop.value = "/tmp/some/Brain.npy"
    value = prop.value
    assert isinstance(value, pathlib.Path) and value.endswith(".npy") and value.suffix == ".npy" and value.stem == "Brain"
    assert "x" + value == "x/tmp/some/Brain.npy" and value + "!" == "/tmp/some/Brain.npy!" and len(value) == 19
    assert value.parent == pathlib.Path("/tmp/some") and value.parent / "other" == pathlib.Path("/tmp/some/other")
    assert value.split("/")[-1].lower() == "brain.npy" and value.replace(".npy", ".raw").endswith("raw") and "some" in value
    assert value == "/tmp/some/Brain.npy" and value == pathlib.Path("/tmp/some/Brain.npy") and value[-3:] == "npy"
    prop.value = pathlib.Path("a.npy")
    assert prop._to_wire() == "a.npy" and f"{prop.value}" == "a.npy" and {prop.value: 1}[pathlib.Path("a.npy")] == 1
    prop.addNameFilter("NumPy (*.npy)")
    assert prop._kind()["filters"] == ["npy"]


def test_callbacks_and_dependents() -> None:
    seen: list[Any] = []
    a, b = BoolProperty("a", "A"), FloatProperty("b", "B")
    b.visibilityDependsOn(a, lambda prop: prop.value)
    assert not b.visible
    a.onChange(lambda: seen.append(a.value))
    a.value = True
    a.value = True
    assert seen == [True] and b.visible and a.isModified
    ButtonProperty("go", "Go", lambda: seen.append("pressed")).press()
    assert seen[-1] == "pressed"


def test_composites() -> None:
    processor, group = Example("P", "P"), BoolCompositeProperty("group", "Group", True)
    group.addProperty(FloatProperty("x", "X", 0.5))
    processor.addProperty(group)
    assert processor.group.x.value == 0.5 and bool(group) and processor.group.x.path == "P.group.x"
    assert processor.getPropertyByPath("group.x") is group.x and processor.getPropertyByIdentifier("x", True) is group.x
    assert [path for path, _ in processor._leaves()] == ["group.checked", "group.x"]
    changes: list[int] = []
    group.onChange(lambda: changes.append(1))
    group.x.value = 1
    assert changes == [1] and group.isModified
    with pytest.raises(AttributeError, match=r"PropertyOwner \(P\) does not have a property with identifier: 'y'"):
        _ = processor.y
    with pytest.raises(ValueError, match="has a property 'group' already"):
        processor.addProperty(CompositeProperty("group", "G"))
    with pytest.raises(ValueError, match="letters, digits"):
        processor.addProperty(FloatProperty("a b", "G"))
    assert "x" in group.properties and group.properties[-1] is group.x and len(group.properties) == 2
    group.removeProperty("x")
    assert len(group.properties) == 1


def test_transfer_functions_and_cameras_are_live() -> None:
    prop = TransferFunctionProperty("t", "T", TransferFunction([(0.0, "#00000000"), [1.0, 0.5, "#ff0000"]]))
    assert not prop._take_write()
    prop.value[1].alpha = 0.25
    prop.value.add(0.5, vec4(1))
    assert prop._take_write() and not prop._take_write()
    assert [point["position"] for point in prop._to_wire()["points"]] == [0, 0.5, 1] and prop.value.sample(1).a == 0.25
    camera = CameraProperty("c", "C")
    assert camera._kind()["default"]["fit"]
    camera.lookFrom = [0, 0, 5]
    camera.camera.fov = 20.0
    assert camera._take_write() and camera._to_wire()["look_from"] == [0, 0, 5]
    view = np.array(Camera((0, 0, 5)).viewMatrix)
    np.testing.assert_allclose(view @ [1, 2, 0, 1], [1, 2, -5, 1])


def test_forgetting_the_base_call_is_said_once_and_clearly() -> None:
    class Forgetful(ivw.Processor):
        def __init__(self, id: str, name: str) -> None:
            self.addInport(ivw.VolumeInport("in"))

    with pytest.raises(TypeError, match=r"^Forgetful.__init__ has to call the base class before anything else: super\(\)"):
        Forgetful("a", "A")


def test_ports_are_known_by_all_their_names() -> None:
    from inviwopy.data import ImageOutport, LayerMultiInport, VolumeOutport

    assert ivw.VolumeOutport is VolumeOutport is ivw.ports.VolumeOutport
    processor = Example("P", "P")
    processor.addOutport(VolumeOutport("out"), owner=False)
    processor.addInport(LayerMultiInport("layers"))
    assert processor.outports.out is processor.getPort("out") and "layers" in processor.inports
    assert ImageOutport("i").dimensions == (512, 512)
    with pytest.raises(ValueError, match="has a port 'out' already"):
        processor.addInport(ivw.VolumeInport("out"))
    with pytest.raises(TypeError, match="the outport out takes a Volume, not ndarray; make one with"):
        processor.outports.out.setData(np.zeros((2, 3, 4)))


def test_information_in_all_ages() -> None:
    info = ivw.ProcessorInfo("a.b", "B", "C", ivw.CodeState.Experimental, ivw.Tags([ivw.Tags.PY, ivw.Tag("x")]), False)
    assert info.tags.getString() == "PY, x" and not info.visible and info.codeState == ivw.CodeState(1)
    assert str(ivw.CodeState.Stable) == "CodeState.Stable" and ivw.Tags("A, B").size() == 2
    assert ivw.ProcessorInfo("a", "b", help=ivw.unindentMd2doc("  x\n  y")).help == "x\ny"


def test_glm() -> None:
    v = vec3(1, 2, 3)
    v.r += 4
    assert list(v) == [5, 2, 3] and v == vec3([5, 2, 3]) and list(vec3(v.x, vec2(1))) == [5, 1, 1] and list(vec2(v)) == [5, 2]
    assert list(v * 2 + vec3(1)) == [11, 5, 7] and list(-v / 2)[1] == -1 and glm.dot(v, v) == 38
    assert list(ivec3(7, -7, 1) / 2) == [3, -3, 0] and list(np.array(size3_t(1, 2, 3))) == [1, 2, 3]
    with pytest.raises(TypeError, match="vec3 takes 3 numbers, got 2"):
        vec3(1, 2)
    m = mat4(1)
    m[3][0] = 5
    assert list(m * vec4(0, 0, 0, 1)) == [5, 0, 0, 1] and np.array(m)[0, 3] == 5 and m.array[3, 0] == 5
    assert mat3([[1, 2, 3], [4, 5, 6], [7, 8, 9]])[1][0] == 4 and mat4(mat3(2))[3][3] == 1
    turned = glm.rotate(vec3(1, 0, 0), np.pi / 2, vec3(0, 0, 1))
    assert list(turned) == pytest.approx([0, 1, 0])
    assert list(glm.rotate(mat4(1), np.pi / 2, vec3(0, 0, 1)) * vec4(1, 0, 0, 1)) == pytest.approx([0, 1, 0, 1])
    assert glm.all(glm.lessThan(vec2(1), vec2(2))) and list(glm.clamp(v, 0, 3)) == [3, 2, 3]
