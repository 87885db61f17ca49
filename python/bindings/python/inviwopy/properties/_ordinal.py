"""Numbers and vectors of numbers, with bounds."""

from __future__ import annotations

import enum
import math
from typing import Any, ClassVar

import numpy as np

from .. import glm
from ._enums import ConstraintBehavior
from ._property import Property, real, unreal

_BOUNDS = ("editable", "mutable", "immutable", "ignore")
_LIMIT = 2**63 - 1
# The largest number of 32 bits.
LARGEST_FLOAT = 3.4028234663852886e38


def whole(value: Any) -> int:
    """A whole number; a float only when it is integral; the value of a member of an enumeration. Raises TypeError otherwise."""
    if isinstance(value, enum.Enum):
        value = value.value
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
    """A number, or 2 to 4, between a least and a greatest.

    ``min`` and ``max`` are values or pairs (value, ConstraintBehavior).
    """

    _arguments = ("value", "min", "max", "increment")
    _integral: ClassVar[bool] = False
    _length: ClassVar[int] = 1
    _vector: ClassVar[Any] = None
    _defaults: ClassVar[tuple] = (0.0, 0.0, 1.0, 0.01)

    def _setup(self, given: dict) -> None:
        default, low, high, increment = self._defaults
        (self._min, least), (self._max, most) = self._limit(given.get("min", low)), self._limit(given.get("max", high))
        self._max = [max(a, b) for a, b in zip(self._min, self._max)]
        self._bounds = (least, most)
        self._increment = self._numbers(given.get("increment", increment))
        self._start(given, default)

    def _start(self, given: dict, default: Any) -> None:
        self._value = self._clamp(self._values(given.get("value", default)))

    def _limit(self, value: Any) -> tuple:
        """A bound, alone or in a pair with what it does."""
        behavior = ConstraintBehavior.Editable
        if isinstance(value, (tuple, list)) and len(value) == 2 and isinstance(value[1], ConstraintBehavior):
            value, behavior = value
        return self._numbers(value), behavior

    def _values(self, value: Any) -> list:
        """The parts of a value; bounds and increments go through ``_numbers``."""
        return self._numbers(value)

    def _numbers(self, value: Any) -> list:
        """The value as a list of numbers, also of infinite ones. Raises TypeError."""
        n, kind = self._length, type(value)
        # What nearly every write of a script gives, a good deal faster.
        if n == 1 and kind is float and not self._integral and value == value:
            return [value]
        if n == 1 and kind is int and (self._integral or abs(value) < 1 << 53):
            return [value if self._integral else float(value)]
        convert = whole if self._integral else number
        expected = f"{'a' if n == 1 else n} {'whole ' if self._integral else ''}number{'' if n == 1 else 's'}"
        try:
            values = [convert(value)] * n if np.ndim(value) == 0 else [convert(part) for part in value]
        except (TypeError, ValueError, OverflowError):
            raise self._wrong(expected, value) from None
        if len(values) != n or (n == 1 and np.ndim(value) != 0):
            raise self._wrong(expected, value)
        if any(part != part for part in values):
            raise ValueError(f"{self._what()} takes {expected}, got NaN")
        return values

    def _clamp(self, values: list) -> list:
        result = [clamped(v, low, high, self._bounds) for v, low, high in zip(values, self._min, self._max)]
        if not all(math.isfinite(v) for v in result):
            raise ValueError(f"{self._what()} takes finite numbers, got {result}")
        if self._integral and any(abs(v) > _LIMIT for v in result):
            raise ValueError(f"{self._what()} takes whole numbers of 64 bits, got {result}")
        return result

    def _shaped(self, values: list) -> Any:
        return values[0] if self._vector is None else self._vector(*values)

    @property
    def value(self) -> Any:
        """The number, or a copy of the vector. What is assigned is clamped; TypeError for what is no number."""
        return self._shaped(self._value)

    @value.setter
    def value(self, value: Any) -> None:
        given = self._values(value)
        values = self._clamp(given)
        if values != given:
            limits = f"{self._shaped(self._min)!r} to {self._shaped(self._max)!r}"
            cure = "widen minValue or maxValue, or make the bounds with ConstraintBehavior.Ignore"
            self._note("clamp", f"{self._what()} was set to {value!r}, beyond {limits}, and holds {self._shaped(values)!r}: {cure}")
        self._put(values)

    def _put(self, values: list) -> None:
        if values != self._value:
            self._value = values
            self._changed()

    def _set_limit(self, upper: bool, value: Any) -> None:
        values, name = self._numbers(value), ("_min", "_max")[upper]
        if values == getattr(self, name):
            return
        if self._bounds[upper] == ConstraintBehavior.Immutable:
            self._note("bound", f"{self._what()} keeps its {('minValue', 'maxValue')[upper]}: its bound is ConstraintBehavior.Immutable")
            return
        setattr(self, name, values)
        # The other bound gives way.
        if upper:
            self._min = [min(a, b) for a, b in zip(self._min, values)]
        else:
            self._max = [max(a, b) for a, b in zip(self._max, values)]
        self._interface_changed()
        self._put(self._clamp(self._value))

    @property
    def minValue(self) -> Any:
        """The least value. Raising it above ``maxValue`` raises that, too; a bound that is Immutable stays, with a note."""
        return self._shaped(self._min)

    @minValue.setter
    def minValue(self, value: Any) -> None:
        self._set_limit(False, value)

    @property
    def maxValue(self) -> Any:
        """The greatest value. Lowering it below ``minValue`` lowers that, too; a bound that is Immutable stays, with a note."""
        return self._shaped(self._max)

    @maxValue.setter
    def maxValue(self, value: Any) -> None:
        self._set_limit(True, value)

    @property
    def increment(self) -> Any:
        """The step."""
        return self._shaped(self._increment)

    @increment.setter
    def increment(self, value: Any) -> None:
        self._increment = self._numbers(value)
        self._interface_changed()

    def _to_wire(self) -> Any:
        return self._value[0] if self._length == 1 else list(self._value)

    def _take(self, value: Any) -> None:
        self._value = self._values(value)

    def _take_limits(self, limits: dict) -> None:
        self._min, self._max = self._numbers(unreal(limits["min"])), self._numbers(unreal(limits["max"]))
        self._increment = self._numbers(unreal(limits["increment"]))

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


