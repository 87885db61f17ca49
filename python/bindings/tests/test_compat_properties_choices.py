"""Properties as Inviwo's Python interface has them, row by row: options, texts, files, buttons, enumerations."""

from __future__ import annotations

import json
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy import data, properties
from inviwopy.doc import Document
from inviwopy.properties import (
    AcceptMode,
    BaseOptionProperty,
    BoolProperty,
    ButtonGroupProperty,
    ButtonGroupPropertyButton,
    ButtonProperty,
    DirectoryProperty,
    DoubleOption,
    FileExtension,
    FileMode,
    FileProperty,
    FloatOption,
    FloatVec3Property,
    IntOption,
    InvalidationLevel,
    ListPropertyUIFlag,
    ListPropertyUIFlags,
    OptionPropertyDouble,
    OptionPropertyFloat,
    OptionPropertyInt,
    OptionPropertyString,
    Property,
    PropertyFactory,
    PropertySemantics,
    StringOption,
    StringProperty,
)

FACTORY = PropertyFactory()


def cls_of(name: str) -> Any:
    return getattr(properties, name)


def in_processor(*props: Any) -> ivw.Processor:
    processor = ivw.Processor("P", "P")
    for prop in props:
        processor.addProperty(prop)
    return processor


def through_json(prop: Any, other: Any) -> None:
    """Sends what one property holds to another, as a program does."""
    for path, leaf in prop._leaf_paths("p"):
        target = dict(other._leaf_paths("p"))[path]
        target._from_wire(json.loads(json.dumps(leaf._to_wire())))


# Options


