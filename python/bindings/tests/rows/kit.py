"""What the tests of rows share: figures that are shown at the end, the program as a person calls it, networks with a picture."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import numpy as np
import pytest
import voxloom as vx
from conftest import EXTENSION, PACKAGE, ROOT
from inviwopy._native import native

PROGRAM = ROOT / "target" / "debug" / "voxloom"
ENVIRONMENTS = ROOT / "target" / "rows" / "environments"
FIGURES = ROOT / "target" / "rows.txt"
RAYCASTER, CANVAS = "org.inviwo.VolumeRaycaster", "org.inviwo.CanvasGL"

needs_network = pytest.mark.skipif(not hasattr(native, "start_program"), reason="the extension was built without the network")
needs_program = pytest.mark.skipif(not PROGRAM.is_file(), reason="the program is not built: cargo build -p voxloom-app")

_figures: list[str] = []


def figure(row: str, text: str) -> None:
    """A figure of a row: printed, shown after all tests, and kept in target/rows.txt."""
    line = f"{row}: {text}"
    print(line)
    _figures.append(line)


def summary(reporter: Any) -> None:
    """Shows the figures after all tests and writes them down."""
    if _figures:
        FIGURES.write_text("\n".join(_figures) + "\n")
        reporter.section("rows")
        for line in _figures:
            reporter.write_line(line)


def voxloom(folder: Path, *args: Any, code: int = 0, env: Any = None, python: Any = sys.executable) -> subprocess.CompletedProcess:
    """The program with a user folder below ``folder`` and an interpreter; fails unless it exits with ``code``."""
    words = [str(arg) for arg in args]
    chosen = [] if python is None else ["--python", str(python)]
    more = ["--user-dir", str(folder / "user"), *chosen]
    # What comes after -- is a script's.
    at = words.index("--") if "--" in words else len(words)
    words = [*words[:at], *more, *words[at:]]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), **(env or {})}
    done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == code, (words, done.stdout[-3000:], done.stderr[-3000:])
    return done


_BOOT = """\
import sys, time, json
sys.path[:0] = [{package!r}]
import importlib.machinery, importlib.util
if importlib.util.find_spec("_voxloom") is None:
    loader = importlib.machinery.ExtensionFileLoader("_voxloom", {extension!r})
    spec = importlib.util.spec_from_file_location("_voxloom", {extension!r}, loader=loader)
    sys.modules["_voxloom"] = importlib.util.module_from_spec(spec)
    loader.exec_module(sys.modules["_voxloom"])
import numpy as np
import voxloom as vx
"""


def script(source: str, *args: Any) -> str:
    """Runs a script in an interpreter of its own, with ``vx`` and ``np`` at hand; what it prints."""
    text = _BOOT.format(package=str(PACKAGE), extension=str(EXTENSION)) + textwrap.dedent(source)
    done = subprocess.run([sys.executable, "-c", text, *map(str, args)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr[-4000:])
    return done.stdout


@contextlib.contextmanager
def started_script(source: str, *args: Any) -> Iterator[subprocess.Popen]:
    """Starts a script like :func:`script`, with pipes for its input, output and errors; it is ended at the end."""
    text = _BOOT.format(package=str(PACKAGE), extension=str(EXTENSION)) + textwrap.dedent(source)
    command = [sys.executable, "-c", text, *map(str, args)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def until(test: Callable[[], Any], seconds: float = 10.0) -> float:
    """Waits until a test holds; the seconds it took."""
    began = time.perf_counter()
    while not test():
        assert time.perf_counter() - began < seconds, f"not within {seconds} s"
        time.sleep(0.005)
    return time.perf_counter() - began


def shown(net: vx.Network, source: Any, port: Any = 0) -> Any:
    """Adds a raycaster and a canvas to a source of volumes; the raycaster."""
    ray, canvas = net.add(RAYCASTER), net.add(CANVAS)
    net.connect(source.outports[port], ray.inports[0])
    net.connect(ray.outports[0], canvas.inports[0])
    return ray


def is_blank(picture: np.ndarray) -> bool:
    """Whether a picture shows nothing but one color."""
    return bool((picture == picture[0, 0]).all())


def written(file: Path, text: str) -> Path:
    """Writes a file; its path."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text))
    return file


@contextlib.contextmanager
def saved(file: Path, text: str) -> Iterator[None]:
    """Writes a file and puts it back at the end."""
    before = file.read_text()
    file.write_text(text)
    try:
        yield
    finally:
        file.write_text(before)


@pytest.fixture
def net() -> Iterator[vx.Network]:
    with vx.Network() as network:
        yield network
