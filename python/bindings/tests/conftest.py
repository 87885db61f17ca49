"""Makes the package importable, with the extension that ``cargo build -p voxloom-wheel`` made unless one is installed."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "python" / "bindings" / "python"
EXTENSION = Path(os.environ.get("VOXLOOM_EXTENSION") or ROOT / "target" / "debug" / "lib_voxloom.so")

# Started in the background, a process ignores Ctrl+C, and so would all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

sys.path.insert(0, str(PACKAGE))
sys.path.insert(1, str(Path(__file__).parent))
if importlib.util.find_spec("_voxloom") is None:
    loader = importlib.machinery.ExtensionFileLoader("_voxloom", str(EXTENSION))
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_voxloom", EXTENSION, loader=loader))
    sys.modules["_voxloom"] = module
    loader.exec_module(module)

import _voxloom  # noqa: E402

# Fixtures of the compatibility tests.
from compat_example import example  # noqa: E402, F401
from net_program import net, net_program, source  # noqa: E402, F401

_voxloom.install_data_handler()


@pytest.fixture
def program() -> Iterator[object]:
    """A program's side with a host of its own."""
    from program import Program

    side = Program(PACKAGE, EXTENSION, ROOT / "python" / "host" / "src" / "boot.py")
    yield side
    side.close()


@pytest.fixture
def node(program: object) -> object:
    """Makes nodes of shipped processors, each of the name of its file."""
    from shipped_nodes import SHIPPED, Node

    program.send({"op": "folders", "folders": [str(SHIPPED)]})
    return lambda name: Node(program, name)


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Shows the figures of the rows."""
    from rows import kit

    kit.summary(terminalreporter)
