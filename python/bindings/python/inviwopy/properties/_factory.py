"""Makes properties by the identifiers of their classes; and what only exists where windows are."""

from __future__ import annotations

import difflib
from typing import Any, ClassVar

from ._property import Property


class PropertyFactory:
    """Makes properties by class identifier, such as ``org.inviwo.FloatProperty``."""

    _classes: ClassVar[dict] = {}

    def hasKey(self, key: str) -> bool:
        """Whether there is such a class."""
        return key in self._classes

    @property
    def keys(self) -> list:
        """All class identifiers."""
        return sorted(self._classes)

    def create(self, key: str) -> Property:
        """A property of this class; its identifier, that of the class in lower camel case, can be changed. Raises KeyError."""
        if key not in self._classes:
            near = difflib.get_close_matches(key, self._classes, 1)
            raise KeyError(f"there is no class of properties {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        cls = self._classes[key]
        return cls(cls.__name__[0].lower() + cls.__name__[1:], cls.__name__)


class _OfWindow:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            f"{type(self).__name__} cannot be made: widgets live in the program's window, and processors in processes of their own; "
            f"use semantics, visible and readOnly of a property to say how it is edited"
        )


class PropertyWidget(_OfWindow):
    """A widget of a property in Inviwo; here it cannot be made."""


class PropertyEditorWidget(_OfWindow):
    """An editor of a property in Inviwo; here it cannot be made."""
