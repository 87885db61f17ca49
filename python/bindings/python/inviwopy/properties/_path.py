"""Paths that are texts, too: scripts of all ages of Inviwo take file values as one or the other."""

from __future__ import annotations

import pathlib
from typing import Any

_Path: Any = type(pathlib.Path())


class PathText(_Path):
    """A ``pathlib.Path`` with the methods of ``str`` that scripts use. An empty one is false and equals ``''``."""

    def __str__(self) -> str:
        # `Path('')` reads as the current folder, which an unset file is not.
        text = super().__str__()
        return "" if text == "." else text

    def __fspath__(self) -> str:
        return str(self)

    def __bool__(self) -> bool:
        return bool(str(self))

    def __len__(self) -> int:
        return len(str(self))

    def __contains__(self, part: object) -> bool:
        return str(part) in str(self)

    def __getitem__(self, index: Any) -> str:
        return str(self)[index]

    def __add__(self, other: Any) -> str:
        return str(self) + str(other)

    def __radd__(self, other: Any) -> str:
        return str(other) + str(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return str(self) == other
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()

    @property
    def parent(self) -> pathlib.Path:
        """The folder, a plain path."""
        return pathlib.Path(super().__str__()).parent

    def exists(self, **options: Any) -> bool:
        """Whether the file or folder is there; an empty path is not."""
        return bool(self) and super().exists(**options)

    def replace(self, old: Any, new: Any = None) -> Any:
        """The text with ``old`` replaced by ``new``; with one argument, renames the file as ``Path.replace`` does."""
        return super().replace(old) if new is None else str(self).replace(old, new)


def _text_method(name: str) -> Any:
    def method(self: PathText, *args: Any, **kwargs: Any) -> Any:
        return getattr(str(self), name)(*args, **kwargs)

    method.__name__, method.__doc__ = name, f"``str.{name}`` of the path."
    return method


_TEXT_METHODS = (
    "endswith", "startswith", "split", "rsplit", "partition", "rpartition", "strip", "lstrip",
    "rstrip", "lower", "upper", "find", "rfind", "count", "index", "encode",
)  # fmt: skip

for _name in _TEXT_METHODS:
    setattr(PathText, _name, _text_method(_name))
