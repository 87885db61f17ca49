"""Writes the type stubs of modules whose names are made at run time: ``python stubs.py``; with ``--check``, says which are out of date.

All else is told by the annotations in the source. A stub is its module's source without bodies and without what is private, with
what the imported module has besides, and with the types of ``stub_types.py``. Stubs written by hand stay as they are.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator

import stub_types as types
from stub_text import ROOTS, class_text, function_made, is_property, is_public, kind_of, signature

PACKAGES = Path(__file__).resolve().parent / "python"
MARK = "# Written by stubs.py: do not edit.\n# ruff: noqa\n# fmt: off"
# What any stub may import; what it does not use is left out.
COMMON = """
from typing import Any, Callable, ClassVar, Final, Generic, Iterable, Iterator, Optional, Sequence, SupportsIndex, TypeVar, Union, overload
from typing_extensions import Self, TypeAlias
import os
import pathlib
"""
COMMON_OF_PROPERTIES = """
from ..doc import Document
from ..glm._vector import _Real, _Whole
from ._enums import ConstraintBehavior, InvalidationLevel, PropertySemantics
"""


def bound_names(statement: ast.stmt) -> Iterator[tuple]:
    """(name, the import of it alone) of an import statement."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            bound = alias.asname or alias.name.split(".")[0]
            single = (
                ast.Import([alias]) if isinstance(statement, ast.Import) else ast.ImportFrom(statement.module, [alias], statement.level)
            )
            yield bound, single


class Source:
    """A module, imported and as a syntax tree."""

    def __init__(self, name: str) -> None:
        self.name, self.module = name, importlib.import_module(name)
        self.path = Path(str(self.module.__file__))
        self.tree = ast.parse(self.path.read_text())
        self.package = name if self.path.name == "__init__.py" else name.rpartition(".")[0]
        self.imports: dict = {}
        self.stars: list = []
        self.defined: dict = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                self.stars.append("." * node.level + (node.module or ""))
        for node in self.tree.body:
            for bound, single in bound_names(node):
                self.imports[bound] = single
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                self.defined[node.name] = node
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self.defined[node.target.id] = node
            elif isinstance(node, ast.Assign):
                for target in ast.walk(ast.Tuple(node.targets)):
                    if isinstance(target, ast.Name):
                        self.defined[target.id] = node

    def made(self) -> list:
        """Public names that only the imported module has."""
        there = {*self.defined, *self.imports, "annotations"}
        stars = [importlib.import_module(star, self.package) for star in self.stars]
        return [
            name
            for name, value in vars(self.module).items()
            if not name.startswith("_")
            and name not in there
            and not isinstance(value, ModuleType)
            and not any(name in vars(star) for star in stars)
        ]


def all_sources() -> dict:
    """All modules of the packages, by name."""
    found = {}
    for root in ROOTS:
        package = importlib.import_module(root)
        for each in [root, *(info.name for info in pkgutil.walk_packages(package.__path__, f"{root}."))]:
            if not each.endswith("__main__"):
                found[each] = Source(each)
    return found


def is_wanted(source: Source) -> bool:
    """Whether the source of a module does not say all its names and types."""
    if source.path.name == "__init__.py":
        return bool(source.made() or source.stars) or source.name in ("inviwopy", "voxloom")
    if source.name in types.HEADS or source.made() or source.stars:
        return True
    return any(is_made(source, name, node) for name, node in source.defined.items() if not name.startswith("_"))


def is_made(source: Source, name: str, node: Any) -> bool:
    """Whether the source does not say all of what a name is."""
    value = vars(source.module).get(name)
    if not isinstance(value, type) or value.__module__.split(".")[0] not in ROOTS:
        return False
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.Call)
    if is_property(value) or any(key.partition(".")[0] == name for key in (*types.ATTRIBUTES, *types.BASES, *types.MEMBERS)):
        return True
    assigned = [each.value for each in node.body if isinstance(each, ast.Assign) and is_public(ast.unparse(each.targets[0]))]
    if any(isinstance(each, ast.Call) for each in assigned) and not hasattr(value, "__members__"):
        return True
    said = {each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef)}
    said |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return any(
        is_public(each) and each not in said and not each.startswith("__")
        for each in vars(value)
        if not inspect.ismemberdescriptor(vars(value)[each])
    )


def body_of(source: Source) -> str:
    parts: list = []
    done = set()
    for name, node in source.defined.items():
        value = vars(source.module).get(name)
        if isinstance(node, ast.ClassDef):
            named = [ast.unparse(base) for other in source.defined.values() if isinstance(other, ast.ClassDef) for base in other.bases]
            if not name.startswith("_") or name in named:
                parts.append(class_text(value, node))
        elif name.startswith("_"):
            continue
        elif isinstance(node, ast.FunctionDef):
            parts.append(signature(node))
        elif isinstance(node, ast.AnnAssign):
            parts.append(f"{name}: {ast.unparse(node.annotation)}")
        else:
            parts.append(made_text(source, name, value, node))
        done.add(name)
    parts += [made_text(source, name, vars(source.module)[name], None) for name in source.made()]
    return "\n".join(parts)


