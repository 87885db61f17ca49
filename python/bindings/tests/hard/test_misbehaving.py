"""What happens to a processor that misbehaves, and that the others live on.

The table in docs/guides/misbehaving-processors.md says the same in words; its rows are the names of these tests.
"""

from __future__ import annotations

import json
import os
import textwrap
import time
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pytest
import voxloom as vx
from live_network import needs_network
from rough import children, is_alive, needs_program, resident, status, voxloom, wait_until, write_rough

pytestmark = needs_network


class Scene:
    """A rough node in a host of its own, a good one in another, and one in this interpreter."""

    def __init__(self, net: vx.Network, folder: Path) -> None:
        self.net = net
        write_rough(folder, "Rough", "Good", "Near")
        for name in ("Rough", "Good", "Near"):
            vx.register(folder / f"{name}.py")
        self.rough, self.good, self.near = (net.add(f"org.test.{name}") for name in ("Rough", "Good", "Near"))
        net.isolate(self.rough, "node")
        net.isolate(self.good, "node")
        self.number = 0
        self.check()
        self.first = (self.rough.pid.value, self.good.pid.value)
        assert len({*self.first, os.getpid()}) == 3, "each in a process of its own"

    def shows(self, node: Any) -> float:
        """Gives a node another number and computes it; the number that it puts out."""
        self.number += 1
        node.number.value = self.number
        self.net.evaluate(node, timeout=20)
        return float(node.outports.out.data[0, 0, 0])

    def others(self) -> None:
        """The others compute, where they always did."""
        for node in (self.good, self.near):
            assert self.shows(node) == self.number
        assert self.near.pid.value == os.getpid()
        if hasattr(self, "first"):
            assert self.good.pid.value == self.first[1], "its host is the one that it was"

    def check(self) -> None:
        """All compute."""
        assert self.shows(self.rough) == self.number
        self.others()

    def fails(self, mode: str) -> vx.ProcessorError:
        """The rough node misbehaves: how it fails. Then the others compute, and it does when it is good again."""
        self.rough.mode.value = mode
        began = time.monotonic()
        with pytest.raises(vx.ProcessorError) as caught:
            self.net.evaluate(self.rough, timeout=30)
        took = time.monotonic() - began
        self.others()
        self.rough.mode.value = "good"
        began = time.monotonic()
        self.check()
        print(f"{mode}: failed after {took:.2f} s, all compute {time.monotonic() - began:.2f} s after it is good: {caught.value}")
        assert caught.value.processor == self.rough
        return caught.value


# Changes the current folder in one of its methods that are no `process`.
WANDERER = """
    import os
    import inviwopy as ivw


    class Wanderer(ivw.Processor):
        classIdentifier = "org.test.WandererWHERE"

        def __init__(self, id, name):
            super().__init__(id, name)
            self.number = ivw.properties.IntProperty("number", "Number", 0, 0, 10)
            self.folder = ivw.properties.StringProperty("folder", "Folder", "")
            self.addProperties([self.number, self.folder])
            self.number.onChange(lambda: self.go("onChange"))
            self.go("__init__")

        def go(self, where):
            if where == "WHERE":
                os.chdir("/")

        def initializeResources(self):
            self.go("initializeResources")

        def process(self):
            self.folder.value = os.getcwd()
"""


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with vx.Network() as net:
        yield Scene(net, tmp_path)


def test_a_segfault(scene: Scene) -> None:
    error = scene.fails("segfault")
    assert "segfaulted (signal 11) while Rough ran, twice" in str(error)
    # Where it happened, as faulthandler saw it.
    assert "Rough.py" in error.traceback and "in act" in error.traceback
    assert scene.rough.pid.value not in scene.first


def test_an_abort(scene: Scene) -> None:
    assert "aborted (signal 6) while Rough ran, twice" in str(scene.fails("abort"))


def test_an_exit_without_asking_python(scene: Scene) -> None:
    assert "ended with code 3 while Rough ran, twice" in str(scene.fails("os._exit"))


def test_sys_exit(scene: Scene) -> None:
    error = scene.fails("sys.exit")
    assert "sys.exit(3)" in str(error) and "in act" in error.traceback
    assert scene.rough.pid.value == scene.first[0], "its host goes on"


def test_a_fork_that_goes_on_as_if_it_were_the_host(scene: Scene) -> None:
    before = set(children(os.getpid()))
    scene.rough.mode.value = "fork"
    scene.check()
    # The child says nothing to the program and ends; what the program runs is what it ran before.
    wait_until(lambda: not children(scene.first[0]), 5)
    assert set(children(os.getpid())) == before
    scene.rough.mode.value = "good"
    scene.check()
    assert scene.rough.pid.value == scene.first[0]


def test_leaked_threads(scene: Scene) -> None:
    # Threads of the host that imported the files end by themselves.
    time.sleep(1)
    before = status(scene.first[0], "Threads")
    scene.rough.mode.value = "thread"
    for _ in range(50):
        assert scene.shows(scene.rough) == scene.number
    leaked = status(scene.first[0], "Threads") - before
    print(f"50 runs leaked {leaked} threads")
    assert leaked >= 50, "they are the person's, so nothing ends them but the host"
    scene.others()
    # They do not keep the host.
    began = time.monotonic()
    scene.net.remove(scene.rough)
    wait_until(lambda: not is_alive(scene.first[0]), 5)
    print(f"the host of removed node ended after {time.monotonic() - began:.2f} s")


