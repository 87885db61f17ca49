"""Ports and properties of an instance as messages carry them."""

from __future__ import annotations

from typing import Any

from inviwopy import Processor


def _port(port: Any) -> dict:
    return {
        "identifier": port.identifier,
        "data_type": port._data_type,
        "help": port.help,
        "optional": getattr(port, "optional", False),
        "multi": getattr(port, "_multi", False),
        "dynamic": False,
    }


def interface_of(processor: Processor) -> dict:
    """Inports, outports and the tree of properties. Their present values are the defaults when it is called first."""
    return {
        "inports": [_port(port) for port in processor._inports],
        "outports": [_port(port) for port in processor._outports],
        "properties": [prop._describe() for prop in processor._children],
    }
