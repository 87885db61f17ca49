"""Properties of another node, as a script sees them: the same classes and values as in the node's own code."""

from __future__ import annotations

import enum
import math
import threading
from typing import Any, Iterator

import inviwopy as ivw
import pytest
import voxloom as vx
from inviwopy import properties as p
from live_network import needs_network

pytestmark = needs_network


class Side(enum.Enum):
    Left = 3
    Right = 7


class Many(ivw.Processor):
    """Properties of many classes, and some that are named like members."""

    made: Any = None
    net: Any = None

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        Many.made, self.pressed = self, []
        sides = [p.IntOption(side.name.lower(), side.name, side.value) for side in Side]
        infinite = [p.FloatOption("half", "Half", 0.5), p.FloatOption("all", "All", math.inf)]
        self.list = p.ListProperty("list", "List", 3)
        self.list.addPrefab(p.IntProperty("count", "Count", 2, 0, 9))
        self.list.addPrefab(p.OptionPropertyInt("side", "Side", sides))
        buttons = [p.ButtonGroupPropertyButton(name, action=lambda name=name: self.pressed.append(name)) for name in ("One", "Two")]
        group = p.CompositeProperty("group", "Group")
        group.addProperties([p.IntProperty("empty", "Empty", 4, 0, 9), p.OptionPropertyInt("inner", "Inner", sides)])
        self.addProperties([
            p.OptionPropertyInt("int", "Int", sides, 1),
            p.OptionPropertyFloat("float", "Float", infinite),
            p.OptionPropertyDouble("double", "Double", infinite, 1),
            p.OptionPropertyString("string", "String", [p.StringOption("a", "A", "first"), p.StringOption("b", "B", "second")]),
            self.list, p.ButtonGroupProperty("buttons", "Buttons", buttons), group,
            p.IntOptProperty("maybe", "Maybe", None, 0, 9), p.BoolCompositeProperty("switched", "Switched", True),
            p.IsoTFProperty("isotf", "Iso TF"), p.DataRangeProperty("ranges", "Ranges"), p.TransformListProperty("steps", "Steps"),
            p.FilePatternProperty("files", "Files"), p.BasisProperty("basis", "Basis"), p.VolumeInformationProperty("facts", "Facts"),
            p.DoubleProperty("precise", "Precise"), p.IntSize3Property("extent", "Extent", [1, 2, 3], [0] * 3, [9] * 3),
            p.FloatMat2Property("matrix", "Matrix", [1, 2, 3, 4], [-9] * 4, [9] * 4), p.Int64MinMaxProperty("span", "Span"),
            p.IntProperty("size", "Size", 1, 0, 9), p.IntProperty("network", "Network", 2, 0, 9), p.IntProperty("invalidate_", "I"),
        ])  # fmt: skip

    @staticmethod
    def processorInfo() -> ivw.ProcessorInfo:
        return ivw.ProcessorInfo("org.voxloom.test.Many", "Many")


@pytest.fixture
def node() -> Iterator[Any]:
    vx.register(Many)
    with vx.Network() as Many.net:
        yield Many.net.add("org.voxloom.test.Many")


def own(path: str) -> Any:
    """The property in the node's own code."""
    return Many.made.getPropertyByPath(path)


def settle() -> None:
    """The node's own code knows what was written."""
    Many.net.evaluate()


def test_every_property_has_the_class_that_it_has_in_its_node(node: Any) -> None:
    plain = {"basis", "facts"}
    for prop in Many.made.properties:
        mirror = node.properties[prop.identifier]
        if prop.identifier not in plain:
            assert isinstance(mirror, type(prop)) and mirror.classIdentifier == prop.classIdentifier, prop
            assert type(mirror).__name__ == type(prop).__name__
    assert isinstance(node.properties.basis, p.CompositeProperty) and isinstance(node.properties.facts, p.BoolCompositeProperty)
    for name in ("precise", "extent", "matrix", "span"):
        assert node.properties[name].value == own(name).value and type(node.properties[name].value) is type(own(name).value)


