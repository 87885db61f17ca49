"""A host of its own, driven as the program does."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from inviwopy.data import Volume
from program import Failed

MANUAL = """\
import inviwopy as ivw
from inviwopy.properties import FileProperty, InvalidationLevel
from inviwopy.data       import Volume, VolumeOutport

import numpy as np
from pathlib import Path

class NumpySource(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = VolumeOutport("outport")  # Define Outport
        self.addOutport(self.outport)            # Add port to processor

        self.file = FileProperty("file", "Numpy Volume (.npy)",
            invalidationLevel=InvalidationLevel(2)) # invalidate resources on change
        self.addProperty(self.file)
        self.array = None    # Init to None

    @staticmethod
    def processorInfo():                 # General information on this processor
        return ivw.ProcessorInfo(
            classIdentifier = "org.inviwo.numpysource",
    \t\tdisplayName = "NumpySource",
    \t\tcategory = "Python",
    \t\tcodeState = ivw.CodeState.Stable,
    \t\ttags = ivw.Tags.PY
        )

    def getProcessorInfo(self): return NumpySource.processorInfo()

    def initializeResources(self):
        if Path(self.file.value).exists() and self.file.value.endswith('.npy'):
            self.array = np.load(self.file.value)
        else: print('Invalid file path.')

    def process(self):
        if self.array is not None:
            vol = Volume(self.array)
            self.outport.setData(vol)
"""

HEAD = """\
import inviwopy as ivw
from inviwopy.data import *
from inviwopy.properties import *


class {name}(ivw.Processor):
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.example.{name}", "{name}")

"""


def write(folder: Path, body: str, name: str = "Example") -> Path:
    """A processor file whose class has these methods."""
    file = folder / f"{name}.py"
    file.write_text(HEAD.format(name=name) + textwrap.indent(textwrap.dedent(body), "    "))
    return file


@pytest.mark.parametrize("source", ["manual", "ours"])
def test_the_manual_runs_unchanged(program: Any, tmp_path: Path, source: str) -> None:
    file = tmp_path / "NumpySource.py"
    file.write_text(MANUAL if source == "manual" else (ROOT / "python_processors" / "numpy_source.py").read_text())
    array = np.random.default_rng(1).random((70, 80, 90), np.float32)
    np.save(tmp_path / "a.npy", array)
    interface = program.create(file)
    assert [port["identifier"] for port in interface["outports"]] == ["outport"]
    assert interface["properties"][0]["invalidation"] == "resources"
    program.run(stage="initialize", everything=True)
    assert "Invalid file path.\n" in program.printed()
    assert program.run(everything=True).outputs == {}
    program.values(file=str(tmp_path / "a.npy"))
    program.run(stage="initialize", changed=["file"])
    answer = program.run(changed=["file"])
    volume = answer.outputs["outport"]
    np.testing.assert_array_equal(volume.data, array)
    assert volume.dimensions == (90, 80, 70)
    assert volume.notes == []
    # The bytes crossed as a descriptor, not in the message.
    output = next(message for message in answer.messages if message["op"] == "output")
    assert "segment" in output["data"]["array"]["bytes"]
    assert output["data"]["map"]["data_range"] is None


def test_nothing_is_copied_between_file_and_program(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.out = VolumeOutport("out"); self.addOutport(self.out)
            self.copied = IntProperty("copied", "Copied", -1, -1, 2**40); self.addProperty(self.copied)
        def process(self):
            import voxloom
            self.out.setData(Volume(np.load(%r)))
            self.out.getData()._voxels.outgoing()
            self.copied.value = voxloom.copied_bytes()
        """
        % str(tmp_path / "b.npy"),
    )
    np.save(tmp_path / "b.npy", np.arange(1 << 20, dtype=np.uint16).reshape(64, 128, 128))
    program.create(file)
    answer = program.run(everything=True)
    assert answer.changes == {"copied": 0}
    assert answer.outputs["out"].data[1, 2, 3] == 128 * 128 + 2 * 128 + 3


