"""Modules in and above folders of processors come from their source, never from compiled files beside it.

A person trusts the text of a folder. What lies in its ``__pycache__`` may have come with it and say something else.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
from types import CodeType
from typing import Any, Optional

_PACKAGES = (os.sep + "site-packages", os.sep + "dist-packages")
_folders: set = set()


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles the source at each import."""

    def get_code(self, fullname: str) -> Optional[CodeType]:
        """The compiled source."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _hook(path: str) -> Any:
    inside = os.path.abspath(path) + os.sep
    ours = any(inside.startswith(folder) for folder in _folders) and not any(part in inside for part in _PACKAGES)
    if ours and os.path.isdir(path):
        native = (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES)
        return importlib.machinery.FileFinder(path, native, (_Loader, importlib.machinery.SOURCE_SUFFIXES))
    raise ImportError("not a folder of processors")


def only_source(folder: str) -> None:
    """From now on modules in this folder and below come from their source. Installed packages below it are left alone."""
    inside = os.path.abspath(folder) + os.sep
    if inside in _folders:
        return
    _folders.add(inside)
    if _hook not in sys.path_hooks:
        sys.path_hooks.insert(0, _hook)
    for path in list(sys.path_importer_cache):
        if (os.path.abspath(path) + os.sep).startswith(inside):
            del sys.path_importer_cache[path]
