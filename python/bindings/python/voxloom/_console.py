"""The console: lines in one namespace that lasts, and what could come next while one is typed."""

from __future__ import annotations

import ast
import builtins
import codeop
import contextlib
import inspect
import keyword
import linecache
import re
import sys
import traceback
import types
from typing import Any, Iterator

from inviwopy._core import flush

from ._errors import without_host
from ._program import ask

_CHAIN = re.compile(r"((?:[^\W\d]\w*\.)*)([^\W\d]\w*)?$")
_REMEMBERED = 200
_OURS = ("inviwopy", "voxloom")


class Selection:
    """The processors that are selected in the window: a list of the moment. ``selection[0]``, ``len``, loops; ``set`` selects others."""

    def _items(self) -> list:
        from inviwopy import app

        wanted = set(ask("selection.get", network=0))
        return [processor for processor in app.network.processors if processor._node in wanted]

    def set(self, processors: Any) -> None:
        """Selects these processors and no others."""
        ask("selection.set", network=0, nodes=[processor._node for processor in processors])

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())

    def __getitem__(self, index: Any) -> Any:
        return self._items()[index]

    def __repr__(self) -> str:
        return repr(self._items())


class _Namespace(dict):
    """Names of the console. ``network`` and ``app`` are looked up when they are used first: there may be no program that has them."""

    def __missing__(self, name: str) -> Any:
        if name in ("network", "app"):
            from inviwopy import app

            return app.network if name == "network" else app
        raise KeyError(name)


def _first_names() -> dict:
    import inviwopy
    import numpy

    import voxloom

    names = {"np": numpy, "numpy": numpy, "vx": voxloom, "voxloom": voxloom, "inviwopy": inviwopy, "ivw": inviwopy}
    return {"__name__": "__console__", "__builtins__": builtins, "selection": Selection(), **names}


class Console:
    """Runs lines as Python's interactive prompt does."""

    def __init__(self) -> None:
        self.names: dict = _Namespace(_first_names())
        self._compile = codeop.Compile()
        self._count = 0

    def run(self, source: str, region: Any = contextlib.nullcontext()) -> bool:
        """Runs a line or block within ``region``, which can be interrupted. False when more lines are needed; nothing ran then.

        Values of expressions and tracebacks are printed.
        """
        self._count += 1
        file = f"<console {self._count}>"
        try:
            if codeop.compile_command(source, file, "single") is None:
                return False
        except (SyntaxError, ValueError, OverflowError):
            # Several statements at once are no single one, and are fine.
            pass
        # Tracebacks show the text of the lines that were run last.
        linecache.cache.pop(f"<console {self._count - _REMEMBERED}>", None)
        linecache.cache[file] = (len(source), None, [line + "\n" for line in source.splitlines()], file)
        try:
            statements = [self._compile(ast.Interactive([item]), file, "single") for item in self._parse(source, file).body]
        except (SyntaxError, ValueError, OverflowError) as error:
            sys.stderr.write("".join(traceback.format_exception_only(type(error), error)))
            return True
        if statements:
            with self._one_step(source):
                self._execute(statements, region)
        return True

    def _parse(self, source: str, file: str) -> Any:
        return compile(source, file, "exec", self._compile.flags | ast.PyCF_ONLY_AST, True)

    def _execute(self, statements: list, region: Any) -> None:
        hook, sys.displayhook = sys.displayhook, self._show
        try:
            with region:
                for code in statements:
                    exec(code, self.names)  # noqa: S102 - running it is what was asked
                flush()
        except SystemExit:
            sys.stderr.write("The console ends with the program; sys.exit() ends nothing here.\n")
        except KeyboardInterrupt:
            sys.stderr.write("KeyboardInterrupt\n")
        except BaseException as error:  # noqa: BLE001 - the line may raise anything
            sys.stderr.write("".join(traceback.format_exception(type(error), error, without_host(error.__traceback__))))
        finally:
            sys.displayhook = hook

    def _show(self, value: Any) -> None:
        if value is not None:
            sys.stdout.write(repr(value) + "\n")
            self.names["_"] = value

    @contextlib.contextmanager
    def _one_step(self, source: str) -> Iterator[None]:
        """What the line changes in the program's network is undone in one step."""
        try:
            ask("network.begin", network=0, name=source.strip().splitlines()[0][:60])
        except Exception:  # noqa: BLE001 - no network, no steps
            yield
            return
        try:
            yield
        finally:
            ask("network.end", network=0)

    # Completion

    def complete(self, source: str, cursor: int) -> dict:
        """What could stand at the cursor (a number of characters): {start, matches}, where ``start`` is where the matches begin.

        Runs no code of the person's: attributes are looked up without properties, but those of the network and its parts.
        """
        found = _CHAIN.search(source[:cursor])
        if found is None:
            return {"start": cursor, "matches": []}
        chain, begun = found.group(1), found.group(2) or ""
        start = cursor - len(begun)
        # After a call, an index or a number there is nothing to look up.
        if source[: found.start()].rstrip().endswith((")", "]", "}", ".", '"', "'")) or source[: found.start()][-1:].isdigit():
            return {"start": start, "matches": []}
        candidates: Any
        if chain:
            try:
                candidates = _attributes(self._look_up(chain.split(".")[:-1]))
            except Exception:  # noqa: BLE001 - what cannot be looked up has no completions
                candidates = []
        else:
            candidates = {*self.names, "network", "app", *keyword.kwlist, *dir(builtins)}
        hidden = not begun.startswith("_")
        matches = {name for name in candidates if name.startswith(begun) and not (hidden and name.startswith("_"))}
        return {"start": start, "matches": sorted(matches, key=lambda name: (name.startswith("_"), name.lower(), name))}

    def _look_up(self, parts: list) -> Any:
        first, *rest = parts
        value = self.names[first] if first in (*self.names, "network", "app") else vars(builtins)[first]
        for name in rest:
            value = _attribute(value, name)
        return value


def _is_ours(value: Any) -> bool:
    return type(value).__module__.split(".")[0] in _OURS


def _attribute(value: Any, name: str) -> Any:
    if _is_ours(value) or isinstance(value, types.ModuleType):
        return getattr(value, name)
    found = inspect.getattr_static(value, name)
    if isinstance(found, (staticmethod, classmethod)):
        return found.__func__
    if hasattr(type(found), "__get__") and not isinstance(found, (types.FunctionType, types.BuiltinFunctionType, type)):
        raise AttributeError(name)
    return found


def _attributes(value: Any) -> list:
    if _is_ours(value) or type(value).__dir__ in (object.__dir__, type.__dir__, types.ModuleType.__dir__):
        return [name for name in dir(value) if name.isidentifier()]
    return [*vars(value), *dir(type(value))] if hasattr(value, "__dict__") else dir(type(value))
