"""Numbers and vectors of numbers, with bounds."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from .. import glm
from ._enums import ConstraintBehavior
from ._property import Property, real

_BOUNDS = ("editable", "mutable", "immutable", "ignore")
_LIMIT = 2**63 - 1


def whole(value: Any) -> int:
    """A whole number; a float only when it is integral. Raises TypeError otherwise."""
    if isinstance(value, (int, np.integer, np.bool_)):
        return int(value)
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return int(value)
    raise TypeError("no whole number")


def number(value: Any) -> float:
    """A number. Raises TypeError for a text."""
    if isinstance(value, (str, bytes)):
        raise TypeError("no number")
    return float(value)


def clamped(value: Any, low: Any, high: Any, bounds: tuple) -> Any:
    """The value within the bounds that clamp."""
    if bounds[0] != ConstraintBehavior.Ignore and value < low:
        value = low
    if bounds[1] != ConstraintBehavior.Ignore and value > high:
        value = high
    return value


class OrdinalProperty(Property):
    """A number, or 2 to 4, between a least and a greatest."""

    _arguments = ("value", "min", "max", "increment")
    _integral: ClassVar[bool] = False
    _length: ClassVar[int] = 1
    _vector: ClassVar[Any] = None
    _defaults: ClassVar[tuple] = (0.0, 0.0, 1.0, 0.01)

    def _setup(self, given: dict) -> None:
        parts, bounds = [], []
        for name, default in zip(self._arguments, self._defaults):
            value = given.get(name, default)
            if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], ConstraintBehavior):
                bounds.append(value[1])
                value = value[0]
            elif name in ("min", "max"):
                bounds.append(ConstraintBehavior.Editable)
            parts.append(self._numbers(value))
        self._value, self._min, self._max, self._increment = parts
        self._bounds = tuple(bounds)
        self._value = self._clamp(self._value)

    def _numbers(self, value: Any) -> list:
        """The value as a list of numbers, also of infinite ones. Raises TypeError."""
        convert = whole if self._integral else number
        n = self._length
        expected = f"{'a' if n == 1 else n} {'whole ' if self._integral else ''}number{'' if n == 1 else 's'}"
        try:
            values = [convert(value)] * n if np.ndim(value) == 0 else [convert(part) for part in value]
        except (TypeError, ValueError, OverflowError):
            raise self._wrong(expected, value) from None
        if len(values) != n or (n == 1 and np.ndim(value) != 0):
            raise self._wrong(expected, value)
        if any(part != part for part in values):
            raise ValueError(f"{type(self).__name__} {self._identifier!r} takes {expected}, got NaN")
        return values

    def _clamp(self, values: list) -> list:
        result = [clamped(v, low, high, self._bounds) for v, low, high in zip(values, self._min, self._max)]
        if not all(math.isfinite(v) for v in result):
            raise ValueError(f"{type(self).__name__} {self._identifier!r} takes finite numbers, got {result}")
        return result

    def _shaped(self, values: list) -> Any:
        return values[0] if self._vector is None else self._vector(*values)

    @property
    def value(self) -> Any:
        """The number, or a copy of the vector. What is assigned is clamped; TypeError for what is no number."""
        return self._shaped(self._value)

    @value.setter
    def value(self, value: Any) -> None:
        values = self._clamp(self._numbers(value))
        if values != self._value:
            self._value = values
            self._changed()

    def _set_limit(self, name: str, value: Any) -> None:
        values = self._numbers(value)
        if values == getattr(self, name):
            return
        setattr(self, name, values)
        self._interface_changed()
        self.value = self._shaped(self._value)

    @property
    def minValue(self) -> Any:
        """The least value."""
        return self._shaped(self._min)

    @minValue.setter
    def minValue(self, value: Any) -> None:
        self._set_limit("_min", value)

    @property
    def maxValue(self) -> Any:
        """The greatest value."""
        return self._shaped(self._max)

    @maxValue.setter
    def maxValue(self, value: Any) -> None:
        self._set_limit("_max", value)

    @property
    def increment(self) -> Any:
        """The step."""
        return self._shaped(self._increment)

    @increment.setter
    def increment(self, value: Any) -> None:
        self._set_limit("_increment", value)

    def _to_wire(self) -> Any:
        return self._value[0] if self._length == 1 else list(self._value)

    def _from_wire(self, value: Any) -> None:
        self._value = self._numbers(value)

    def _form(self, values: list) -> Any:
        form = [max(-_LIMIT, min(_LIMIT, v)) for v in values] if self._integral else [real(v) for v in values]
        return form[0] if self._length == 1 else form

    def _kind(self) -> dict:
        kind = "int" if self._integral else "float"
        default = self._default if self._length > 1 else [self._default]
        described = {
            "type": kind if self._length == 1 else f"{kind}_vector",
            "default": self._form(default),
            "min": self._form(self._min),
            "max": self._form(self._max),
            "bounds": [_BOUNDS[bound] for bound in self._bounds],
            "increment": self._increment[0] if self._integral else real(self._increment[0]),
        }
        if self._length == 1:
            described["unit"] = ""
        return described

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {self.value!r}>"


_FLOAT, _INT = (0.0, 0.0, 1.0, 0.01), (0, -100, 100, 1)
_SIZE, _INT64 = (0, 0, 100, 1), (0, 0, 1024, 1)


def _make() -> dict:
    rows = [
        ("Float", "FloatVec", "vec{n}", False, _FLOAT),
        ("Double", "DoubleVec", "dvec{n}", False, _FLOAT),
        ("Int", "IntVec", "ivec{n}", True, _INT),
        ("Size_t", "IntSize", "size{n}_t", True, _SIZE),
        ("Int64", None, "", True, _INT64),
    ]
    classes = {}
    for scalar, vector, value_type, integral, defaults in rows:
        for n in range(1, 5 if vector else 2):
            name = f"{scalar}Property" if n == 1 else f"{vector}{n}Property"
            members = {
                "__module__": "inviwopy.properties",
                "__doc__": f"{'A' if n == 1 else n} {'whole ' if integral else ''}number{'s' if n > 1 else ''} within bounds.",
                "_integral": integral,
                "_length": n,
                "_vector": None if n == 1 else getattr(glm, value_type.format(n=n)),
                "_defaults": defaults,
            }
            classes[name] = type(name, (OrdinalProperty,), members)
    return classes


CLASSES = _make()
