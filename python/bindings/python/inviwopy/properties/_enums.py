"""Enumerations and small classes of properties."""

from __future__ import annotations

from typing import Union

from .._enum import Enum


class InvalidationLevel(Enum):
    """What a change of a property does to its processor."""

    Valid = 0
    InvalidOutput = 1
    InvalidResources = 2


class ConstraintBehavior(Enum):
    """What a bound does: all but Ignore clamp; Editable may be changed by the user, Mutable by code."""

    Editable = 0
    Mutable = 1
    Immutable = 2
    Ignore = 3


class AcceptMode(Enum):
    """Whether a file is opened or saved."""

    Open = 0
    Save = 1


class FileMode(Enum):
    """What kind of file is chosen."""

    AnyFile = 0
    ExistingFile = 1
    Directory = 2
    ExistingFiles = 3


class PropertySemantics:
    """How a value is edited."""

    Default: PropertySemantics
    Text: PropertySemantics
    SpinBox: PropertySemantics
    Color: PropertySemantics
    LightPosition: PropertySemantics
    TextEditor: PropertySemantics
    Multiline: PropertySemantics
    ImageEditor: PropertySemantics
    ShaderEditor: PropertySemantics
    PythonEditor: PropertySemantics

    def __init__(self, semantic: Union[str, PropertySemantics] = "Default") -> None:
        self._text = str(semantic)

    def getString(self) -> str:
        """The name."""
        return self._text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"PropertySemantics({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return self._text == str(other) if isinstance(other, (PropertySemantics, str)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)


for _name, _text in {
    "Default": "Default",
    "Text": "Text",
    "SpinBox": "SpinBox",
    "Color": "Color",
    "LightPosition": "LightPosition",
    "TextEditor": "TextEditor",
    "Multiline": "Multiline",
    "ImageEditor": "ImageEditor",
    "ShaderEditor": "ShaderEditor",
    "PythonEditor": "PythonEditor",
}.items():
    setattr(PropertySemantics, _name, PropertySemantics(_text))

# The forms in messages; editors of other kinds are code or the default.
WIRE_SEMANTICS = {
    "Text": "text",
    "SpinBox": "spin_box",
    "Color": "color",
    "LightPosition": "light_position",
    "Multiline": "multiline",
    "TextEditor": "code",
    "ShaderEditor": "code",
    "PythonEditor": "code",
}
WIRE_LEVELS = ("valid", "output", "resources")