class MatrixProperty(OrdinalProperty):
    """A square matrix between a least and a greatest for each element; in messages a vector, column by column."""

    _columns: ClassVar[int] = 2

    def _values(self, value: Any) -> list:
        """A number is the diagonal, as in GLM."""
        if np.ndim(value) != 0:
            return self._numbers(value)
        (entry,) = set(self._numbers(value))
        return [entry if i % (self._columns + 1) == 0 else 0.0 for i in range(self._length)]

    def _numbers(self, value: Any) -> list:
        """A matrix, an array of shape (columns, rows), columns, or all elements column by column."""
        # The rows of the array of a matrix are its columns.
        array = getattr(value, "array", value)
        try:
            shape = np.shape(array)
        except ValueError:
            raise self._wrong(self._expected(), value) from None
        if shape == (self._columns, self._columns):
            return super()._numbers([entry for column in array for entry in column])
        if shape not in ((), (self._length,)):
            raise self._wrong(self._expected(), value)
        return super()._numbers(array)

    def _expected(self) -> str:
        return f"a matrix of {self._columns} columns or {self._length} numbers"


_FLOAT, _INT = (0.0, 0.0, 1.0, 0.01), (0, -100, 100, 1)
_SIZE, _INT64 = (0, 0, 100, 1), (0, 0, 1024, 1)


def _rows() -> list:
    """(name, whether a matrix, attributes) of all types of numbers."""
    kinds = [
        ("Float", "FloatVec", "vec{n}", False, _FLOAT),
        ("Double", "DoubleVec", "dvec{n}", False, _FLOAT),
        ("Int", "IntVec", "ivec{n}", True, _INT),
        ("Size_t", "IntSize", "size{n}_t", True, _SIZE),
        ("Int64", None, "", True, _INT64),
    ]
    rows = []
    for scalar, vector, value_type, integral, defaults in kinds:
        for n in range(1, 5 if vector else 2):
            members = {
                "__doc__": f"{'A' if n == 1 else n} {'whole ' if integral else ''}number{'s' if n > 1 else ''} within bounds.",
                "_integral": integral,
                "_length": n,
                "_vector": None if n == 1 else getattr(glm, value_type.format(n=n)),
                "_defaults": defaults,
            }
            rows.append((scalar if n == 1 else f"{vector}{n}", False, members))
    for prefix, value_type in (("FloatMat", "mat"), ("DoubleMat", "dmat")):
        for n in (2, 3, 4):
            members = {
                "__doc__": f"A matrix of {n} columns and {n} rows within bounds.",
                "_columns": n,
                "_length": n * n,
                "_vector": getattr(glm, f"{value_type}{n}"),
                "_defaults": (np.zeros((n, n)), *_FLOAT[1:]),
            }
            rows.append((f"{prefix}{n}", True, members))
    return rows


def make_classes(suffix: str, scalar: type, matrix: type) -> dict:
    """One class for each type of numbers, by name."""
    classes = {}
    for name, is_matrix, members in _rows():
        base = matrix if is_matrix else scalar
        classes[name + suffix] = type(name + suffix, (base,), {"__module__": "inviwopy.properties", **members})
    return classes


CLASSES = make_classes("Property", OrdinalProperty, MatrixProperty)
