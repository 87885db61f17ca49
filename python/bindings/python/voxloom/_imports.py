"""The modules of a person's own that a processor file imports: helpers, helpers of helpers, and packages beside it.

They are found from the text of the files, so that a change of any of them is known to matter, also of one that is imported
late or not at all because of an error.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
import threading
import tokenize
from typing import Any, Iterator, Optional

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _standard_names() -> frozenset:
    names = getattr(sys, "stdlib_module_names", None)
    if names is None:
        # CPython 3.9 does not say.
        names = {*sys.builtin_module_names, *(entry.partition(".")[0] for entry in os.listdir(sysconfig.get_path("stdlib")))}
    return frozenset(names)


# Nor is a file that is named like one of these a helper: `import inviwopy` means this package wherever it stands.
_STANDARD = _standard_names() | {"inviwopy", "voxloom", "_voxloom"}
_LIBRARIES = tuple(os.path.realpath(path) + os.sep for path in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")} if path)
_PARTS = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
# Time of the last write and size of a file.
Stamp = Optional[tuple]


def stamp_of(file: str) -> Stamp:
    """Tells whether a file changed; None when it cannot be read."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def is_helper(file: str) -> bool:
    """Whether a module's file is a person's own, and not one of Python, of an installed package or of this one."""
    path = os.path.realpath(file)
    if any(part in path for part in _PARTS) or path.startswith(_PACKAGE + os.sep):
        return False
    return not path.startswith(_LIBRARIES)


def _imported_names(source: Any, package: str) -> Iterator[str]:
    """Full names of the modules that a text imports, and of what might be one: ``from a import b``."""
    for item in ast.walk(source):
        if isinstance(item, ast.Import):
            for alias in item.names:
                yield alias.name
        elif isinstance(item, ast.ImportFrom):
            base = item.module or ""
            if item.level:
                parents = package.split(".")
                base = ".".join([*parents[: len(parents) - item.level + 1], *([base] if base else [])])
            if base:
                yield base
                for alias in item.names:
                    yield f"{base}.{alias.name}"
        elif isinstance(item, ast.Call) and item.args and isinstance(item.args[0], ast.Constant) and isinstance(item.args[0].value, str):
            name = getattr(item.func, "attr", getattr(item.func, "id", None))
            if name in ("import_module", "__import__"):
                yield item.args[0].value


class _Source:
    """What a file imports, while its stamp stays the same."""

    def __init__(self, stamp: Stamp, names: list) -> None:
        self.stamp, self.names = stamp, names


class Helpers:
    """Knows which helpers files import, and forgets modules whose text changed, so that they are imported again."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._sources: dict[str, _Source] = {}
        # Stamps of the files of helpers when they were last looked at for a load.
        self._stamps: dict[str, Stamp] = {}
        # All helpers that were seen: name → (file, names of the helpers that it imports itself).
        self._known: dict[str, tuple] = {}

    def _names(self, file: str, package: str) -> list:
        stamp = stamp_of(file)
        known = self._sources.get(file)
        if known is None or known.stamp != stamp:
            names: list = []
            # A broken helper says what is wrong with it when it is imported.
            with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError), tokenize.open(file) as stream:
                names = list(dict.fromkeys(_imported_names(ast.parse(stream.read()), package)))
            known = self._sources[file] = _Source(stamp, names)
        return known.names

    def _resolve(self, name: str, folders: list) -> Iterator[tuple]:
        """(name, file, is package) of each part of a dotted name that is a helper."""
        path: Any = [*folders, *sys.path]
        full = ""
        for part in name.split("."):
            full = f"{full}.{part}" if full else part
            if full in _STANDARD:
                return
            try:
                spec = importlib.machinery.PathFinder.find_spec(full, path)
            except (ImportError, ValueError, AttributeError):
                return
            if spec is None:
                return
            path = spec.submodule_search_locations
            if spec.origin and spec.has_location and spec.origin.endswith(".py"):
                if not is_helper(spec.origin):
                    return
                yield full, os.path.abspath(spec.origin), path is not None
            if path is None:
                return

    def prepare(self, file: str, folders: list) -> list:
        """Makes a load of a file see its helpers as they are now: modules whose text changed, or that are not those that the file
        sees from ``folders``, are forgotten, and with them what imports them. Returns the files of its helpers.
        """
        with self._lock:
            graph = self._graph(file, folders)
            self._known.update(graph)
            stale = set()
            for name, (helper, _) in graph.items():
                stamp = stamp_of(helper)
                if self._is_other(name, helper) or self._stamps.get(helper, stamp) != stamp:
                    stale.add(name)
                    with contextlib.suppress(OSError, NotImplementedError):
                        # Compiled files know the time in seconds only: a second save within one would not be seen.
                        os.unlink(importlib.util.cache_from_source(helper))
                self._stamps[helper] = stamp
            self._forget(stale)
            return sorted({helper for helper, _ in graph.values()})

    def _graph(self, file: str, folders: list) -> dict:
        found: dict[str, tuple] = {}
        todo = [("", file, "")]
        while todo:
            name, path, package = todo.pop()
            direct = []
            for wanted in self._names(path, package):
                for full, origin, is_package in self._resolve(wanted, folders):
                    direct.append(full)
                    if full not in found:
                        found[full] = (origin, [])
                        todo.append((full, origin, full if is_package else full.rpartition(".")[0]))
            if name:
                found[name] = (path, direct)
        return found

    @staticmethod
    def _is_other(name: str, file: str) -> bool:
        loaded = getattr(sys.modules.get(name), "__file__", None)
        return name in sys.modules and (loaded is None or os.path.abspath(loaded) != file)

    def _forget(self, stale: set) -> None:
        while True:
            more = {
                name
                for name, (_, direct) in self._known.items()
                if name not in stale and (not stale.isdisjoint(direct) or name.rpartition(".")[0] in stale)
            }
            if not more:
                break
            stale |= more
        for name in stale:
            sys.modules.pop(name, None)
            parent, _, leaf = name.rpartition(".")
            if parent in sys.modules:
                # `from parent import leaf` takes the attribute before it looks for the module.
                vars(sys.modules[parent]).pop(leaf, None)


class Beside:
    """Finds modules beside and above the file that the thread loads before those elsewhere on the path, but not in Python's place."""

    def __init__(self) -> None:
        self._here = threading.local()

    def load_from(self, folders: Optional[list]) -> None:
        """The calling thread loads a file from these folders, or none any more."""
        self._here.folders = folders

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """As the import system asks."""
        folders = getattr(self._here, "folders", None)
        if path is not None or not folders or name in _STANDARD:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, folders)
        return spec if spec is not None and spec.loader is not None and spec.has_location else None
