"""Numbers that may be absent."""

from __future__ import annotations

from typing import Any, ClassVar, Optional

from . import _ordinal
from ._composite import CompositeProperty
from ._enums import InvalidationLevel
from ._simple import BoolProperty


def _of_number(name: str, words: str) -> property:
    def get(self: OptionalProperty) -> Any:
        return getattr(self._number, name)

    def put(self: OptionalProperty, value: Any) -> None:
        setattr(self._number, name, value)

    return property(get, put, doc=words)


class OptionalProperty(CompositeProperty):
    """A number, vector or matrix, or None. In messages a composite of the switch ``isSet`` and the property ``value``."""

    _arguments = ("value", "min", "max", "increment")
    _level = InvalidationLevel.InvalidOutput
    _class: ClassVar[type] = _ordinal.OrdinalProperty

    def _setup(self, given: dict) -> None:
        value = given.pop("value", None)
        if value is not None:
            given["value"] = value
        self._is_set = BoolProperty("isSet", "Set", value is not None, self._invalidation)
        number: Any = self._class.__new__(self._class)
        # Errors name this property.
        number._speaker = self
        number.__init__("value", self._display_name, **given, invalidationLevel=self._invalidation, semantics=self._semantics)
        self._number = number
        self.addProperties([self._is_set, number])

    def _connect(self) -> None:
        self._number.visibilityDependsOn(self._is_set, lambda is_set: is_set.value)

    @property
    def value(self) -> Any:
        """The number, or a copy of the vector or matrix; None when there is none. None may be assigned."""
        return self._number.value if self._is_set.value else None

    @value.setter
    def value(self, value: Optional[Any]) -> None:
        with self._as_one_change():
            if value is not None:
                self._number.value = value
            self._is_set.value = value is not None

    minValue = _of_number("minValue", "The least value.")
    maxValue = _of_number("maxValue", "The greatest value.")
    increment = _of_number("increment", "The step.")

    def clear(self) -> None:
        """Sets the value to None."""
        self.value = None

    def _whole(self) -> Any:
        if not self._is_set.value:
            raise ValueError(f"{self._what()} holds no value: set value before its components")
        value = self.value
        return [value] if self._class._length == 1 else value

    def __getitem__(self, index: Any) -> Any:
        """A component, a column of a matrix, or with ``[column, row]`` an element. ValueError without a value, else IndexError."""
        value = self._whole()
        for each in self._checked_index(index, value):
            value = value[each]
        return value

    def __setitem__(self, index: Any, part: Any) -> None:
        value = target = self._whole()
        *outer, last = self._checked_index(index, value)
        for each in outer:
            target = target[each]
        target[last] = part
        self.value = value[0] if self._class._length == 1 else value

    def _checked_index(self, index: Any, value: Any) -> tuple:
        indices = index if isinstance(index, tuple) else (index,)
        depth = 2 if issubclass(self._class, _ordinal.MatrixProperty) else 1
        if not 1 <= len(indices) <= depth or not all(isinstance(each, int) and 0 <= each < len(value) for each in indices):
            raise IndexError(f"{self._what()} has {len(value)} {'columns and rows' if depth == 2 else 'components'}, not [{index}]")
        return indices

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {'<empty>' if self.value is None else repr(self.value)}>"


def _make() -> dict:
    classes = {}
    for name, cls in _ordinal.CLASSES.items():
        name = name.replace("Property", "OptProperty")
        words = cls.__doc__.replace(" within bounds.", " within bounds, or None.")
        classes[name] = type(name, (OptionalProperty,), {"__module__": "inviwopy.properties", "__doc__": words, "_class": cls})
    return classes


CLASSES = _make()
