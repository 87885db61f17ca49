"""Color and opacity by value: transfer functions, isovalues, and both."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from ..data import _transfer_function as data
from ..data._ports import Port
from ..glm import dvec2
from ._composite import CompositeProperty
from ._enums import InvalidationLevel
from ._live import LiveProperty, checked_inport


class PointsProperty(LiveProperty):
    """Points of position, color and opacity."""

    _arguments = ("value", "inport")
    _class: ClassVar[type] = data.TFPrimitiveSet
    _points: ClassVar[tuple] = ()

    def _setup(self, given: dict) -> None:
        value = given.get("value")
        if value is None:
            value = self._class(self._points)
        elif isinstance(value, (list, tuple)):
            value = self._class(value)
        self._value = copy.deepcopy(self._checked(value))
        self._inport = checked_inport(self, given)
        self._zoom = [dvec2(0, 1), dvec2(0, 1)]
        self._synced = self._to_wire()

    def _checked(self, value: Any) -> Any:
        if not isinstance(value, self._class):
            article = "an" if self._class.__name__[0] in "AEIOU" else "a"
            raise self._wrong(f"{article} {self._class.__name__}", value)
        return value

    @property
    def value(self) -> Any:
        """The points, live: what is done to them counts as a change. What is assigned is copied. TypeError for another class."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        wire = self._checked(value).toWire()
        if wire != self._value.toWire():
            self._value.fromWire(wire)
            self._changed()

    @property
    def mask(self) -> dvec2:
        """What lies outside is not drawn."""
        return self._value.mask

    @mask.setter
    def mask(self, value: Any) -> None:
        value = dvec2(value)
        if value != self._value.mask:
            self._value.mask = value
            self._changed()

    @property
    def zoomH(self) -> dvec2:
        """What an editor shows of the positions, as parts of their range. Kept, not shown: the program's editor has its own."""
        return self._zoom[0]

    @zoomH.setter
    def zoomH(self, value: Any) -> None:
        self._zoom[0] = dvec2(value)

    @property
    def zoomV(self) -> dvec2:
        """What an editor shows of the opacity. Kept, not shown: the program's editor has its own."""
        return self._zoom[1]

    @zoomV.setter
    def zoomV(self, value: Any) -> None:
        self._zoom[1] = dvec2(value)

    def clear(self) -> None:
        """Removes all points."""
        self._value.clear()
        self._changed()

    def add(self, *args: Any) -> None:
        """Adds points: position and color, a dvec2 of position and opacity, a TFPrimitiveData, or a list of them."""
        self._value.add(*args)
        self._changed()

    def setValues(self, values: Any) -> None:
        """Replaces all points."""
        values = self._class(values)
        self._value.clear()
        self._value.add([point.data for point in values])
        self._changed()

    def getValues(self) -> list:
        """Copies of the points, in order."""
        return [point.data for point in self._value]

    def _kind(self) -> dict:
        return {"type": "transfer_function", "default": self._default}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier}: {len(self._value)} points>"


class TransferFunctionProperty(PointsProperty):
    """Color and opacity by value: from transparent black to opaque white unless another function is given."""

    _class = data.TransferFunction
    _points = ((0.0, (0, 0, 0, 0)), (1.0, (1, 1, 1, 1)))


class IsoValueProperty(PointsProperty):
    """Isovalues with color and opacity; none unless some are given."""

    _class = data.IsoValueCollection


def _of_function(name: str, words: str) -> property:
    def get(self: IsoTFProperty) -> dvec2:
        return getattr(self._tf, name)

    def put(self: IsoTFProperty, value: Any) -> None:
        setattr(self._isovalues, name, value)
        setattr(self._tf, name, value)

    return property(get, put, doc=words)


class IsoTFProperty(CompositeProperty):
    """Isovalues and a transfer function: the children ``isovalues`` and ``transferFunction``."""

    _arguments = ("isovalues", "tf", "inport")
    _level = InvalidationLevel.InvalidResources

    def _own_arguments(self, args: list) -> tuple:
        # Inviwo also takes an inport alone.
        return ("inport",) if args and (args[0] is None or isinstance(args[0], Port)) else super()._own_arguments(args)

    def _setup(self, given: dict) -> None:
        inport = checked_inport(self, given)
        self._isovalues = IsoValueProperty("isovalues", "Iso Values", given.get("isovalues"), inport, self._invalidation)
        self._tf = TransferFunctionProperty("transferFunction", "Transfer Function", given.get("tf"), inport, self._invalidation)
        self.addProperties([self._isovalues, self._tf])

    @property
    def isovalues(self) -> IsoValueProperty:
        """The property of the isovalues."""
        return self._isovalues

    @property
    def tf(self) -> TransferFunctionProperty:
        """The property of the transfer function."""
        return self._tf

    mask = _of_function("mask", "What lies outside is not drawn, of both.")
    zoomH = _of_function("zoomH", "What an editor shows of the positions. Kept, not shown.")
    zoomV = _of_function("zoomV", "What an editor shows of the opacity. Kept, not shown.")
