"""Rows B3, B4 and B8: long computations, saved files, crashes."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import voxloom as vx
from rows.kit import (
    figure,
    needs_network,
    net,  # noqa: F401
    until,
    written,
)

LONG = """
import inviwopy as ivw
import numpy as np
import time
import voxloom
class Long(ivw.Processor):
    classIdentifier = "org.rows.{name}"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = ivw.data.VolumeInport("inport")
        self.inport.optional = True
        self.outport = ivw.data.VolumeOutport("outport")
        self.addInport(self.inport)
        self.addOutport(self.outport)
        self.seconds = ivw.properties.FloatProperty("seconds", "Seconds", 60.0, 0.0, 100.0)
        self.addProperty(self.seconds)
    def process(self):
        seconds, began, n = self.seconds.value, time.monotonic(), 0
        while time.monotonic() - began < seconds:
            n += 1
            if n % 1000 == 0:
                {tell}
        data = self.inport.getData().data if self.inport.hasData() else np.zeros((2, 2, 2), np.uint8)
        self.outport.setData(ivw.data.Volume(data + np.uint8(1)))
"""


class Number(vx.Processor):
    """A small volume of one number."""

    classIdentifier = "org.rows.Number"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.number = vx.IntProperty("number", "Number", 1, 0, 100)
        self.addProperty(self.number)

    def process(self) -> None:
        self.out.setData(vx.Volume(np.full((2, 2, 2), self.number.value, np.uint8)))


# B3


@pytest.mark.parametrize("tell", ["self.progress((time.monotonic() - began) / seconds)", "pass"], ids=["telling", "silent"])
def test_B3_a_minutes_work_is_cancelled(program: Any, tmp_path: Path, tell: str) -> None:
    file = written(tmp_path / "long.py", LONG.format(name="Cancelled", tell=tell))
    program.create(file)
    call = program.start_run(everything=True)
    time.sleep(0.5)
    began = time.perf_counter()
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Exception) as stopped:
        program.finish(call)
    took = time.perf_counter() - began
    assert stopped.value.error["kind"] == "cancelled" or "ancel" in str(stopped.value.error)
    figure(
        "B3",
        f"Python of 60 s, {'telling its progress' if tell != 'pass' else 'silent'}: cancelled {took * 1e3:.0f} ms later (goal 1 s)",
    )
    assert took < 3


@needs_network
def test_B3_progress_shows_and_an_edit_above_takes_its_place(net: Any, tmp_path: Path) -> None:  # noqa: F811
    tell = "self.progress((time.monotonic() - began) / seconds)"
    vx.register(written(tmp_path / "superseded.py", LONG.format(name="Superseded", tell=tell)))
    source, node = net.add(Number), net.add("org.rows.Superseded")
    net.connect(source.outports.out, node.inports.inport)
    with pytest.raises(TimeoutError):
        net.evaluate(node, timeout=1.5)
    first = net.info(node)
    assert first["status"] == "running" and 0 < first["progress"] < 0.1
    until(lambda: net.info(node)["progress"] > first["progress"])
    began = time.perf_counter()
    with net.edit("Shorter, and something else"):
        source.number.value, node.seconds.value = 41, 0.01
    net.evaluate(node, timeout=20)
    took = time.perf_counter() - began
    assert node.outports.outport.data[0, 0, 0] == 42
    figure("B3", f"an edit upstream of a run of 60 s: its result is there {took * 1e3:.0f} ms later")
    assert took < 6


# B4


@needs_network
def test_B4_a_save_is_live_and_keeps_values_links_and_connections(net: Any, tmp_path: Path) -> None:  # noqa: F811
    text = """\
import inviwopy as ivw
import numpy as np
class Saved(ivw.Processor):
    classIdentifier = "org.rows.Saved"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport, self.outport = ivw.data.VolumeInport("inport"), ivw.data.VolumeOutport("outport")
        self.addInport(self.inport), self.addOutport(self.outport)
        self.factor = ivw.properties.IntProperty("factor", "Factor", 1, 0, 9)
        self.gone = ivw.properties.IntProperty("gone", "Gone", 1, 0, 9)
        self.addProperties([self.factor, self.gone])
    def process(self):
        self.outport.setData(ivw.data.Volume(self.inport.getData().data * np.uint8(self.factor.value) + np.uint8(0)))
