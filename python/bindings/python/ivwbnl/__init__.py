"""Brushing and linking: what is selected, highlighted or filtered in one view shows in all views of the same data.

The manager lies on the outport of one processor; inports connected to it share it, within one host. Rows are numbers, 0 is the first.
"""

from __future__ import annotations

from ._manager import (
    BrushingAction,
    BrushingModification,
    BrushingModifications,
    BrushingTarget,
    Manager,
)
from ._ports import BrushingAndLinkingInport, BrushingAndLinkingOutport

BrushingAndLinkingManager = Manager

__all__ = [
    "BrushingAction", "BrushingAndLinkingInport", "BrushingAndLinkingManager", "BrushingAndLinkingOutport", "BrushingModification",
    "BrushingModifications", "BrushingTarget", "Manager",
]  # fmt: skip
