"""Writes the type stubs of modules whose names are made at run time: ``python stubs.py``; with ``--check``, says which are out of date.

All else is told by the annotations in the source. A stub is its module's source without bodies and without what is private, with
what the imported module has besides, and with the types of ``stub_types.py``. Stubs written by hand stay as they are.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import keyword
import pkgutil
import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator

import stub_types as types

PACKAGES = Path(__file__).resolve().parent / "python"
ROOTS = ("inviwopy", "ivw", "ivwbase", "ivwbnl", "ivwdataframe", "voxloom")
MARK = "# Written by stubs.py: do not edit.\n# ruff: noqa\n# fmt: off"
# What any stub may import; what it does not use is left out.
COMMON = """
from typing import Any, Callable, ClassVar, Generic, Iterable, Iterator, Optional, Sequence, SupportsIndex, TypeVar, Union, overload
from typing_extensions import Self, TypeAlias
import os
import pathlib
"""
COMMON_OF_PROPERTIES = (
    "from ..doc import Document\nfrom ._enums import ConstraintBehavior, InvalidationLevel, PropertySemantics\nfrom ..glm._vector import _Real, _Whole"
)
_SIMPLE = (ast.Constant, ast.Name, ast.Attribute)


def is_public(name: str) -> bool:
    # Inviwo has members called None, which nobody can write.
    if keyword.iskeyword(name):
        return False
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__") and name != "__all__")


def nearest(table: dict, cls: type) -> Any:
    """The entry of a class or of its nearest base that has one."""
    return next((table[each.__name__] for each in cls.__mro__ if each.__name__ in table), None)


def bound_names(statement: ast.stmt) -> Iterator[tuple]:
    """(name, the import of it alone) of an import statement."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            bound = alias.asname or alias.name.split(".")[0]
            single = ast.Import([alias]) if isinstance(statement, ast.Import) else ast.ImportFrom(statement.module, [alias], statement.level)
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
            if not name.startswith("_") and name not in there and not isinstance(value, ModuleType) and not any(name in vars(star) for star in stars)
        ]


def all_sources() -> dict:
    found = {}
    for root in ROOTS:
        package = importlib.import_module(root)
        for each in [root, *(info.name for info in pkgutil.walk_packages(package.__path__, f"{root}."))]:
            if not each.endswith("__main__"):
                found[each] = Source(each)
    return found


def is_property(cls: type) -> bool:
    from inviwopy.properties import Property

    return issubclass(cls, Property) and cls is not Property


# Functions and attributes


def signature(node: ast.FunctionDef) -> str:
    """``def name(…) -> T: ...`` of a function of the source."""
    arguments = node.args
    own = [argument.arg for argument in (*arguments.args, *arguments.kwonlyargs)]
    for defaults in (arguments.defaults, arguments.kw_defaults):
        for i, default in enumerate(defaults):
            simple = isinstance(default, _SIMPLE) or (isinstance(default, (ast.Tuple, ast.List)) and not default.elts)
            simple = simple or (isinstance(default, ast.UnaryOp) and isinstance(default.operand, ast.Constant))
            if default is not None and (not simple or re.search(r"\b_", ast.unparse(default))):
                defaults[i] = ast.Constant(...)  # type: ignore[index]
    del own
    decorators = "".join(f"@{ast.unparse(each)}\n" for each in node.decorator_list)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{decorators}def {node.name}({ast.unparse(arguments)}){returns}: ..."


def annotation(value: Any) -> str:
    return "Any" if value is inspect.Parameter.empty else value if isinstance(value, str) else getattr(value, "__name__", "Any")


def function_made(name: str, function: Any) -> str:
    """``def name(…) -> T: ...`` of a function that was made at run time."""
    parts, star = [], False
    for parameter in inspect.signature(function).parameters.values():
        default = parameter.default
        text = "" if default is parameter.empty else f" = {default!r}" if isinstance(default, (int, str, float, type(None))) else " = ..."
        text = f"{parameter.name}: {annotation(parameter.annotation)}{text}" if parts or parameter.name != "self" else "self"
        prefix = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        if parameter.kind == parameter.KEYWORD_ONLY and not star:
            parts.append("*")
            star = True
        star = star or prefix == "*"
        parts.append(prefix + text)
    returns = annotation(inspect.signature(function).return_annotation)
    return f"def {name}({', '.join(parts)}) -> {returns}: {documented(function)}"


def documented(thing: Any) -> str:
    return "\n" + textwrap.indent(quoted(thing.__doc__), "    ") if thing.__doc__ else "..."


def quoted(text: str) -> str:
    return f'"""{inspect.cleandoc(text)}"""'


def attribute(cls: type, name: str, found: Any) -> str:
    """A property or value of a class that was made at run time, or whose type the source does not say."""
    settable = not isinstance(found, property) or found.fset is not None
    known = types.ATTRIBUTES.get(f"{cls.__name__}.{name}")
    if known is None and not isinstance(found, property):
        return f"{name}: ClassVar[{kind_of(found)}]"
    read, taken = known or (annotation(inspect.signature(found.fget).return_annotation), "Any" if settable else None)
    if read.startswith("ClassVar"):
        return f"{name}: {read}"
    text = f"@property\ndef {name}(self) -> {read}: ..."
    return text if taken is None else f"{text}\n@{name}.setter\ndef {name}(self, value: {taken}) -> None: ..."


