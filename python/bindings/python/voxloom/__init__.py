"""Voxloom from Python: the classes of ``inviwopy``, and a ``Volume`` that keeps the axes of every array."""

from __future__ import annotations

from inviwopy import (
    Cancelled,
    CodeState,
    NotReady,
    Processor,
    ProcessorInfo,
    Tag,
    Tags,
    __version__,
    data,
    glm,
    ports,
    properties,
)
from inviwopy._native import native
from inviwopy.data import *  # noqa: F403
from inviwopy.data import __all__ as _data_names
from inviwopy.properties import *  # noqa: F403
from inviwopy.properties import __all__ as _property_names

from ._inside import start
from ._network import Network, classes, load
from ._program import ProcessorError, ask
from ._progress import progress
from ._register import register
from ._volume import Volume


def copied_bytes() -> int:
    """Bytes of arrays of 1 MiB and more that this process copied because of where they lay."""
    return native.copied_bytes()


def actions() -> dict[str, str]:
    """The commands of the program's window that can be run now: their identifiers, and the names that menus show.

    Raises RuntimeError where the program has no window.
    """
    return {action["id"]: action["name"] for action in ask("app.actions") if action["refusal"] is None}


def action(identifier: str) -> None:
    """Runs a command of the program's window, as its menus and keys do: ``voxloom.action("undo")``.

    Raises KeyError for an identifier that no command has, RuntimeError with the reason when it is not possible now.
    """
    ask("app.action", action=identifier)


__all__ = [
    "Cancelled", "CodeState", "Network", "NotReady", "Processor", "ProcessorError", "ProcessorInfo", "Tag", "Tags", "Volume", "__version__",
    "action", "actions", "classes", "copied_bytes", "data", "glm", "load", "ports", "progress", "properties", "register", "start",
    *(name for name in _data_names if name != "Volume"), *_property_names,
]  # fmt: skip
