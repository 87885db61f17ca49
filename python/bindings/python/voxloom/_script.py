"""Scripts, run as ``python FILE.py`` would."""

from __future__ import annotations

import os
import sys
import types

from inviwopy._core import flush

from ._loader import source_of


def _code_of(error: SystemExit) -> int:
    """The exit status of a script that calls ``sys.exit``."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    sys.stderr.write(f"{error.code}\n")
    return 1


def run_script(path: str, argv: list) -> int:
    """Runs a script as ``__main__``, its folder first on the path; its exit status. Raises what the script raises."""
    path = os.path.abspath(path)
    code = compile(source_of(path), path, "exec", dont_inherit=True)
    module = types.ModuleType("__main__")
    vars(module).update(__file__=path, __builtins__=__builtins__)
    before, folder = (sys.modules.get("__main__"), sys.argv), os.path.dirname(path)
    sys.modules["__main__"], sys.argv = module, [path, *map(str, argv)]
    sys.path.insert(0, folder)
    try:
        exec(code, vars(module))  # noqa: S102 - running it is what was asked
        flush()
    except SystemExit as error:
        return _code_of(error)
    finally:
        sys.argv = before[1]
        if before[0] is not None:
            sys.modules["__main__"] = before[0]
        if folder in sys.path:
            sys.path.remove(folder)
    return 0
