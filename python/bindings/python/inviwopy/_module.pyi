# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
import functools
from ._enum import Enum
class ProtectedModule(Enum):
    on = 0
    off = 1
ModulePath: Any
@functools.total_ordering
class Version:
    def __init__(self, major: Any=1, minor: int=0, patch: int=0, preRelease: str='', build: str='') -> None: ...
    def semanticVersionEqual(self, other: Version) -> bool: ...
    def __eq__(self, other: object) -> bool: ...
    def __lt__(self, other: Version) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    major: int
    minor: int
    patch: int
    preRelease: str
    build: str
class LicenseInfo:
    def __init__(self, id: str, name: str, version: str, url: str, module: str, type: str, files: Any) -> None: ...
    def __repr__(self) -> str: ...
    id: str
    name: str
    version: str
    url: str
    module: str
    type: str
    files: Any
class InviwoModule:
    """Raises NotImplementedError when made: Voxloom has no modules to register."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
class InviwoModuleFactoryObject:
    """Raises NotImplementedError when made: Voxloom has no modules to register."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
class ProcessorFactoryObject:
    """Raises NotImplementedError when made: Voxloom has no modules to register."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
class ProcessorWidgetFactory:
    """Raises NotImplementedError when made: canvases are panes of the window, and no other processor has a widget."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
class ProcessorWidgetFactoryObject:
    """Raises NotImplementedError when made: canvases are panes of the window."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
class Settings:
    """Raises NotImplementedError when made: settings belong to the program."""
    def __init__(self, *args: Any, **options: Any) -> None: ...
__all__ = [
    "InviwoModule",
    "InviwoModuleFactoryObject",
    "LicenseInfo",
    "ModulePath",
    "ProcessorFactoryObject",
    "ProcessorWidgetFactory",
    "ProcessorWidgetFactoryObject",
    "ProtectedModule",
    "Settings",
    "Version",
]
