"""Inviwo's Python interface, as Voxloom offers it."""

from __future__ import annotations

from . import (
    _app,
    _events,
    _help,
    _keys,
    _log,
    _mirror,
    _module,
    _network,
    _picking,
    _readers,
    _widget,
    _workspace,
    camerautil,
    data,
    doc,
    glm,
    ports,
    properties,
    qt,
)
from ._info import CodeState, ProcessorInfo, Tag, Tags
from ._native import native
from ._processor import Cancelled, NotReady, Processor
from .data import _ports
from .doc import md2doc, unindentMd2doc
from .properties import PropertyOwner

__version__: str = native.__version__

_PARTS = (_app, _events, _help, _keys, _log, _module, _picking, _readers, _workspace)
for _part in _PARTS:
    globals().update({name: getattr(_part, name) for name in _part.__all__})
globals().update({name: getattr(_ports, name) for name in _ports.__all__})
# Lists of one type were here until 2025-09; they live in `glm` now.
_LISTS = {name: getattr(glm, name) for name in glm.__all__ if name.endswith("Vector")}
globals().update(_LISTS, StringVector=glm.StringVector)

PortConnection, PropertyLink = _network.PortConnection, _network.PropertyLink
ProcessorNetwork, CanvasProcessor = _network.ProcessorNetwork, _mirror.CanvasProcessor
ProcessorMetaData, ProcessorWidget = _widget.ProcessorMetaData, _widget.ProcessorWidget

__all__ = [
    "Cancelled", "CanvasProcessor", "CodeState", "PortConnection", "Processor", "ProcessorInfo", "NotReady", "ProcessorMetaData",
    "ProcessorNetwork", "ProcessorWidget", "PropertyLink", "PropertyOwner", "StringVector", "Tag", "Tags", "camerautil",
    "data", "doc", "glm", "md2doc", "ports", "properties", "qt", "unindentMd2doc", *_ports.__all__, *_LISTS,
    *(name for _part in _PARTS for name in _part.__all__),
]  # fmt: skip
