"""One of several choices."""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Optional

import numpy as np

from ._ordinal import number, whole
from ._property import Property, real


def _nothing() -> None:
    """What ``clearOptions`` returns, so that it can be called, too."""


class Option:
    """A choice: identifier, name and value."""

    _empty: ClassVar[Any] = 0

    def __init__(self, id: str = "", name: Optional[str] = None, value: Any = None) -> None:  # noqa: A002
        """Without a name the identifier serves. Raises TypeError for an identifier that is no text."""
        if not isinstance(id, str):
            raise TypeError(f"{type(self).__name__} takes an identifier first, got {id!r}")
        self.id = id
        self.name = id if name is None else str(name)
        self.value = self._empty if value is None else value

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, {self.name!r}, {self.value!r})"


class IntOption(Option):
    """A choice with a whole number."""


class FloatOption(Option):
    """A choice with a number."""

    _empty = 0.0


class DoubleOption(FloatOption):
    """A choice with a number."""


class StringOption(Option):
    """A choice with a text."""

    _empty = ""

    def __init__(self, id: str = "", name: Optional[str] = None, value: Any = None) -> None:  # noqa: A002
        super().__init__(id, name, id if value is None else value)


class BaseOptionProperty(Property):
    """One of several choices; ``value`` is the value of the chosen one."""

    _arguments = ("options", "selectedIndex")
    _option: ClassVar[type] = IntOption
    _expected: ClassVar[str] = "a whole number"

    def _setup(self, given: dict) -> None:
        options = given.get("options", ())
        if not isinstance(options, (list, tuple)):
            raise self._wrong(f"a list of {self._option.__name__}", options)
        self._options = [self._checked(option) for option in options]
        self._index = self._checked_index(given.get("selectedIndex", 0)) if self._options else 0

    def _checked(self, option: Any) -> Option:
        if not isinstance(option, Option):
            raise self._wrong(f"options of class {self._option.__name__}", option)
        return self._option(option.id, option.name, self._convert(option.value))

    def _convert(self, value: Any) -> Any:
        try:
            return whole(value)
        except TypeError:
            raise self._wrong(self._expected, value) from None

    def _checked_index(self, index: Any) -> int:
        if not isinstance(index, (int, np.integer)) or isinstance(index, bool):
            raise self._wrong(f"an index below {len(self._options)}", index)
        if not 0 <= index < len(self._options):
            raise IndexError(f"{self._what()} takes an index below {len(self._options)}, got {index}")
        return int(index)

    def _select(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self._changed()

    def _find(self, attribute: str, value: Any) -> int:
        for index, option in enumerate(self._options):
            if getattr(option, attribute) == value:
                return index
        names = ", ".join(repr(getattr(option, attribute)) for option in self._options)
        raise ValueError(f"{self._what()} has no choice {value!r}; there is {names or 'none'}")

    # Choices

    def addOption(self, id: str, name: Optional[str] = None, value: Any = None) -> None:  # noqa: A002
        """Adds a choice; the first one is chosen. TypeError for a value of a wrong type."""
        self._options.append(self._checked(self._option(id, name, value)))
        self._interface_changed()

    def removeOption(self, which: Any) -> None:
        """Removes a choice, given its index or identifier; what is chosen stays so if it can, else the nearest is."""
        index = self._find("id", which) if isinstance(which, str) else self._checked_index(which)
        gone = index == self._index
        del self._options[index]
        if index < self._index or self._index == len(self._options):
            self._index = max(0, self._index - 1)
        self._interface_changed()
        if gone:
            self._changed()

    @property
    def clearOptions(self) -> Callable[[], None]:
        """Removes all choices. In Inviwo reading it is enough; calling it does the same."""
        self._options, self._index = [], 0
        self._interface_changed()
        return _nothing

    def replaceOptions(self, options: Any, names: Any = None, values: Any = None) -> None:
        """Replaces the choices: a list of options, or lists of identifiers, names and values. Keeps the chosen identifier if it can."""
        chosen = self.selectedIdentifier
        if names is not None:
            rows = [list(column) for column in (options, names, options if values is None else values)]
            if len({len(column) for column in rows}) != 1:
                raise ValueError(f"{self._what()} takes as many names and values as identifiers, got {[len(column) for column in rows]}")
            options = [self._option(*row) for row in zip(*rows)]
        self._options = [self._checked(option) for option in options]
        identifiers = self.identifiers
        kept = identifiers.index(chosen) if chosen in identifiers else 0
        changed = chosen not in identifiers
        self._index = kept
        self._interface_changed()
        if changed:
            self._changed()

    @property
    def options(self) -> list:
        """The choices."""
        return list(self._options)

    @property
    def values(self) -> list:
        """The values of the choices."""
        return [option.value for option in self._options]

    @property
    def identifiers(self) -> list:
        """The identifiers of the choices."""
        return [option.id for option in self._options]

    @property
    def displayNames(self) -> list:
        """The names of the choices."""
        return [option.name for option in self._options]

    @property
    def size(self) -> int:
        """Number of choices."""
        return len(self._options)

    # What is chosen

    def _chosen(self, attribute: str, empty: Any) -> Any:
        return getattr(self._options[self._index], attribute) if self._options else empty

    @property
    def value(self) -> Any:
        """The value of the chosen one. Assigning a value chooses it; TypeError for a wrong type, ValueError for no such choice."""
        return self._chosen("value", self._option._empty)

    @value.setter
    def value(self, value: Any) -> None:
        self._select(self._find("value", self._convert(value)))

    selectedValue = value

    @property
    def selectedIndex(self) -> int:
        """The index of the chosen one."""
        return self._index

    @selectedIndex.setter
    def selectedIndex(self, value: int) -> None:
        self._select(self._checked_index(value))

    @property
    def selectedIdentifier(self) -> str:
        """The identifier of the chosen one."""
        return self._chosen("id", "")

    @selectedIdentifier.setter
    def selectedIdentifier(self, value: str) -> None:
        self._select(self._find("id", value))

    @property
    def selectedDisplayName(self) -> str:
        """The name of the chosen one."""
        return self._chosen("name", "")

    @selectedDisplayName.setter
    def selectedDisplayName(self, value: str) -> None:
        self._select(self._find("name", value))

    def isSelectedIndex(self, index: int) -> bool:
        """Whether the choice of this index is chosen."""
        return self._index == index

    def isSelectedIdentifier(self, identifier: str) -> bool:
        """Whether the choice of this identifier is chosen."""
        return self.selectedIdentifier == identifier

    def isSelectedDisplayName(self, name: str) -> bool:
        """Whether the choice of this name is chosen."""
        return self.selectedDisplayName == name

    def _to_wire(self) -> Any:
        return self.selectedIdentifier

    def _take(self, value: Any) -> None:
        # A choice that is gone here meanwhile stays as it is.
        if value in self.identifiers:
            self._index = self.identifiers.index(value)

    def _kind(self) -> dict:
        default = self._default if self._default in self.identifiers else next(iter(self.identifiers), "")
        choices = [[option.id, option.name, self._form(option.value)] for option in self._options]
        return {"type": "option", "choices": choices, "default": default}

    @staticmethod
    def _form(value: Any) -> Any:
        return value

    @staticmethod
    def _value_of(form: Any) -> Any:
        return form

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {self.selectedIdentifier!r}>"


class OptionPropertyInt(BaseOptionProperty):
    """One of several choices with whole numbers."""


class OptionPropertyFloat(BaseOptionProperty):
    """One of several choices with numbers."""

    _option = FloatOption
    _expected = "a number"

    def _convert(self, value: Any) -> Any:
        try:
            return number(value)
        except (TypeError, ValueError):
            raise self._wrong(self._expected, value) from None

    @staticmethod
    def _form(value: Any) -> Any:
        return real(value)

    @staticmethod
    def _value_of(form: Any) -> Any:
        # Infinity is a word.
        return None if form is None else float(form)


class OptionPropertyDouble(OptionPropertyFloat):
    """One of several choices with numbers."""

    _option = DoubleOption


class OptionPropertyString(BaseOptionProperty):
    """One of several choices with texts."""

    _option = StringOption
    _expected = "a text"

    def _convert(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise self._wrong(self._expected, value)
        return value
