"""Ports that share a manager."""

from __future__ import annotations

from typing import Any, Optional

from inviwopy.data._ports import Inport, Outport
from inviwopy.properties import InvalidationLevel

from ._manager import BrushingAction, BrushingModification, BrushingTarget, Manager

_ROW = BrushingTarget.Row


class _Brushes:
    """What inports and outports share: reading and changing what the manager holds."""

    _modified: BrushingModification
    _level: Any = InvalidationLevel.InvalidOutput

    def getManager(self) -> Manager:
        """The manager that this port sees."""
        raise NotImplementedError

    def _brushed(self, flag: BrushingModification, target: BrushingTarget) -> None:
        self._modified |= flag
        processor = self.processor  # type: ignore[attr-defined]
        level = self._levels.get(flag, self._level) if hasattr(self, "_levels") else self._level
        if processor is not None and level != InvalidationLevel.Valid:
            processor.invalidate(level)

    def _done(self) -> None:
        self._modified = BrushingModification(0)

    def select(self, indices: Any, target: BrushingTarget = _ROW) -> None:
        """Replaces the selection of all that share the manager."""
        self.getManager().brush(BrushingAction.Select, target, indices, self)

    def highlight(self, indices: Any, target: BrushingTarget = _ROW) -> None:
        """Replaces what is highlighted."""
        self.getManager().brush(BrushingAction.Highlight, target, indices, self)

    def filter(self, indices: Any, target: BrushingTarget = _ROW) -> None:  # noqa: A003
        """Replaces what this port filters; what others filter stays filtered."""
        self.getManager().brush(BrushingAction.Filter, target, indices, self)

    def brush(self, action: BrushingAction, target: BrushingTarget, indices: Any) -> None:
        """Selects, highlights or filters."""
        self.getManager().brush(action, target, indices, self)

    def sendSelectionEvent(self, indices: Any) -> None:
        """Replaces the selected rows (the older name)."""
        self.select(indices)

    def sendFilterEvent(self, indices: Any) -> None:
        """Replaces the rows that this port filters (the older name)."""
        self.filter(indices)

    def getIndices(self, action: BrushingAction, target: BrushingTarget = _ROW) -> Any:
        """What is selected, highlighted or filtered (a BitSet)."""
        return self.getManager().indices(action, target)

    def getSelectedIndices(self, target: BrushingTarget = _ROW) -> Any:
        """The selection (a BitSet)."""
        return self.getIndices(BrushingAction.Select, target)

    def getHighlightedIndices(self, target: BrushingTarget = _ROW) -> Any:
        """What is highlighted (a BitSet)."""
        return self.getIndices(BrushingAction.Highlight, target)

    def getFilteredIndices(self, target: BrushingTarget = _ROW) -> Any:
        """What is filtered (a BitSet)."""
        return self.getIndices(BrushingAction.Filter, target)

    def isSelected(self, index: int, target: BrushingTarget = _ROW) -> bool:
        """Whether an index is selected."""
        return index in self.getSelectedIndices(target)

    def isHighlighted(self, index: int, target: BrushingTarget = _ROW) -> bool:
        """Whether an index is highlighted."""
        return index in self.getHighlightedIndices(target)

    def isFiltered(self, index: int, target: BrushingTarget = _ROW) -> bool:
        """Whether an index is filtered."""
        return index in self.getFilteredIndices(target)

    def isSelectionModified(self) -> bool:
        """Whether the selection changed since the processor last ran."""
        return bool(self._modified & BrushingModification.Selected)

    def isHighlightModified(self) -> bool:
        """Whether what is highlighted changed since the processor last ran."""
        return bool(self._modified & BrushingModification.Highlighted)

    def isFilteringModified(self) -> bool:
        """Whether the filter changed since the processor last ran."""
        return bool(self._modified & BrushingModification.Filtered)

    def getModifiedActions(self) -> BrushingModification:
        """All that changed since the processor last ran."""
        return self._modified


class BrushingAndLinkingInport(_Brushes, Inport):
    """Shares the manager of the outport it is connected to; without one it has its own."""

    _data_type = "org.inviwo.BrushingAndLinking"
    _python_type = Manager

    def __init__(self, identifier: str, invalidationLevels: Any = None, help: Any = "") -> None:  # noqa: A002
        """``invalidationLevels``: pairs of BrushingModification and InvalidationLevel; what a change of the kind does to the processor."""
        super().__init__(identifier, help)
        self.optional = True
        self._own = Manager()
        self._modified = BrushingModification(0)
        pairs = invalidationLevels.items() if isinstance(invalidationLevels, dict) else invalidationLevels or ()
        self._levels = {BrushingModification(flag): InvalidationLevel(level) for flag, level in pairs}

    def getManager(self) -> Manager:
        """The connected manager, else its own."""
        manager: Optional[Manager] = self.getData()
        manager = self._own if manager is None else manager
        manager.listen(self)
        return manager

    def _receive(self, data: list, changed: bool, each: Optional[list] = None) -> None:
        super()._receive(data, changed, each)
        self.getManager()


class BrushingAndLinkingOutport(_Brushes, Outport):
    """Holds a manager, which all connected inports share."""

    _data_type = "org.inviwo.BrushingAndLinking"
    _python_type = Manager

    def __init__(self, identifier: str, invalidationLevel: Any = InvalidationLevel.Valid, help: Any = "") -> None:  # noqa: A002
        """``invalidationLevel``: what a change from below does to the processor."""
        super().__init__(identifier, help)
        self._level = InvalidationLevel(invalidationLevel)
        self._modified = BrushingModification(0)
        self._data = Manager()
        self._data.listen(self)

    def getManager(self) -> Manager:
        """The manager."""
        return self._data
