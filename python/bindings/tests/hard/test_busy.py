"""While one node of the shared host runs a pure-Python loop of a minute: what else is asked of the host is done soon."""

from __future__ import annotations

import statistics
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from rough import is_alive, needs_program, voxloom

LOOP = """
import time
import inviwopy as ivw
from inviwopy.data import Volume, VolumeOutport
from inviwopy.properties import IntProperty
import numpy as np
import os


class Loop(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = VolumeOutport("out")
        self.addOutport(self.out)
        self.seconds = IntProperty("seconds", "Seconds", 0, 0, 100)
        self.pid = IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        self.addProperties([self.seconds, self.pid])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Loop", "Loop")

    def process(self):
        end = time.monotonic() + self.seconds.value
        while time.monotonic() < end:
            pass
"""

OTHER = """
import os
import inviwopy as ivw
from inviwopy.data import Volume, VolumeOutport
from inviwopy.properties import IntProperty


class Other(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.number = IntProperty("number", "Number", 0, 0, 1000)
        self.twice = IntProperty("twice", "Twice", 0, 0, 2000)
        self.version = IntProperty("version", "Version", VERSION, 0, 1000)
        self.pid = IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        self.addProperties([self.number, self.twice, self.version, self.pid])
        self.number.onChange(self.changed)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Other", "Other VERSION")

    def changed(self):
        self.twice.value, self.pid.value = 2 * self.number.value, os.getpid()
"""


def figures(name: str, seconds: list) -> str:
    return f"{name}: {statistics.median(seconds) * 1e3:.0f} ms (median of {len(seconds)}), longest {max(seconds) * 1e3:.0f} ms"


def test_a_host_answers_beside_a_loop(program: Any, tmp_path: Path) -> None:
    """The host alone: console lines, callbacks, files and its end."""
    loop, other = tmp_path / "loop.py", tmp_path / "other.py"
    loop.write_text(LOOP)
    other.write_text(OTHER.replace("VERSION", "0"))
    program.create(loop, node=1)
    program.create(other, node=2)
    program.values(node=1, seconds=60)
    program.request("console.run", source="a = 1")
    run = program.start_run(node=1)
    time.sleep(0.2)
    lines, changes, loads = [], [], []
    for n in range(1, 21):
        began = time.monotonic()
        assert program.request("console.run", source=f"print('line', a + {n})") == {"complete": True}
        program.wait_for(f"line {n + 1}\n")
        lines.append(time.monotonic() - began)
        program.values(node=2, number=n)
        began = time.monotonic()
        answer = program.finish(program.start("change", node=2, paths=["number"]))
        changes.append(time.monotonic() - began)
        assert answer.changes["twice"] == 2 * n
    for n in range(1, 4):
        other.write_text(OTHER.replace("VERSION", str(n)))
        began = time.monotonic()
        assert program.load(other)["classes"][0]["display_name"] == f"Other {n}"
        loads.append(time.monotonic() - began)
    began = time.monotonic()
    program.send({"op": "shutdown"})
    program.process.wait(10)
    took = time.monotonic() - began
    for name, seconds in (("a console line", lines), ("onChange", changes), ("a file loaded again", loads), ("the end", [took])):
        print(figures(name, seconds))
    with pytest.raises(ConnectionError):
        program.finish(run)
    assert statistics.median(lines) < 0.2 and statistics.median(changes) < 0.2 and max(loads) < 1 and took < 3
    assert max(*lines, *changes) < 1


@needs_program
def test_the_program_goes_on_beside_a_loop_in_its_shared_host(tmp_path: Path) -> None:
    """The whole program, whose shared host runs a script beside the loop: lines of the script are what console lines are."""
    folder = tmp_path / "processors"
    folder.mkdir()
    (folder / "loop.py").write_text(LOOP)
    (folder / "other.py").write_text(OTHER.replace("VERSION", "0"))
    script = f"""
        import os, statistics, time
        import inviwopy, voxloom as vx
        folder = {str(folder)!r}
        text = {OTHER!r}
        net = vx.Network()
        loop, other = net.add("org.test.Loop"), net.add("org.test.Other")
        other.number.value = 1
        net.evaluate()
        loop.seconds.value = 60
        try:
            net.evaluate(loop, timeout=0.3)
        except TimeoutError:
            pass
        assert net.info(loop)["status"] == "running"
        lines, changes, saves = [], [], []
        for n in range(2, 22):
            began = time.monotonic()
            other.number.value = n
            assert other.number.value == n and len(net.processors) == 2
            lines.append(time.monotonic() - began)
            while other.twice.value != 2 * n:
                assert time.monotonic() - began < 5
                time.sleep(0.002)
            changes.append(time.monotonic() - began)
        assert other.pid.value == os.getpid(), "in the host that loops"
        for n in range(1, 4):
            with open(folder + "/new", "w") as file:
                file.write(text.replace("VERSION", str(n)))
            os.rename(folder + "/new", folder + "/other.py")
            began = time.monotonic()
            while not any(row["display_name"] == f"Other {{n}}" for row in vx._program.ask("classes.list")):
                assert time.monotonic() - began < 5
                time.sleep(0.01)
            fresh = net.add("org.test.Other")
            assert fresh.version.value == n
            saves.append(time.monotonic() - began)
            assert other.number.value == 21
        assert net.info(loop)["status"] == "running"
        for found in (lines, changes, saves):
            print(statistics.median(found), max(found))
        print(os.getpid(), time.time())
    """
    (tmp_path / "script.py").write_text(textwrap.dedent(script))
    done = voxloom(tmp_path, "--python-processors", folder, "run", tmp_path / "script.py")
    ended = time.time()
    assert done.returncode == 0, done.stderr
    rows = [list(map(float, line.split())) for line in done.stdout.splitlines()]
    for name, (median, longest) in zip(("a line of a script", "onChange", "a saved file is live"), rows):
        print(f"{name}: {median * 1e3:.0f} ms (median), longest {longest * 1e3:.0f} ms")
    pid, at = rows[3]
    print(f"the program ended {ended - at:.2f} s after its script")
    assert rows[0][0] < 0.2 and rows[1][0] < 0.5 and rows[2][1] < 1 and ended - at < 3
    assert not is_alive(int(pid))
