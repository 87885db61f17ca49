"""The program inside a person's own interpreter: a script, a notebook, a test. The same host code serves it, on threads beside theirs."""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
from typing import Any

from inviwopy._native import native

from . import _program
from ._errors import python_error

_lock = threading.RLock()


def _begin(settings: dict) -> Any:
    if not hasattr(native, "start_program"):
        raise ImportError(
            "this build of the extension module `_voxloom` serves hosts only and holds no program, which networks need. "
            "In a checkout, run `cargo xtask develop`; scripts also run by `voxloom run FILE.py`."
        )
    from ._host import Host

    # What nodes with hosts of their own are started with.
    hosts = {"python": sys.executable, "package": os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "extension": native.__file__}
    host = Host(native.start_program(json.dumps({**hosts, **settings})))
    host.start()
    reader = threading.Thread(target=_read, args=(host,), name="voxloom reader", daemon=True)
    reader.start()
    atexit.register(_end, reader)
    return host


def _end(reader: threading.Thread) -> None:
    """Ends the program, and waits for the thread that reads: one that is in native code when the interpreter is torn down ends it badly."""
    native.stop_program()
    reader.join(2)


def _read(host: Any) -> None:
    try:
        host.serve()
    except BaseException as error:  # noqa: BLE001 - questions that wait are answered by the end
        sys.stderr.write(python_error(error)["traceback"])


def begin() -> Any:
    """Starts the program with its own choice of everything; the host."""
    with _lock:
        return _begin({})


def start(backend: str = "auto", python_processors: Any = (), assets: Any = ()) -> None:
    """Starts the program in this interpreter, which otherwise happens at the first use of a network.

    ``backend`` draws: "auto", "gpu" or "cpu". ``python_processors`` are folders of processor files, the first one wins;
    ``assets`` folders in which paths of workspaces are looked for. Raises RuntimeError when a program serves this interpreter
    already, ImportError when the extension module holds none.
    """
    with _lock:
        if _program.is_connected():
            raise RuntimeError("a program serves this interpreter already; start() comes before the first network")
        folders = [os.path.abspath(folder) for folder in python_processors]
        settings = {"backend": backend, "python_processors": folders, "assets": [os.path.abspath(folder) for folder in assets]}
        _program.connect(_begin(settings))
