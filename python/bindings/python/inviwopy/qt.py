"""Inviwo's Qt functions. Scripts run beside the window, not in it: what needs no window works, the rest says what to use."""

from __future__ import annotations

import time
from typing import Any

from . import _core
from ._ask import unsupported


def update() -> None:
    """Sends what was changed, and lets a Ctrl-C or a stop arrive. The window goes on by itself."""
    _core.flush()
    time.sleep(0.001)


def waitForNetwork(app: Any, maxJobs: int = 0) -> None:
    """Waits until at most ``maxJobs`` processors are running; without ``maxJobs``, until everything is computed."""
    network = app.network._core
    if maxJobs <= 0:
        network.ask("network.idle")
        return
    while network.ask("network.jobs")["running"] > maxJobs:
        time.sleep(0.01)


def exit(code: int = 0) -> None:  # noqa: A001
    """Ends the script with an exit code."""
    raise SystemExit(int(code))


def prompt(title: str, message: str, defaultResponse: str = "") -> Any:
    """Raises NotImplementedError: a script has no window to ask in."""
    instead = "sys.argv (voxloom run FILE.py ARGUMENTS), or a StringProperty on a processor"
    raise unsupported("qt.prompt", "a script has no window to ask in", instead)


def execWithTimer(*args: Any) -> None:
    """Raises NotImplementedError: there is no Qt event loop to run."""
    raise unsupported("qt.execWithTimer", "the window runs by itself", "waitForNetwork(app)")


def setStyleSheetFile(*args: Any) -> None:
    """Raises NotImplementedError: the window is not Qt's."""
    raise unsupported("qt.setStyleSheetFile", "the window is not made with Qt", "the theme in Settings")


def address(widget: Any) -> int:
    """Raises NotImplementedError: the window is not Qt's."""
    raise unsupported("qt.address", "the window is not made with Qt", "canvas.image for what a canvas shows")


class PropertyListWidget:
    """Raises NotImplementedError when made: the window is not Qt's."""

    def __init__(self, app: Any = None) -> None:
        raise unsupported("qt.PropertyListWidget", "the window is not made with Qt", "the property panel of the window")


class InviwoApplicationQt:
    """Raises NotImplementedError when made: the window is not Qt's."""

    def __init__(self, *args: Any) -> None:
        raise unsupported("qt.InviwoApplicationQt", "the window is not made with Qt", "inviwopy.app, or voxloom.Network()")


def __getattr__(name: str) -> Any:
    if name.startswith("configure"):
        raise unsupported(f"qt.{name}", "the program configures itself", "nothing: leave the call out")
    raise AttributeError(f"inviwopy.qt has no {name!r}")