def test_inputs_are_read_only_and_pass_through(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.inp = VolumeInport("in"); self.addInport(self.inp)
            self.out = VolumeOutport("out"); self.addOutport(self.out)
        def process(self):
            data = self.inp.getData().data
            print(data.flags.writeable, self.inp.isChanged(), self.inp.isConnected())
            self.out.setData(self.inp.getData())
        """,
    )
    program.create(file)
    volume = Volume(np.arange(1 << 20, dtype=np.float32).reshape(64, 128, 128).copy())
    volume.dataMap.dataRange = (0, 5)
    answer = program.run(inputs=[("in", volume)], everything=True)
    assert "False True True" in program.printed()
    back = answer.outputs["out"]
    assert back.dataMap.dataRange == (0, 5)
    np.testing.assert_array_equal(back.data, volume.data)
    # What was received and is sent again comes back as the segment that it is: the same mapping.
    again = program.run(inputs=[("in", back)]).outputs["out"]
    assert again.data.__array_interface__["data"][0] == back.data.__array_interface__["data"][0]


def test_changes_buttons_and_callbacks(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.a = FloatProperty("a", "A", 0.5, 0, 10); self.addProperty(self.a)
            self.b = FloatProperty("b", "B", 0, 0, 100); self.addProperty(self.b)
            self.go = ButtonProperty("go", "Go"); self.addProperty(self.go)
            self.a.onChange(lambda: setattr(self.b, "value", self.a.value * 2))
        def process(self):
            print("go", self.go.isModified, "a", self.a.isModified)
            if self.a.value > 3 and self.getInport("late") is None:
                self.addInport(VolumeInport("late"))
                self.b.maxValue = 7
        """,
    )
    program.create(file)
    program.run(everything=True)
    assert "go False a True" in program.printed()
    program.values(a=4.0)
    changed = program.finish(program.start("change", node=1, paths=["a"]))
    assert changed.changes == {"b": 8.0}
    answer = program.run(changed=["go"])
    assert "go True a True" in program.printed()
    assert [port["identifier"] for port in answer.interface["inports"]] == ["late"]
    assert answer.changes == {"b": 7.0}
    program.run()
    assert program.printed().endswith("go False a False\n")


def test_prints_carry_their_node(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def process(self):
            import sys
            print("one", end=" "); print("line"); print("rest", end="")
            print("bad", file=sys.stderr)
        """,
    )
    program.create(file, node=7)
    program.run(node=7)
    assert program.prints == [(7, "out", "one line\n"), (7, "err", "bad\n"), (7, "out", "rest")]


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        ("raise ValueError('no such thing')", "ValueError: no such thing", 11),
        ("import sys; sys.exit(3)", "SystemExit: the script called sys.exit(3)", 11),
        ("self.nothing", "AttributeError: PropertyOwner (Node) does not have a property with identifier: 'nothing'", 11),
        ("self.out.setData(3)", "TypeError: the outport out takes a Volume, not int", 11),
    ],
)
def test_errors_name_file_and_line(program: Any, tmp_path: Path, body: str, message: str, line: int) -> None:
    file = write(
        tmp_path,
        "def __init__(self, id, name):\n    super().__init__(id, name); self.out = VolumeOutport('out'); self.addOutport(self.out)\n"
        f"def process(self):\n    {body}\n",
    )
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if body in text)
    program.create(file)
    with pytest.raises(Failed) as failed:
        program.run()
    error = failed.value.error
    assert error["message"].startswith(message)
    assert (error["file"], error["line"]) == (str(file), line)
    assert "_host.py" not in error["traceback"] and body in error["traceback"]
    with pytest.raises(Failed):
        program.run()


def test_bad_files_are_reported_and_others_load(program: Any, tmp_path: Path) -> None:
    (tmp_path / "syntax.py").write_text("x = 1\ndef f(:\n")
    (tmp_path / "missing.py").write_text("import there_is_no_such_package\n")
    (tmp_path / "nothing.py").write_text("x = 1\n")
    error = program.load(tmp_path / "syntax.py")["error"]
    assert (error["file"], error["line"]) == (str(tmp_path / "syntax.py"), 2) and error["message"].startswith("SyntaxError")
    assert "pip install there_is_no_such_package" in program.load(tmp_path / "missing.py")["error"]["message"]
    assert "defines no class derived from inviwopy.Processor" in program.load(tmp_path / "nothing.py")["error"]["message"]
    assert program.load(write(tmp_path, "pass"))["error"] is None
    base = write(tmp_path, "def __init__(self, id, name):\n    self.addProperty(1)\n", "NoBase")
    with pytest.raises(Failed, match=r"NoBase.__init__ has to call the base class before anything else: super"):
        program.create(base)


def test_reload_and_helpers(program: Any, tmp_path: Path) -> None:
    folder = tmp_path / "user" / "python_processors"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "user" / "above.py").write_text("A = 1\n")
    (folder / "beside_it.py").write_text("B = 2\n")
    program.send({"op": "folders", "folders": [str(folder)]})
    file = write(folder, "import above, beside_it\ndef process(self):\n    print('sum', self.above.A + self.beside_it.B)\n")
    program.create(file)
    program.run()
    (folder / "beside_it.py").write_text("B = 40  # changed\n")
    program.create(file, node=2)
    program.run(node=2)
    assert program.printed() == "sum 3\nsum 41\n"


def test_a_name_line_breaks_ties(program: Any, tmp_path: Path) -> None:
    file = tmp_path / "two.py"
    file.write_text("# Name: Second\n" + HEAD.format(name="First") + "    pass\n\n\nclass Second(First):\n    pass\n")
    loaded = program.load(file)
    assert [cls["class_identifier"] for cls in loaded["classes"]] == ["org.example.First"]
    program.create(file)


@pytest.mark.parametrize("loop", ["while not self.isCancelled(): pass", "while True: self.progress(0.5)", "while True: pass"])
def test_a_run_can_be_cancelled(program: Any, tmp_path: Path, loop: str) -> None:
    file = write(tmp_path, f"def process(self):\n    print('in')\n    {loop}\n    if self.isCancelled(): raise ivw.Cancelled()\n")
    program.create(file)
    call = program.start_run()
    while "in" not in program.printed():
        time.sleep(0.01)
    queued = program.start_run()
    program.send({"op": "cancel", "call": queued})
    program.send({"op": "cancel", "call": call})
    began = time.monotonic()
    for number in (call, queued):
        with pytest.raises(Failed) as failed:
            program.finish(number)
        assert failed.value.error["kind"] == "cancelled"
    assert time.monotonic() - began < 1.0
    program.create(write(tmp_path, "def process(self): print('after')", "After"), node=2)
    program.run(node=2)
    assert program.printed().endswith("after\n")


def test_writing_to_a_given_array_runs_again_with_copies(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.out = VolumeOutport("out"); self.addOutport(self.out)
            self.a = np.zeros((64, 128, 128), np.float32)
        def process(self):
            self.a[0, 0, 0] += 1
            self.out.setData(Volume(self.a))
        """,
    )
    program.create(file)
    first = program.run(everything=True)
    second = program.run()
    notes = [message["text"] for message in second.messages if message["op"] == "note"]
    assert len(notes) == 1 and "writes to arrays" in notes[0]
    third = program.run()
    assert [answer.outputs["out"].data[0, 0, 0] for answer in (first, second, third)] == [1, 1, 2]
    assert not any(message["op"] == "note" for message in third.messages)


