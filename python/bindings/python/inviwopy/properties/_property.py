"""What all properties share."""

from __future__ import annotations

import math
from typing import Any, Callable, ClassVar, Optional

from ..doc import Document
from ._enums import WIRE_LEVELS, WIRE_SEMANTICS, InvalidationLevel, PropertySemantics


def real(value: float) -> Any:
    """A number as messages carry it: JSON has no words for infinity and NaN."""
    value = float(value)
    return value if math.isfinite(value) else ("NaN" if value != value else "inf" if value > 0 else "-inf")


class Property:
    """A property of a processor: its name, help and value.

    Subclasses name their own arguments in ``_arguments``; identifier and name come before them, invalidation level and
    semantics after. Inviwo calls the second argument ``name`` or ``displayName``: both serve, as does a Document as the third.
    """

    _arguments: ClassVar[tuple] = ()
    _level: ClassVar[InvalidationLevel] = InvalidationLevel.InvalidOutput
    _trailing: ClassVar[tuple] = ("invalidationLevel", "semantics")

    def __init__(self, identifier: str, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for unknown, doubled or missing arguments, naming the property."""
        given = self._parse(identifier, args, kwargs)
        self._identifier = identifier
        self._display_name = str(given.pop("displayName"))
        self._help = str(given.pop("help", ""))
        self._invalidation = InvalidationLevel(given.pop("invalidationLevel", self._level))
        self._semantics = PropertySemantics(given.pop("semantics", PropertySemantics.Default))
        self._visible, self._read_only = True, False
        self._owner: Any = None
        self._callbacks: list[Callable[[], Any]] = []
        self._dependents: list[Callable[[], Any]] = []
        self._modified = True
        self._written = False
        self._setup(given)
        self.setCurrentStateAsDefault()

    def _parse(self, identifier: Any, args: tuple, kwargs: dict) -> dict:
        what = type(self).__name__
        if not isinstance(identifier, str) or not identifier:
            raise TypeError(f"{what} takes an identifier first, got {identifier!r}")
        what = f"{what} {identifier!r}"
        given = dict(kwargs)
        if "name" in given:
            given.setdefault("displayName", given.pop("name"))
        args_list = list(args)
        if "displayName" not in given:
            given["displayName"] = args_list.pop(0) if args_list else identifier
        if not isinstance(given["displayName"], str):
            raise TypeError(f"{what} takes a name as second argument, got {given['displayName']!r}")
        if args_list and isinstance(args_list[0], Document):
            given["help"] = args_list.pop(0)
        names = (*self._arguments, *self._trailing)
        if len(args_list) > len(names):
            raise TypeError(f"{what} takes at most {len(names)} arguments after its name ({', '.join(names)}), got {len(args_list)}")
        for name, value in zip(names, args_list):
            if given.setdefault(name, value) is not value:
                raise TypeError(f"{what} got two values for {name}")
        unknown = sorted(set(given) - set(names) - {"displayName", "help"})
        if unknown:
            raise TypeError(f"{what} has no argument {unknown[0]!r}; it takes {', '.join(names)}")
        return given

    def _setup(self, given: dict) -> None:
        """Takes the arguments of the subclass."""

    def _wrong(self, expected: str, got: Any) -> TypeError:
        return TypeError(f"{type(self).__name__} {self._identifier!r} takes {expected}, got {got!r} ({type(got).__name__})")

    # Names and state

    @property
    def identifier(self) -> str:
        """Unique in its owner."""
        return self._identifier

    @identifier.setter
    def identifier(self, value: str) -> None:
        if self._owner is not None:
            self._owner._renamed(self, value)
        self._identifier = value
        self._interface_changed()

    @property
    def displayName(self) -> str:
        """What the user sees."""
        return self._display_name

    @displayName.setter
    def displayName(self, value: str) -> None:
        self._display_name = str(value)
        self._interface_changed()

    @property
    def help(self) -> Document:
        """Shown as a tooltip; a text may be assigned."""
        return Document(self._help)

    @help.setter
    def help(self, value: Any) -> None:
        self._help = str(value)
        self._interface_changed()

    def getHelp(self) -> Document:
        """The help."""
        return Document(self._help)

    @property
    def readOnly(self) -> bool:
        """The user cannot edit it."""
        return self._read_only

    @readOnly.setter
    def readOnly(self, value: bool) -> None:
        if self._read_only != bool(value):
            self._read_only = bool(value)
            self._interface_changed()

    @property
    def visible(self) -> bool:
        """The user sees it."""
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        if self._visible != bool(value):
            self._visible = bool(value)
            self._interface_changed()

    @property
    def semantics(self) -> PropertySemantics:
        """How it is edited."""
        return self._semantics

    @semantics.setter
    def semantics(self, value: Any) -> None:
        self._semantics = PropertySemantics(value)
        self._interface_changed()

    @property
    def invalidationLevel(self) -> InvalidationLevel:
        """What a change does to the processor."""
        return self._invalidation

    @invalidationLevel.setter
    def invalidationLevel(self, value: Any) -> None:
        self._invalidation = InvalidationLevel(value)
        self._interface_changed()

    @property
    def classIdentifier(self) -> str:
        """Names the class."""
        return f"org.inviwo.{type(self).__name__}"

    @property
    def path(self) -> str:
        """Identifiers from the processor's down: ``Processor.composite.property``."""
        owner = self._owner
        return f"{owner.path}.{self._identifier}" if owner is not None else self._identifier

    @property
    def _processor(self) -> Any:
        owner = self._owner
        while isinstance(owner, Property):
            owner = owner._owner
        return owner

    @property
    def isModified(self) -> bool:
        """Changed since the processor last succeeded."""
        return self._modified

    # Callbacks

    def onChange(self, callback: Callable[[], Any]) -> None:
        """Calls back, without arguments, after each change. Raises TypeError for what cannot be called."""
        if not callable(callback):
            raise self._wrong("a function", callback)
        self._callbacks.append(callback)

    def visibilityDependsOn(self, other: Property, predicate: Callable[[Any], bool]) -> None:
        """Visible whenever ``predicate(other)`` is true."""
        self._depends(other, lambda: setattr(self, "visible", predicate(other)))

    def readonlyDependsOn(self, other: Property, predicate: Callable[[Any], bool]) -> None:
        """Read-only whenever ``predicate(other)`` is true."""
        self._depends(other, lambda: setattr(self, "readOnly", predicate(other)))

    def _depends(self, other: Property, update: Callable[[], Any]) -> None:
        other._dependents.append(update)
        update()

    def _call_back(self) -> None:
        for callback in (*self._dependents, *self._callbacks):
            callback()

    def _changed(self) -> None:
        """A write by Python: marks, calls back, up to the outermost composite."""
        self._written = self._modified = True
        processor = self._processor
        if processor is not None:
            processor._property_written(self)
        self._notify()

    def _notify(self) -> None:
        """Calls back here and in the composites above."""
        prop: Any = self
        while isinstance(prop, Property):
            prop._call_back()
            prop = prop._owner

    def _interface_changed(self) -> None:
        processor = self._processor
        if processor is not None:
            processor._interface_changed()

    # Values as messages carry them

    def _to_wire(self) -> Any:
        """The value; None for a button."""
        return None

    def _from_wire(self, value: Any) -> None:
        """Takes a value from the program: no callback, no write."""

    def _take_write(self) -> bool:
        """Whether Python wrote a value since the last call."""
        written, self._written = self._written, False
        return written

    def _kind(self) -> Optional[dict]:
        """Kind, default and bounds."""
        return None

    def _describe(self) -> dict:
        return {
            "identifier": self._identifier,
            "display_name": self._display_name,
            "help": self._help,
            "invalidation": WIRE_LEVELS[self._invalidation],
            "semantics": WIRE_SEMANTICS.get(str(self._semantics), "default"),
            "visible": self._visible,
            "read_only": self._read_only,
            "transient": False,
            "kind": self._kind(),
        }

    def setCurrentStateAsDefault(self) -> None:
        """The present value is the default from now on."""
        self._default = self._to_wire()

    def resetToDefaultState(self) -> None:
        """Back to the default value."""
        if self._to_wire() != self._default:
            self._from_wire(self._default)
            self._changed()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier}>"
