"""Files and folders."""

from __future__ import annotations

import os
import re
from typing import Any

from ._enums import AcceptMode, FileMode
from ._path import PathText
from ._property import Property


class FileExtension:
    """A file extension, without the dot, with words for it."""

    def __init__(self, extension: str = "", description: str = "") -> None:
        self.extension = extension.lstrip("*.")
        self.description = description

    @staticmethod
    def all() -> FileExtension:
        """Any file."""
        return FileExtension("*", "All files")

    def empty(self) -> bool:
        """Whether there is no extension."""
        return not self.extension

    def matches(self, path: Any) -> bool:
        """Whether a path has the extension."""
        return self.matchesAll() or os.fspath(path).lower().endswith("." + self.extension.lower())

    def matchesAll(self) -> bool:
        """Whether every path does."""
        return self.extension in ("", "*")

    def toString(self) -> str:
        """``description (*.extension)``."""
        return f"{self.description} (*.{self.extension or '*'})"

    __str__ = toString

    def __repr__(self) -> str:
        return f"FileExtension({self.extension!r}, {self.description!r})"


class FileProperty(Property):
    """A file. The value is a path that has the methods of a text, too."""

    _arguments = ("value", "contentType")

    def _setup(self, given: dict) -> None:
        self._value = self._checked(given.get("value", ""))
        self.contentType = str(given.get("contentType", "default"))
        self._accept = AcceptMode.Open
        self.fileMode = FileMode.AnyFile
        self.selectedExtension = FileExtension()
        self._filters: list[FileExtension] = []

    def _checked(self, value: Any) -> PathText:
        if not isinstance(value, (str, os.PathLike)):
            raise self._wrong("a path", value)
        text = os.fspath(value)
        if not isinstance(text, str):
            raise self._wrong("a path", value)
        return PathText(text)

    @property
    def value(self) -> PathText:
        """The path. A text or path may be assigned; TypeError for anything else."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        value = self._checked(value)
        if str(value) != str(self._value):
            self._value = value
            self._changed()

    def valueAsString(self) -> str:
        """The path as a text."""
        return str(self._value)

    @property
    def acceptMode(self) -> AcceptMode:
        """Whether the file is opened or saved."""
        return self._accept

    @acceptMode.setter
    def acceptMode(self, value: AcceptMode) -> None:
        self._accept = AcceptMode(value)
        self._interface_changed()

    def addNameFilter(self, filter: Any) -> None:  # noqa: A002
        """Adds a filter: a FileExtension, or a text such as ``"NumPy (*.npy)"``."""
        if not isinstance(filter, FileExtension):
            found = re.search(r"\*\.([\w.]+)", filter)
            filter = FileExtension(found.group(1) if found else "*", filter.split("(")[0].strip())  # noqa: A001
        self._filters.append(filter)
        self._interface_changed()

    def clearNameFilters(self) -> None:
        """Removes all filters."""
        self._filters.clear()
        self._interface_changed()

    def getNameFilters(self) -> list:
        """The filters."""
        return list(self._filters)

    def _to_wire(self) -> Any:
        return str(self._value)

    def _from_wire(self, value: Any) -> None:
        self._value = PathText(value)

    def _kind(self) -> dict:
        # One filter that takes everything makes the others meaningless.
        everything = any(each.matchesAll() for each in self._filters)
        filters = [] if everything else [each.extension for each in self._filters]
        return {"type": "file", "default": self._default, "save": self._accept == AcceptMode.Save, "filters": filters}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {str(self._value)!r}>"


class DirectoryProperty(FileProperty):
    """A folder."""

    def _kind(self) -> dict:
        return {"type": "directory", "default": self._default}
