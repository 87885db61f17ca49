"""`vx.Network()` for tests: a network of the real program, a source and a filter to put in it."""

from __future__ import annotations

from typing import Any, Iterator

import _voxloom
import numpy as np
import pytest
import voxloom as vx

needs_network = pytest.mark.skipif(not hasattr(_voxloom, "start_program"), reason="the extension was built without the network")


@pytest.fixture
def net() -> Iterator[vx.Network]:
    with vx.Network() as network:
        yield network


class Box(vx.Processor):
    """A box of one value in zeros."""

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.width = vx.IntProperty("width", "Width", 4, 1, 8)
        self.level = vx.FloatProperty("level", "Level", 1.0, 0.0, 10.0)
        self.word = vx.StringProperty("word", "Word", "x")
        for prop in (self.width, self.level, self.word):
            self.addProperty(prop)

    @staticmethod
    def processorInfo() -> vx.ProcessorInfo:
        return vx.ProcessorInfo("org.test.Box", "Box")

    def process(self) -> None:
        array = np.zeros((16, 16, 16), np.float32)
        array[4 : 4 + self.width.value, 4:12, 4:12] = self.level.value
        self.out.setData(vx.Volume(array))


class Scale(vx.Processor):
    """Times a factor; a negative one fails."""

    classIdentifier = "org.test.Scale"
    displayName = "Scale"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.inp, self.out = vx.VolumeInport("inp"), vx.VolumeOutport("out")
        self.addInport(self.inp)
        self.addOutport(self.out)
        self.factor = vx.FloatProperty("factor", "Factor", 2.0, -100.0, 100.0)
        self.addProperty(self.factor)

    def process(self) -> None:
        if self.factor.value < 0:
            raise ValueError("a factor is not negative")
        self.out.setData(vx.Volume(self.inp.getData().data * self.factor.value))


def pipeline(net: vx.Network, **values: Any) -> tuple:
    """A source and a filter, connected."""
    box, scale = net.add(Box, **values), net.add(Scale)
    net.connect(box.outports.out, scale.inports.inp)
    return box, scale
