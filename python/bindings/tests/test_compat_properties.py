"""Properties as Inviwo's Python interface has them, row by row: the base class, owners, and numbers."""

from __future__ import annotations

import json
import re
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from conftest import ROOT
from inviwopy import glm, properties
from inviwopy.doc import Document
from inviwopy.properties import (
    BoolCompositeProperty,
    BoolProperty,
    CompositeProperty,
    ConstraintBehavior,
    FloatMat3Property,
    FloatProperty,
    FloatRefProperty,
    FloatVec3Property,
    IntProperty,
    InvalidationLevel,
    PropertyFactory,
    PropertyOwner,
    PropertySemantics,
)

SCALARS = ("Float", "Int", "Size_t", "Int64", "Double")
VECTORS = tuple(f"{kind}{n}" for kind in ("FloatVec", "DoubleVec", "IntVec", "IntSize") for n in (2, 3, 4))
MATRICES = tuple(f"{kind}Mat{n}" for kind in ("Float", "Double") for n in (2, 3, 4))
NUMBERS = (*SCALARS, *VECTORS, *MATRICES)
DEFAULTS = {
    "Float": (0, 0, 1, 0.01),
    "Double": (0, 0, 1, 0.01),
    "Int": (0, -100, 100, 1),
    "Size_t": (0, 0, 100, 1),
    "Int64": (0, 0, 1024, 1),
}
VECTOR_DEFAULTS = {
    "FloatVec": "Float",
    "DoubleVec": "Double",
    "IntVec": "Int",
    "IntSize": "Size_t",
    "FloatMat": "Float",
    "DoubleMat": "Double",
}
FACTORY = PropertyFactory()


class Example(ivw.Processor):
    """A processor with nothing."""


def cls_of(name: str) -> Any:
    return getattr(properties, name)


def flat(value: Any) -> list:
    """All numbers of a number, vector or matrix, column by column."""
    return np.ravel(getattr(value, "array", value)).tolist()


def in_processor(*props: Any) -> Example:
    processor = Example("P", "P")
    for prop in props:
        processor.addProperty(prop)
    return processor


def through_json(prop: Any, other: Any) -> None:
    """Sends what one property holds to another, as a program does."""
    for path, leaf in prop._leaf_paths("p"):
        target = dict(other._leaf_paths("p"))[path]
        target._from_wire(json.loads(json.dumps(leaf._to_wire())))


# Base class


@pytest.mark.parametrize("key", FACTORY.keys)
def test_every_class_takes_all_spellings_and_survives_the_wire(key: str) -> None:
    cls = cls_of(key.rsplit(".", 1)[1])
    assert cls in [type(FACTORY.create(key))]
    help_text, level, look = Document("Help."), InvalidationLevel.Valid, PropertySemantics.Text
    made = [
        cls("p", "Name"),
        cls("p", displayName="Name"),
        cls(identifier="p", displayName="Name"),
        cls(identifier="p", name="Name"),
        cls("p", "Name", help_text),
        cls("p", "Name", help=help_text),
        cls("p", "Name", invalidationLevel=level, semantics=look),
        cls("p", "Name", help_text, invalidationLevel=level, semantics=look),
    ]
    assert {(prop.identifier, prop.displayName, prop.classIdentifier) for prop in made} == {("p", "Name", key)}
    assert [str(prop.help) for prop in made] == ["", "", "", "", "Help.", "Help.", "", "Help."]
    assert all(prop.invalidationLevel == level and prop.semantics == look for prop in made[6:])
    wire = json.loads(json.dumps(made[0]._describe()))
    assert (wire["identifier"], wire["display_name"], wire["kind"]["type"]) == ("p", "Name", made[0]._kind()["type"])
    through_json(made[0], made[1])
    copy = made[4].clone()
    assert copy._describe() == made[4]._describe() and copy is not made[4]
    with pytest.raises(TypeError, match=r"has no argument 'nonsense'"):
        cls("p", "Name", nonsense=1)
    with pytest.raises(TypeError, match="takes an identifier first"):
        cls(3, "Name")
    with pytest.raises(TypeError, match="takes a name as second argument, got 3"):
        cls("p", 3)