def test_a_flood_of_prints(scene: Scene) -> None:
    size = int(os.environ.get("VOXLOOM_FLOOD_MIB", "200"))
    before = resident(os.getpid()), resident(scene.first[0])
    scene.rough.mode.value = f"print {size}"
    worst, most = 0.0, before
    scene.rough.number.value = 1
    with pytest.raises(TimeoutError):
        scene.net.evaluate(scene.rough, timeout=0.01)
    began = time.monotonic()
    while scene.net.info(scene.rough)["status"] not in ("ready", "failed"):
        start = time.monotonic()
        scene.others()
        worst = max(worst, time.monotonic() - start)
        most = max(most[0], resident(os.getpid())), max(most[1], resident(scene.first[0]))
        assert time.monotonic() - began < 1 + size
    grown = [after - then for after, then in zip(most, before)]
    print(
        f"{size} MiB printed in {time.monotonic() - began:.1f} s: the program grew by {grown[0]:.0f} MiB, the host by {grown[1]:.0f} MiB; "
        f"two other nodes took {worst * 1e3:.0f} ms at worst"
    )
    assert scene.net.info(scene.rough)["status"] == "ready"
    assert max(grown) < 64 and worst < 2
    scene.rough.mode.value = "good"
    scene.check()
    assert scene.rough.pid.value == scene.first[0]


def test_another_current_folder(scene: Scene) -> None:
    before = scene.rough.folder.value
    scene.rough.mode.value = "chdir"
    scene.check()
    said = f"Rough changed the current folder, which all processors share; it is {before} again"
    assert scene.net.info(scene.rough)["notes"] == [said]
    # Each run that does it says so, and one that does not says nothing.
    scene.check()
    assert scene.net.info(scene.rough)["notes"] == [said]
    scene.rough.mode.value = "good"
    scene.check()
    assert scene.rough.folder.value == before != "/" and scene.net.info(scene.rough)["notes"] == []
    # In this interpreter as well.
    here = os.getcwd()
    scene.near.mode.value = "chdir"
    scene.others()
    assert os.getcwd() == here
    assert scene.net.info(scene.near)["notes"] == [said]


@pytest.mark.parametrize("where", ["__init__", "initializeResources", "onChange"])
def test_another_current_folder_outside_of_process(tmp_path: Path, where: str) -> None:
    (tmp_path / "wanderer.py").write_text(textwrap.dedent(WANDERER).replace("WHERE", where))
    vx.register(tmp_path / "wanderer.py")
    here = os.getcwd()
    with vx.Network() as net:
        node = net.add(f"org.test.Wanderer{where}")
        if where == "onChange":
            net.evaluate(node)
            assert net.info(node)["notes"] == []
            node.number.value = 1
        net.evaluate(node)
        assert node.folder.value == os.getcwd() == here
        # The run after it says so.
        assert any(f"it is {here} again" in note for note in net.info(node)["notes"]), net.info(node)["notes"]


@pytest.mark.parametrize("mode", ["loop", "deaf"])
def test_a_loop_without_end(scene: Scene, mode: str) -> None:
    scene.rough.mode.value = mode
    with pytest.raises(TimeoutError):
        scene.net.evaluate(scene.rough, timeout=0.5)
    began = time.monotonic()
    scene.others()
    took = time.monotonic() - began
    # It is stopped: a loop by an exception, one that catches everything with its host after a second.
    scene.rough.mode.value = "good"
    scene.net.cancel(scene.rough)
    began = time.monotonic()
    assert scene.shows(scene.rough) == scene.number
    print(f"{mode}: two other nodes took {took * 1e3:.0f} ms meanwhile; computed {time.monotonic() - began:.2f} s after it was stopped")
    assert time.monotonic() - began < 5
    assert (scene.rough.pid.value == scene.first[0]) == (mode == "loop")
    scene.others()


SCRIPT = """
    import os, sys, time
    import inviwopy, voxloom as vx
    net = vx.Network()
    rough, good = net.add("org.test.Rough"), net.add("org.test.Good")
    net.isolate(good, "node")
    number = 0

    def shows(node):
        global number
        number += 1
        node.number.value = number
        net.evaluate(node, timeout=20)
        return node.outports.out.data[0, 0, 0] == number

    assert shows(rough) and shows(good)
    assert (rough.pid.value == os.getpid()) and good.pid.value != os.getpid()
"""


def run(folder: Path, script: str, **settings: Any) -> Any:
    """A script in the program, whose shared host it shares with the node ``rough``."""
    processors = folder / "processors"
    processors.mkdir()
    write_rough(processors, "Rough", "Good")
    (folder / "user").mkdir()
    (folder / "user" / "settings.json").write_text(json.dumps(settings))
    (folder / "script.py").write_text(textwrap.dedent(SCRIPT) + textwrap.dedent(script))
    return voxloom(folder, "--python-processors", processors, "run", "script.py")


