"""Files of processors: loading, and loading again."""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import inspect
import linecache
import os
import re
import sys
import threading
import tokenize
import types
import zlib
from pathlib import Path
from typing import Any, Optional

import inviwopy
import numpy
from inviwopy import Processor
from inviwopy.properties import ConstraintBehavior

from ._errors import python_error
from ._from_source import only_source
from ._imports import Beside, Helpers

_NAME = re.compile(r"#\s*Name:\s*(\w+)")
_STATES = ("broken", "experimental", "stable")


class LoadError(Exception):
    """A file defines no processor that can be used."""


class _Later(types.ModuleType):
    """Stands for a module that is imported when something of it is used first."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def class_message(cls: type) -> dict:
    """What a class says about itself. Raises what its info raises, TypeError where there is none."""
    info = cls._info()  # type: ignore[attr-defined]
    return {
        "class_identifier": info.classIdentifier,
        "display_name": info.displayName,
        "category": info.category,
        "code_state": _STATES[info.codeState],
        "tags": info.tags.getString(),
        "help": info.help or inspect.cleandoc(cls.__doc__ or ""),
    }


class Loaded:
    """What loading a file gave: messages of its classes, what was wrong (or None), and the files of the helpers it imports."""

    def __init__(self) -> None:
        self.classes: list = []
        self.error: Optional[dict] = None
        self.helpers: list = []


class Library:
    """The classes of all loaded files. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # How often a file was loaded.
        self._turns: dict[str, int] = {}
        self._files: dict[str, dict[str, type]] = {}
        # Files that others import.
        self._helped: set = set()
        self._registered: dict[str, type] = {}
        self._helpers = Helpers()
        self._beside = Beside()
        at = next((n for n, finder in enumerate(sys.meta_path) if finder is importlib.machinery.PathFinder), len(sys.meta_path))
        sys.meta_path.insert(at, self._beside)

    def set_folders(self, folders: list) -> None:
        """Folders whose modules, and whose parents' modules, can be imported."""
        for folder in folders:
            self._importable(os.path.abspath(folder))
            self._importable(os.path.dirname(os.path.abspath(folder)))

    def _importable(self, folder: str) -> None:
        with self._lock:
            only_source(folder)
            if folder not in sys.path:
                sys.path.append(folder)

    def load(self, file: str) -> Loaded:
        """Executes a file. Classes that can be used are given also when others of the same file cannot.

        A file that cannot be executed any more leaves the classes that it gave before.
        """
        loaded = Loaded()
        file = os.path.abspath(file)
        with self._lock:
            turn = self._turns[file] = self._turns.get(file, 0) + 1
        folder = os.path.dirname(file)
        folders = [folder, os.path.dirname(folder)]
        linecache.checkcache(file)
        importlib.invalidate_caches()
        for path in folders:
            self._importable(path)
        try:
            loaded.helpers = self._helpers.prepare(file, folders)
            with self._lock:
                self._helped.update(loaded.helpers)
            self._beside.load_from(folders)
            try:
                module = _execute(file)
                if module is None and self._files.get(file):
                    # An editor empties a file before it writes.
                    raise LoadError("the file is empty")
                classes = self._classes(module, file)
            finally:
                self._beside.load_from(None)
        except BaseException as error:  # noqa: BLE001 - a script may raise anything, SystemExit too
            loaded.error = self._problem(error, file)
            return loaded
        self._take(classes, file, loaded, turn)
        return loaded

    def _take(self, classes: list, file: str, loaded: Loaded, turn: int) -> None:
        found: dict[str, type] = {}
        for cls in classes:
            try:
                message = class_message(cls)
            except BaseException as error:  # noqa: BLE001 - processorInfo is the user's
                if not isinstance(error, NotImplementedError) or len(classes) == 1:
                    loaded.error = loaded.error or self._problem(error, file)
                continue
            earlier = found.setdefault(message["class_identifier"], cls)
            if earlier is cls:
                loaded.classes.append(message)
            elif not issubclass(earlier, cls) and not issubclass(cls, earlier):
                text = f"the classes {earlier.__name__} and {cls.__name__} both have the identifier {message['class_identifier']}"
                loaded.error = loaded.error or self._problem(LoadError(text), file)
        with self._lock:
            # An import that took so long that a later one of the same file overtook it is of no use.
            if self._turns[file] == turn:
                self._files[file] = found

    @staticmethod
    def _problem(error: BaseException, file: str) -> dict:
        message = python_error(error)
        if message["file"] is None:
            message["file"] = file
        return message

    def _classes(self, module: Optional[types.ModuleType], file: str) -> list:
        """The processors that a file defines; the one named by ``# Name:`` or like the file comes first.

        Classes without info are bases for others. Files that others import, and empty ones, need to define none.
        """
        if module is None:
            return []
        own: list = []
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, Processor) and value.__module__ == module.__name__ and value not in own:
                own.append(value)
        usable = [cls for cls in own if cls._has_info() and not inspect.isabstract(cls)]
        if not usable and file not in self._helped and not _is_imported_beside(file):
            if own:
                raise LoadError(f"the class {own[0].__name__} needs a static method processorInfo() that returns an inviwopy.ProcessorInfo")
            raise LoadError("the file defines no class derived from inviwopy.Processor")
        named = _NAME.match(linecache.getline(file, 1))
        names = [*([named.group(1)] if named else []), Path(file).stem]
        return sorted(usable, key=lambda cls: names.index(cls.__name__) if cls.__name__ in names else len(names))

    def unload(self, file: str) -> None:
        """Forgets the classes of a file."""
        with self._lock:
            self._files.pop(os.path.abspath(file), None)

    def register(self, cls: type) -> None:
        """Makes a class that has no file known by its identifier."""
        with self._lock:
            self._registered[class_message(cls)["class_identifier"]] = cls

    def has(self, cls: type) -> bool:
        """Whether a class is registered, or of a file."""
        with self._lock:
            return any(known is cls for classes in (self._registered, *self._files.values()) for known in classes.values())

    def find(self, file: Optional[str], identifier: str) -> type:
        """The class of an identifier, in a file or among those that the interpreter defines. Raises LoadError."""
        with self._lock:
            found = self._registered.get(identifier) if file is None else self._files.get(os.path.abspath(file), {}).get(identifier)
        if found is None:
            raise LoadError(f"there is no processor class {identifier}" + (f" in {file}" if file else ""))
        return found


