"""Enumerations and small classes of properties."""

from __future__ import annotations

from typing import Any, Iterator, Union

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


class ListPropertyUIFlags:
    """What the user can do with a list: none (Static), Add, Remove or both. Joined with ``|``, ``&`` and ``^``."""

    def __init__(self, flags: Any = 0) -> None:
        """Of a flag, a number, other flags, or a list of flags."""
        if isinstance(flags, (list, tuple, set)):
            bits = 0
            for flag in flags:
                bits |= int(ListPropertyUIFlag(flag))
        else:
            bits = int(flags)
        if not 0 <= bits <= 3:
            raise ValueError(f"ListPropertyUIFlags takes Static, Add and Remove, got {flags!r}")
        self._bits = bits

    def __int__(self) -> int:
        return self._bits

    def __contains__(self, flag: Any) -> bool:
        return self._bits & int(flag) == int(flag) if int(flag) else self._bits == 0

    def __iter__(self) -> Iterator[ListPropertyUIFlag]:
        return iter([flag for flag in ListPropertyUIFlag if flag and flag in self])

    def __or__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(self._bits | int(other))

    def __and__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(self._bits & int(other))

    def __xor__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(self._bits ^ int(other))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __bool__(self) -> bool:
        return self._bits != 0

    def __eq__(self, other: object) -> bool:
        return self._bits == int(other) if isinstance(other, (ListPropertyUIFlags, int)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._bits)

    def __repr__(self) -> str:
        return f"<ListPropertyUIFlags: {' | '.join(flag.name for flag in self) or 'Static'}>"


class ListPropertyUIFlag(Enum):
    """What the user can do with a list."""

    Static = 0
    Add = 1
    Remove = 2

    def __or__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(int(self) | int(other))

    def __and__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(int(self) & int(other))

    def __xor__(self, other: Any) -> ListPropertyUIFlags:
        return ListPropertyUIFlags(int(self) ^ int(other))


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
