"""Inviwo's Python interface, as Voxloom offers it."""

from __future__ import annotations

from . import data, doc, glm, ports, properties
from ._events import Event, KeyboardEvent, MouseEvent, WheelEvent
from ._info import CodeState, ProcessorInfo, Tag, Tags
from ._native import native
from ._processor import Cancelled, Processor
from .data import _ports
from .doc import md2doc, unindentMd2doc

__version__: str = native.__version__

globals().update({name: getattr(_ports, name) for name in _ports.__all__})

__all__ = [
    "Cancelled", "CodeState", "Event", "KeyboardEvent", "MouseEvent", "Processor", "ProcessorInfo", "Tag", "Tags",
    "WheelEvent", "data", "doc", "glm", "md2doc", "ports", "properties", "unindentMd2doc", *_ports.__all__,
]  # fmt: skip
