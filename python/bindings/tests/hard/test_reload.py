"""A processor that is saved again and again while it is connected: memory stays flat, and nothing of the network is lost.

``VOXLOOM_RELOADS`` sets how often; 1,000 is what the benchmarks report.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import voxloom as vx
from live_network import needs_network
from rough import resident

pytestmark = needs_network

RELOADS = int(os.environ.get("VOXLOOM_RELOADS", "150"))
WARM = 50

ENDS = """
import numpy as np
import inviwopy as ivw
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import FloatProperty


class Source(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = VolumeOutport("out")
        self.addOutport(self.out)
        self.level = FloatProperty("level", "Level", 1.0, 0.0, 10.0)
        self.addProperty(self.level)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.ReloadSource", "Source")

    def process(self):
        # Two MiB: in a segment.
        self.out.setData(Volume(np.full((128, 64, 64), self.level.value, np.float32)))


class Sink(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.inp = VolumeInport("inp")
        self.addInport(self.inp)
        self.seen = FloatProperty("seen", "Seen", 0.0, -1e9, 1e9)
        self.addProperty(self.seen)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.ReloadSink", "Sink")

    def process(self):
        self.seen.value = float(self.inp.getData().data[1, 2, 3])
"""

# What is saved again: it has some weight of its own, and a helper that is loaded with it.
MIDDLE = """
import os
import numpy as np
import inviwopy as ivw
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import FloatProperty, IntProperty
from reload_helper import OFFSET

TABLE = {n: str(n) for n in range(1000)}


class Middle(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.inp, self.out = VolumeInport("inp"), VolumeOutport("out")
        self.addInport(self.inp)
        self.addOutport(self.out)
        self.level = FloatProperty("level", "Level", 1.0, 0.0, 10.0)
        self.kept = FloatProperty("kept", "Kept", 0.0, 0.0, 10.0)
        self.pid = IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        for prop in (self.level, self.kept, self.pid):
            self.addProperty(prop)
        self.level.onChange(lambda: None)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.ReloadMiddle", "Middle")

    def initializeResources(self):
        self.weight = np.ones(1 << 18, np.float32)

    def process(self):
        self.pid.value = os.getpid()
        self.out.setData(Volume(self.inp.getData().data * np.float32(0) + (ROUND + OFFSET)))
"""


def save(path: Path, text: str) -> None:
    """Writes a file as an editor does: beside, then renamed."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def wait_seen(net: vx.Network, sink: object, number: float, patience: float = 10) -> float:
    """Seconds until the sink sees a number."""
    began = time.monotonic()
    while True:
        net.evaluate(sink, timeout=patience)
        if sink.seen.value == number:  # type: ignore[attr-defined]
            return time.monotonic() - began
        assert time.monotonic() - began < patience, f"{number} is not there, but {sink.seen.value}"  # type: ignore[attr-defined]
        time.sleep(0.005)


@pytest.mark.parametrize("isolation", ["shared", "node"])
def test_memory_and_connections_over_many_reloads(tmp_path: Path, isolation: str) -> None:
    ends, middle, helper = (tmp_path / name for name in ("reload_ends.py", "reload_middle.py", "reload_helper.py"))
    save(helper, "OFFSET = 0\n")
    save(ends, ENDS)
    save(middle, MIDDLE.replace("ROUND", "-1"))
    with vx.Network() as net:
        vx.register(ends)
        vx.register(middle)
        source, node, sink = (net.add(f"org.test.Reload{name}") for name in ("Source", "Middle", "Sink"))
        net.connect(source.outports.out, node.inports.inp)
        net.connect(node.outports.out, sink.inports.inp)
        net.link(source.level, node.level)
        node.kept.value, source.level.value = 7.5, 2.5
        net.isolate(node, isolation)
        wait_seen(net, sink, -1)
        pid = node.pid.value
        assert (pid == os.getpid()) == (isolation == "shared")
        late: list = []
        before = (0.0, 0.0)
        for number in range(RELOADS):
            if number % 10 == 9:
                save(helper, f"OFFSET = {number % 100}\n")
            offset = 0 if number < 9 else (number - 9) // 10 * 10 % 100 + 9
            save(middle, MIDDLE.replace("ROUND", str(number)))
            late.append(wait_seen(net, sink, number + offset))
            assert (node.kept.value, node.level.value) == (7.5, 2.5)
            if number == WARM:
                before = resident(os.getpid()), resident(pid)
        after = resident(os.getpid()), resident(pid)
        late.sort()
        print(
            f"{RELOADS} reloads ({isolation}): live after {late[len(late) // 2]:.2f} s (median), {late[-1]:.2f} s (longest); "
            f"the program had {before[0]:.1f} MiB after {WARM} and has {after[0]:.1f} ({after[0] / before[0]:.3f}); "
            f"the host {before[1]:.1f} and {after[1]:.1f} ({after[1] / before[1]:.3f})"
        )
        assert node.pid.value == pid, "its host is the one that it was"
        assert len(net.connections) == 2 and net.isConnected(node.outports.out, sink.inports.inp) and net.isLinked(source.level, node.level)
        source.level.value = 4.0
        assert node.level.value == 4.0, "the link works"
        assert late[-1] < 2 and late[len(late) // 2] < 1
        assert after[0] < before[0] * 1.05 and after[1] < before[1] * 1.05
