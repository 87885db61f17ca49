"""Enumerations that behave as pybind11's do: numbers with names, ``E(2)``, ``int(e)``, ``str`` gives ``E.Name``."""

from __future__ import annotations

import enum


class Enum(enum.IntEnum):
    """A number with a name; usable wherever an int is."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    __repr__ = __str__
