"""Numbers that live elsewhere: a property around a function that gets and one that sets."""

from __future__ import annotations

from typing import Any, Callable

from ._ordinal import MatrixProperty, OrdinalProperty, make_classes


class _Reference:
    """``get()`` returns the value, ``set(value)`` takes one within the bounds."""

    _arguments = ("get", "set", "min", "max", "increment")

    def _start(self, given: dict, default: Any) -> None:
        for name in ("get", "set"):
            if name not in given:
                raise TypeError(f"{self._what()} needs the argument {name}: a function")
        self._functions = self._checked_functions(given["get"], given["set"])
        self._seen = self._to_wire()

    def _checked_functions(self, get: Any, put: Any) -> tuple:
        for function in (get, put):
            if not callable(function):
                raise self._wrong("functions to get and set the value", function)
        return get, put

    @property
    def _value(self) -> list:
        return self._values(self._functions[0]())

    @_value.setter
    def _value(self, values: list) -> None:
        self._functions[1](self._shaped(values))
        self._seen = self._to_wire()

    def setGetAndSet(self, get: Callable[[], Any], set: Callable[[Any], Any]) -> None:  # noqa: A002
        """Replaces both functions. Raises TypeError for what cannot be called."""
        self._functions = self._checked_functions(get, set)
        self._changed()

    def _take_write(self) -> bool:
        now = self._to_wire()
        written = super()._take_write() or now != self._seen
        self._seen = now
        return written


class OrdinalRefProperty(_Reference, OrdinalProperty):
    """Numbers that live elsewhere, within bounds."""


class MatrixRefProperty(_Reference, MatrixProperty):
    """A matrix that lives elsewhere, within bounds."""


CLASSES = make_classes("RefProperty", OrdinalRefProperty, MatrixRefProperty)
