"""Rows I24 to I26: algorithms of libraries, errors, what a call costs."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import voxloom as vx
from inviwopy.data import Volume
from rows.kit import (
    figure,
    needs_network,
    net,  # noqa: F401
    until,
    written,
)


class Handing(vx.Processor):
    """Hands out what it is given by ``make``, and keeps nothing."""

    classIdentifier = "org.rows.Handing"
    make: Any = None

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.round = vx.IntProperty("round", "Round", 0, 0, 10**6)
        self.addProperty(self.round)

    def process(self) -> None:
        self.out.setData(Handing.make(self.round.value))


# I24


@needs_network
def test_I24_an_algorithm_of_a_library_gives_the_same_voxels(net: Any, tmp_path: Path) -> None:  # noqa: F811
    ndimage = pytest.importorskip("scipy.ndimage")
    array = np.random.default_rng(2).normal(100, 30, (24, 32, 40)).astype(np.float32)
    np.save(tmp_path / "a.npy", array)
    source = net.add("org.inviwo.numpysource", file=tmp_path / "a.npy")

    class Smooth(vx.Processor):
        classIdentifier = "org.rows.Smooth"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.inport, self.outport = vx.VolumeInport("inport"), vx.VolumeOutport("outport")
            self.addInport(self.inport)
            self.addOutport(self.outport)

        def process(self) -> None:
            self.outport.setData(Volume(ndimage.gaussian_filter(self.inport.getData().data, 1.5)))

    shipped, own = net.add("org.voxloom.GaussianFilter"), net.add(Smooth)
    shipped.sigma.value = 1.5
    for node in (shipped, own):
        net.connect(source.outports[0], node.inports[0])
        net.evaluate(node)
    expected = ndimage.gaussian_filter(array, 1.5)
    np.testing.assert_array_equal(own.outports[0].data, expected)
    np.testing.assert_allclose(shipped.outports[0].data, expected, rtol=1e-5)


@needs_network
def test_I24_progress_shows_and_others_answer_meanwhile(net: Any) -> None:  # noqa: F811
    class Long(vx.Processor):
        classIdentifier = "org.rows.Long"
        ended: list = []

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.VolumeOutport("out")
            self.addOutport(self.out)
            self.length = vx.IntProperty("length", "Length", 20000, 0, 100000)
            self.addProperty(self.length)

        def process(self) -> None:
            length = self.length.value
            try:
                for _ in vx.progress(range(length)):
                    time.sleep(0.001)
            except vx.Cancelled:
                Long.ended.append("cancelled")
                raise
            self.out.setData(Volume(np.full((2, 2, 2), length % 256, np.uint8)))

    node, other = net.add(Long), net.add(Handing)
    with pytest.raises(TimeoutError):
        net.evaluate(node, timeout=0.5)
    seen, slowest = [], 0.0
    for value in range(30):
        began = time.perf_counter()
        other.round.value = value
        seen.append(net.info(node)["progress"])
        slowest = max(slowest, time.perf_counter() - began)
        time.sleep(0.01)
    assert all(a is not None for a in seen) and seen[-1] > seen[0] > 0, seen
    # An edit takes the place of the run.
    began = time.perf_counter()
    node.length.value = 2
    net.evaluate(node)
    took = time.perf_counter() - began
    assert node.outports.out.data[0, 0, 0] == 2 and Long.ended == ["cancelled"]
    figure(
        "I24",
        f"progress {seen[0]:.2f} to {seen[-1]:.2f}; slowest answer {slowest * 1e3:.1f} ms; an edit through in {took * 1e3:.0f} ms",
    )
    assert took < 3


# I25


@needs_network
@pytest.mark.parametrize("where", ["initializeResources", "process"])
def test_I25_an_exception_is_on_the_node_with_its_line_and_gone_after_a_save(
    net: Any,  # noqa: F811
    tmp_path: Path,
    where: str,
    capfd: Any,
) -> None:
    good = f"""\
import inviwopy as ivw
import numpy as np
class Failing{where.capitalize()}(ivw.Processor):
    classIdentifier = "org.rows.Failing{where}"
    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = ivw.data.VolumeOutport("out")
        self.addOutport(self.out)
        self.number = ivw.properties.IntProperty("number", "Number", 1, 0, 9)
        self.addProperty(self.number)
    def initializeResources(self):
        pass  # initializeResources
    def process(self):
        self.out.setData(ivw.data.Volume(np.full((2, 2, 2), self.number.value, np.uint8)))
        # process
