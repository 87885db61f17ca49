"""Values that scripts change in place."""

from __future__ import annotations

import math
from typing import Any

from ._property import Property


class LiveProperty(Property):
    """A property whose value is a reference; what is done to it is noticed after each call."""

    def _setup(self, given: dict) -> None:
        self._value: Any = None
        self._synced: Any = None

    def _to_wire(self) -> Any:
        return self._value.toWire()

    def _take(self, value: Any) -> None:
        self._value.fromWire(value)
        self._synced = self._to_wire()

    def _take_write(self) -> bool:
        now = self._to_wire()
        if now != self._synced and not _is_finite(now):
            # Messages have no words for it. What the program has stays.
            self._note("finite", f"{self._what()} takes finite numbers: what was done to its value is undone")
            self._value.fromWire(self._synced)
            now = self._synced
        written = super()._take_write() or now != self._synced
        self._synced = now
        return written


def _is_finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def checked_inport(prop: Property, given: dict) -> Any:
    """The argument ``inport``: an inport or None."""
    from ..data._ports import Inport

    inport = given.get("inport")
    if inport is not None and not isinstance(inport, Inport):
        raise prop._wrong("an inport or None as inport", inport)
    return inport
