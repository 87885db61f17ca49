"""Data range, value range and value axis of data, with the user's own in their place."""

from __future__ import annotations

from typing import Any, ClassVar

from ..data import Unit
from ..data._ports import Port
from ..glm import dvec2
from ._composite import BoolCompositeProperty, CompositeProperty
from ._enums import InvalidationLevel, PropertySemantics
from ._live import checked_inport
from ._minmax import CLASSES as _INTERVALS
from ._simple import ButtonProperty, StringProperty

# Half of the largest number: what lies between the two ends is a number, too.
LARGEST = 8.98846567431158e307


def range_property(identifier: str, name: str, high: float, level: InvalidationLevel) -> Any:
    """An interval of any numbers, edited as text."""
    interval = _INTERVALS["DoubleMinMaxProperty"]
    return interval(identifier, name, 0.0, high, -LARGEST, LARGEST, 0.0, 0.0, level, PropertySemantics.Text)


class FromInputProperty(CompositeProperty):
    """What an input says, read-only, and under a switch the user's own."""

    _level = InvalidationLevel.InvalidOutput
    _allowed: ClassVar[str] = ""
    _switch: ClassVar[tuple] = ()

    def _own_arguments(self, args: list) -> tuple:
        return self._arguments if args and isinstance(args[0], Port) else (self._allowed,)

    def _setup(self, given: dict) -> None:
        self._inport = checked_inport(self, {"inport": given.get("port")})
        self._custom_allowed = bool(given.get(self._allowed, True))
        self._own_switch = BoolCompositeProperty(*self._switch, False, self._invalidation)
        self._own_switch.collapsed, self._own_switch.visible = True, self._custom_allowed
        self._seen_values, self._own_values = self._make_values(self._invalidation)
        for prop in self._seen_values:
            prop.readOnly = True
        self._copy = ButtonProperty("copyFromInput", "Copy from Input", invalidationLevel=self._invalidation)
        self._own_switch.addProperties([*self._own_values, self._copy])
        self.addProperties([*self._seen_values, self._own_switch])

    def _make_values(self, level: InvalidationLevel) -> tuple:
        raise NotImplementedError

    def _connect(self) -> None:
        self._copy.onChange(self._copy_from_input)
        if self._inport is not None:
            self._inport.onChange(self._update_from_inport)

    def _copy_from_input(self) -> None:
        for own, seen in zip(self._own_values, self._seen_values):
            own.value = seen.value

    def _update_from_inport(self) -> None:
        if self._inport.hasData():
            self._update(self._inport.getData())

    def updateFromVolume(self, volume: Any) -> None:
        """Takes what a volume says; nothing of None."""
        if volume is not None:
            self._update(volume)

    def updateFromLayer(self, layer: Any) -> None:
        """Takes what a layer says; nothing of None."""
        if layer is not None:
            self._update(layer)

    def _update(self, data: Any) -> None:
        raise NotImplementedError

    def _enabled(self) -> bool:
        return self._custom_allowed and self._own_switch.checked

    def _current(self, index: int) -> Any:
        return (self._own_values if self._enabled() else self._seen_values)[index].value


class DataRangeProperty(FromInputProperty):
    """Data and value range: ``dataRange``, ``valueRange``, and ``useCustomRange`` with the user's own."""

    _arguments = ("port", "customRanges")
    _allowed = "customRanges"
    _switch = ("useCustomRange", "Use Custom Range")

    def _make_values(self, level: InvalidationLevel) -> tuple:
        seen = [range_property("dataRange", "Data range", 255.0, level), range_property("valueRange", "Value range", 255.0, level)]
        own = [range_property("customDataRange", "Data Range", 1.0, level), range_property("customValueRange", "Value Range", 1.0, level)]
        return seen, own

    def _update(self, data: Any) -> None:
        self.dataRange, self.valueRange = data.dataMap.dataRange, data.dataMap.valueRange

    @property
    def dataRange(self) -> dvec2:
        """The range of the data: the user's own where that is switched on, else the input's, which assigning sets."""
        return self._current(0)

    @dataRange.setter
    def dataRange(self, value: Any) -> None:
        self._seen_values[0].value = value

    @property
    def valueRange(self) -> dvec2:
        """What the data range stands for: the user's own where that is switched on, else the input's, which assigning sets."""
        return self._current(1)

    @valueRange.setter
    def valueRange(self, value: Any) -> None:
        self._seen_values[1].value = value

    @property
    def customDataRange(self) -> dvec2:
        """The user's own data range."""
        return self._own_values[0].value

    @property
    def customValueRange(self) -> dvec2:
        """The user's own value range."""
        return self._own_values[1].value

    @property
    def customRangeEnabled(self) -> bool:
        """Whether the user's own ranges count."""
        return self._enabled()


class ValueAxisProperty(FromInputProperty):
    """Name and unit of values: ``valueName``, ``valueUnit``, and ``useCustomAxis`` with the user's own."""

    _arguments = ("port", "customAxis")
    _allowed = "customAxis"
    _switch = ("useCustomAxis", "Use Custom Value Axis")

    def _make_values(self, level: InvalidationLevel) -> tuple:
        names = (("valueName", "Value name"), ("valueUnit", "Value unit"))
        own = (("customValueName", "Value name"), ("customValueUnit", "Value unit"))
        return tuple([StringProperty(*row, "", level) for row in rows] for rows in (names, own))

    def _update(self, data: Any) -> None:
        self.valueName, self.valueUnit = data.dataMap.valueAxis.name, data.dataMap.valueAxis.unit

    @property
    def valueName(self) -> str:
        """The name: the user's own where that is switched on, else the input's, which assigning sets."""
        return self._current(0)

    @valueName.setter
    def valueName(self, value: str) -> None:
        self._seen_values[0].value = value

    @property
    def valueUnit(self) -> Unit:
        """The unit: the user's own where that is switched on, else the input's, which assigning sets."""
        return Unit(self._current(1))

    @valueUnit.setter
    def valueUnit(self, value: Any) -> None:
        self._seen_values[1].value = str(value)

    @property
    def customValueName(self) -> str:
        """The user's own name."""
        return self._own_values[0].value

    @property
    def customValueUnit(self) -> Unit:
        """The user's own unit."""
        return Unit(self._own_values[1].value)

    @property
    def customAxisEnabled(self) -> bool:
        """Whether the user's own name and unit count."""
        return self._enabled()