def test_outports_may_be_set_from_any_thread(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.out = VolumeOutport("out"); self.addOutport(self.out)
        def process(self):
            import threading, time
            def later():
                time.sleep(0.1)
                self.out.setData(Volume(np.ones((2, 3, 4))))
            threading.Thread(target=later).start()
        """,
    )
    program.create(file)
    assert program.run(everything=True).outputs == {}
    assert program.invalidated.get(timeout=5)["level"] == "output"
    assert program.run().outputs["out"].dimensions == (4, 3, 2)
    # Fetching it did not run `process`, which would have started another thread.
    time.sleep(0.2)
    assert program.invalidated.empty()


def test_a_long_run_delays_only_its_own_node(program: Any, tmp_path: Path) -> None:
    slow = write(tmp_path, "def process(self):\n    import time; time.sleep(0.6)\n", "Slow")
    quick = write(
        tmp_path,
        "def __init__(self, id, name):\n    super().__init__(id, name); self.addProperty(BoolProperty('p', 'P'))\n"
        "    self.p.onChange(lambda: print('changed'))\n",
        "Quick",
    )
    program.create(slow)
    program.create(quick, node=2)
    call, began = program.start_run(), time.monotonic()
    program.values(2, p=True)
    program.ask("change", node=2, paths=["p"])
    assert time.monotonic() - began < 0.4 and "changed" in program.printed()
    program.finish(call)


def test_objects_stay_in_their_host(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        def __init__(self, id, name):
            super().__init__(id, name)
            self.out = ivw.PythonOutport("out"); self.addOutport(self.out)
        def process(self):
            self.out.setData({"a": 1})
        """,
    )
    program.create(file)
    call = program.start_run()
    message, _ = program._calls[call].get(timeout=5)
    assert message["data"]["type"] == "object" and message["data"]["summary"] == "{'a': 1}"
    assert program.finish(call).end["op"] == "done"