def kind_of(value: Any) -> str:
    kind = type(value)
    generic = {"dict": "dict[Any, Any]", "list": "list[Any]", "tuple": "tuple[Any, ...]", "type": "type[Any]", "function": "Any"}
    known = kind.__module__ == "builtins" or kind.__module__.startswith(ROOTS)
    return generic.get(kind.__name__, kind.__name__ if known and is_public(kind.__name__) and kind.__name__ != "NoneType" else "Any")


# Constructors of properties


def arguments_of(cls: Any) -> list:
    """(name, type, default) of a property's own arguments; the default is None where the argument is needed."""
    kinds, given = nearest(types.ARGUMENTS, cls), nearest(types.DEFAULTS, cls) or {}
    kinds = kinds(cls) if kinds else {}
    defaults = dict(given)
    numbers = getattr(cls, "_class", cls)
    if not given and hasattr(numbers, "_defaults"):
        names = ("value", "min", "max", "increment") if "min" in cls._arguments else cls._arguments
        defaults.update({name: repr(value) if isinstance(value, (int, float)) else "..." for name, value in zip(names, numbers._defaults)})
        if numbers is not cls:
            defaults["value"] = "None"
    return [(name, kinds[name], defaults.get(name)) for name in cls._arguments]


def constructors(cls: Any) -> str:
    """All that a property can be made of: by position, with ``displayName``, with help as third, with a level after the name."""
    level, semantics = f"InvalidationLevel.{cls._level.name}", "PropertySemantics.Default"
    arguments = arguments_of(cls)
    trailing = [("invalidationLevel", "InvalidationLevel", level), ("semantics", "PropertySemantics", semantics)]
    trailing = [each for each in trailing if each[0] in cls._trailing]
    needed = any(default is None for _, _, default in arguments)
    text = "Union[str, Document]"

    def told(rows: list, plain: bool = False) -> list:
        return [f"{name}: {kind}" + ("" if default is None else " = ..." if plain else f" = {default}") for name, kind, default in rows]

    name = "name: str" if needed else "name: str = ..."
    rows = [[name, *told(arguments + trailing), "*", f'help: {text} = ""']]
    rows += [
        ["name: str = ...", *told([each for each in arguments if each[0] in form] + trailing, plain=True), "*", f"help: {text} = ..."]
        for form in types.FORMS.get(cls.__name__, ())
    ]
    rows.append(["*", "displayName: str", *told(arguments + trailing, plain=True), f"help: {text} = ..."])
    rows.append(["displayName: str", "help: Document", *told(arguments + trailing, plain=True)])
    if arguments and not needed and not cls._own_arguments(cls.__new__(cls), [cls._level]):
        first, *rest = told(trailing, plain=True)
        rows.append(["name: str", first.replace(" = ...", ""), *rest, "*", *told(arguments, plain=True), f"help: {text} = ..."])
    return "\n".join(f"@overload\ndef __init__(self, identifier: str, {', '.join(row)}) -> None: ..." for row in rows)


# Classes


def members_of(cls: type, node: Any) -> Iterator[tuple]:
    """(name, text) of the members of a class, of its source and then of those made at run time."""
    told = set()
    for item in node.body if node is not None else ():
        if isinstance(item, ast.FunctionDef) and is_public(item.name):
            own = inspect.getattr_static(cls, item.name)
            if f"{cls.__name__}.{item.name}" in types.ATTRIBUTES:
                if item.name not in told:
                    yield item.name, attribute(cls, item.name, own)
            else:
                yield item.name, signature(item)
            told.add(item.name)
        elif isinstance(item, ast.AnnAssign) and is_public(ast.unparse(item.target)):
            told.add(ast.unparse(item.target))
            yield ast.unparse(item.target), f"{ast.unparse(item.target)}: {ast.unparse(item.annotation)}"
        elif isinstance(item, ast.Assign):
            for target in (each.id for each in ast.walk(ast.Tuple(item.targets)) if isinstance(each, ast.Name)):
                if is_public(target):
                    told.add(target)
                    yield target, assigned(cls, target, item)
    for name in vars(cls) if node is None or cls.__module__.startswith(ROOTS) else ():
        found = vars(cls)[name]
        if name in told or name.startswith("_") or not is_public(name) or inspect.ismemberdescriptor(found) or (hasattr(cls, "__members__") and name in cls.__members__):
            continue
        told.add(name)
        yield name, function_made(name, found) if inspect.isfunction(found) else attribute(cls, name, found)
    for key in types.ATTRIBUTES:
        owner, _, name = key.partition(".")
        if owner == cls.__name__ and name not in told:
            yield name, attribute(cls, name, None)
    initializer = next((item for item in getattr(node, "body", ()) if isinstance(item, ast.FunctionDef) and item.name == "__init__"), None)
    if initializer is not None:
        yield from ((name, text) for name, text in instance_attributes(initializer) if name not in told)