def test_default_levels() -> None:
    outputs = ("BasisProperty", "FilePatternProperty", "ButtonGroupProperty", "FloatOptProperty", "FloatProperty", "DataRangeProperty")
    resources = ("CompositeProperty", "BoolCompositeProperty", "ListProperty", "CameraProperty", "IsoTFProperty")
    assert {cls_of(name)("p", "P").invalidationLevel for name in outputs} == {InvalidationLevel.InvalidOutput}
    assert {cls_of(name)("p", "P").invalidationLevel for name in resources} == {InvalidationLevel.InvalidResources}


@pytest.mark.parametrize(
    ("name", "value", "wire_name", "wire"),
    [
        ("identifier", "other", "identifier", "other"),
        ("displayName", "Other", "display_name", "Other"),
        ("readOnly", True, "read_only", True),
        ("visible", False, "visible", False),
        ("semantics", PropertySemantics.Color, "semantics", "color"),
        ("help", "Words", "help", "Words"),
        ("invalidationLevel", InvalidationLevel.InvalidResources, "invalidation", "resources"),
    ],
)
def test_what_can_be_set_reaches_the_program(name: str, value: Any, wire_name: str, wire: Any) -> None:
    prop = FloatProperty("p", "P")
    processor = in_processor(prop)
    processor._interface_dirty = False
    setattr(prop, name, value)
    assert getattr(prop, name) == value and prop._describe()[wire_name] == wire
    assert processor._interface_dirty


def test_what_can_only_be_read() -> None:
    group = CompositeProperty("group", "Group")
    prop = FloatProperty("p", "P", help=Document("Words."))
    group.addProperty(prop)
    in_processor(group)
    assert (prop.path, group.path) == ("P.group.p", "P.group")
    assert prop.classIdentifier == prop.classIdentifierForWidget == "org.inviwo.FloatProperty"
    assert group.classIdentifierForWidget == cls_of("CameraProperty")("c", "C").classIdentifierForWidget == "org.inviwo.CompositeProperty"
    assert BoolCompositeProperty("b", "B").classIdentifierForWidget == "org.inviwo.BoolCompositeProperty"
    assert prop.widgets == [] and prop.hasWidgets() is False
    assert str(prop.getHelp()) == "Words."
    for part in ("P", "org.inviwo.FloatProperty", "P.group.p", "Words."):
        assert part in str(prop.getDescription())
    for name in ("path", "widgets", "classIdentifier", "isModified"):
        with pytest.raises(AttributeError):
            setattr(prop, name, 1)


def test_a_class_of_ones_own_keeps_the_identifier_of_its_base() -> None:
    class Mine(CompositeProperty):
        def __init__(self, identifier: str, name: str) -> None:
            super().__init__(identifier, name)
            self.inner = FloatProperty("inner", "Inner", 0.25)
            self.addProperty(self.inner)

    mine = Mine("m", "M")
    copy = mine.clone()
    copy.inner.value = 0.5
    assert mine.classIdentifier == "org.inviwo.CompositeProperty" and mine.inner.value == 0.25
    assert copy.inner is copy.properties[0] and copy.inner.path == "m.inner"


def test_defaults_and_resetting() -> None:
    prop = FloatProperty("p", "P", 0.25)
    calls: list[float] = []
    prop.onChange(lambda: calls.append(prop.value))
    prop.value = 0.5
    assert prop.resetToDefaultState().value == 0.25 and prop._kind()["default"] == 0.25
    prop.value = 0.75
    prop.setCurrentStateAsDefault()
    prop.resetToDefaultState()
    assert prop.value == 0.75 and prop._kind()["default"] == 0.75 and calls == [0.5, 0.25, 0.75]


def test_callbacks_take_nothing_and_return_nothing() -> None:
    prop, group = FloatProperty("p", "P"), CompositeProperty("g", "G")
    group.addProperty(prop)
    calls: list[str] = []
    assert prop.onChange(lambda: calls.append("prop")) is None
    group.onChange(lambda: calls.append("group"))
    prop.value = 0.5
    prop.value = 0.5
    assert calls == ["prop", "group"] and prop.isModified
    # What the program sets calls back in a call of its own.
    prop._from_wire(0.25)
    assert calls == ["prop", "group"]
    with pytest.raises(TypeError, match=r"FloatProperty 'p' takes a function, got 3 \(int\)"):
        prop.onChange(3)