def test_events_are_answered(program: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path, "def invokeEvent(self, event):\n    event.markAsUsed(); event.setToolTip(f'{event.x} {event.y} {event.button.name}')\n"
    )
    program.create(file)
    press = {"type": "mouse_press", "button": "primary", "double": False, "pointer": {"position": [0.5, 0.25], "canvas": [200, 400]}}
    reply = program.ask("event", node=1, event=press)
    assert (reply["used"], reply["tooltip"]) == (True, "99 99 Left")


def test_an_empty_call_is_quick(program: Any, tmp_path: Path) -> None:
    program.create(write(tmp_path, "def process(self): pass\n"))
    times = []
    for _ in range(300):
        began = time.perf_counter()
        program.run()
        times.append(time.perf_counter() - began)
    # Both sides are Python here; the bound is wide because tests share the machine.
    assert sorted(times)[150] < 0.005, sorted(times)[150]


STUBBORN = """
def process(self):
    print("in")
    n = 0
    while n < 3:
        try:
            while True: pass
        except:
            n += 1
    print("gave up")
    self.isCancelled() and self.progress(0.5)
"""


SLEEPY = "def process(self):\n    import time; print('in'); time.sleep(0.7)\n    while True: pass\n"
NUMPY = "def process(self):\n    print('in')\n    while True: np.ones(1000).sum()\n"


@pytest.mark.parametrize("loop", [STUBBORN, SLEEPY, NUMPY])
def test_what_swallows_exceptions_or_sleeps_is_cancelled_too(program: Any, tmp_path: Path, loop: str) -> None:
    program.create(write(tmp_path, loop))
    call = program.start_run()
    program.wait_for("in")
    began = time.monotonic()
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        program.finish(call)
    assert failed.value.error["kind"] == "cancelled" and time.monotonic() - began < 1.5
    # Nothing is left for the next run.
    program.create(write(tmp_path, "def process(self): sum(range(200000)); print('after')", "After"), node=2)
    for _ in range(20):
        program.run(node=2)


def test_a_callback_that_loops_can_be_stopped(program: Any, tmp_path: Path) -> None:
    body = (
        "def __init__(self, id, name):\n    super().__init__(id, name); self.p = BoolProperty('p', 'P'); self.addProperty(self.p)\n"
        "    self.p.onChange(self.loop)\ndef loop(self):\n    print('in')\n    while True: pass\n"
    )
    program.create(write(tmp_path, body))
    call = program.start("change", node=1, paths=["p"])
    program.wait_for("in")
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        program.finish(call)
    assert failed.value.error["kind"] == "cancelled"


def test_threads_of_a_processor_print_as_it(program: Any, tmp_path: Path) -> None:
    body = """
        def process(self):
            import threading
            from concurrent.futures import ThreadPoolExecutor
            def work():
                print("thread"); print("rest", end="")
                inner = threading.Thread(target=lambda: print("inner")); inner.start(); inner.join()
            thread = threading.Thread(target=work); thread.start(); thread.join()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(print, "pool").result()
            bad = threading.Thread(target=lambda: 1 / 0); bad.start(); bad.join()
        """
    program.create(write(tmp_path, body), node=5)
    program.run(node=5)
    assert "thread\ninner\nrest" in program.printed() and "pool" in program.printed() and "ZeroDivisionError" in program.printed()
    assert {node for node, _, _ in program.prints} == {5}


def test_warnings_and_logging_are_printed_with_their_node(program: Any, tmp_path: Path) -> None:
    body = """
        def process(self):
            import logging, warnings
            warnings.warn("be careful")
            logging.getLogger("mine").warning("watch %d", 7)
            logging.getLogger("mine").info("chatter")
        """
    file = write(tmp_path, body)
    program.create(file, node=4)
    program.run(node=4)
    text = program.printed()
    assert f"{file}:" in text and "UserWarning: be careful" in text and "WARNING mine: watch 7\n" in text and "chatter" not in text
    assert {(node, stream) for node, stream, _ in program.prints} == {(4, "err")}


