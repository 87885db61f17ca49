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
from ._program import ProcessorError
from ._progress import progress
from ._register import register
from ._volume import Volume


def copied_bytes() -> int:
    """Bytes of arrays of 1 MiB and more that this process copied because of where they lay."""
    return native.copied_bytes()


__all__ = [
    "Cancelled", "CodeState", "Network", "NotReady", "Processor", "ProcessorError", "ProcessorInfo", "Tag", "Tags", "Volume", "__version__",
    "classes", "copied_bytes", "data", "glm", "load", "ports", "progress", "properties", "register", "start",
    *(name for name in _data_names if name != "Volume"), *_property_names,
]  # fmt: skip
