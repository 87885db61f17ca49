"""Two numbers, the first at most the second, within a range."""

from __future__ import annotations

from typing import Any, ClassVar

from .. import glm
from ._ordinal import number, whole
from ._property import Property, real, unreal


class MinMaxProperty(Property):
    """An interval within a range. ``value``, ``range``: vectors of 2."""

    _arguments = ("valueMin", "valueMax", "rangeMin", "rangeMax", "increment", "minSeparation")
    _integral: ClassVar[bool] = False
    _vector: ClassVar[Any] = glm.vec2
    _defaults: ClassVar[tuple] = (0.0, 1.0, 0.0, 1.0, 0.01, 0.0)

    def _setup(self, given: dict) -> None:
        low, high, range_low, range_high, increment, separation = (
            self._number(given.get(name, default)) for name, default in zip(self._arguments, self._defaults)
        )
        self._range = [range_low, range_high]
        self._increment, self._separation = increment, separation
        self._value = self._clamp([low, high])

    def _number(self, value: Any) -> Any:
        try:
            return whole(value) if self._integral else number(value)
        except (TypeError, ValueError):
            raise self._wrong("a whole number" if self._integral else "a number", value) from None

    def _pair(self, value: Any) -> list:
        try:
            low, high = value
        except (TypeError, ValueError):
            raise self._wrong("two numbers", value) from None
        return [self._number(low), self._number(high)]

    def _clamp(self, value: list) -> list:
        if not all(abs(part) < float("inf") for part in value):
            raise ValueError(f"{self._what()} takes finite numbers, got {value}")
        low, high = sorted(value)
        least, most = self._range
        low = min(max(low, least), max(most - self._separation, least))
        return [low, max(min(high, most), min(low + self._separation, most))]

    @property
    def value(self) -> Any:
        """A copy of the interval. What is assigned is sorted and clamped to the range."""
        return self._vector(*self._value)

    @value.setter
    def value(self, value: Any) -> None:
        pair = self._clamp(self._pair(value))
        if pair != self._value:
            self._value = pair
            self._changed()

    def _set_range(self, low: Any, high: Any) -> None:
        pair = sorted([self._number(low), self._number(high)])
        if pair != self._range:
            self._range = pair
            self._interface_changed()
            self.value = self._value

    @property
    def range(self) -> Any:
        """The range as a vector of 2."""
        return self._vector(*self._range)

    @range.setter
    def range(self, value: Any) -> None:
        self._set_range(*self._pair(value))

    @property
    def rangeMin(self) -> Any:
        """The lower end of the range."""
        return self._range[0]

    @rangeMin.setter
    def rangeMin(self, value: Any) -> None:
        self._set_range(value, self._range[1])

    @property
    def rangeMax(self) -> Any:
        """The upper end of the range."""
        return self._range[1]

    @rangeMax.setter
    def rangeMax(self, value: Any) -> None:
        self._set_range(self._range[0], value)

    @property
    def increment(self) -> Any:
        """The step."""
        return self._increment

    @increment.setter
    def increment(self, value: Any) -> None:
        self._increment = self._number(value)
        self._interface_changed()

    @property
    def minSeparation(self) -> Any:
        """The least distance between the two numbers."""
        return self._separation

    @minSeparation.setter
    def minSeparation(self, value: Any) -> None:
        self._separation = self._number(value)
        self._interface_changed()
        self.value = self._value

    def _to_wire(self) -> Any:
        return [float(part) for part in self._value]

    def _take_limits(self, limits: dict) -> None:
        self._range = [self._number(unreal(limits["min"])), self._number(unreal(limits["max"]))]
        self._increment = self._number(unreal(limits["increment"]))

    def _take(self, value: Any) -> None:
        self._value = self._pair(value)

    def _kind(self) -> dict:
        return {
            "type": "min_max",
            "default": self._default,
            "range": [real(part) for part in self._range],
            "increment": real(self._increment),
            "min_separation": real(self._separation),
            "integer": self._integral,
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {self._value}>"


def _make() -> dict:
    rows = [
        ("Float", glm.vec2, False, (0.0, 1.0), 0.01),
        ("Double", glm.dvec2, False, (0.0, 1.0), 0.01),
        ("Int", glm.ivec2, True, (-100, 100), 1),
        ("Size_t", glm.size2_t, True, (0, 100), 1),
        ("Int64", glm.i64vec2, True, (0, 1024), 1),
    ]
    classes = {}
    for prefix, vector, integral, limits, increment in rows:
        name = f"{prefix}MinMaxProperty"
        members = {
            "__module__": "inviwopy.properties",
            "__doc__": "Two numbers, the first at most the second, within a range.",
            "_integral": integral,
            "_vector": vector,
            "_defaults": (*limits, *limits, increment, 0),
        }
        classes[name] = type(name, (MinMaxProperty,), members)
    return classes


CLASSES = _make()
