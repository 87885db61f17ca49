"""Files of processors: loading, and loading again."""

from __future__ import annotations

import inspect
import linecache
import os
import re
import sys
import tokenize
import types
from pathlib import Path
from typing import Any, Optional

import inviwopy
import numpy
from inviwopy import Processor
from inviwopy.properties import ConstraintBehavior

from ._errors import python_error

_NAME = re.compile(r"#\s*Name:\s*(\w+)")
_STATES = ("broken", "experimental", "stable")


class LoadError(Exception):
    """A file defines no processor that can be used."""


def _class_message(cls: type) -> dict:
    info = cls._info()  # type: ignore[attr-defined]
    return {
        "class_identifier": info.classIdentifier,
        "display_name": info.displayName,
        "category": info.category,
        "code_state": _STATES[info.codeState],
        "tags": info.tags.getString(),
        "help": info.help or inspect.cleandoc(cls.__doc__ or ""),
    }


class Library:
    """The classes of all loaded files."""

    def __init__(self) -> None:
        self._files: dict[str, dict[str, type]] = {}
        self._folders: list[str] = []

    def set_folders(self, folders: list) -> None:
        """Folders whose modules, and whose parents' modules, can be imported."""
        self._folders = [os.path.abspath(folder) for folder in folders]
        for folder in self._folders:
            self._importable(folder)
            self._importable(os.path.dirname(folder))

    @staticmethod
    def _importable(folder: str) -> None:
        if folder not in sys.path:
            sys.path.append(folder)

    def _forget_changed_helpers(self) -> None:
        """Modules of the user's folders that changed on disk are imported again."""
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if not file or not any(os.path.abspath(file).startswith(folder + os.sep) for folder in self._folders):
                continue
            spec = getattr(module, "__spec__", None)
            loaded = getattr(module, "_voxloom_loaded", None)
            try:
                stamp = os.stat(file).st_mtime_ns
            except OSError:
                stamp = None
            if loaded is None:
                module._voxloom_loaded = stamp  # type: ignore[attr-defined]
            elif loaded != stamp and spec is not None:
                del sys.modules[name]

    def load(self, file: str) -> tuple[list, Optional[dict]]:
        """Executes a file. Returns messages of its classes, and what was wrong, if anything.

        Classes that can be used are returned also when others of the same file cannot.
        """
        file = os.path.abspath(file)
        linecache.checkcache(file)
        self._importable(os.path.dirname(file))
        self._importable(os.path.dirname(os.path.dirname(file)))
        self._forget_changed_helpers()
        try:
            classes = self._classes(self._execute(file), file)
        except BaseException as error:  # noqa: BLE001 - a script may raise anything, SystemExit too
            self._files.pop(file, None)
            return [], self._problem(error, file)
        finally:
            self._forget_changed_helpers()
        found: dict[str, type] = {}
        messages, problem = [], None
        for cls in classes:
            try:
                message = _class_message(cls)
            except BaseException as error:  # noqa: BLE001 - processorInfo is the user's
                problem = problem or self._problem(error, file)
                continue
            if message["class_identifier"] not in found:
                found[message["class_identifier"]] = cls
                messages.append(message)
        self._files[file] = found
        return messages, problem

    @staticmethod
    def _problem(error: BaseException, file: str) -> dict:
        message = python_error(error)
        if message["file"] is None:
            message["file"] = file
        return message

    @staticmethod
    def _execute(file: str) -> types.ModuleType:
        with tokenize.open(file) as stream:
            source = stream.read()
        name = "voxloom_user_" + re.sub(r"\W", "_", Path(file).stem)
        module = types.ModuleType(name)
        module.__file__ = file
        # Inviwo runs all files in one namespace, and some rely on what others imported.
        vars(module).update(np=numpy, numpy=numpy, ivw=inviwopy, inviwopy=inviwopy, cb=ConstraintBehavior)
        # Pickle and dataclasses look modules up by name.
        sys.modules[name] = module
        exec(compile(source, file, "exec", dont_inherit=True), vars(module))  # noqa: S102 - that is what a processor file is for
        return module

    @staticmethod
    def _classes(module: types.ModuleType, file: str) -> list:
        """The processors that a file defines; the one named by ``# Name:`` or like the file comes first."""
        own = [
            value
            for value in vars(module).values()
            if inspect.isclass(value) and issubclass(value, Processor) and value.__module__ == module.__name__
        ]
        first_line = linecache.getline(file, 1)
        named = _NAME.match(first_line)
        names = [named.group(1)] if named else []
        names.append(Path(file).stem)
        if named and not any(cls.__name__ == names[0] for cls in own):
            raise LoadError(f"the first line names a class {names[0]}, which the file does not define")
        usable = [cls for cls in own if callable(getattr(cls, "processorInfo", None))]
        if not usable:
            if own:
                raise LoadError(f"the class {own[0].__name__} needs a static method processorInfo() that returns an inviwopy.ProcessorInfo")
            raise LoadError("the file defines no class derived from inviwopy.Processor")
        unique: list[Any] = []
        for cls in sorted(usable, key=lambda cls: names.index(cls.__name__) if cls.__name__ in names else len(names)):
            if cls not in unique:
                unique.append(cls)
        return unique

    def unload(self, file: str) -> None:
        """Forgets the classes of a file."""
        self._files.pop(os.path.abspath(file), None)

    def find(self, file: Optional[str], identifier: str) -> type:
        """The class of an identifier, in a file or among those that the interpreter defines. Raises LoadError."""
        if file is not None:
            found = self._files.get(os.path.abspath(file), {}).get(identifier)
        else:
            found = next((cls for cls in _subclasses(Processor) if _identifier(cls) == identifier), None)
        if found is None:
            raise LoadError(f"there is no processor class {identifier}" + (f" in {file}" if file else ""))
        return found


def _subclasses(cls: type) -> list:
    found = []
    for sub in reversed(cls.__subclasses__()):
        found += [sub, *_subclasses(sub)]
    return found


def _identifier(cls: type) -> Optional[str]:
    try:
        return cls._info().classIdentifier  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - a class that cannot say what it is, is not meant
        return None
