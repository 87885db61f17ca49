"""A processor that the compatibility tests take apart, and a recorder in place of its host."""

from __future__ import annotations

from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy import doc
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import FloatProperty


class Link:
    """What a host puts behind a processor, as a recorder."""

    _node = 7

    def __init__(self) -> None:
        self.seen: list = []

    def place(self) -> Any:
        return None

    def invalidate(self, level: Any) -> None:
        self.seen.append(("invalidate", int(level)))

    def written(self) -> None:
        self.seen.append(("written",))

    def output(self, port: Any, data: Any) -> None:
        self.seen.append(("output", port.identifier, data))

    def progress(self, value: float) -> None:
        self.seen.append(("progress", value))

    def cancelled(self) -> bool:
        return True


class Example(ivw.Processor):
    """A filter of volumes."""

    def __init__(self, identifier: str = "example", name: str = "Example") -> None:
        super().__init__(identifier, name)
        self.inport, self.outport = VolumeInport("inport"), VolumeOutport("outport")
        self.addInport(self.inport)
        self.addOutport(self.outport, group="other")
        self.addProperty(FloatProperty("sigma", "Sigma", 0.5))
        self.events: list = []

    @staticmethod
    def processorInfo() -> ivw.ProcessorInfo:
        return ivw.ProcessorInfo("org.example.Example", "Example", "Compat", ivw.CodeState.Experimental, "PY, Test", doc.Document("Help."))

    def process(self) -> None:
        self.outport.setData(self.inport.getData())


@pytest.fixture
def example() -> Example:
    return Example()


def volume(value: int = 1) -> Volume:
    return Volume(np.full((2, 3, 4), value, np.uint8))