"""
    file = written(tmp_path / "saved.py", text)
    vx.register(file)
    source = net.add(Number, number=3)
    nodes = [net.add("org.rows.Saved", position=(10 * n, 20)) for n in range(3)]
    for above, below in zip([source, *nodes], nodes):
        net.connect(above.outports[0], below.inports[0])
    net.link(nodes[0].factor, nodes[1].factor)
    nodes[0].factor.value, nodes[2].factor.value, nodes[0].gone.value = 2, 1, 5
    net.evaluate()
    assert nodes[2].outports[0].data[0, 0, 0] == 12

    def comes(value: int) -> float:
        def there() -> bool:
            net.evaluate()
            return nodes[2].outports[0].data[0, 0, 0] == value

        return until(there)

    newer = text.replace("+ np.uint8(0)", "+ np.uint8(1)").replace('"gone", "Gone"', '"fresh", "Fresh"').replace("gone", "fresh")
    file.write_text(newer)
    times = [comes(((3 * 2 + 1) * 2 + 1) * 1 + 1)]
    assert (nodes[0].factor.value, nodes[1].factor.value, nodes[2].factor.value) == (2, 2, 1)
    assert [prop.identifier for prop in nodes[0].properties] == ["factor", "fresh"] and nodes[0].fresh.value == 1
    assert "gone" in " ".join(net.info(nodes[0])["notes"])
    assert net._core.state()["nodes"][1]["position"] == [0, 20] and len(net.connections) == 3
    nodes[0].factor.value = 1
    assert nodes[1].factor.value == 1
    # A broken save: what was good goes on, and the node says what is wrong.
    file.write_text(newer + "\n  def x(:\n")
    time.sleep(0.7)
    nodes[0].factor.value = 2
    net.evaluate()
    assert nodes[2].outports[0].data[0, 0, 0] == 16
    notes = " ".join(net.info(nodes[0])["notes"])
    assert "does not load" in notes and "saved.py" in notes and "15" in notes, notes
    for number in range(2, 6):
        file.write_text(newer.replace("np.uint8(1)", f"np.uint8({number})"))
        times.append(comes(((3 * 2 + number) * 2 + number) * 1 + number))
    assert "does not load" not in " ".join(net.info(nodes[0])["notes"])
    figure("B4", f"a save is live in three instances after {min(times) * 1e3:.0f} to {max(times) * 1e3:.0f} ms (goal 1 s)")
    assert max(times) < 3


# B8

DEADLY = {
    "segfault": "import ctypes; ctypes.string_at(0)",
    "kill": "import signal; os.kill(os.getpid(), signal.SIGKILL)",
    "exit": "os._exit(3)",
    "abort": "os.abort()",
}

HOSTED = """
import inviwopy as ivw
import numpy as np
import os
class Hosted(ivw.Processor):
    classIdentifier = "org.rows.{name}"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport)
        self.harmful = ivw.properties.BoolProperty("harmful", "Harmful", False)
        self.pid = ivw.properties.IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        self.number = ivw.properties.IntProperty("number", "Number", 0, 0, 10**6)
        self.addProperties([self.harmful, self.pid, self.number])
    def process(self):
        self.pid.value = os.getpid()
        if self.harmful.value:
            {harm}
        self.outport.setData(ivw.data.Volume(np.full((2, 2, 2), 7, np.uint8)))