OPTIONS = {
    "Int": (OptionPropertyInt, IntOption, (10, 20, 30)),
    "Float": (OptionPropertyFloat, FloatOption, (0.5, 1.5, 2.5)),
    "Double": (OptionPropertyDouble, DoubleOption, (0.5, 1.5, 2.5)),
    "String": (OptionPropertyString, StringOption, ("x", "y", "z")),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options(name: str) -> None:
    cls, option, values = OPTIONS[name]
    options = [option(id, id.upper(), value) for id, value in zip("ab", values)]
    prop = cls("p", "P", options, 1)
    calls: list[Any] = []
    prop.onChange(lambda: calls.append(prop.value))
    assert isinstance(prop, BaseOptionProperty) and prop.size == 2 and prop.identifiers == ["a", "b"] and prop.displayNames == ["A", "B"]
    assert prop.values == list(values[:2]) and prop.value == prop.selectedValue == values[1]
    prop.value = values[0]
    assert (prop.selectedIndex, prop.selectedIdentifier, prop.selectedDisplayName) == (0, "a", "A")
    assert prop.isSelectedIndex(0) and prop.isSelectedIdentifier("a") and prop.isSelectedDisplayName("A") and not prop.isSelectedIndex(1)
    prop.addOption("c", "C", values[2])
    for attribute, value in (("selectedIndex", 2), ("selectedIdentifier", "b"), ("selectedDisplayName", "C"), ("selectedValue", values[1])):
        setattr(prop, attribute, value)
    assert calls == [values[0], values[2], values[1], values[2], values[1]]
    assert prop._kind()["choices"] == [[id, id.upper(), value] for id, value in zip("abc", values)] and prop._to_wire() == "b"
    prop._from_wire("c")
    assert prop.value == values[2]
    prop.removeOption("a")
    assert prop.value == values[2] and prop.identifiers == ["b", "c"]
    prop.removeOption(1)
    assert prop.value == values[1]
    prop.replaceOptions(["b", "d"], ["Bee", "Dee"], [values[2], values[0]])
    assert prop.value == values[2] and prop.displayNames == ["Bee", "Dee"]
    prop.replaceOptions([option("e", "E", values[1])])
    assert prop.selectedIdentifier == "e"
    with pytest.raises(ValueError, match="'p' has no choice 'q'; there is 'e'"):
        prop.selectedIdentifier = "q"
    with pytest.raises(IndexError, match="takes an index below 1, got 5"):
        prop.selectedIndex = 5
    with pytest.raises(TypeError, match=rf"OptionProperty{name} 'p' takes "):
        prop.value = 3 if name == "String" else "no"
    with pytest.raises(ValueError, match="as many names and values"):
        prop.replaceOptions(["a", "b"], ["A"], values[:2])
    assert cls("p", name="P", options=options, selectedIndex=1).value == values[1]
    assert cls("p", "P", Document("H"), options, 1).value == values[1]
    with pytest.raises(TypeError, match=f"takes a list of {option.__name__}, got"):
        cls("p", "P", "ab")


def test_clear_options_is_wrongly_a_property() -> None:
    prop = OptionPropertyInt("p", "P", [IntOption("a", "A", 1)])
    _ = prop.clearOptions
    assert prop.size == 0 and prop.value == 0 and prop.selectedIdentifier == ""
    prop.addOption("b", "B", 5)
    assert prop.value == 5
    assert prop.clearOptions() is None and prop.size == 0


def test_option_classes_and_members_of_enumerations() -> None:
    for name, (_, option, values) in OPTIONS.items():
        made = option("a", "A", values[0])
        made.id, made.name, made.value = "b", "B", values[1]
        assert (made.id, made.name, made.value) == ("b", "B", values[1]), name
        assert option().id == ""
    options = [IntOption(member.name, member.name, member) for member in (data.Wrapping.Clamp, data.Wrapping.Mirror)]
    prop = OptionPropertyInt("p", "P", options)
    prop.value = data.Wrapping.Mirror
    assert prop.value == 2 and data.Wrapping(prop.value) is data.Wrapping.Mirror


# Truth, text, files


def test_bool_and_string() -> None:
    flag, text = BoolProperty("b", "B", True), StringProperty("s", "S", "words")
    assert flag and flag.value is True and text.value == "words" and not BoolProperty("b", "B")
    flag.value, text.value = np.bool_(False), "ä ö"
    through_json(flag, copy := BoolProperty("b", "B", True))
    assert not flag and copy.value is False and flag._kind() == {"type": "bool", "default": True}
    through_json(text, copy := StringProperty("s", "S"))
    assert copy.value == "ä ö" and text._kind()["type"] == "string"


@pytest.mark.parametrize("cls", [FileProperty, DirectoryProperty])
def test_files(cls: Any) -> None:
    prop = cls("f", "F", "/data/a.npy", "volume")
    assert (
        prop.value == "/data/a.npy"
        and prop.value.suffix == ".npy"
        and prop.valueAsString() == "/data/a.npy"
        and prop.contentType == "volume"
    )
    folder = cls is DirectoryProperty
    assert prop._kind()["type"] == ("directory" if folder else "file") and isinstance(prop, FileProperty)
    assert prop.fileMode == (FileMode.Directory if folder else FileMode.AnyFile) and prop.acceptMode == AcceptMode.Open
    prop.contentType = "mesh"
    prop.acceptMode, prop.fileMode = AcceptMode.Save, FileMode.ExistingFile
    assert prop.contentType == "mesh" and prop._kind()["save"] is True and prop._kind()["type"] == "file"
    prop.fileMode = FileMode.Directory
    assert prop._kind()["type"] == "directory"
    with pytest.raises(NotImplementedError, match=r"cannot open a file dialog.* assigns to value"):
        prop.requestFile()
    with pytest.raises(TypeError, match=rf"{cls.__name__} 'f' takes a path, got b'x' \(bytes\)"):
        prop.value = b"x"


def test_name_filters() -> None:
    prop = FileProperty("f", "F")
    prop.addNameFilter("NumPy (*.npy)")
    prop.addNameFilter(FileExtension("raw", "Raw data"))
    prop.addNameFilter("Images (*.png *.jpg)")
    assert prop._kind()["filters"] == ["npy", "raw", "png", "jpg"]
    assert prop.getNameFilters()[0] == FileExtension("npy", "NumPy")
    prop.selectedExtension = FileExtension("raw", "Raw data")
    assert prop.selectedExtension.extension == "raw"
    prop.addNameFilter(FileExtension.all())
    assert prop._kind()["filters"] == [], "one that takes everything makes the others meaningless"
    prop.clearNameFilters()
    assert prop.getNameFilters() == []
    with pytest.raises(TypeError, match="takes a FileExtension or a text as filter, got 3"):
        prop.addNameFilter(3)
    with pytest.raises(TypeError, match="takes a FileExtension, got 'raw'"):
        prop.selectedExtension = "raw"


def test_file_extensions() -> None:
    extension = FileExtension("npy", "NumPy")
    assert (extension.extension, extension.description, extension.toString()) == ("npy", "NumPy", "NumPy (*.npy)")
    assert extension.matches("/a/B.NPY") and not extension.matches("a.raw") and not extension.matchesAll() and not extension.empty()
    assert FileExtension().empty() and FileExtension.all().matchesAll() and FileExtension.all().matches("x.y")
    extension.extension = "raw"
    assert extension.matches("a.raw") and FileExtension.createFileExtensionFromString("Raw (*.raw)").extension == "raw"


# Buttons


def test_buttons() -> None:
    calls: list[str] = []
    made = [
        ButtonProperty("b", "B"),
        ButtonProperty("b", "B", lambda: calls.append("second")),
        ButtonProperty("b", "B", Document("Help."), lambda: calls.append("third")),
        ButtonProperty("b", "B", action=lambda: calls.append("keyword"), invalidationLevel=InvalidationLevel.Valid),
        ButtonProperty("b", "B", InvalidationLevel.Valid, PropertySemantics.Text),
    ]
    for prop in made:
        assert not prop.isModified and prop._kind() == {"type": "button"}
        prop.press()
        assert prop.isModified
    assert calls == ["second", "third", "keyword"] and made[4].invalidationLevel == InvalidationLevel.Valid
    with pytest.raises(TypeError, match="takes a function as action, got 3"):
        ButtonProperty("b", "B", 3)


def test_button_groups() -> None:
    calls: list[str] = []
    buttons = [
        ButtonGroupPropertyButton("Left", None, "Goes left", lambda: calls.append("left")),
        ButtonGroupPropertyButton(icon=":/icon.svg", tooltip="Goes right", action=lambda: calls.append("right")),
        ButtonGroupProperty.Button(action=lambda: calls.append("third")),
    ]
    prop = ButtonGroupProperty("g", "G", buttons)
    prop.onChange(lambda: calls.append("group"))
    assert not prop.isModified
    prop.press(1)
    assert calls == ["right", "group"] and prop.isModified
    children = prop._kind()["children"]
    assert [child["identifier"] for child in children] == ["button0", "button1", "button2"]
    assert [child["display_name"] for child in children] == ["Left", "Goes right", "Button 3"] and children[0]["help"] == "Goes left"
    # The program's press arrives at the child.
    in_processor(prop).getPropertyByPath("g.button0")._notify()
    assert calls[2:] == ["left", "group"]
    with pytest.raises(IndexError, match="ButtonGroupProperty 'g' has 3 buttons, not one of index 3"):
        prop.press(3)
    with pytest.raises(TypeError, match="takes a list of ButtonGroupPropertyButton, got 3"):
        ButtonGroupProperty("g", "G", [3])
    with pytest.raises(TypeError, match="takes a function as action, got 'x'"):
        ButtonGroupPropertyButton(action="x")


# Enumerations and small classes


@pytest.mark.parametrize(
    ("cls", "members"),
    [
        ("InvalidationLevel", {"Valid": 0, "InvalidOutput": 1, "InvalidResources": 2}),
        ("ConstraintBehavior", {"Editable": 0, "Mutable": 1, "Immutable": 2, "Ignore": 3}),
        ("AcceptMode", {"Open": 0, "Save": 1}),
        ("FileMode", {"AnyFile": 0, "ExistingFile": 1, "Directory": 2, "ExistingFiles": 3}),
        ("ListPropertyUIFlag", {"Static": 0, "Add": 1, "Remove": 2}),
        ("BasisPropertyMode", {"General": 0, "Orthogonal": 1}),
    ],
)
def test_enumerations(cls: str, members: dict) -> None:
    enum = cls_of(cls)
    assert {name: int(member) for name, member in enum.__members__.items()} == members
    for name, number in members.items():
        assert enum(number) is getattr(enum, name) and str(enum(number)) == f"{cls}.{name}"


def test_flags_of_lists() -> None:
    add, remove = ListPropertyUIFlag.Add, ListPropertyUIFlag.Remove
    both = add | remove
    assert isinstance(both, ListPropertyUIFlags) and int(both) == 3 and list(both) == [add, remove] and add in both
    assert remove not in ListPropertyUIFlags(add) and (both & add) == add and (both ^ add) == ListPropertyUIFlags([remove])
    assert not ListPropertyUIFlags() and ListPropertyUIFlags(both) == both and "Add | Remove" in repr(both)
    with pytest.raises(ValueError):
        ListPropertyUIFlags(9)


def test_semantics() -> None:
    names = (
        "Default",
        "Text",
        "SpinBox",
        "Color",
        "LightPosition",
        "TextEditor",
        "Multiline",
        "ImageEditor",
        "ShaderEditor",
        "PythonEditor",
    )
    for name in names:
        semantics = getattr(PropertySemantics, name)
        assert semantics.getString() == name and semantics == PropertySemantics(name) == PropertySemantics(semantic=name)
    assert PropertySemantics() == PropertySemantics.Default and PropertySemantics("Own").getString() == "Own"
    assert StringProperty("s", "S", "", semantics=PropertySemantics.PythonEditor)._describe()["semantics"] == "code"
    assert StringProperty("s", "S", "", semantics=PropertySemantics("Own"))._describe()["semantics"] == "default"


def test_property_factory() -> None:
    assert FACTORY.hasKey("org.inviwo.FloatProperty") and not FACTORY.hasKey("org.inviwo.Nothing") and len(FACTORY.keys) > 70
    prop = FACTORY.create("org.inviwo.FloatVec3Property")
    assert isinstance(prop, FloatVec3Property) and isinstance(prop, Property) and prop.identifier == "floatVec3Property"
    with pytest.raises(KeyError, match=r"did you mean 'org.inviwo.FloatProperty'"):
        FACTORY.create("org.inviwo.FloatProprty")


@pytest.mark.parametrize("name", ["PropertyWidget", "PropertyEditorWidget"])
def test_widgets_cannot_be_made(name: str) -> None:
    with pytest.raises(NotImplementedError, match=f"{name} cannot be made: widgets live in the program's window.* use semantics"):
        cls_of(name)()