@pytest.mark.parametrize(("method", "attribute"), [("visibilityDependsOn", "visible"), ("readonlyDependsOn", "readOnly")])
@pytest.mark.parametrize("source", ["python", "program", "reset", "composite"])
def test_dependence(method: str, attribute: str, source: str) -> None:
    cause: Any = BoolCompositeProperty("cause", "Cause", True) if source == "composite" else BoolProperty("cause", "Cause", True)
    prop = FloatProperty("p", "P")
    processor = in_processor(cause, prop)
    seen: list[Any] = []
    assert getattr(prop, method)(cause, lambda given: seen.append(given) or bool(given)) is None
    assert seen == [cause] and getattr(prop, attribute) is True
    processor._interface_dirty = False
    if source == "python":
        cause.value = False
    elif source == "program":
        cause._from_wire(False)
    elif source == "composite":
        cause.properties[0]._from_wire(False)
    else:
        cause._value = False
        cause.setCurrentStateAsDefault()
        cause._value = True
        cause.resetToDefaultState()
    assert getattr(prop, attribute) is False and processor._interface_dirty
    with pytest.raises(TypeError, match="takes a property to depend on, got 3"):
        getattr(prop, method)(3, bool)


def test_a_failing_predicate_does_not_keep_values_from_arriving(capsys: Any) -> None:
    cause, prop = BoolProperty("cause", "Cause"), FloatProperty("p", "P")
    answers = iter([True])
    prop.visibilityDependsOn(cause, lambda _: next(answers))
    cause._from_wire(True)
    assert cause.value is True and prop.visible and "StopIteration" in capsys.readouterr().err


def test_assigning_to_a_property_tells_to_use_value() -> None:
    prop, group = FloatProperty("p", "P"), CompositeProperty("group", "G")
    processor = in_processor(prop, group)
    group.addProperty(IntProperty("n", "N"))
    with pytest.raises(AttributeError, match=r"'p' is the property org.inviwo.FloatProperty of 'P' \(Example\): assign to p.value"):
        processor.p = 0.5
    with pytest.raises(AttributeError, match=r"'n' is the property org.inviwo.IntProperty of 'P.group'"):
        group.n = 5
    assert processor.p is prop and prop.value == 0
    processor.p = prop
    processor.other = 5
    processor.removeProperty(prop)
    processor.p = 3
    assert (processor.other, processor.p) == (5, 3)


# PropertyOwner


def test_owner_adds_finds_and_removes() -> None:
    processor = Example("P", "P")
    assert isinstance(processor, PropertyOwner) and processor.empty() and processor.size() == 0 and processor.processor is processor
    a, b, c = (FloatProperty(name, name) for name in "abc")
    group = CompositeProperty("group", "G")
    processor.addProperties([a, group], owner=False)
    processor.insertProperty(1, b, owner=True)
    group.addProperty(c, False)
    assert [prop.identifier for prop in processor.properties] == ["a", "b", "group"] and processor.size() == 3 and not processor.empty()
    assert processor.getPropertiesRecursive() == [a, b, group, c]
    assert processor.getPropertyByIdentifier("c") is None and processor.getPropertyByIdentifier("c", recursiveSearch=True) is c
    assert processor.getPropertyByPath("group.c") is c and processor.getPropertyByPath("group.x") is None
    assert (group.getOwner(), c.path, group.processor, group.getIdentifier()) == (processor, "P.group.c", processor, "group")
    assert processor.removeProperty(0) is a and processor.removeProperty(b) is b and processor.removeProperty("group") is group
    assert processor.empty() and c.path == "group.c"
    processor.addProperty(a)
    processor.clear()
    assert processor.size() == 0 and a.path == "a"


