"""Stubs and docstrings: what an editor completes and shows. `cargo xtask check stubs` compares the types with the built module."""

from __future__ import annotations

import ast
import functools
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import _voxloom
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conftest import PACKAGE  # noqa: E402
from inviwopy import properties  # noqa: E402

import stubs  # noqa: E402

SOURCES = stubs.all_sources()
PUBLIC = [name for name in SOURCES if not any(part.startswith("_") for part in name.split("."))]


def public_names(name: str) -> list:
    module = SOURCES[name].module
    own = [each for each, value in vars(module).items() if not each.startswith("_") and getattr(value, "__module__", None) == name]
    return list(getattr(module, "__all__", own))


def said_names(path: Path) -> set:
    """Names that a file says by itself, as a type checker reads it."""
    said = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            said.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            said |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            said |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return said


def test_stubs_are_up_to_date():
    wanted = stubs.stubs()
    wrong = [path.name for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    assert not wrong, f"run python python/bindings/stubs.py: {wrong}"
    assert len(wanted) > 20


@pytest.mark.parametrize("package", stubs.ROOTS)
def test_packages_say_that_they_are_typed(package: str):
    assert (PACKAGE / package / "py.typed").is_file()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_can_be_completed(name: str):
    source = SOURCES[name]
    stub = source.path.with_suffix(".pyi")
    missing = set(public_names(name)) - said_names(stub if stub.exists() else source.path)
    assert not missing


def undocumented(owner: str, value: Any) -> list:
    """What a class or function, or a public member of a class, says nothing about itself."""
    words = (value.__doc__ or "").strip()
    # What enumerations and data classes say when nobody else does.
    empty = len(words.split()) < 2 or words.startswith((f"{getattr(value, '__name__', '')}(", "An enumeration"))
    found = [owner] if empty else []
    for cls in value.__mro__ if inspect.isclass(value) else ():
        if cls.__module__.split(".")[0] not in stubs.ROOTS:
            continue
        for name, member in vars(cls).items():
            shown = inspect.isfunction(member) or isinstance(member, (property, staticmethod, classmethod))
            if shown and not name.startswith("_") and not (member.__doc__ or "").strip():
                found.append(f"{cls.__module__}.{cls.__name__}.{name}")
    return found


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_has_a_docstring(name: str):
    module = SOURCES[name].module
    assert (module.__doc__ or "").strip()
    lacking = []
    for each in public_names(name):
        value = getattr(module, each)
        if inspect.isclass(value) or inspect.isfunction(value):
            lacking += undocumented(f"{name}.{each}", value)
    assert not lacking


def test_everything_of_the_extension_has_a_stub():
    said = said_names(PACKAGE / "_voxloom.pyi")
    assert not set(_voxloom.__all__) - said


CLASSES = {name: getattr(properties, name) for name in properties.__all__ if isinstance(getattr(properties, name), type)}
PROPERTIES = [name for name, cls in CLASSES.items() if stubs.is_property(cls) and cls is not properties.BaseOptionProperty]
ATTRIBUTES = {"min": "minValue", "max": "maxValue", "selectedIndex": "selectedIndex"}


@functools.lru_cache
def classes_in_stubs() -> dict:
    paths = (PACKAGE / "inviwopy" / "properties").glob("*.pyi")
    return {node.name: node for path in paths for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)}


def constructor_in_stub(name: str) -> Any:
    """The first form of a constructor."""
    return next(item for item in classes_in_stubs()[name].body if isinstance(item, ast.FunctionDef) and item.name == "__init__")


@pytest.mark.parametrize("name", PROPERTIES)
def test_constructors_of_properties_are_as_the_stub_says(name: str):
    """Names of the arguments in order, and defaults: those of a property that is made without them."""
    cls, told = CLASSES[name], constructor_in_stub(name)
    names = [argument.arg for argument in told.args.args]
    assert names == ["self", "identifier", "name", *cls._arguments, *cls._trailing]
    assert [argument.arg for argument in told.args.kwonlyargs] == ["help"]
    functions = {"get": lambda: cls._vector() if cls._vector else 0, "set": lambda value: None}
    made = cls("p", "P", **{argument: function for argument, function in functions.items() if argument in cls._arguments})
    defaults = dict(zip(reversed(names), reversed(told.args.defaults)))
    checked = 0
    for argument, default in defaults.items():
        attribute = ATTRIBUTES.get(argument, argument)
        text = ast.unparse(default)
        if text == "..." or not hasattr(type(made), attribute) or argument == "name":
            continue
        value = getattr(made, attribute)
        if text == "None" and isinstance(
            made, (properties.TransferFunctionProperty, properties.IsoValueProperty, properties.IsoTFProperty)
        ):
            # None stands for points of their own.
            continue
        expected = eval(text, vars(properties))
        assert value == expected or np.all(np.array(value) == expected), f"{name}: {argument} is {value!r}, the stub says {text}"
        checked += 1
    assert checked >= 2


def test_the_typed_example_runs():
    """What the type checker takes as right is right."""
    if not hasattr(_voxloom, "start_program"):
        pytest.skip("the extension was built without the network")
    script = "import typed_example as t; print(t.compute(2.5).ravel().tolist(), t.formats())"
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0] (DataFLOAT32, 3)", done.stderr