OPTIONS = {
    "int": ([3, 7], 7, 3, "left"),
    "float": ([0.5, math.inf], 0.5, math.inf, "all"),
    "double": ([0.5, math.inf], math.inf, 0.5, "half"),
    "string": (["first", "second"], "first", "second", "b"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_have_their_values(node: Any, name: str) -> None:
    values, value, other, identifier = OPTIONS[name]
    prop = node.properties[name]
    assert prop.value == prop.selectedValue == value and prop.values == values
    assert [type(each) for each in prop.values] == [type(each) for each in values]
    assert prop.identifiers == own(name).identifiers and prop.displayNames == own(name).displayNames
    assert [option.value for option in prop.options] == values and prop.size == 2
    prop.value = other
    settle()
    assert own(name).value == other and prop.selectedIdentifier == identifier
    prop.selectedValue = value
    settle()
    assert own(name).value == value
    with pytest.raises(ValueError, match="has no choice"):
        prop.value = type(value)(99)
    with pytest.raises(TypeError, match="takes a"):
        prop.value = [1]
    assert prop.value == value


def test_an_option_takes_members_of_enumerations_and_follows_what_its_node_does(node: Any) -> None:
    prop = node.properties.int
    prop.value = Side.Left
    assert prop.value == 3
    own("int").replaceOptions(["up", "right"], ["Up", "Right"], [11, 12])
    wait(lambda: prop.values == [11, 12])
    assert prop.identifiers == ["up", "right"] and prop.displayNames == ["Up", "Right"]
    prop.value = 12
    settle()
    assert own("int").value == 12
    assert node.properties.group.inner.value == 3


def test_choices_that_a_script_replaces_keep_their_values(node: Any) -> None:
    prop = node.properties.float
    prop.replaceOptions(["x", "y"], ["X", "Y"], [1.25, math.inf])
    assert prop.values == [1.25, math.inf] and prop.value == 1.25
    prop.value = math.inf
    assert prop.selectedIdentifier == "y" and node.properties.float.values == [1.25, math.inf]


def wait(done: Any) -> None:
    ready = threading.Event()
    for _ in range(500):
        if done():
            return
        ready.wait(0.01)
    raise AssertionError("it did not happen within 5 s")


def test_elements_of_a_list_come_and_go(node: Any) -> None:
    mirror = node.properties.list
    assert isinstance(mirror, p.ListProperty) and mirror.size() == 0 and mirror.prefabCount == 2
    assert mirror.uiFlags == p.ListPropertyUIFlag.Add | p.ListPropertyUIFlag.Remove
    first = mirror.constructProperty(0)
    second = mirror.constructProperty(1)
    assert (first.identifier, type(first).__name__, first.value) == ("count", "IntProperty", 2)
    assert isinstance(second, p.OptionPropertyInt) and second.values == [3, 7]
    assert [element.identifier for element in own("list").properties] == ["count", "side"]
    first.value, second.value = 6, 7
    settle()
    assert (own("list.count").value, own("list.side").value) == (6, 7) and mirror.properties.count is first and mirror.count is first
    assert mirror.constructProperty(0) is not None and mirror.constructProperty(0) is None, "it holds three"
    with pytest.raises(IndexError, match="has 2 prefabs to add"):
        mirror.constructProperty(2)
    with pytest.raises(NotImplementedError, match="other than the last element"):
        mirror.removeProperty(first)
    mirror.removeProperty(2)
    assert [e.identifier for e in mirror.properties] == ["count", "side"]
    mirror.clear()
    assert mirror.empty() and own("list").empty()
    mirror.add0.press()
    wait(lambda: mirror.size() == 1)
    for refused in (lambda: mirror.maxNumberOfElements, lambda: mirror.addPrefab(first), lambda: mirror.insertProperty(0, first)):
        with pytest.raises(NotImplementedError, match=r"Instead: "):
            refused()


def test_groups_of_buttons_are_pressed(node: Any) -> None:
    mirror = node.properties.buttons
    assert isinstance(mirror, p.ButtonGroupProperty) and [each.displayName for each in mirror.properties] == ["One", "Two"]
    mirror.press(1)
    mirror.properties.button0.press()
    settle()
    wait(lambda: Many.made.pressed == ["Two", "One"])
    with pytest.raises(IndexError, match="has 2 buttons"):
        mirror.press(2)


def test_composites_do_what_their_class_does(node: Any) -> None:
    maybe, steps = node.properties.maybe, node.properties.steps
    assert maybe.value is None
    maybe.value = 5
    settle()
    assert own("maybe").value == 5 and maybe.value == 5
    maybe.clear()
    settle()
    assert own("maybe").value is None
    node.properties.switched.checked = False
    settle()
    assert not own("switched").checked
    isotf = node.properties.isotf
    assert isinstance(isotf.tf, p.TransferFunctionProperty) and isinstance(isotf.isovalues, p.IsoValueProperty)
    ranges = node.properties.ranges
    ranges.useCustomRange.checked = True
    ranges.useCustomRange.customDataRange.value = (2.0, 3.0)
    settle()
    assert tuple(ranges.dataRange) == (2.0, 3.0) == tuple(own("ranges").dataRange)
    moved = steps.internalTransforms.constructProperty(0)
    moved.translate_.value = (1.0, 2.0, 3.0)
    settle()
    wait(lambda: tuple(steps.properties.result.value[3])[:3] == (1.0, 2.0, 3.0))
    assert steps.matrix == own("steps").matrix and moved.matrix[3][1] == 2.0
    node.properties.files.pattern.value = "/nowhere/slice###.png"
    assert node.properties.files.filePattern == "slice###.png" and node.properties.files.fileList == []


def test_properties_named_like_members_are_reached(node: Any) -> None:
    assert node.size() == len(node.properties) and node.network is not None
    for owner, name, value in ((node, "size", 1), (node, "network", 2), (node.properties.group, "empty", 4)):
        prop = owner.properties[name]
        assert prop.value == value and getattr(owner.properties, name) is prop and owner.getPropertyByIdentifier(name) is prop
        prop.value = 8
        settle()
        assert own(prop.path.split(".", 1)[1]).value == 8 and owner.properties[name].value == 8
    assert node.getPropertyByPath("group.empty") is node.properties["group"].properties["empty"] and not node.properties.group.empty()