def test_owner_errors() -> None:
    a = FloatProperty("a", "A")
    processor = in_processor(a)
    with pytest.raises(AttributeError) as error:
        _ = processor.nothing
    assert str(error.value) == "PropertyOwner (P) does not have a property with identifier: 'nothing'"
    with pytest.raises(AttributeError, match=r"^PropertyOwner \(g\) does not have a property with identifier: 'x'$"):
        _ = CompositeProperty("g", "G").x
    with pytest.raises(ValueError, match="P has a property 'a' already"):
        processor.addProperty(FloatProperty("a", "A"))
    with pytest.raises(ValueError, match="belongs to 'P' already"):
        Example("Q", "Q").addProperty(a)
    with pytest.raises(TypeError, match="addProperty takes a property, not int"):
        processor.addProperties([3])
    with pytest.raises(ValueError, match="P does not hold the property 'b'"):
        processor.removeProperty(FloatProperty("b", "B"))
    with pytest.raises(IndexError, match="there is no property 7"):
        processor.removeProperty(7)


def test_owner_validity() -> None:
    asked: list[Any] = []

    class Asking(ivw.Processor):
        def invalidate(self, invalidationLevel: Any = None, modifiedProperty: Any = None) -> None:
            asked.append((invalidationLevel, modifiedProperty))

    group, prop = CompositeProperty("g", "G"), FloatProperty("p", "P")
    processor = Asking("P", "P")
    processor.addProperty(group)
    group.addProperty(prop)
    assert not group.isValid() and group.getInvalidationLevel() == InvalidationLevel.InvalidResources
    group.setValid()
    assert group.isValid() and not prop.isModified
    prop.value = 0.5
    assert not group.isValid() and group.getInvalidationLevel() == InvalidationLevel.InvalidOutput and not processor.isValid()
    group.setValid()
    group.invalidate()
    assert asked == [(InvalidationLevel.InvalidOutput, group)] and group.isModified and not group.isValid()


def test_owner_defaults() -> None:
    prop, group = FloatProperty("p", "P", 0.5), CompositeProperty("g", "G")
    group.addProperty(prop)
    processor = in_processor(group)
    prop.value = 0.75
    processor.resetAllPoperties()
    assert prop.value == 0.5
    prop.value = 0.75
    processor.setAllPropertiesCurrentStateAsDefault()
    prop.value = 1
    processor.resetAllPoperties()
    assert prop.value == 0.75


def test_lists_of_properties() -> None:
    a, b = FloatProperty("a", "A"), FloatProperty("b", "B")
    found = in_processor(a, b).properties
    assert (found["a"], found[0], found[-1], found.b) == (a, a, b, b)
    assert len(found) == 2 and "a" in found and "c" not in found and dir(found) == ["a", "b"] and repr(found) == "[a, b]"
    assert list(found) == [a, b] == [found[i] for i in range(len(found))]
    with pytest.raises(KeyError, match="there is no property 'c'; there is a, b"):
        _ = found["c"]
    with pytest.raises(IndexError, match="there is no property 2: there are 2"):
        _ = found[2]
    with pytest.raises(AttributeError, match="there is no property 'c'"):
        _ = found.c


# Numbers


@pytest.mark.parametrize("name", NUMBERS)
def test_ordinal_defaults_and_arguments(name: str) -> None:
    cls = cls_of(name + "Property")
    prop = cls("p", "P")
    row = DEFAULTS[name if name in DEFAULTS else VECTOR_DEFAULTS[name.rstrip("234")]]
    for got, expected in zip((prop.value, prop.minValue, prop.maxValue, prop.increment), row):
        assert flat(got) == pytest.approx([expected] * len(flat(got)))
    n = len(flat(prop.value))
    assert n == (1 if name in SCALARS else int(name[-1]) ** (2 if "Mat" in name else 1))
    free, fixed = ConstraintBehavior.Ignore, ConstraintBehavior.Immutable
    value = [1] * n if n > 1 else 1
    for made in (
        cls("p", "P", value, 0, 2, 1),
        cls("p", "P", Document("Help."), value, 0, 2, 1),
        cls("p", name="P", value=value, min=(0, free), max=(2, fixed), increment=1),
        cls("p", "P", value, min=0, max=(2, free), increment=1, invalidationLevel=InvalidationLevel.Valid),
    ):
        assert flat(made.value) == flat(value) and set(flat(made.minValue)) == {0} and set(flat(made.maxValue)) == {2}
    assert cls("p", "P", value, (0, free), (2, fixed))._kind()["bounds"] == ["ignore", "immutable"]