def made_text(source: Source, name: str, value: Any, node: Any) -> str:
    """A name that is made by an assignment or at run time."""
    if (
        isinstance(value, type)
        and value.__name__ == name
        and (node is None or isinstance(node.value, (ast.Call, ast.Subscript, ast.GeneratorExp)))
    ):
        return class_text(value, None)
    if node is not None and isinstance(node.value, (ast.Name, ast.Attribute)) and isinstance(value, type):
        return f"{name} = {ast.unparse(node.value)}"
    if inspect.isfunction(value):
        return function_made(name, value)
    return f"{name}: {kind_of(value)}"


def exports(module: Any) -> str:
    names = getattr(module, "__all__", None)
    return "" if names is None else "__all__ = [\n" + "".join(f"    {name!r},\n".replace("'", '"') for name in names) + "]\n"


def stub_of(source: Source) -> str:
    """The stub of a module."""
    body, head = body_of(source), ast.parse(textwrap.dedent(types.HEADS.get(source.name, "")))
    common = COMMON + ("\n" + COMMON_OF_PROPERTIES if source.name.startswith("inviwopy.properties.") else "")
    own = [node for node in head.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    text = "\n".join([*(ast.unparse(node) for node in own), body])
    said = {name: node for name, node in source.imports.items() if name != "annotations"}
    shown = exports(source.module)
    return f"{MARK}\n" + "\n".join([*needed_imports(source, common, text + shown, said), text, shown])


def package_stub(source: Source, sources: dict) -> str:
    """The stub of a module that hands on what others define: one import for each module."""
    groups: dict = {}
    lines: list = []
    package = source.package
    for name in [*source.module.__all__]:
        value = vars(source.module)[name]
        if isinstance(source.defined.get(name), ast.FunctionDef):
            lines.append(signature(source.defined[name]))
        elif isinstance(value, ModuleType):
            groups.setdefault("." if value.__name__.startswith(package + ".") else value.__name__.rpartition(".")[0], []).append(
                value.__name__.rpartition(".")[2]
            )
        elif name == "__version__":
            lines.append("__version__: str")
        elif name in source.imports:
            node = source.imports[name]
            alias = node.names[0]
            groups.setdefault("." * node.level + (node.module or ""), []).append(
                alias.name + (f" as {alias.asname}" if alias.asname else "")
            )
        elif (place := origin(name, value, source, sources)) is not None:
            groups.setdefault(relative(place, package), []).append(name)
        else:
            lines.append(class_text(value, None))
    if "__version__" in vars(source.module) and "__version__: str" not in lines and "__version__" not in source.imports:
        lines.append("__version__: str")
    imports = [f"from {place} import {', '.join(names)}" for place, names in sorted(groups.items())]
    return f"{MARK}\n" + "\n".join([*needed_imports(source, COMMON, "\n".join(lines), {}), *imports, *lines, exports(source.module)])


def needed_imports(source: Source, common: str, text: str, more: dict) -> list:
    """The imports that a text needs."""
    candidates: dict = {}
    for tree in (ast.parse(common), ast.parse(textwrap.dedent(types.HEADS.get(source.name, "")))):
        for node in tree.body:
            candidates.update(bound_names(node))
    candidates.update(more)
    return [
        ast.unparse(node) for name, node in candidates.items() if name not in source.defined and re.search(rf"(?<![\w.]){name}\b", text)
    ]


def origin(name: str, value: Any, source: Source, sources: dict) -> Any:
    """The module that makes a name; None for what the package itself makes."""
    for star in source.stars:
        module = importlib.import_module(star, source.package)
        if vars(module).get(name) is value and hasattr(module, "__path__"):
            return module.__name__
    for each in sources.values():
        if each.path.name != "__init__.py" and vars(each.module).get(name) is value and name not in each.imports and not each.stars:
            return each.name
    return None


def relative(module: str, package: str) -> str:
    return "." + module[len(package) + 1 :] if module.startswith(package + ".") else module


def stubs() -> dict:
    """Path → text of all stubs that are written by this program."""
    sources = all_sources()
    found = {}
    for source in sources.values():
        path = source.path.with_suffix(".pyi")
        by_hand = path.exists() and not path.read_text().startswith(MARK.splitlines()[0])
        if not by_hand and is_wanted(source):
            hands_on = source.path.name == "__init__.py" or source.stars
            found[path] = package_stub(source, sources) if hands_on else stub_of(source)
    return found


def main() -> int:
    wanted = stubs()
    there = {path for path in PACKAGES.rglob("*.pyi") if path.read_text().startswith(MARK.splitlines()[0])}
    wrong = [path for path, text in wanted.items() if path not in there or path.read_text() != text]
    stale = there - set(wanted)
    if "--check" in sys.argv:
        for path in (*wrong, *stale):
            print(f"{path.relative_to(PACKAGES)} is out of date: run python python/bindings/stubs.py")
        return 1 if wrong or stale else 0
    for path in wrong:
        path.write_text(wanted[path])
    for path in stale:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGES))
    sys.exit(main())
