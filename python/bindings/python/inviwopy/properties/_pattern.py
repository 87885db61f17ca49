"""Files whose names follow a pattern."""

from __future__ import annotations

import os
import re
from typing import Any

from ._composite import BoolCompositeProperty, CompositeProperty
from ._enums import FileMode, InvalidationLevel, PropertySemantics
from ._file import FileExtension, FileProperty
from ._ordinal import CLASSES as _NUMBERS
from ._path import PathText
from ._simple import BoolProperty, ButtonProperty, StringProperty

_HELP = "`#` stands for a digit, `###` for a number with leading zeros, `*` for any text, `?` for any character."
_MOST = 2**31 - 1


def pattern_of(text: str, shorter: bool) -> re.Pattern:
    """What file names match; the first run of ``#`` is the first group. ``shorter``: it also takes numbers with fewer digits."""
    parts, first = [], True
    for part in re.findall(r"#+|\*|\?|[^#*?]+", text):
        if part[0] == "#":
            digits = r"\d+" if shorter else rf"\d{{{len(part)},}}"
            parts.append(f"({digits})" if first else digits)
            first = False
        else:
            parts.append({"*": ".*?", "?": "."}.get(part, re.escape(part)))
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


def _index_of(path: str) -> tuple:
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", path))


class FilePatternProperty(CompositeProperty):
    """The files in a folder whose names follow a pattern, such as ``/data/slice###.png``.

    Children: ``pattern`` (a path whose last part is the pattern), ``updateBtn``, ``sorting``, ``matchShorterNumbers`` and
    ``rangeSelection`` with ``minIndex`` and ``maxIndex``. The folder is read whenever the files are asked for.
    """

    _arguments = ("pattern", "directory")
    _level = InvalidationLevel.InvalidOutput

    def _setup(self, given: dict) -> None:
        pattern, folder = (given.get(name, "") for name in self._arguments)
        for part in (pattern, folder):
            if not isinstance(part, (str, os.PathLike)):
                raise self._wrong("paths as pattern and directory", part)
        level, integer = self._invalidation, _NUMBERS["IntProperty"]
        text = PropertySemantics.Text
        path = os.path.join(folder, pattern) if os.fspath(pattern) else ""
        self._pattern = FileProperty("pattern", "Pattern", path, invalidationLevel=level, help=_HELP)
        self._pattern.fileMode = FileMode.ExistingFiles
        self._help_text = StringProperty("helpText", "Help", _HELP, InvalidationLevel.Valid, PropertySemantics.Multiline)
        self._help_text.readOnly = True
        self._sorting = BoolProperty("sorting", "Sort File Names", True, level)
        self._shorter = BoolProperty("matchShorterNumbers", "Match Numbers with Fewer Digits", True, level)
        self._range = BoolCompositeProperty("rangeSelection", "Range Selection", False, level)
        self._range.collapsed = True
        self._least = integer("minIndex", "Minimum Index", 0, -1, _MOST, 1, level, text)
        self._greatest = integer("maxIndex", "Maximum Index", 100, -1, _MOST, 1, level, text)
        self._range.addProperties([self._least, self._greatest])
        update = ButtonProperty("updateBtn", "Update File List", invalidationLevel=level)
        self.addProperties([self._pattern, self._help_text, update, self._sorting, self._shorter, self._range])

    def _matches(self) -> tuple:
        """((index, path) of the files that match and are in the range, whether there are others)."""
        folder, name = os.path.split(str(self._pattern.value))
        if not name:
            return [], False
        try:
            names = [entry.name for entry in os.scandir(folder or os.curdir) if entry.is_file()]
        except OSError:
            return [], False
        matcher = pattern_of(name, self._shorter.value)
        found = [(match, each) for match, each in ((matcher.match(each), each) for each in names) if match]
        rows = [(int(match.group(1)) if match.groups() else -1, each) for match, each in found]
        if self._sorting.value:
            rows.sort(key=lambda row: (row[0], [(isinstance(part, int), part) for part in _index_of(row[1])]))
        low, high = self.range
        if self._range.checked:
            # Without digits the place in the list counts.
            rows = [row for place, row in enumerate(rows) if low <= (row[0] if row[0] >= 0 else place) <= high]
        return [(index, PathText(os.path.join(folder, each))) for index, each in rows], bool(found) and not rows

    @property
    def filePattern(self) -> str:
        """The pattern: the last part of the path."""
        return os.path.split(str(self._pattern.value))[1]

    @property
    def filePatternPath(self) -> PathText:
        """The folder."""
        return PathText(os.path.split(str(self._pattern.value))[0])

    @property
    def fileList(self) -> list:
        """The files that match, read now: paths, by number and name unless ``sorting`` is off."""
        return [path for _, path in self._matches()[0]]

    @property
    def fileIndices(self) -> list:
        """The numbers that ``#`` stood for in ``fileList``; -1 in a pattern without ``#``."""
        return [index for index, _ in self._matches()[0]]

    @property
    def outOfRangeMatches(self) -> bool:
        """Whether files match, but none in the selected range."""
        return self._matches()[1]

    @property
    def rangeSelection(self) -> bool:
        """Whether only a range of numbers counts."""
        return self._range.checked

    @property
    def range(self) -> tuple:
        """The least and the greatest number, both included."""
        return self._least.value, self._greatest.value

    @property
    def selectedExtension(self) -> FileExtension:
        """Which filter is chosen."""
        return self._pattern.selectedExtension

    @selectedExtension.setter
    def selectedExtension(self, value: FileExtension) -> None:
        self._pattern.selectedExtension = value

    def addNameFilter(self, filter: Any) -> None:  # noqa: A002
        """Adds a filter, as ``FileProperty.addNameFilter`` does."""
        self._pattern.addNameFilter(filter)

    def clearNameFilters(self) -> None:
        """Removes all filters."""
        self._pattern.clearNameFilters()