@pytest.mark.parametrize("name", NUMBERS)
def test_ordinal_values_are_copies_and_travel(name: str) -> None:
    cls = cls_of(name + "Property")
    prop, other = cls("p", "P", min=0, max=50), cls("p", "P", min=0, max=50)
    n = len(flat(prop.value))
    numbers = list(range(1, n + 1))
    prop.value = numbers if n > 1 else 1
    assert flat(prop.value) == numbers
    through_json(prop, other)
    assert flat(other.value) == numbers and type(other.value) is type(prop.value)
    kind = "float" if name.startswith(("Float", "Double")) else "int"
    assert prop._kind()["type"] == (kind if n == 1 else f"{kind}_vector") and len(flat(prop._kind()["max"])) == n
    if n > 1:
        value = prop.value
        (value[0] if "Mat" in name else value)[0] = 9
        assert flat(prop.value) == numbers
        prop.value = value
        assert flat(prop.value)[0] == 9


@pytest.mark.parametrize("name", NUMBERS)
def test_ordinal_wrong_values(name: str) -> None:
    prop = cls_of(name + "Property")("p", "P")
    for wrong in ("abc", [1] * 5, None, {}):
        with pytest.raises(TypeError, match=rf"^{name}Property 'p' takes .*, got "):
            prop.value = wrong
    with pytest.raises(TypeError):
        prop.minValue = "low"
    if not name.startswith(("Float", "Double")):
        with pytest.raises(TypeError, match="whole number"):
            prop.value = 0.5


@pytest.mark.parametrize("name", [*NUMBERS, *(f"{name}MinMax" for name in SCALARS)])
def test_numbers_that_cannot_travel_are_refused(name: str) -> None:
    infinite = float("inf")
    interval = name.endswith("MinMax")
    floating = name.startswith(("Float", "Double"))
    limits = {"rangeMin": -infinite, "rangeMax": infinite} if interval else {"min": -infinite, "max": infinite}
    prop = cls_of(name + "Property")("p", "P", **(limits if floating else {}))
    if not floating and not interval:
        prop = cls_of(name + "Property")("p", "P", max=(5, ConstraintBehavior.Ignore))
    n = len(flat(prop.value))
    bad = infinite if floating else 2**70
    if not floating and interval:
        prop.value = (0, bad)
        assert prop.value.y == prop.rangeMax
        return
    before = flat(prop.value)
    for wrong in [bad] + [float("nan")] * floating:
        with pytest.raises(ValueError, match=f"{name}Property 'p' takes "):
            prop.value = [wrong] * n if n > 1 else wrong
    assert flat(prop.value) == before and "Infinity" not in json.dumps(prop._describe())


@pytest.mark.parametrize(
    ("low", "high", "set_to", "held"),
    [
        (ConstraintBehavior.Editable, ConstraintBehavior.Editable, 7, 3),
        (ConstraintBehavior.Mutable, ConstraintBehavior.Mutable, -7, 1),
        (ConstraintBehavior.Immutable, ConstraintBehavior.Immutable, 7, 3),
        (ConstraintBehavior.Ignore, ConstraintBehavior.Editable, -7, -7),
        (ConstraintBehavior.Editable, ConstraintBehavior.Ignore, 7, 7),
    ],
)
def test_constraint_behavior_and_its_note(low: Any, high: Any, set_to: float, held: float) -> None:
    prop = FloatProperty("p", "P", value=2, min=(1, low), max=(3, high))
    processor = in_processor(prop)
    for _ in range(2):
        prop.value = set_to
        assert prop.value == held
        prop.value = 2
    notes = vars(processor).get("_notes", [])
    assert len(notes) == (held != set_to)
    if notes:
        assert notes[0].startswith(f"FloatProperty 'p' was set to {set_to}, beyond 1.0 to 3.0, and holds {held}.0: widen minValue")


def test_bounds_move_the_value_and_each_other() -> None:
    prop = IntProperty("p", "P", 5, 0, 10)
    processor = in_processor(prop)
    processor._interface_dirty = False
    prop.maxValue = 3
    assert (prop.value, processor._interface_dirty, prop._kind()["max"]) == (3, True, 3)
    prop.minValue = 20
    assert (prop.minValue, prop.maxValue, prop.value) == (20, 20, 20)
    prop.increment = 5
    assert prop.increment == 5 == prop._kind()["increment"]
    fixed = IntProperty("f", "F", value=1, min=(0, ConstraintBehavior.Immutable), max=(2, ConstraintBehavior.Immutable))
    processor.addProperty(fixed)
    fixed.maxValue = 9
    assert fixed.maxValue == 2 and "maxValue: its bound is ConstraintBehavior.Immutable" in processor._notes[0]


