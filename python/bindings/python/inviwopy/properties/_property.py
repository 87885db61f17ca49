"""What all properties share."""

from __future__ import annotations

import copy
import math
import traceback
from typing import Any, Callable, ClassVar, Iterator, Optional

from ..doc import Document
from ._enums import WIRE_LEVELS, WIRE_SEMANTICS, InvalidationLevel, PropertySemantics


def real(value: float) -> Any:
    """A number as messages carry it: JSON has no words for infinity and NaN."""
    value = float(value)
    return value if math.isfinite(value) else ("NaN" if value != value else "inf" if value > 0 else "-inf")


def unreal(value: Any) -> Any:
    """The number, or list of numbers, that `real` made a message of."""
    if isinstance(value, list):
        return [unreal(part) for part in value]
    return float(value) if isinstance(value, str) else value


# What a copy of a property does not take along.
_FRESH: dict = {"_callbacks": list, "_dependents": list, "_noted": set}
# What a copy shares with the original: ports belong to a processor.
_SHARED = ("_inport",)


class Property:
    """A property of a processor: its name, help and value.

    Subclasses name their own arguments in ``_arguments``; identifier and name come before them, invalidation level and
    semantics after. Inviwo calls the second argument ``name`` or ``displayName``: both serve, as does a Document as the third.

    Subclasses override ``_setup`` (arguments), ``_connect`` (callbacks between children; also for copies), ``_to_wire`` and
    ``_take`` (values in messages) and ``_kind``.
    """

    _arguments: ClassVar[tuple] = ()
    # Whether `_call_back` does more than to call what was registered.
    _calls_more: ClassVar[bool] = False
    # While positive, changes below are gathered: see CompositeProperty.
    _held = 0
    _level: ClassVar[InvalidationLevel] = InvalidationLevel.InvalidOutput
    _trailing: ClassVar[tuple] = ("invalidationLevel", "semantics")

    def __init__(self, identifier: str, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for unknown, doubled or missing arguments, naming the property."""
        given = self._parse(identifier, args, kwargs)
        self._identifier = identifier
        self._display_name = str(given.pop("displayName"))
        self._help = str(given.pop("help", None) or "")
        self._invalidation = InvalidationLevel(given.pop("invalidationLevel", self._level))
        self._semantics = PropertySemantics(given.pop("semantics", PropertySemantics.Default))
        self._visible, self._read_only = True, False
        self._owner: Any = None
        self._callbacks: list[Callable[[], Any]] = []
        self._dependents: list[Callable[[], Any]] = []
        self._noted: set = set()
        # The property that errors name: another one where this is a part of it.
        self._speaker: Property = vars(self).get("_speaker", self)
        self._modified = True
        self._written = False
        self._setup(given)
        self._connect()
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
        names = (*self._own_arguments(args_list), *self._trailing)
        if len(args_list) > len(names):
            raise TypeError(f"{what} takes at most {len(names)} arguments after its name ({', '.join(names)}), got {len(args_list)}")
        for name, value in zip(names, args_list):
            if given.setdefault(name, value) is not value:
                raise TypeError(f"{what} got two values for {name}")
        known = (*self._arguments, *self._trailing)
        unknown = sorted(set(given) - {*known, "displayName", "help"})
        if unknown:
            raise TypeError(f"{what} has no argument {unknown[0]!r}; it takes {', '.join(known)}")
        return given

    def _own_arguments(self, args: list) -> tuple:
        """Names of the positional arguments between name and invalidation level; without any, the level may follow the name."""
        return () if args and isinstance(args[0], InvalidationLevel) else self._arguments

    def _setup(self, given: dict) -> None:
        """Takes the arguments of the subclass."""

    def _connect(self) -> None:
        """Joins the parts of a property that has some, when it is made and when it is copied."""

    def _what(self) -> str:
        """Class and identifier, for messages."""
        speaker = self._speaker
        return f"{type(speaker).__name__} {speaker._identifier!r}"

    def _wrong(self, expected: str, got: Any) -> TypeError:
        return TypeError(f"{self._what()} takes {expected}, got {got!r} ({type(got).__name__})")

    def _note(self, kind: str, text: str) -> None:
        """Leaves a note on the node, the first time for each kind; the processor's host sends ``processor._notes``."""
        processor = self._processor
        if processor is not None and kind not in self._noted:
            self._noted.add(kind)
            vars(processor).setdefault("_notes", []).append(text)

    # Copies

    def clone(self) -> Any:
        """A copy that belongs to nobody, without the functions that were given to ``onChange``, ``visibilityDependsOn`` and so on."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict) -> Any:
        # Joined when all of them are there, the innermost first.
        copies = memo.get("copies")
        outermost = copies is None
        if outermost:
            copies = memo["copies"] = []
        other = type(self).__new__(type(self))
        memo[id(self)] = other
        for name, value in vars(self).items():
            if name in _FRESH:
                value = _FRESH[name]()
            elif name == "_owner":
                value = memo.get(id(value))
            elif name == "_speaker":
                value = memo.get(id(value), other)
            elif name not in _SHARED:
                value = copy.deepcopy(value, memo)
            vars(other)[name] = value
        copies.append(other)
        if outermost:
            for each in copies:
                each._connect()
        return other

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

    def getDescription(self) -> Document:
        """Name, class, path and help."""
        parts = [f"**{self._display_name}**", f"{self.classIdentifier}, `{self.path}`", self._help]
        return Document("\n\n".join(part for part in parts if part))

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
        """Names the class, as ``org.inviwo.FloatProperty``; of a class of one's own, the class that it derives from."""
        cls = next(each for each in type(self).__mro__ if each.__module__.split(".")[0] == "inviwopy")
        return f"org.inviwo.{cls.__name__}"

    @property
    def classIdentifierForWidget(self) -> str:
        """Names the class whose widget serves."""
        return self.classIdentifier

    @property
    def widgets(self) -> list:
        """None: widgets live in the program, which is another process."""
        return []

    def hasWidgets(self) -> bool:
        """False: widgets live in the program, which is another process."""
        return False

    @property
    def path(self) -> str:
        """Identifiers from the processor's down: ``Processor.composite.property``."""
        owner = self._owner
        if owner is None:
            return self._identifier
        # A processor may have put something of its own in place of its path.
        above = owner.path if isinstance(owner, Property) else owner._identifier
        return f"{above}.{self._identifier}"

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
        self._interface_changed()

    def visibilityDependsOn(self, other: Property, predicate: Callable[[Any], bool]) -> None:
        """Visible whenever ``predicate(other)`` is true."""
        self._depends(other, lambda: setattr(self, "visible", predicate(other)))

    def readonlyDependsOn(self, other: Property, predicate: Callable[[Any], bool]) -> None:
        """Read-only whenever ``predicate(other)`` is true."""
        self._depends(other, lambda: setattr(self, "readOnly", predicate(other)))

    def _depends(self, other: Property, update: Callable[[], Any]) -> None:
        if not isinstance(other, Property):
            raise self._wrong("a property to depend on", other)
        update()
        other._dependents.append(update)
        other._interface_changed()

    def _refresh_dependents(self) -> None:
        """A value came from the program without callbacks: what shows or locks others follows at once."""
        prop: Any = self
        while isinstance(prop, Property):
            for update in tuple(prop._dependents):
                try:
                    update()
                except Exception:  # noqa: BLE001 - the values that come after this one are set all the same
                    traceback.print_exc()
            prop = prop._owner

    def _listens(self) -> bool:
        """Whether someone is called back after a change: then the program says so at once, not only with the next run."""
        prop: Any = self
        while isinstance(prop, Property):
            if prop._callbacks or prop._dependents or prop._calls_more:
                return True
            prop = prop._owner
        return self._processor is not None and self._processor._listens_to_all()

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
        """Calls back here and in the composites above, up to one that gathers changes."""
        prop: Any = self
        while isinstance(prop, Property):
            if prop._held:
                prop._gathered = True
                return
            prop._call_back()
            prop = prop._owner

    def _interface_changed(self) -> None:
        processor = self._processor
        if processor is not None and vars(processor).get("_taking"):
            processor._interface_dirty = True
        elif processor is not None:
            processor._interface_changed()

    # Values as messages carry them

    def _to_wire(self) -> Any:
        """The value; None for a button."""
        return None

    def _take_limits(self, limits: dict) -> None:
        """Takes limits from the program, no value is clamped to them. Kinds without limits have nothing to take."""

    def _from_wire(self, value: Any) -> None:
        """Takes a value from the program: no callback, no write; what depends on it is shown and locked accordingly.

        What that changes in the interface is sent with the call that follows each message of values.
        """
        processor = self._processor
        if processor is None:
            self._take(value)
            self._refresh_dependents()
            return
        vars(processor)["_taking"] = True
        try:
            self._take(value)
            self._refresh_dependents()
        finally:
            vars(processor)["_taking"] = False

    def _take(self, value: Any) -> None:
        """Sets the value that a message carries."""

    def _leaf_paths(self, path: str) -> Iterator[tuple]:
        """(path, property) of what has a value in messages: itself, or the parts of a composite."""
        yield path, self

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
            "listens": self._listens(),
            "class": self.classIdentifier,
            "kind": self._kind(),
        }

    def setCurrentStateAsDefault(self) -> Any:
        """The present value is the default from now on. Returns the property."""
        self._default = self._to_wire()
        return self

    def resetToDefaultState(self) -> Any:
        """Back to the default value. Returns the property."""
        if self._to_wire() != self._default:
            self._take(self._default)
            self._changed()
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier}>"
