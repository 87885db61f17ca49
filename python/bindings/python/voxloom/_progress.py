"""How far a run is, told by a loop."""

from __future__ import annotations

import operator
import threading
from typing import Any, Callable, Iterable, Iterator, Optional

from ._output import node_here

_here = threading.local()
# Gives the processor of a node of this host.
_processor_of: Optional[Callable[[int], Any]] = None


def connect(processor_of: Callable[[int], Any]) -> None:
    """Where :class:`progress` looks for the processor of a node from now on."""
    global _processor_of
    _processor_of = processor_of


class progress:  # noqa: N801 - it is used like a function
    """Shows on the node how far a loop is, and ends the loop by Cancelled when the run should stop.

    ``for x in vx.progress(items):`` or, in steps of one's own, ``with vx.progress(total=100) as bar: bar.update(10)``.
    Without a total, and of items without length, nothing is shown but cancellation works. One loop within another shares the
    step that the outer one is at. It finds the node whose code runs; where none does, it only loops.
    """

    def __init__(self, iterable: Optional[Iterable[Any]] = None, total: Optional[float] = None) -> None:
        """Raises TypeError without both, ValueError for a total that is not positive."""
        if iterable is None and total is None:
            raise TypeError("progress takes something to loop over, or a total")
        if total is None:
            total = operator.length_hint(iterable) or None
        elif total <= 0 and iterable is None:
            raise ValueError(f"progress takes a total above 0, got {total!r}")
        self._iterable, self._total = iterable, total
        self._done = 0.0
        node = node_here()
        self._processor = None if node is None or _processor_of is None else _processor_of(node)
        self._outer: Optional[progress] = None

    def _span(self) -> tuple:
        """The part of the run that this loop stands for."""
        return (0.0, 1.0) if self._outer is None else self._outer._step()

    def _step(self) -> tuple:
        """The part of the run that the present step stands for."""
        low, high = self._span()
        if not self._total:
            return low, high
        share = (high - low) / self._total
        return low + share * min(self._done, self._total), min(low + share * (self._done + 1), high)

    def _show(self) -> None:
        if self._processor is not None:
            self._processor.progress(self._step()[0] if self._total else self._span()[0])

    def update(self, steps: float = 1) -> None:
        """That many steps more are done. Raises Cancelled when the run should stop."""
        self._done += steps
        self._show()

    def __enter__(self) -> progress:
        self._outer, _here.innermost = getattr(_here, "innermost", None), self
        self._show()
        return self

    def __exit__(self, *error: Any) -> None:
        _here.innermost = self._outer

    def __iter__(self) -> Iterator[Any]:
        if self._iterable is None:
            raise TypeError("this progress was made of a total alone: use `with` and update()")
        with self:
            for item in self._iterable:
                yield item
                self.update()

    def __len__(self) -> int:
        return int(self._total or 0)