def test_vectors_are_taken_from_anything_with_numbers() -> None:
    prop = FloatVec3Property("p", "P", min=-9, max=9)
    for value in ([1, 2, 3], (1, 2, 3), np.array([1, 2, 3], np.int16), glm.vec3(1, 2, 3), glm.ivec3(1, 2, 3)):
        prop.value = 0
        prop.value = value
        assert prop.value == glm.vec3(1, 2, 3)


def test_matrices_are_kept_column_by_column() -> None:
    prop = FloatMat3Property("p", "P", min=-9, max=9)
    columns = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for value in (glm.mat3(*columns), columns, np.array(columns), list(range(1, 10)), np.arange(1, 10)):
        prop.value = 0
        prop.value = value
        assert prop._to_wire() == list(range(1, 10)) and prop.value[1][0] == 4 and np.array(prop.value)[0, 1] == 4
    assert FloatMat3Property("p", "P", 1)._to_wire() == [1, 0, 0, 0, 1, 0, 0, 0, 1], "a number is the diagonal, as in GLM"
    with pytest.raises(TypeError, match="takes a matrix of 3 columns or 9 numbers, got"):
        prop.value = np.zeros((2, 2))


# References


@pytest.mark.parametrize("name", NUMBERS)
def test_references(name: str) -> None:
    held = {"value": flat(cls_of(name + "Property")("p", "P").value)}
    cls = cls_of(name + "RefProperty")
    n = len(held["value"])

    def get() -> Any:
        return held["value"] if n > 1 else held["value"][0]

    def put(value: Any) -> None:
        held["value"] = flat(value)

    prop = cls("p", "P", get, put, (0, ConstraintBehavior.Immutable), (3, ConstraintBehavior.Immutable), 1)
    assert prop.classIdentifier == f"org.inviwo.{name}RefProperty"
    calls: list[int] = []
    prop.onChange(lambda: calls.append(1))
    prop.value = [2] * n if n > 1 else 2
    assert held["value"] == [2] * n == flat(prop.value) and calls == [1] and prop._take_write() and not prop._take_write()
    held["value"] = [1] * n
    assert flat(prop._to_wire()) == [1] * n and prop._take_write(), "what changed behind the property reaches the program"
    prop._from_wire([3] * n if n > 1 else 3)
    assert held["value"] == [3] * n and set(flat(prop.maxValue)) == {3} and set(flat(prop.increment)) == {1}


def test_references_need_functions() -> None:
    prop = FloatRefProperty("p", "P", get=lambda: 0.5, set=lambda value: None)
    prop.setGetAndSet(lambda: 0.75, lambda value: None)
    assert prop.value == 0.75
    with pytest.raises(TypeError, match="FloatRefProperty 'p' takes functions to get and set the value, got 3"):
        prop.setGetAndSet(3, 4)
    with pytest.raises(TypeError, match="FloatRefProperty 'p' needs the argument get"):
        FloatRefProperty("p", "P")


# Optional numbers


