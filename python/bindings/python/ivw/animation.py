"""Moves a number property through a range, and puts it back."""

from __future__ import annotations

from typing import Any, Optional


class Animation:
    """Steps of a property::

        with ivw.animation.Animation(network.VolumeRaycaster.raycaster.samplingRate, 1, 10, 0.5) as steps:
            for number, value in steps:
                ...

    Afterwards the property is as it was.
    """

    def __init__(self, prop: Any, start: Optional[float] = None, stop: Optional[float] = None, inc: Optional[float] = None) -> None:
        """From ``start`` up to, not including, ``stop`` in steps of ``inc`` (1); the property's bounds where none is given."""
        self.prop = prop
        self.startVal = prop.minValue if start is None else start
        self.stopVal = prop.maxValue if stop is None else stop
        self.inc = 1 if inc is None else inc
        self.initalVal = prop.value
        self.i = 0

    def pos(self) -> Any:
        """The value of the present step."""
        return self.startVal + self.inc * self.i

    def start(self) -> None:
        """Goes to the first value."""
        self.i = 0
        self.prop.value = self.startVal

    def restore(self) -> None:
        """Gives the property the value that it had."""
        self.i = 0
        self.prop.value = self.initalVal

    def __enter__(self) -> Animation:
        self.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.restore()

    def __iter__(self) -> Animation:
        return self

    def __next__(self) -> tuple:
        self.i += 1
        if not self.pos() < self.stopVal:
            raise StopIteration
        self.prop.value = self.pos()
        return self.i, self.prop.value