@needs_program
@pytest.mark.parametrize(
    ("mode", "words"), [("segfault", "segfaulted (signal 11)"), ("abort", "aborted (signal 6)"), ("os._exit", "code 3")]
)
def test_the_shared_host_of_a_script_dies_and_the_program_says_so(tmp_path: Path, mode: str, words: str) -> None:
    # The script runs in the same interpreter, so that it ends, too; the program does not crash.
    done = run(tmp_path, f'rough.mode.value = "{mode}"\nnet.evaluate()\nprint("never")')
    print(f"{mode} in the shared host: {done.seconds:.2f} s in all, code {done.returncode}: {done.stderr.strip()[-300:]}")
    assert done.returncode == 1, done.stderr
    assert words in done.stderr and "never" not in done.stdout
    assert "panicked" not in done.stderr


@needs_program
def test_beside_a_script_a_node_of_its_own_host_may_die(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        """
        for mode in ("segfault", "abort"):
            good.mode.value = mode
            try:
                net.evaluate(good)
            except vx.ProcessorError as error:
                print(error)
            assert shows(rough)
        good.mode.value = "good"
        assert shows(good)
        print("all is well")
        """,
    )
    assert done.returncode == 0, done.stderr
    assert "segfaulted" in done.stdout and "aborted" in done.stdout and done.stdout.endswith("all is well\n")


@needs_program
def test_in_the_shared_host_a_script_goes_on_beside_what_its_processors_do(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        """
        rough.mode.value = "sys.exit"
        try:
            net.evaluate(rough)
        except vx.ProcessorError as error:
            print(error)
        before = os.getcwd()
        rough.mode.value = "chdir"
        assert shows(rough) and os.getcwd() == before
        rough.mode.value = "loop"
        try:
            net.evaluate(rough, timeout=0.5)
        except TimeoutError:
            print("it loops")
        assert shows(good)
        net.cancel(rough)
        try:
            net.evaluate(rough, timeout=5)
        except vx.ProcessorError as error:
            print(error)
        rough.mode.value = "fork"
        assert shows(rough)
        rough.mode.value = "print 20"
        assert shows(rough)
        # All prints of a host share what is let through: after a flood there is room again.
        time.sleep(2)
        rough.mode.value = "good"
        assert shows(rough) and shows(good)
        print("all is well")
        """,
    )
    assert done.returncode == 0, done.stderr
    assert "sys.exit(3)" in done.stdout and "it loops" in done.stdout and done.stdout.endswith("all is well\n"), done.stdout[-2000:]
    assert done.stdout.count("all is well") == 1, "the fork did not go on with the script"
    assert len(done.stdout) + len(done.stderr) < 12 << 20, "a flood is cut"


@needs_program
@pytest.mark.parametrize("mode", ["hoard", "hoard lists"])
def test_a_memory_hog_meets_the_limit_of_the_settings(tmp_path: Path, mode: str) -> None:
    done = run(
        tmp_path,
        f"""
        good.mode.value = {mode!r}
        try:
            net.evaluate(good)
        except vx.ProcessorError as error:
            print(error)
        assert shows(rough)
        pid = good.pid.value
        good.mode.value = "good"
        assert shows(good)
        print("all is well", pid == good.pid.value)
        """,
        host_memory_mib=400,
    )
    print(f"{mode}: {done.seconds:.1f} s in all: {done.stdout.strip()}")
    assert done.returncode == 0, done.stderr
    assert "MemoryError" in done.stdout and "all is well True" in done.stdout


@needs_program
@pytest.mark.parametrize("mode", ["loop", "deaf", "sleep", "thread"])
def test_the_program_ends_soon_whatever_runs(tmp_path: Path, mode: str) -> None:
    done = run(
        tmp_path,
        f"""
        rough.mode.value = good.mode.value = {mode!r}
        try:
            net.evaluate(timeout=0.5)
        except TimeoutError:
            pass
        print(rough.pid.value, good.pid.value, time.time())
        """,
    )
    ended = time.time()
    assert done.returncode == 0, done.stderr
    first, second, at = done.stdout.split()
    print(f"{mode}: the program ended {ended - float(at):.2f} s after its script")
    assert ended - float(at) < 3
    wait_until(lambda: not is_alive(int(first)) and not is_alive(int(second)), 2)


def test_a_node_is_moved_while_it_runs(scene: Scene) -> None:
    """What an evaluator has under way ends where it began; what comes after it runs in the new place."""
    for mode, isolation in (("sleep", "shared"), ("loop", "file"), ("loop", "node")):
        scene.rough.mode.value = mode
        with pytest.raises(TimeoutError):
            scene.net.evaluate(scene.rough, timeout=0.2)
        with scene.net.edit("Move"):
            scene.net.isolate(scene.rough, isolation)
            scene.rough.mode.value = "good"
        assert scene.shows(scene.rough) == scene.number
        assert (scene.rough.pid.value == os.getpid()) == (isolation == "shared")
    np.testing.assert_array_equal(scene.near.outports.out.data, np.full((4, 4, 4), scene.near.number.value))
