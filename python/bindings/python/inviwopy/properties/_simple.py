"""Yes or no, text, and buttons."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._property import Property


class BoolProperty(Property):
    """Yes or no."""

    _arguments = ("value",)

    def _setup(self, given: dict) -> None:
        self._value = self._checked(given.get("value", False))

    def _checked(self, value: Any) -> bool:
        if not isinstance(value, (bool, np.bool_, int)):
            raise self._wrong("True or False", value)
        return bool(value)

    @property
    def value(self) -> bool:
        """True or False. TypeError for anything else."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        value = self._checked(value)
        if value != self._value:
            self._value = value
            self._changed()

    def __bool__(self) -> bool:
        return self._value

    def _to_wire(self) -> Any:
        return self._value

    def _take(self, value: Any) -> None:
        self._value = bool(value)

    def _kind(self) -> dict:
        return {"type": "bool", "default": self._default}


class StringProperty(Property):
    """A text."""

    _arguments = ("value",)

    def _setup(self, given: dict) -> None:
        self._value = self._checked(given.get("value", ""))

    def _checked(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self._wrong("a text", value)
        return value

    @property
    def value(self) -> str:
        """The text. TypeError for anything else."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        value = self._checked(value)
        if value != self._value:
            self._value = value
            self._changed()

    def _to_wire(self) -> Any:
        return self._value

    def _take(self, value: Any) -> None:
        self._value = str(value)

    def _kind(self) -> dict:
        return {"type": "string", "default": self._default}


class ButtonProperty(Property):
    """A press arrives exactly once: callbacks run, and ``isModified`` is true in the next run."""

    _arguments = ("action",)
    _calls_more = True

    def _setup(self, given: dict) -> None:
        self._modified = False
        self._action = given.get("action")
        if self._action is not None and not callable(self._action):
            raise self._wrong("a function as action", self._action)

    def _call_back(self) -> None:
        if self._action is not None:
            self._action()
        super()._call_back()

    def press(self) -> None:
        """Presses the button: calls back, and asks for a run in which ``isModified`` is true."""
        self._modified = True
        self._notify()
        processor = self._processor
        if processor is not None:
            processor.invalidate(self._invalidation, self)

    def _kind(self) -> dict:
        return {"type": "button"}
