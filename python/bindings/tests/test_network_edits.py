"""Copying, pasting, bypassing and the history of steps, from a script."""

from __future__ import annotations

from typing import Iterator

import _voxloom
import numpy as np
import pytest
import voxloom as vx

pytestmark = pytest.mark.skipif(not hasattr(_voxloom, "start_program"), reason="the extension was built without the network")


@pytest.fixture
def net() -> Iterator[vx.Network]:
    with vx.Network() as network:
        yield network


class Ones(vx.Processor):
    """A volume of one value."""

    classIdentifier = "org.test.Ones"
    displayName = "Ones"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.level = vx.FloatProperty("level", "Level", 1.0, 0.0, 10.0)
        self.addProperty(self.level)

    def process(self) -> None:
        self.out.setData(vx.Volume(np.full((4, 4, 4), self.level.value, np.float32)))


class Times(vx.Processor):
    """Times a factor."""

    classIdentifier = "org.test.Times"
    displayName = "Times"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.inp, self.out = vx.VolumeInport("inp"), vx.VolumeOutport("out")
        self.addInport(self.inp)
        self.addOutport(self.out)
        self.factor = vx.FloatProperty("factor", "Factor", 2.0, -100.0, 100.0)
        self.addProperty(self.factor)

    def process(self) -> None:
        self.out.setData(vx.Volume(self.inp.getData().data * self.factor.value))


def test_a_bypassed_processor_passes_its_input_on(net: vx.Network) -> None:
    ones, first, second = net.add(Ones, level=3), net.add(Times), net.add(Times, factor=10)
    net.connect(ones.outports.out, first.inports.inp)
    net.connect(first.outports.out, second.inports.inp)
    net.evaluate()
    assert second.outports.out.data.max() == 60
    net.bypass(first)
    net.evaluate()
    assert second.outports.out.data.max() == 30
    net.bypass(first, bypassed=False)
    net.evaluate()
    assert second.outports.out.data.max() == 60


def test_what_is_copied_pastes_with_its_values_and_wires(net: vx.Network) -> None:
    ones, times = net.add(Ones, level=3), net.add(Times, factor=5)
    net.connect(ones.outports.out, times.inports.inp)
    (copy,) = net.paste(net.copy(times))
    assert copy.identifier != times.identifier and copy.factor.value == 5
    assert net.isConnected(ones.outports.out, copy.inports.inp)
    (alone,) = net.paste(net.copy(times, incoming=False))
    assert not net.isConnected(ones.outports.out, alone.inports.inp)
    net.evaluate(copy)
    assert copy.outports.out.data.max() == 15
    with pytest.raises(ValueError, match="Voxloom"):
        net.paste("no network")
    with vx.Network() as other:
        assert len(other.paste(net.copy(ones, times))) == 2


def test_the_history_is_listed_and_travelled(net: vx.Network) -> None:
    ones = net.add(Ones)
    with net.edit("Tune"):
        ones.level.value = 7
    steps, position = net.history()
    assert steps[-1] == "Tune" and position == len(steps)
    net.travel_to(position - 1)
    assert ones.level.value == 1 and net.history() == (steps, position - 1)
    net.travel_to(position)
    assert ones.level.value == 7
