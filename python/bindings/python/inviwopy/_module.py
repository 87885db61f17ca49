"""What Inviwo has for authors of C++ and Python modules. Voxloom loads files of processors; nothing is compiled or registered."""

from __future__ import annotations

import functools
import re
from typing import Any

from ._ask import unsupported
from ._enum import Enum

_CURE = "put the processor's file into the folder python_processors, or name its folder with --python-processors"


class ProtectedModule(Enum):
    """Whether a module may be unloaded."""

    on = 0
    off = 1


ModulePath: Any = Enum(  # type: ignore[call-overload]
    "ModulePath",
    "Data Images PortInspectors Scripts Volumes Workspaces Tests TestImages TestVolumes UnitTests RegressionTests GLSL CL",
    module=__name__,
    start=0,
)
ModulePath.__doc__ = "Folders of a module."


@functools.total_ordering
class Version:
    """A version ``major.minor.patch[-preRelease][+build]``; build and pre-release do not count in ``semanticVersionEqual``."""

    def __init__(self, major: Any = 1, minor: int = 0, patch: int = 0, preRelease: str = "", build: str = "") -> None:
        """Of numbers, or of a text. Raises ValueError for a text that is none."""
        if isinstance(major, str):
            found = re.fullmatch(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\w.-]+))?(?:\+([\w.-]+))?", major.strip())
            if found is None:
                raise ValueError(f"{major!r} is no version such as 1.2.3")
            major, minor, patch, preRelease, build = (part or default for part, default in zip(found.groups(), (0, 0, 0, "", "")))
        self.major, self.minor, self.patch = int(major), int(minor), int(patch)
        self.preRelease, self.build = preRelease, build

    def _numbers(self) -> tuple:
        return self.major, self.minor, self.patch

    def semanticVersionEqual(self, other: Version) -> bool:
        """Whether the numbers are the same."""
        return self._numbers() == other._numbers()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and (self._numbers(), self.preRelease) == (other._numbers(), other.preRelease)

    def __lt__(self, other: Version) -> bool:
        # A pre-release comes before its release.
        ours, theirs = ((each._numbers(), not each.preRelease, each.preRelease) for each in (self, other))
        return ours < theirs

    def __hash__(self) -> int:
        return hash((self._numbers(), self.preRelease))

    def __repr__(self) -> str:
        rest = f"{f'-{self.preRelease}' if self.preRelease else ''}{f'+{self.build}' if self.build else ''}"
        return ".".join(map(str, self._numbers())) + rest


class LicenseInfo:
    """The license of what a module contains."""

    def __init__(self, id: str, name: str, version: str, url: str, module: str, type: str, files: Any) -> None:  # noqa: A002
        self.id, self.name, self.version, self.url = id, name, version, url
        self.module, self.type, self.files = module, type, list(files)

    def __repr__(self) -> str:
        return f"LicenseInfo({self.id!r}, {self.name!r})"


def _absent(name: str, words: str, cure: str = _CURE) -> type:
    def refuse(self: Any, *args: Any, **options: Any) -> None:
        raise unsupported(f"inviwopy.{name}", words, cure)

    return type(name, (), {"__module__": "inviwopy", "__doc__": f"Raises NotImplementedError when made: {words}.", "__init__": refuse})


_NO_MODULES = "Voxloom has no modules to register"
InviwoModule = _absent("InviwoModule", _NO_MODULES)
InviwoModuleFactoryObject = _absent("InviwoModuleFactoryObject", _NO_MODULES)
ProcessorFactoryObject = _absent("ProcessorFactoryObject", _NO_MODULES)
ProcessorWidgetFactory = _absent(
    "ProcessorWidgetFactory", "canvases are panes of the window, and no other processor has a widget", "canvas.widget"
)
ProcessorWidgetFactoryObject = _absent("ProcessorWidgetFactoryObject", "canvases are panes of the window", "canvas.widget")
Settings = _absent("Settings", "settings belong to the program", "the settings panel, or the command line: voxloom --help")

__all__ = [
    "InviwoModule", "InviwoModuleFactoryObject", "LicenseInfo", "ModulePath", "ProcessorFactoryObject",
    "ProcessorWidgetFactory", "ProcessorWidgetFactoryObject", "ProtectedModule", "Settings", "Version",
]  # fmt: skip