@pytest.mark.parametrize("name", NUMBERS)
def test_optional(name: str) -> None:
    cls = cls_of(name + "OptProperty")
    limits = {"min": (0, ConstraintBehavior.Ignore), "max": (9, ConstraintBehavior.Immutable), "increment": 1}
    prop, other = cls("p", "P", **limits), cls("p", name="P", **limits)
    calls: list[Any] = []
    prop.onChange(lambda: calls.append(prop.value))
    assert prop.value is None and prop.classIdentifier == f"org.inviwo.{name}OptProperty" and "<empty>" in repr(prop)
    n = len(flat(prop._number.value))
    numbers = [2] * n if n > 1 else 2
    prop.value = numbers
    assert flat(prop.value) == flat(numbers) and len(calls) == 1
    paths = {path: leaf._to_wire() for path, leaf in prop._leaf_paths("p")}
    assert paths == {"p.isSet": True, "p.value": numbers} and prop._kind()["type"] == "composite"
    through_json(prop, other)
    assert flat(other.value) == flat(numbers)
    index: Any = (0, 1) if "Mat" in name else 0
    prop[index] = 5
    assert prop[index] == 5 and flat(prop.value).count(5) == 1
    for bad in (n, -1, (0, 9), (0, 0, 0)):
        with pytest.raises(IndexError):
            prop[bad]
    prop.clear()
    through_json(prop, other)
    assert prop.value is None and other.value is None and len(calls) == 3
    with pytest.raises(ValueError, match="holds no value"):
        prop[index]
    with pytest.raises(TypeError, match=rf"^{name}OptProperty 'p' takes .*, got 'x' \(str\)$"):
        prop.value = "x"
    with pytest.raises(TypeError, match=rf"^{name}OptProperty 'p' takes "):
        cls("p", "P", "x")
    assert set(flat(prop.minValue)) == {0} and set(flat(prop.maxValue)) == {9} and set(flat(prop.increment)) == {1}
    prop.maxValue = 3
    assert set(flat(prop.maxValue)) == {9}, "the bound is immutable"


def test_optional_shows_its_number_when_there_is_one() -> None:
    prop = cls_of("FloatOptProperty")("p", "P", 0.5)
    shown = {child["identifier"]: child["visible"] for child in prop._kind()["children"]}
    prop.value = None
    hidden = {child["identifier"]: child["visible"] for child in prop._kind()["children"]}
    assert (shown, hidden) == ({"isSet": True, "value": True}, {"isSet": True, "value": False})
    assert cls_of("FloatOptProperty")("p", "P", Document("H"), None).value is None


# Intervals


@pytest.mark.parametrize("name", SCALARS)
def test_intervals(name: str) -> None:
    cls = cls_of(name + "MinMaxProperty")
    low, high, step = DEFAULTS[name][1:]
    prop = cls("p", "P")
    assert (prop.value.x, prop.value.y, prop.rangeMin, prop.rangeMax, prop.increment, prop.minSeparation) == (low, high, low, high, step, 0)
    prop, other = cls("p", "P", 2, 8, 0, 10, 1, 2), cls("p", name="P", valueMin=0, valueMax=1, rangeMin=0, rangeMax=10, increment=1)
    assert (prop.range.x, prop.range.y, prop.minSeparation) == (0, 10, 2)
    prop.value = (5, 5)
    assert (prop.value.x, prop.value.y) == (5, 7), "the separation holds"
    prop.value = (9, 3)
    assert (prop.value.x, prop.value.y) == (3, 9), "what is the wrong way round is sorted"
    through_json(prop, other)
    assert other.value == prop.value and prop._kind()["type"] == "min_max" and prop._kind()["integer"] == (name not in ("Float", "Double"))
    prop.rangeMax, prop.rangeMin = 6, 4
    assert (prop.value.x, prop.value.y, prop._kind()["range"]) == (4, 6, [4, 6])
    prop.range = (0, 20)
    prop.minSeparation, prop.increment = 5, 2
    assert prop.value.y - prop.value.x == 5 and prop._kind()["increment"] == 2
    prop.value.x = 0
    assert prop.value.x == 4, "a copy"
    with pytest.raises(TypeError, match=f"{name}MinMaxProperty 'p' takes two numbers, got 3"):
        prop.value = 3


def test_the_table_of_compatibility_names_tests_that_exist() -> None:
    table = (ROOT / "docs" / "compatibility" / "properties.md").read_text()
    named = set(re.findall(r"(base|choices|composite|extras|host)::(\w+)", table))
    files = {name: ROOT / f"python/bindings/tests/test_compat_properties_{name}.py" for name, _ in named}
    files["base"] = ROOT / "python/bindings/tests/test_compat_properties.py"
    there = {(name, test) for name, file in files.items() for test in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}
    assert named <= there, named - there
    made_by_type = re.compile("|".join(f"{number}(Ref|Opt|MinMax)?Property" for number in NUMBERS))
    assert [name for name in properties.__all__ if name not in table and not made_by_type.fullmatch(name)] == []
