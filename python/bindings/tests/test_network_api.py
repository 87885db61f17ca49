"""`vx.Network()` in one process, against the real program."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import _voxloom
import live_network
import numpy as np
import pytest
import voxloom as vx
from conftest import PACKAGE
from live_network import Box, needs_network, pipeline

pytestmark = needs_network
net = live_network.net


def test_a_class_of_the_test_computes(net: vx.Network) -> None:
    box, scale = pipeline(net, width=2, level=1.5)
    net.evaluate()
    data = scale.outports.out.data
    assert (data.shape, data.dtype, data.flags.writeable) == ((16, 16, 16), np.float32, False)
    expected = np.zeros((16, 16, 16), np.float32)
    expected[4:6, 4:12, 4:12] = 3.0
    np.testing.assert_array_equal(data, expected)
    box.properties.width.value = 8
    scale.factor.value = 0.5
    net.evaluate(scale)
    assert scale.outports.out.data.sum() == 512 * 0.75
    assert isinstance(scale.outports.out.getData(), vx.data.Volume)
    assert net.info(scale)["processed"] == 2


def test_the_manuals_numpy_source_makes_a_picture(net: vx.Network, tmp_path: Path) -> None:
    array = np.zeros((32, 32, 32), np.uint8)
    array[8:24, 8:24, 8:24] = 255
    np.save(tmp_path / "a.npy", array)
    src = net.add("org.inviwo.numpysource", file=tmp_path / "a.npy")
    ray, canvas = net.add("org.inviwo.VolumeRaycaster"), net.add("org.inviwo.CanvasGL")
    net.connect(src.outports.outport, ray.inports[0])
    net.connect(ray.outports[0], canvas.inports[0])
    net.evaluate(src)
    np.testing.assert_array_equal(src.outports.outport.data, array)
    picture = net.render(size=(160, 120))
    assert (picture.shape, picture.dtype) == ((120, 160, 4), np.uint8)
    assert picture[40:80, 60:100, :3].max() > 0 and len(np.unique(picture)) > 2
    np.testing.assert_array_equal(net.render(canvas, (160, 120)), picture)
    net.snapshot(tmp_path / "shot.png", size=(160, 120))
    assert (tmp_path / "shot.png").read_bytes()[:4] == b"\x89PNG"


def test_pictures_have_row_0_at_the_top(net: vx.Network) -> None:
    class Half(vx.Processor):
        classIdentifier = "org.test.Half"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.ImageOutport("out")
            self.addOutport(self.out)

        def process(self) -> None:
            # Layers have row 0 at the bottom: red below, green above.
            pixels = np.zeros((64, 64, 4), np.uint8)
            pixels[:32], pixels[32:] = (255, 0, 0, 255), (0, 255, 0, 255)
            self.out.setData(vx.Image(vx.Layer(pixels)))

    half, canvas = net.add(Half), net.add("org.inviwo.CanvasGL")
    net.connect(half.outports.out, canvas.inports[0])
    picture = net.render(size=(64, 64))
    assert tuple(picture[8, 32]) == (0, 255, 0, 255) and tuple(picture[56, 32]) == (255, 0, 0, 255)
    assert half.outports.out.data.shape == (64, 64, 4)


def test_errors_carry_the_node_and_its_traceback(net: vx.Network) -> None:
    box, scale = pipeline(net)
    scale.factor.value = -1
    with pytest.raises(vx.ProcessorError) as failed:
        net.evaluate()
    error = failed.value
    assert error.processor is scale and error.identifier == "Scale" and "a factor is not negative" in error.message
    assert 'raise ValueError("a factor is not negative")' in error.traceback
    assert Path(error.file).samefile(live_network.__file__) and "live_network.py:" in str(error)
    assert Path(error.file).read_text().splitlines()[error.line - 1].strip().startswith("raise ValueError")
    assert net.info(scale)["status"] == "failed" and net.info(box)["processed"] == 1
    scale.factor.value = 1
    net.evaluate()


def test_what_cannot_be_is_refused(net: vx.Network) -> None:
    box, scale = pipeline(net)
    for action, kind, text in (
        (lambda: net.add("org.nobody.Nothing"), KeyError, "org.nobody.Nothing"),
        (lambda: net.add(Box, nothing=3), KeyError, "Box2 has no property 'nothing'; there is width, level, word"),
        (lambda: net.add(Box, width="many"), TypeError, "width"),
        (lambda: net.add(int), TypeError, "not int"),
        (lambda: net.connect(box.outports.out, net.add("org.inviwo.CanvasGL").inports[0]), ValueError, "Volume"),
        (lambda: net.connect(box, scale), TypeError, "outport"),
        (lambda: net.disconnect(scale.outports.out, scale.inports.inp), ValueError, "not connected"),
        (lambda: net.link(box.word, net.add("org.inviwo.VolumeRaycaster").properties.camera), TypeError, "camera takes a camera"),
        (lambda: net.unlink(box.width, box.level), ValueError, "not linked"),
        (lambda: net.nothing, AttributeError, "nothing"),
        (lambda: net.render(size=(0, 10)), ValueError, "1 to 16384"),
        (lambda: net.isolate(box, "nowhere"), ValueError, "nowhere"),
    ):
        with pytest.raises(kind, match=text):
            action()
    # What was refused left nothing behind.
    assert {name for name in dir(net) if name.startswith(("Box", "Scale"))} == {"Box", "Scale"}


def test_a_failing_constructor(net: vx.Network) -> None:
    class Broken(vx.Processor):
        classIdentifier = "org.test.Broken"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            raise RuntimeError("not today")

    with pytest.raises(RuntimeError, match="not today"):
        vx.register(Broken)


def test_undo_steps_and_identifiers(net: vx.Network) -> None:
    box = net.add(Box, identifier="Mine", name="My box", position=(100, 50), width=3, word="ä")
    assert (box.identifier, box.displayName, box.width.value, box.word.value) == ("Mine", "My box", 3, "ä")
    assert net.Mine is box and net.processors.Mine is box and repr(net) == "<Network: Mine>"
    assert net.add(Box, identifier="Mine").identifier == "Mine2"
    assert net.undo().startswith("Add") and repr(net) == "<Network: Mine>"
    with net.edit("Tune"):
        box.width.value = 5
        box.level.value = 7
    assert net.undo() == "Tune" and (box.width.value, box.level.value) == (3, 1.0)
    assert net.redo() == "Tune" and (box.width.value, box.level.value) == (5, 7.0)
    net.remove(box)
    assert net.empty and net.undo() and net.Mine.width.value == 5
    while net.undo():
        pass
    assert net.empty and net.undo() is None


def test_links(net: vx.Network) -> None:
    a, b = net.add(Box, identifier="A"), net.add(Box, identifier="B")
    net.link(a.width, b.width)
    a.width.value = 7
    assert b.width.value == 7
    net.link(a.level, b.level, both=True)
    b.level.value = 3
    assert a.level.value == 3
    net.unlink(a.width, b.width)
    net.unlink(b.level, a.level)
    a.width.value, a.level.value = 1, 1
    assert (b.width.value, b.level.value) == (7, 3)
    first, second = net.add("org.inviwo.VolumeRaycaster"), net.add("org.inviwo.VolumeRaycaster")
    net.link(first.properties.camera, second.properties.camera)
    assert net.links


def test_workspaces_come_back(net: vx.Network, tmp_path: Path) -> None:
    pipeline(net, width=6)
    path = tmp_path / "w.voxloom"
    net.save(path)
    with vx.load(path) as other:
        assert other.Box.width.value == 6
        other.evaluate()
        assert other.Scale.outports.out.data.sum() == 6 * 64 * 2
    with pytest.raises(OSError, match=r"nothing\.voxloom"):
        vx.load(tmp_path / "nothing.voxloom")


def test_files_of_classes(net: vx.Network, tmp_path: Path) -> None:
    file = tmp_path / "extra.py"
    file.write_text(
        "import inviwopy\nclass Extra(inviwopy.Processor):\n    classIdentifier = 'org.test.Extra'\n"
        "    def __init__(self, id, name):\n        super().__init__(id, name)\n"
        "        self.p = inviwopy.properties.IntProperty('p', 'P', 5, 0, 9); self.addProperty(self.p)\n"
    )
    assert vx.register(file) == ["org.test.Extra"] and "org.test.Extra" in vx.classes()
    assert net.add("org.test.Extra").p.value == 5
    with pytest.raises(TypeError, match="register takes"):
        vx.register(3)
    file.write_text("x = \n")
    with pytest.raises((vx.ProcessorError, ValueError, SyntaxError, RuntimeError), match="SyntaxError"):
        vx.register(file)


def test_a_class_that_is_defined_again_replaces_the_first(net: vx.Network) -> None:
    def define(value: int) -> type:
        class Again(vx.Processor):
            classIdentifier = "org.test.Again"

            def __init__(self, id: str, name: str) -> None:  # noqa: A002
                super().__init__(id, name)
                self.out = vx.VolumeOutport("out")
                self.addOutport(self.out)

            def process(self) -> None:
                self.out.setData(vx.Volume(np.full((2, 2, 2), value, np.uint8)))

        return Again

    node = net.add(define(1))
    net.evaluate()
    assert node.outports.out.data[0, 0, 0] == 1
    vx.register(define(2))
    net.evaluate()
    assert node.outports.out.data[0, 0, 0] == 2


def test_a_slow_network_times_out_and_goes_on(net: vx.Network) -> None:
    class Slow(vx.Processor):
        classIdentifier = "org.test.Slow"

        def process(self) -> None:
            for _ in vx.progress(range(40)):
                time.sleep(0.02)

    slow = net.add(Slow)
    began = time.monotonic()
    with pytest.raises(TimeoutError, match="did not finish in time"):
        net.evaluate(timeout=0.2)
    assert time.monotonic() - began < 0.7
    net.evaluate(slow, timeout=10)
    assert net.info(slow)["status"] == "ready"


def test_events_reach_the_camera(net: vx.Network, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.full((16, 16, 16), 200, np.uint8))
    src = net.add("org.inviwo.numpysource", file=tmp_path / "a.npy")
    ray, canvas = net.add("org.inviwo.VolumeRaycaster"), net.add("org.inviwo.CanvasGL")
    net.connect(src.outports.outport, ray.inports[0])
    net.connect(ray.outports[0], canvas.inports[0])
    before, camera = net.render(size=(96, 96)), ray.properties.camera
    start = np.array(camera.lookFrom, copy=True)
    net.drag((0.4, 0.5), (0.7, 0.6), canvas=canvas)
    turned = np.array(camera.lookFrom)
    assert np.abs(turned - start).max() > 1e-3
    assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(start), rel=1e-3)
    assert (net.render(size=(96, 96)) != before).any()
    assert net.wheel((0.5, 0.5), 3).used
    assert np.linalg.norm(np.array(camera.lookFrom)) != pytest.approx(np.linalg.norm(turned), rel=1e-3)
    reply = net.send_event(canvas, {"type": "mouse_move", "pointer": {"position": [0.5, 0.5]}})
    assert reply.tooltip is None
    assert net.key("F13") == (False, None)
    with pytest.raises(ValueError, match="left, middle and right"):
        net.press((0.5, 0.5), button="fourth")


def test_objects_that_are_no_arrays_come_as_they_are(net: vx.Network) -> None:
    class Thing(vx.Processor):
        classIdentifier = "org.test.Thing"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.ports.PythonOutport("out")
            self.addOutport(self.out)

        def process(self) -> None:
            self.out.setData({"a": 1})

    thing = net.add(Thing)
    assert thing.outports.out.data is None
    net.evaluate()
    assert thing.outports.out.data == {"a": 1} == thing.outports.out.getData()


def test_a_closed_network(net: vx.Network) -> None:
    with vx.Network() as other:
        box = other.add(Box)
        assert repr(other) == "<Network: Box>"
    assert repr(other) == "<Network, closed>"
    other.close()
    with pytest.raises(KeyError, match="closed"):
        other.evaluate()
    assert box.network is None
    assert repr(net) == "<Network: empty>"


BOOT = """\
import sys
sys.path.insert(0, {package!r})
import importlib.machinery, importlib.util
loader = importlib.machinery.ExtensionFileLoader("_voxloom", {extension!r})
sys.modules["_voxloom"] = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_voxloom", {extension!r}, loader=loader))
loader.exec_module(sys.modules["_voxloom"])
"""


def run_script(source: str) -> subprocess.CompletedProcess:
    """Runs a script in an interpreter of its own."""
    text = BOOT.format(package=str(PACKAGE), extension=_voxloom.__file__) + textwrap.dedent(source)
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)


def test_a_script_ends_by_itself(tmp_path: Path) -> None:
    began = time.monotonic()
    done = run_script("""
        import voxloom as vx
        vx.start(backend="cpu")
        try:
            vx.start()
        except RuntimeError as error:
            print(error)
        net = vx.Network()
        net.add("org.inviwo.VolumeRaycaster")
        print(net, end="")
        """)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "a program serves this interpreter already; start() comes before the first network\n<Network: VolumeRaycaster>"
    print(f"a script with a network: {time.monotonic() - began:.2f} s in all")


def test_a_script_that_runs_for_ever_inside_a_node_ends_too() -> None:
    done = run_script("""
        import voxloom as vx
        class Endless(vx.Processor):
            classIdentifier = "org.test.Endless"
            def process(self):
                while True: pass
        net = vx.Network()
        net.add(Endless)
        try:
            net.evaluate(timeout=0.3)
        except TimeoutError:
            print("late", end="")
        """)
    assert (done.returncode, done.stdout) == (0, "late"), done.stderr


def test_without_a_program_the_cure_is_named() -> None:
    done = run_script("""
        import _voxloom
        if hasattr(_voxloom, "start_program"): del _voxloom.start_program
        import voxloom as vx
        try:
            vx.Network()
        except ImportError as error:
            print(error, end="")
        """)
    assert "cargo xtask develop" in done.stdout


def test_a_folder_of_processors(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import inviwopy\nclass Mine(inviwopy.Processor):\n    classIdentifier = 'org.test.Mine'\n")
    done = run_script(f"""
        import voxloom as vx
        vx.start(python_processors=[{str(tmp_path)!r}])
        print(vx.Network().add("org.test.Mine").identifier, end="")
        """)
    assert done.stdout == "Mine", done.stderr


def test_questions_are_quick(net: vx.Network) -> None:
    box = net.add(Box)
    began = time.perf_counter()
    for n in range(1000):
        box.level.value = n % 10
    print(f"a write: {(time.perf_counter() - began) * 1e3:.0f} µs")
    # Both sides are built for debugging and share the machine.
    assert time.perf_counter() - began < 3


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no forks here")
def test_a_fork_has_no_program() -> None:
    done = run_script("""
        import os
        import voxloom as vx
        net = vx.Network()
        child = os.fork()
        if child == 0:
            try:
                vx.Network()
            except ConnectionError as error:
                print(error, flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        print(net, end="")
        """)
    assert done.stdout == "a fork of a process has no connection to the program\n<Network: empty>", done.stderr


def test_waiting_can_be_interrupted() -> None:
    done = run_script("""
        import signal, threading, time, os
        import voxloom as vx
        class Sleepy(vx.Processor):
            classIdentifier = "org.test.Sleepy"
            def process(self):
                time.sleep(3)
        net = vx.Network()
        net.add(Sleepy)
        threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        began = time.monotonic()
        try:
            net.evaluate()
        except KeyboardInterrupt:
            print(time.monotonic() - began < 1.5, end="", flush=True)
        """)
    assert done.stdout == "True", done.stderr


def test_a_camera_can_be_written_in_place(net: vx.Network) -> None:
    camera = net.add("org.inviwo.VolumeRaycaster").properties.camera
    camera.lookFrom = (0, 0, 9)
    assert tuple(camera.lookFrom) == (0, 0, 9)
    assert net.undo() and tuple(camera.lookFrom) != (0, 0, 9)
