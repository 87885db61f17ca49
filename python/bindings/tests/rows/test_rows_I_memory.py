"""Row I26, its right-hand column, seen from outside: a large array on its way through four processes lies in memory once."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import Iterator

import numpy as np
import pytest
from rows.kit import figure, needs_network, started_script, written

MIB = 1 << 20

PASSING = """
import inviwopy as ivw
import os


class Passing(ivw.Processor):
    \"\"\"Reads all of its input and passes it on.\"\"\"
    classIdentifier = "org.rows.Passing"

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport, self.outport = ivw.data.VolumeInport("inport"), ivw.data.VolumeOutport("outport")
        self.addInport(self.inport)
        self.addOutport(self.outport)
        self.pid = ivw.properties.IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        self.most = ivw.properties.IntProperty("most", "Most", 0, 0, 255)
        self.addProperties([self.pid, self.most])

    def process(self):
        volume = self.inport.getData()
        self.pid.value, self.most.value = os.getpid(), int(volume.data.max())
        COPY
        self.outport.setData(volume)
"""

# Says a word and waits for one before each step, so that it can be measured from outside.
STEPS = """
import os
vx.register(sys.argv[1])
net = vx.Network()
source, passing, reader = net.add("org.inviwo.numpysource", file=sys.argv[2]), net.add("org.rows.Passing"), net.add("org.rows.Passing")
net.connect(source.outports[0], passing.inports[0])
net.connect(passing.outports[0], reader.inports[0])
for node in (source, passing, reader):
    net.isolate(node, "node")
net.evaluate(reader)
assert reader.outports[0].data.shape == (2, 2, 2)
assert len({os.getpid(), passing.pid.value, reader.pid.value}) == 3, "each in a process of its own"
print("warm", flush=True)
sys.stdin.readline()
before = vx.copied_bytes()
source.file.value = sys.argv[3]
net.evaluate(reader)
view = reader.outports[0].data
assert (view.shape, view.dtype.name, int(view.max()), reader.most.value) == ((256, 1024, 1024), "uint8", 9, 9)
print(vx.copied_bytes() - before, flush=True)
sys.stdin.readline()
"""


def family(pid: int) -> list:
    """A process and all below it."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{each}/task"):
                found += map(int, Path(f"/proc/{each}/task/{task}/children").read_text().split())
    return found


def proportional(pids: list, kind: str = "Pss") -> int:
    """Bytes in memory; a page that several of them map counts once. ``Pss_Anon``: of those that belong to no file."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith(kind + ":"):
                    total += int(line.split()[1]) << 10
    return total


def segments(pids: list) -> int:
    """Bytes of the anonymous shared files that they hold open, mapped or not, each file once."""
    found = {}
    for pid in pids:
        entries: list = []
        with contextlib.suppress(OSError):
            entries = os.listdir(f"/proc/{pid}/fd")
        for entry in entries:
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{pid}/fd/{entry}").startswith("/memfd:"):
                    about = os.stat(f"/proc/{pid}/fd/{entry}")
                    found[about.st_dev, about.st_ino] = about.st_blocks * 512
    return sum(found.values())


@contextlib.contextmanager
def watched(pid: int) -> Iterator[list]:
    """The most that a process and all below it took meanwhile in segments and of their own, as the only entry of a list.

    Shares of pages cannot be added up while processes map and unmap them.
    """
    most, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            pids = family(pid)
            most[0] = max(most[0], segments(pids) + proportional(pids, "Pss_Anon"))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def measure(folder: Path, passing: str) -> tuple:
    """What the array costs: growth in proportional memory, the most of it on the way, growth of segments; bytes reported as copied."""
    small, large = folder / "small.npy", folder / "large.npy"
    np.save(small, np.ones((2, 2, 2), np.uint8))
    array = np.full((256, 1024, 1024), 7, np.uint8)
    array[1, 2, 3] = 9
    np.save(large, array)
    del array
    with started_script(STEPS, written(folder / "passing.py", passing), small, large) as script:
        assert script.stdout.readline() == "warm\n", script.stderr.read()[-3000:]
        pids = family(script.pid)
        assert len(pids) >= 4, "the script and three hosts"
        before, held = proportional(pids), segments(pids)
        start = held + proportional(pids, "Pss_Anon")
        with watched(script.pid) as most:
            script.stdin.write("\n")
            script.stdin.flush()
            copied = script.stdout.readline()
            assert copied.strip().isdigit(), script.stderr.read()[-3000:]
        time.sleep(0.1)
        pids = family(script.pid)
        grown = proportional(pids) - before, most[0] - start, segments(pids) - held
        script.stdin.write("\n")
        script.stdin.flush()
        assert script.wait(30) == 0, script.stderr.read()[-3000:]
    large.unlink()
    return (*grown, int(copied))


@needs_network
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not say how memory is shared")
def test_I26_256_mib_lie_in_memory_once_on_their_way_through_four_processes(tmp_path: Path) -> None:
    grown, most, held, copied = measure(tmp_path, PASSING.replace("COPY", "pass"))
    size = 256 * MIB
    figure(
        "I26",
        f"256 MiB of NumpySource through two more hosts to the script: {grown / MIB:.1f} MiB more in all four processes "
        f"({grown / size:.3f} of the array; {most / size:.3f} at most on the way), segments {held / MIB:.1f} MiB, "
        f"{copied} bytes copied (goal 0)",
    )
    assert 0.9 * size < grown <= 1.1 * size and 0.99 * size < held <= 1.1 * size
    assert most <= 1.1 * size and copied == 0


@needs_network
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not say how memory is shared")
def test_I26_the_measurement_sees_a_copy(tmp_path: Path) -> None:
    grown, _, held, _ = measure(tmp_path, PASSING.replace("COPY", "volume = ivw.data.Volume(volume.data.copy())"))
    copies = grown / (256 * MIB)
    figure("I26", f"control, each of two hosts copies it: {copies:.2f} of the array")
    assert 2.9 < copies < 3.3 and held > 2.9 * 256 * MIB