"""
    bad = re.sub(rf"(pass  )?# {where}$", "raise RuntimeError('not here')", good, flags=re.MULTILINE)
    assert bad != good
    line = 1 + bad[: bad.index("raise RuntimeError")].count("\n")
    file = tmp_path / "failing.py"
    file.write_text(good)
    (cls,) = vx.register(file)
    node = net.add(cls, number=5)
    net.evaluate(node)
    file.write_text(bad)
    until(lambda: net.info(node)["status"] in ("failed",) or not tried(net, node))
    info = net.info(node)
    with pytest.raises(vx.ProcessorError) as failed:
        net.evaluate(node)
    error = failed.value
    assert (Path(error.file).name, error.line) == ("failing.py", line) and "RuntimeError: not" in error.message
    assert f'failing.py", line {line}' in error.traceback and "raise RuntimeError" in error.traceback
    info = net.info(node)
    assert (info["status"], info["line"]) == ("failed", line) and info["file"].endswith("failing.py") and "RuntimeError" in info["message"]
    assert "RuntimeError" in info["traceback"]
    # All else goes on, and the node as soon as the file is right again.
    Handing.make = lambda number: Volume(np.ones((2, 2, 2), np.uint8))
    net.evaluate(net.add(Handing))
    began = time.perf_counter()
    file.write_text(good)
    until(lambda: tried(net, node))
    figure("I25", f"{where}: line {line} on the node; well again {(time.perf_counter() - began) * 1e3:.0f} ms after the save")
    assert node.outports.out.data[0, 0, 0] == 5


@needs_network
def test_I25_a_constructor_that_fails_names_its_line_and_works_after_a_save(net: Any, tmp_path: Path) -> None:  # noqa: F811
    good = """\
import inviwopy as ivw
class Failing(ivw.Processor):
    classIdentifier = "org.rows.FailingConstructor"
    def __init__(self, id, name):
        super().__init__(id, name)
        # here
"""
    bad = good.replace("# here", "if id == 'Unlucky': raise RuntimeError('not in the constructor')")
    file = written(tmp_path / "constructor.py", bad)
    (cls,) = vx.register(file)
    with pytest.raises(vx.ProcessorError) as failed:
        net.add(cls, identifier="Unlucky")
    assert "RuntimeError: not in the constructor" in failed.value.message
    assert (Path(failed.value.file).name, failed.value.line) == (
        "constructor.py",
        6,
    ) and 'constructor.py", line 6' in failed.value.traceback
    # Nothing was left behind, and others work.
    assert net.empty and net.add(cls, identifier="Lucky").identifier == "Lucky"
    file.write_text(good)
    assert until(lambda: added(net, cls)) < 5
    # One that always fails is listed with its line, and is there once it is right.
    always = written(tmp_path / "always.py", good.replace("# here", "raise RuntimeError('never')").replace("FailingC", "AlwaysC"))
    with pytest.raises(vx.ProcessorError, match="RuntimeError: never") as failed:
        vx.register(always)
    assert failed.value.line == 6 and str(failed.value.file).endswith("always.py")
    always.write_text(good.replace("FailingC", "AlwaysC"))
    until(lambda: "org.rows.AlwaysConstructor" in vx.classes() and added(net, "org.rows.AlwaysConstructor"))


def added(net: Any, cls: str) -> bool:  # noqa: F811
    """Whether a node called Unlucky can be added."""
    try:
        net.add(cls, identifier="Unlucky")
    except (vx.ProcessorError, KeyError):
        return False
    return True


def tried(net: Any, node: Any) -> bool:  # noqa: F811
    """Whether a node can be evaluated."""
    try:
        net.evaluate(node)
    except vx.ProcessorError:
        return False
    return True


# I26


@needs_network
def test_I26_what_an_empty_call_costs(net: Any) -> None:  # noqa: F811
    class Empty(vx.Processor):
        classIdentifier = "org.rows.Empty26"
        calls = 0

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.VolumeOutport("out")
            self.addOutport(self.out)
            self.number = vx.IntProperty("number", "Number", 0, 0, 10**9)
            self.addProperty(self.number)

        def process(self) -> None:
            Empty.calls += 1

    node = net.add(Empty)
    net.evaluate()
    times, copied = [], vx.copied_bytes()
    for number in range(1, 502):
        node.number.value = number
        net.evaluate()
        times.append(net.info(node)["time_ms"] * 1e3)
    instance, began = Empty("e", "E"), time.perf_counter()
    for _ in range(10000):
        instance.process()
    bare = (time.perf_counter() - began) * 100
    assert Empty.calls >= 502 and vx.copied_bytes() == copied
    times.sort()
    figure(
        "I26",
        f"an empty process: median {times[len(times) // 2]:.0f} µs, best {times[0]:.0f} µs ({sys.version.split()[0]}); "
        f"bare call {bare:.2f} µs; 0 bytes copied",
    )