def test_a_flood_of_prints_is_cut(program: Any, tmp_path: Path) -> None:
    body = """
        def process(self):
            for n in range(300): print("\\n".join(f"line {m} {'x' * 80}" for m in range(n * 1000, n * 1000 + 1000)))
            print("y" * 10_000_000)
            print("z" * 1000, end="")
        """
    program.create(write(tmp_path, body), node=3)
    began = time.monotonic()
    program.run(node=3)
    text = program.printed()
    print(f"30 MB of lines: {len(text) / 1e6:.1f} MB arrived in {time.monotonic() - began:.1f} s")
    assert text.startswith("line 0 x") and len(text) < 12e6
    dropped = [line for line in text.splitlines() if line.startswith("… ") and "lines" in line]
    assert dropped and dropped[0].endswith("lines more were dropped")
    # Those that came and those that were counted are all there were.
    came = sum(line.startswith("line ") for line in text.splitlines())
    assert came + sum(int(line.split()[1]) for line in dropped) >= 300000
    time.sleep(1)
    program.create(write(tmp_path, "def process(self): print('quiet')", "Quiet"), node=2)
    program.run(node=2)
    assert program.printed().endswith("quiet\n")


def test_a_long_line_without_end_is_not_gathered(program: Any, tmp_path: Path) -> None:
    program.create(write(tmp_path, "def process(self):\n    for n in range(1000): print('x' * 1000, end='')\n    print('y' * 300000)\n"))
    program.run()
    assert len(program.prints) > 2 and "characters more were dropped" in program.printed()
    assert program.printed().count("x") == 1_000_000


def test_the_current_folder_is_restored(program: Any, tmp_path: Path) -> None:
    body = """
        def process(self):
            import os
            print(os.getcwd()); os.chdir("/"); os.chdir("/tmp"); print(os.getcwd())
        """
    program.create(write(tmp_path, body))
    first, second = program.run(), program.run()
    lines = program.printed().splitlines()
    assert lines[0] == lines[2] != "/tmp" and lines[1] == lines[3] == "/tmp"
    notes = [[message["text"] for message in answer.messages if message["op"] == "note"] for answer in (first, second)]
    # Notes are those of the last run: each run says it.
    assert notes == [[f"Example changed the current folder, which all processors share; it is {lines[0]} again"]] * 2


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("import time\n    for i in vx.progress(range(4)): time.sleep(0.05)", [0, 0.25, 0.5, 0.75, 1]),
        ("import time\n    for i in vx.progress(iter([1, 2]), total=2): time.sleep(0.05)", [0, 0.5, 1]),
        ("import time\n    for i in vx.progress([0, 1]):\n        for j in vx.progress([0, 1]): time.sleep(0.05)", [0, 0.25, 0.5, 0.75, 1]),
        ("import time\n    with vx.progress(total=10) as bar:\n        for n in (4, 6): time.sleep(0.05); bar.update(n)", [0, 0.4, 1]),
    ],
)
def test_loops_tell_progress(program: Any, tmp_path: Path, body: str, shown: list) -> None:
    program.create(write(tmp_path, f"def process(self):\n    import voxloom as vx; {body}\n"))
    answer = program.run()
    told = [message["progress"] for message in answer.messages if message["op"] == "progress"]
    assert sorted(set(told)) == pytest.approx(shown)
    assert told == sorted(told)


def test_a_progress_loop_is_cancelled(program: Any, tmp_path: Path) -> None:
    body = "def process(self):\n    import voxloom as vx, itertools\n    print('in')\n    for _ in vx.progress(itertools.count()): pass\n"
    program.create(write(tmp_path, body))
    call = program.start_run()
    program.wait_for("in")
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        program.finish(call)
    assert failed.value.error["message"].endswith("Cancelled: the run was stopped")


def test_created_says_whether_events_are_wanted(program: Any, tmp_path: Path) -> None:
    for name, body, expected in (("Plain", "pass", False), ("Eager", "def invokeEvent(self, event): pass", True)):
        file = write(tmp_path, body, name)
        program.load(file)
        created = program.ask("create", node=1, file=str(file), **{"class": f"org.example.{name}"}, identifier="N", display_name="N")
        assert created["events"] is expected


def test_notes_of_properties_arrive(program: Any, tmp_path: Path) -> None:
    program.create(write(tmp_path, "def process(self):\n    vars(self).setdefault('_notes', []).append('clamped')\n"))
    assert [message["text"] for message in program.run().messages if message["op"] == "note"] == ["clamped"]


def test_a_stuck_script_does_not_keep_a_host(program: Any, tmp_path: Path) -> None:
    path = tmp_path / "stuck.py"
    path.write_text("print('in')\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass\n")
    program.start("request", method="script.run", args={"path": str(path), "argv": []})
    program.wait_for("in")
    began = time.monotonic()
    program.send({"op": "shutdown"})
    program.process.wait(3)
    assert time.monotonic() - began < 2
