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
        self.extension = "*" if extension == "*" else extension.lstrip("*.")
        self.description = description

    @staticmethod
    def all() -> FileExtension:
        """Any file."""
        return FileExtension("*", "All files")

    @staticmethod
    def createFileExtensionFromString(text: str) -> FileExtension:
        """Of ``"Words (*.extension)"``: the first extension; any file when there is none."""
        return _filters_of(text)[0]

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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FileExtension):
            return NotImplemented
        return (self.extension, self.description) == (other.extension, other.description)

    def __hash__(self) -> int:
        return hash((self.extension, self.description))

    def __repr__(self) -> str:
        return f"FileExtension({self.extension!r}, {self.description!r})"


def _filters_of(text: str) -> list:
    """Of ``"Words (*.a *.b)"`` one filter for each extension; one for any file when there is none."""
    found = re.findall(r"\*\.([\w.]+)", text)
    words = text.split("(")[0].strip()
    return [FileExtension(extension, words) for extension in found or ["*"]]


class FileProperty(Property):
    """A file. The value is a path that has the methods of a text, too."""

    _arguments = ("value", "contentType")
    _mode = FileMode.AnyFile

    def _setup(self, given: dict) -> None:
        self._value = self._checked(given.get("value", ""))
        self._content = str(given.get("contentType", "default"))
        self._accept = AcceptMode.Open
        self._selected = FileExtension()
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

    @property
    def fileMode(self) -> FileMode:
        """What is chosen: any file, one that exists, a folder. Of several files the first serves: the value is one path."""
        return self._mode

    @fileMode.setter
    def fileMode(self, value: FileMode) -> None:
        self._mode = FileMode(value)
        self._interface_changed()

    @property
    def contentType(self) -> str:
        """What the files are, in a word: Inviwo remembers the last folder for each."""
        return self._content

    @contentType.setter
    def contentType(self, value: str) -> None:
        self._content = str(value)

    @property
    def selectedExtension(self) -> FileExtension:
        """Which filter is chosen; empty when the path decides."""
        return self._selected

    @selectedExtension.setter
    def selectedExtension(self, value: FileExtension) -> None:
        if not isinstance(value, FileExtension):
            raise self._wrong("a FileExtension", value)
        self._selected = value

    def requestFile(self) -> None:
        """Not offered: raises NotImplementedError."""
        raise NotImplementedError(
            f"{self._what()}: a processor cannot open a file dialog, since it may run without a window; the user picks the file with "
            f"the button beside the path, and a script assigns to value"
        )

    def addNameFilter(self, filter: Any) -> None:  # noqa: A002
        """Adds a filter: a FileExtension, or a text such as ``"NumPy (*.npy)"`` or ``"Images (*.png *.jpg)"``. TypeError otherwise."""
        if not isinstance(filter, (FileExtension, str)):
            raise self._wrong("a FileExtension or a text as filter", filter)
        self._filters += [filter] if isinstance(filter, FileExtension) else _filters_of(filter)
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

    def _take(self, value: Any) -> None:
        self._value = PathText(value)

    def _kind(self) -> dict:
        if self._mode == FileMode.Directory:
            return {"type": "directory", "default": self._default}
        # One filter that takes everything makes the others meaningless.
        everything = any(each.matchesAll() for each in self._filters)
        filters = [] if everything else [each.extension for each in self._filters]
        return {"type": "file", "default": self._default, "save": self._accept == AcceptMode.Save, "filters": filters}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier} = {str(self._value)!r}>"


class DirectoryProperty(FileProperty):
    """A folder."""

    _mode = FileMode.Directory
