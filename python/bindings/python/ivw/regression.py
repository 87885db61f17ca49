"""What regression tests leave behind: pictures and measurements."""

from __future__ import annotations

import json
import os
from typing import Any, Optional

import inviwopy


def saveCanvas(canvas: Any, name: Optional[str] = None) -> None:
    """Writes a canvas to ``imgtest/<name>.png`` in the output folder; the canvas's identifier is the name where none is given."""
    folder = os.path.join(os.fspath(inviwopy.app.getOutputPath()), "imgtest")
    os.makedirs(folder, exist_ok=True)
    canvas.snapshot(os.path.join(folder, f"{name or canvas.identifier}.png"))


class Measurements:
    """Figures of a test, written to ``stats.json`` in the output folder."""

    def __init__(self) -> None:
        self.m: list[dict] = []

    def add(self, name: str, quantity: str, unit: str, value: Any) -> None:
        """Adds a figure."""
        self.m.append({"name": name, "quantity": quantity, "unit": unit, "value": value})

    def addCount(self, name: str, value: Any) -> None:
        """Adds a number of things."""
        self.add(name, "count", "", value)

    def addTime(self, name: str, value: float) -> None:
        """Adds a time in seconds."""
        self.add(name, "time", "s", value)

    def addFrequency(self, name: str, value: float) -> None:
        """Adds a frequency in Hz."""
        self.add(name, "frequency", "Hz", value)

    def addFraction(self, name: str, value: float) -> None:
        """Adds a fraction in percent."""
        self.add(name, "fraction", "%", value)

    def save(self) -> None:
        """Writes the file."""
        with open(os.path.join(os.fspath(inviwopy.app.getOutputPath()), "stats.json"), "w", encoding="utf-8") as file:
            json.dump(self.m, file, indent=4)
