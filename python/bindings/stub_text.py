"""The text of functions and classes in stubs, of their source or of what was made at run time."""

from __future__ import annotations

import ast
import inspect
import keyword
import re
import textwrap
from typing import Any, Iterator

import stub_types as types

ROOTS = ("inviwopy", "ivw", "ivwbase", "ivwbnl", "ivwdataframe", "voxloom")
_SIMPLE = (ast.Constant, ast.Name, ast.Attribute)


def is_public(name: str) -> bool:
    # Inviwo has members called None, which nobody can write.
    if keyword.iskeyword(name):
        return False
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__") and name != "__all__")


def nearest(table: dict, cls: type) -> Any:
    """The entry of a class or of its nearest base that has one."""
    return next((table[each.__name__] for each in cls.__mro__ if each.__name__ in table), None)


def is_property(cls: type) -> bool:
    from inviwopy.properties import Property

    return issubclass(cls, Property) and cls is not Property


# Functions and attributes


def signature(node: ast.FunctionDef) -> str:
    """``def name(…) -> T: ...`` of a function of the source."""
    arguments = node.args
    for defaults in (arguments.defaults, arguments.kw_defaults):
        for i, default in enumerate(defaults):
            simple = isinstance(default, _SIMPLE) or (isinstance(default, (ast.Tuple, ast.List)) and not default.elts)
            simple = simple or (isinstance(default, ast.UnaryOp) and isinstance(default.operand, ast.Constant))
            if default is not None and (not simple or re.search(r"\b_", ast.unparse(default))):
                defaults[i] = ast.Constant(...)  # type: ignore[index]
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
    if isinstance(found, (staticmethod, classmethod)):
        return f"@{type(found).__name__}\n{function_made(name, found.__func__)}"
    settable = not isinstance(found, property) or found.fset is not None
    known = types.ATTRIBUTES.get(f"{cls.__name__}.{name}")
    if known is None and not isinstance(found, property):
        return f"{name}: ClassVar[{kind_of(found)}]"
    read, taken = known or (annotation(inspect.signature(found.fget).return_annotation), "Any" if settable else None)
    if read.startswith(("ClassVar", "Final")):
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
        if (
            name in told
            or (name.startswith("_") and (node is not None or name != "__init__"))
            or not is_public(name)
            or inspect.ismemberdescriptor(found)
            or (hasattr(cls, "__members__") and name in cls.__members__)
        ):
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
            if (
                not (isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self")
                or target.attr.startswith("_")
                or target.attr in seen
            ):
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
    head = "".join(f"@{ast.unparse(each)}\n" for each in getattr(node, "decorator_list", ()))
    head += f"class {name}({bases}):" if bases else f"class {name}:"
    if not lines:
        return f"{head} ..."
    return f"{head}\n" + textwrap.indent("\n".join(lines), "    ")
