"""The interpreter and its packages."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import platform
import subprocess
import sys
import threading
import time
from typing import Any, Callable, Optional

_debugger: Optional[tuple] = None


def info() -> dict:
    """Version, executable, prefixes and the installed packages in alphabetical order."""
    packages: dict = {}
    for distribution in importlib.metadata.distributions():
        # A broken installation may lack its names.
        with contextlib.suppress(Exception):
            name, version = distribution.metadata["Name"], distribution.version
            if name and name.lower() not in packages:
                packages[name.lower()] = {"name": name, "version": str(version)}
    return {
        "python": platform.python_version(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "packages": [packages[name] for name in sorted(packages)],
    }


def install(package: str, show: Callable[[str], None], stops: Callable[[], bool]) -> int:
    """Installs a package with pip and shows its lines as they come; the exit status of pip.

    Raises ValueError for what is no name of a package, KeyboardInterrupt when it should stop.
    """
    if not isinstance(package, str) or not package.strip() or package.lstrip().startswith("-"):
        raise ValueError(f"{package!r} is no package that can be installed; give its name, such as scipy or scipy==1.11")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        package.strip(),
    ]
    show("$ " + " ".join(command) + "\n")
    process = subprocess.Popen(
        command,
        # `-m` imports from the current folder first, which may be one that someone sent.
        cwd=sys.prefix,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )

    def read() -> None:
        for line in process.stdout or ():
            show(line)

    reader = threading.Thread(target=read, name="voxloom pip", daemon=True)
    reader.start()
    while process.poll() is None:
        if stops():
            process.terminate()
            raise KeyboardInterrupt
        time.sleep(0.05)
    reader.join(5)
    importlib.invalidate_caches()
    return process.returncode


def attach_debugger(threads: list) -> dict:
    """Starts debugpy and makes the threads visible to it, each given by what puts a task to it: {host, port} to connect to.

    Raises ImportError saying how to get debugpy.
    """
    global _debugger
    try:
        import debugpy
    except ImportError as error:
        text = f"the debugger needs the package debugpy; install it for this interpreter: {sys.executable} -m pip install debugpy"
        raise ImportError(text) from error
    if _debugger is None:
        debugpy.configure(python=sys.executable)
        _debugger = tuple(debugpy.listen(("127.0.0.1", 0)))
        for put in threads:
            put(_trace)
    return {"host": _debugger[0], "port": _debugger[1]}


def _trace() -> Any:
    import debugpy

    debugpy.trace_this_thread(True)
