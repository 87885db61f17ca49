"""What is brushed."""

from __future__ import annotations

import enum
import threading
import weakref
from typing import Any

from inviwopy.data import BitSet


class BrushingAction(enum.IntEnum):
    """What is done with rows or columns."""

    Filter = 0
    Select = 1
    Highlight = 2


class BrushingModification(enum.IntFlag):
    """What changed since a processor last looked."""

    Filtered = 1
    Selected = 2
    Highlighted = 4


BrushingModifications = BrushingModification


class BrushingTarget:
    """Rows or columns of a table, or a kind of one's own."""

    Row: BrushingTarget
    Column: BrushingTarget

    def __init__(self, name: str) -> None:
        self._name = str(name)

    def getString(self) -> str:
        """Its name."""
        return self._name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BrushingTarget) and other._name == self._name

    def __hash__(self) -> int:
        return hash(self._name)

    def __repr__(self) -> str:
        return f"BrushingTarget.{self._name}"


BrushingTarget.Row, BrushingTarget.Column = BrushingTarget("Row"), BrushingTarget("Column")
_FLAGS = {
    BrushingAction.Filter: BrushingModification.Filtered,
    BrushingAction.Select: BrushingModification.Selected,
    BrushingAction.Highlight: BrushingModification.Highlighted,
}


def numbers(indices: Any) -> set:
    """Indices of a BitSet, a list or one number as a set. Raises TypeError, ValueError below 0."""
    found = {int(indices)} if isinstance(indices, int) else {int(index) for index in indices}
    if any(index < 0 for index in found):
        raise ValueError(f"brushed indices are 0 or more, got {sorted(found)[0]}")
    return found


class Manager:
    """Sets of brushed indices, shared by all that are connected. May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sets: dict[tuple, set] = {}
        # What each listener filters: the union holds.
        self._filters: dict[tuple, set] = {}
        self._listeners: list[weakref.ref] = []

    def listen(self, listener: Any) -> None:
        """Calls ``listener._brushed(flag, target)`` after each change, as long as it lives."""
        with self._lock:
            if not any(ref() is listener for ref in self._listeners):
                self._listeners.append(weakref.ref(listener))

    def brush(self, action: BrushingAction, target: BrushingTarget, indices: Any, source: Any = None) -> None:
        """Replaces what is selected, highlighted or, by this source, filtered."""
        action, found = BrushingAction(action), numbers(indices)
        with self._lock:
            key = (action, target)
            before = set(self._sets.get(key, ()))
            if action is BrushingAction.Filter:
                self._filters[(target, id(source))] = found
                found = set().union(*(rows for (of, _), rows in self._filters.items() if of == target))
            self._sets[key] = found
            told = [listener for listener in (ref() for ref in self._listeners) if listener is not None]
            self._listeners = [ref for ref in self._listeners if ref() is not None]
        if found != before:
            for listener in told:
                listener._brushed(_FLAGS[action], target)

    def indices(self, action: BrushingAction, target: BrushingTarget) -> BitSet:
        """What is selected, highlighted or filtered."""
        with self._lock:
            return BitSet(sorted(self._sets.get((BrushingAction(action), target), ())))

    # The shorter names

    def select(self, indices: Any, target: BrushingTarget = BrushingTarget.Row) -> None:
        """Replaces the selection."""
        self.brush(BrushingAction.Select, target, indices, self)

    def highlight(self, indices: Any, target: BrushingTarget = BrushingTarget.Row) -> None:
        """Replaces what is highlighted."""
        self.brush(BrushingAction.Highlight, target, indices, self)

    def filter(self, indices: Any, target: BrushingTarget = BrushingTarget.Row) -> None:  # noqa: A003
        """Replaces what this source filters."""
        self.brush(BrushingAction.Filter, target, indices, self)

    def getSelectedIndices(self, target: BrushingTarget = BrushingTarget.Row) -> BitSet:
        """The selection."""
        return self.indices(BrushingAction.Select, target)

    def getHighlightedIndices(self, target: BrushingTarget = BrushingTarget.Row) -> BitSet:
        """What is highlighted."""
        return self.indices(BrushingAction.Highlight, target)

    def getFilteredIndices(self, target: BrushingTarget = BrushingTarget.Row) -> BitSet:
        """What any source filters."""
        return self.indices(BrushingAction.Filter, target)

    def isSelected(self, index: int, target: BrushingTarget = BrushingTarget.Row) -> bool:
        """Whether an index is selected."""
        return index in self.getSelectedIndices(target)

    def isHighlighted(self, index: int, target: BrushingTarget = BrushingTarget.Row) -> bool:
        """Whether an index is highlighted."""
        return index in self.getHighlightedIndices(target)

    def isFiltered(self, index: int, target: BrushingTarget = BrushingTarget.Row) -> bool:
        """Whether an index is filtered."""
        return index in self.getFilteredIndices(target)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {target.getString()} {action.name}" for (action, target), found in self._sets.items())
        return f"<BrushingAndLinkingManager: {counts or 'nothing brushed'}>"