"""


@needs_network
@pytest.mark.parametrize("how", DEADLY)
def test_B8_a_deadly_processor_costs_its_node_alone(net: Any, tmp_path: Path, how: str) -> None:  # noqa: F811
    name = f"Deadly{how}"
    vx.register(written(tmp_path / f"{how}.py", HOSTED.format(name=name, harm=DEADLY[how])))
    bad, good, other = net.add(f"org.rows.{name}"), net.add(f"org.rows.{name}"), net.add(Number)
    for node in (bad, good):
        net.isolate(node, "node")
        net.evaluate(node)
        assert node.outports[0].data[0, 0, 0] == 7
    first = bad.pid.value
    assert first != good.pid.value
    bad.harmful.value = True
    with pytest.raises(vx.ProcessorError) as failed:
        net.evaluate(bad, timeout=20)
    assert failed.value.processor is bad and net.info(bad)["status"] == "failed"
    assert re.search(r"host|process|Python|signal|ended|died", failed.value.message), failed.value.message
    # The others never noticed.
    good.number.value = 1
    other.number.value = 5
    net.evaluate(good)
    net.evaluate(other)
    assert net.info(good)["processed"] == 2 and good.outports[0].data[0, 0, 0] == 7 and other.outports[0].data[0, 0, 0] == 5
    # It starts again, in a process of its own.
    began = time.perf_counter()
    bad.harmful.value = False
    net.evaluate(bad, timeout=20)
    figure("B8", f"{how}: '{failed.value.message.splitlines()[0][:90]}'; well again in {(time.perf_counter() - began) * 1e3:.0f} ms")
    assert bad.outports[0].data[0, 0, 0] == 7 and bad.pid.value not in (first, good.pid.value)


@needs_network
def test_B8_an_endless_loop_delays_nobody(net: Any, tmp_path: Path) -> None:  # noqa: F811
    harm = "\n            while True: pass"
    vx.register(written(tmp_path / "endless.py", HOSTED.format(name="Endless", harm=harm)))
    bad, good = net.add("org.rows.Endless"), net.add("org.rows.Endless")
    for node in (bad, good):
        net.isolate(node, "node")
        net.evaluate(node)
    bad.harmful.value = True
    with pytest.raises(TimeoutError):
        net.evaluate(bad, timeout=0.5)
    began = time.perf_counter()
    good.number.value = 1
    until(lambda: net.info(good)["processed"] >= 1 and answers(net, good))
    figure("B8", f"beside an endless loop in a host of its own another node answers in {(time.perf_counter() - began) * 1e3:.0f} ms")
    net.remove(bad)
    net.evaluate(timeout=20)


def answers(net: Any, node: Any) -> bool:  # noqa: F811
    """Whether a node is up to date soon."""
    with contextlib.suppress(TimeoutError):
        net.evaluate(node, timeout=2)
    return net.info(node)["processed"] == 2 or node.outports[0].data is not None


PARALLEL = """
import inviwopy as ivw
import numpy as np
import os
import time
class Busy(ivw.Processor):
    classIdentifier = "org.rows.Busy"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport)
        self.rounds = ivw.properties.IntProperty("rounds", "Rounds", 0, 0, 10**9)
        self.when = ivw.properties.StringProperty("when", "When")
        self.addProperties([self.rounds, self.when])
    def process(self):
        n, began = 0, time.monotonic()
        for i in range(self.rounds.value):
            n += i
        self.when.value = f"{os.getpid()} {began} {time.monotonic()}"
        self.outport.setData(ivw.data.Volume(np.full((2, 2, 2), 1, np.uint8)))
"""


@needs_network
def test_B8_two_hosts_run_on_two_cores(net: Any, tmp_path: Path) -> None:  # noqa: F811
    vx.register(written(tmp_path / "busy.py", PARALLEL))
    nodes = [net.add("org.rows.Busy") for _ in range(2)]
    for node in nodes:
        net.isolate(node, "node")
    net.evaluate()

    def timed(rounds: int, one_by_one: bool) -> float:
        began = time.perf_counter()
        if one_by_one:
            for node in nodes:
                node.rounds.value = rounds
                net.evaluate(node)
        else:
            with net.edit("Both"):
                for node in nodes:
                    node.rounds.value = rounds
            net.evaluate()
        return time.perf_counter() - began

    rounds = 20_000_000
    alone = min(timed(rounds + n, True) for n in range(2))
    both = min(timed(rounds + 10 + n, False) for n in range(2))
    figure(
        "B8",
        f"two busy nodes in two hosts: {alone:.2f} s one by one, {both:.2f} s together: {alone / both:.2f}x (goal 1.8)",
    )
    # How much faster depends on what else the machine does; that they ran at the same time does not.
    (a, *first), (b, *second) = (map(float, node.when.value.split()) for node in nodes)
    assert a != b and max(first[0], second[0]) < min(first[1], second[1]), (first, second)