def _is_imported_beside(file: str) -> bool:
    """Whether a file in the folder, or below it, imports this one; which of them is loaded first must not matter."""
    wanted = re.compile(rf"^[ \t]*(?:from|import)[ \t][^#\n]*\b{re.escape(Path(file).stem)}\b", re.MULTILINE)
    for other in Path(file).parent.rglob("*.py"):
        with contextlib.suppress(OSError, SyntaxError, ValueError):
            if str(other) != file and wanted.search(source_of(str(other))):
                return True
    return False


def source_of(file: str) -> str:
    """The text of a file. Raises SyntaxError naming the line that is not in the file's encoding."""
    with open(file, "rb") as stream:
        encoding, _ = tokenize.detect_encoding(stream.readline)
        stream.seek(0)
        content = stream.read()
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        name = "UTF-8" if encoding.startswith("utf-8") else encoding
        text = f"line {line} is not {name}; save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"
        raise SyntaxError(text, (file, line, 1, None)) from None


def _execute(file: str) -> Optional[types.ModuleType]:
    """Runs a file as a module of its own; None for a file without content."""
    source = source_of(file)
    if not source.strip():
        return None
    name = f"voxloom_user_{re.sub(r'[^0-9A-Za-z_]', '_', Path(file).stem)}_{zlib.crc32(os.fsencode(file)):08x}"
    module = types.ModuleType(name)
    module.__file__ = file
    # Inviwo runs all files in one namespace, and some rely on what others imported.
    vars(module).update(np=numpy, numpy=numpy, ivw=inviwopy, inviwopy=inviwopy, cb=ConstraintBehavior, df=_Later("ivwdataframe"))
    code = compile(source, file, "exec", dont_inherit=True)
    # Pickle and dataclasses look modules up by name.
    before, sys.modules[name] = sys.modules.get(name), module
    try:
        exec(code, vars(module))  # noqa: S102 - that is what a processor file is for
    except BaseException:
        if before is not None:
            sys.modules[name] = before
        raise
    return module