def assigned(cls: type, name: str, node: ast.Assign) -> str:
    """A member of a class that is made by an assignment."""
    found = inspect.getattr_static(cls, name)
    if hasattr(cls, "__members__") or name == "__slots__":
        return f"{name} = {ast.unparse(node.value)}"
    if found is None and name == "__hash__":
        return "__hash__: ClassVar[None]  # type: ignore[assignment]"
    if isinstance(node.value, ast.Name) and is_public(node.value.id) and f"{cls.__name__}.{name}" not in types.ATTRIBUTES:
        return f"{name} = {node.value.id}"
    return attribute(cls, name, found)


def instance_attributes(initializer: ast.FunctionDef) -> Iterator[tuple]:
    """(name, text) of the public attributes that a constructor sets."""
    arguments = {each.arg: each.annotation for each in (*initializer.args.args, *initializer.args.kwonlyargs)}
    seen = set()
    for node in ast.walk(initializer):
        pairs: list = []
        if isinstance(node, ast.AnnAssign):
            pairs = [(node.target, ast.unparse(node.annotation))]
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs += list(zip(target.elts, node.value.elts)) if both else [(each, None) for each in getattr(target, "elts", [target])]
                if not isinstance(target, ast.Tuple):
                    pairs[-1] = (target, node.value)
        for target, value in pairs:
            if not (isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self") or target.attr.startswith("_") or target.attr in seen:
                continue
            seen.add(target.attr)
            kind = value if isinstance(value, str) else "Any"
            if isinstance(value, ast.Name) and arguments.get(value.id) is not None:
                kind = ast.unparse(arguments[value.id])
            elif isinstance(value, ast.Constant) and value.value is not None:
                kind = type(value.value).__name__
            elif isinstance(value, ast.Call) and ast.unparse(value.func) in ("str", "bool", "int", "float"):
                kind = ast.unparse(value.func)
            yield target.attr, f"{target.attr}: {kind}"


def class_text(cls: type, node: Any) -> str:
    name = cls.__name__
    if node is not None:
        bases = types.BASES.get(name) or ", ".join(ast.unparse(base) for base in node.bases)
    else:
        bases = ", ".join(
            base.__name__ + (f"[{types.PARAMETERS[base.__name__](cls)}]" if base.__name__ in types.PARAMETERS else "")
            for base in cls.__bases__
            if base is not object
        )
    lines = [] if node is not None or not cls.__doc__ else [quoted(cls.__doc__)]
    made = is_property(cls) and "Generic" not in bases and not name.startswith("_")
    if made:
        lines.append(constructors(cls))
    for member, text in members_of(cls, node):
        text = textwrap.dedent(types.MEMBERS.get(f"{name}.{member}", text)).strip()
        if text and not (made and member == "__init__"):
            lines.append(text)
    head = f"class {name}({bases}):" if bases else f"class {name}:"
    if not lines:
        return f"{head} ..."
    return f"{head}\n" + textwrap.indent("\n".join(lines), "    ")


# Modules


def is_wanted(source: Source) -> bool:
    """Whether the source of a module does not say all its names and types."""
    if source.path.name == "__init__.py":
        return bool(source.made()) or source.name in ("inviwopy", "voxloom")
    if source.name in types.HEADS or source.made() or source.stars:
        return True
    return any(is_made(source, name, node) for name, node in source.defined.items() if not name.startswith("_"))


def is_made(source: Source, name: str, node: ast.stmt) -> bool:
    """Whether the source does not say all of what a name is."""
    value = vars(source.module).get(name)
    if not isinstance(value, type) or value.__module__.split(".")[0] not in ROOTS:
        return False
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.Call)
    if is_property(value) or any(key.partition(".")[0] == name for key in (*types.ATTRIBUTES, *types.BASES, *types.MEMBERS)):
        return True
    said = {each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef)}
    said |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return any(is_public(each) and each not in said and not each.startswith("__") for each in vars(value) if not inspect.ismemberdescriptor(vars(value)[each]))


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
    if isinstance(value, type) and value.__name__ == name and (node is None or isinstance(node.value, (ast.Call, ast.Subscript, ast.GeneratorExp))):
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
            groups.setdefault("." if value.__name__.startswith(package + ".") else value.__name__.rpartition(".")[0], []).append(value.__name__.rpartition(".")[2])
        elif name == "__version__":
            lines.append("__version__: str")
        elif name in source.imports:
            node = source.imports[name]
            alias = node.names[0]
            groups.setdefault("." * node.level + (node.module or ""), []).append(alias.name + (f" as {alias.asname}" if alias.asname else ""))
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
    return [ast.unparse(node) for name, node in candidates.items() if name not in source.defined and re.search(rf"(?<![\w.]){name}\b", text)]


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
        by_hand = path.exists() and not path.read_text().startswith(MARK)
        if not by_hand and is_wanted(source):
            hands_on = source.path.name == "__init__.py" or source.stars
            found[path] = package_stub(source, sources) if hands_on else stub_of(source)
    return found


def main() -> int:
    wanted = stubs()
    there = {path for path in PACKAGES.rglob("*.pyi") if path.read_text().startswith(MARK)}
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
