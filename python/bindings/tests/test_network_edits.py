"""Copying, pasting, bypassing and the history of steps, from a script."""

from __future__ import annotations

import live_network
import pytest
import voxloom as vx
from live_network import Box, Scale, needs_network

pytestmark = needs_network
net = live_network.net


def test_a_bypassed_processor_passes_its_input_on(net: vx.Network) -> None:
    box, first, second = net.add(Box, level=3), net.add(Scale), net.add(Scale, factor=10)
    net.connect(box.outports.out, first.inports.inp)
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
    box, scale = net.add(Box, level=3), net.add(Scale, factor=5)
    net.connect(box.outports.out, scale.inports.inp)
    (copy,) = net.paste(net.copy(scale))
    assert copy.identifier != scale.identifier and copy.factor.value == 5
    assert net.isConnected(box.outports.out, copy.inports.inp)
    (alone,) = net.paste(net.copy(scale, incoming=False))
    assert not net.isConnected(box.outports.out, alone.inports.inp)
    net.evaluate(copy)
    assert copy.outports.out.data.max() == 15
    with pytest.raises(ValueError, match="Voxloom"):
        net.paste("no network")
    with vx.Network() as other:
        assert len(other.paste(net.copy(box, scale))) == 2


def test_the_history_is_listed_and_travelled(net: vx.Network) -> None:
    box = net.add(Box)
    with net.edit("Tune"):
        box.level.value = 7
    steps, position = net.history()
    assert steps[-1] == "Tune" and position == len(steps)
    net.travel_to(position - 1)
    assert box.level.value == 1 and net.history() == (steps, position - 1)
    net.travel_to(position)
    assert box.level.value == 7
