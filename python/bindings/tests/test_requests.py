"""Questions of a host to the program, and of the program to a host."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from inviwopy.data import Volume
from program import Failed, Refusal
from test_host import write

ASK = "from voxloom._program import ask\n"


def process(tmp_path: Path, body: str) -> Path:
    """A processor whose `process` does this, with `ask` at hand."""
    lines = "\n".join(f"    {line}" for line in (ASK + body).splitlines())
    return write(tmp_path, f"def process(self):\n{lines}\n")


def test_answers_come_back_on_every_thread(program: Any, tmp_path: Path) -> None:
    program.answers["double"] = lambda args: args["value"] * 2
    source = """\
import threading, pathlib
print(ask("double", value=21), ask("double", value=pathlib.Path("a")), ask("double", value=np.float32(1.5)))
found = []
threads = [threading.Thread(target=lambda i=i: found.append(ask("double", value=i))) for i in range(20)]
[t.start() for t in threads]; [t.join() for t in threads]
print(sorted(found) == [2 * i for i in range(20)])
"""
    program.create(process(tmp_path, source))
    program.run()
    assert program.printed() == "42 aa 3.0\nTrue\n"
    program.answers["network.begin"] = program.answers["network.end"] = lambda args: None
    program.request("console.run", source="from voxloom._program import ask; ask('double', value=4)")
    assert program.printed().endswith("8\n")


def test_data_comes_back_without_a_copy(program: Any, tmp_path: Path) -> None:
    given = Volume(np.arange(1 << 20, dtype=np.uint16).reshape(64, 128, 128).copy())
    program.answers["port.data"] = lambda args: given
    source = """\
import voxloom
data = ask("port.data", node=1).data
print(data.shape, data[1, 2, 3], data.flags.writeable, voxloom.copied_bytes())
"""
    program.create(process(tmp_path, source))
    program.run()
    assert program.printed() == f"(64, 128, 128) {128 * 128 + 2 * 128 + 3} False 0\n"


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("key", "KeyError"), ("type", "TypeError"), ("value", "ValueError"), ("io", "OSError"), ("timeout", "TimeoutError"),
        ("unsupported", "NotImplementedError"), ("runtime", "RuntimeError"),
    ],
)  # fmt: skip
def test_errors_arrive_by_kind(program: Any, tmp_path: Path, kind: str, raised: str) -> None:
    program.answers["refuse"] = lambda args: Refusal(kind, "there is no such thing")
    program.create(process(tmp_path, "try:\n    ask('refuse')\nexcept Exception as error:\n    print(type(error).__name__, error.args)"))
    program.run()
    assert program.printed() == f"{raised} ('there is no such thing',)\n"


def test_a_failed_processor_says_which_and_where(program: Any, tmp_path: Path) -> None:
    details = {"node": 3, "identifier": "Blur", "traceback": "Traceback …", "file": "/x/blur.py", "line": 12}
    program.answers["network.evaluate"] = lambda args: Refusal("processor", "ValueError: no", details)
    source = """\
import voxloom
try:
    ask("network.evaluate")
except voxloom.ProcessorError as error:
    print(error); print(error.node, error.identifier, error.message, error.traceback, error.file, error.line)
"""
    program.create(process(tmp_path, source))
    program.run()
    assert program.printed() == "Blur: ValueError: no (blur.py:12)\n3 Blur ValueError: no Traceback … /x/blur.py 12\n"


def test_a_question_can_be_interrupted(program: Any, tmp_path: Path) -> None:
    program.answers["slow"] = lambda args: time.sleep(30)
    program.create(process(tmp_path, "print('asking'); ask('slow')"))
    call = program.start_run()
    program.wait_for("asking")
    began = time.monotonic()
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        program.finish(call)
    assert failed.value.error["kind"] == "cancelled" and time.monotonic() - began < 0.5


def test_a_callback_may_ask_for_what_its_own_thread_has_to_do(program: Any, tmp_path: Path) -> None:
    # A new node is constructed on the service thread, which is the one that asks here.
    other = write(tmp_path, "def process(self): pass", "Other")
    program.load(other)

    def add(args: dict) -> dict:
        program.ask("create", node=2, file=str(other), **{"class": "org.example.Other"}, identifier="O", display_name="O")
        return {"node": 2}

    program.answers["network.add"] = add
    body = ASK + (
        "def __init__(self, id, name):\n    super().__init__(id, name); self.p = BoolProperty('p', 'P'); self.addProperty(self.p)\n"
        "    self.p.onChange(lambda: print('added', ask('network.add')))\n"
    )
    file = write(tmp_path, body.replace(ASK, ""), "Adds")
    file.write_text(ASK + file.read_text())
    program.create(file)
    program.values(p=True)
    program.ask("change", node=1, paths=["p"])
    assert program.printed() == "added {'node': 2}\n"


def test_waiting_ends_with_the_program(program: Any, tmp_path: Path) -> None:
    program.answers["slow"] = lambda args: time.sleep(30)
    program.create(process(tmp_path, "print('asking')\nask('slow')"))
    program.start_run()
    program.wait_for("asking")
    program._connection.close()
    assert program.process.wait(3) == 0


def test_the_environment_is_described(program: Any) -> None:
    info = program.request("environment.info")
    assert info["executable"] == program.hello["executable"] and info["python"] == program.hello["python"]
    versions = {package["name"].lower(): package["version"] for package in info["packages"]}
    assert versions["numpy"] == np.__version__


def test_installing_shows_what_pip_says(program: Any) -> None:
    with pytest.raises(Failed, match="--target=/x' is no package that can be installed"):
        program.request("environment.install", package="--target=/x")
    assert program.request("environment.install", package="numpy")["code"] == 0
    assert "-m pip install" in program.printed() and "Requirement already satisfied: numpy" in program.printed()
    # A shell would run the second command; pip refuses the whole.
    assert program.request("environment.install", package="numpy; echo ran > /dev/stdout")["code"] != 0


def test_the_debugger_says_where_it_listens(program: Any, tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"needs the package debugpy.*pip install debugpy"):
        program.request("debug.attach")
    (tmp_path / "debugpy.py").write_text(
        "def configure(**options): pass\ndef listen(address):\n    print('listen', address)\n    return ('127.0.0.1', 5678)\n"
        "def trace_this_thread(on):\n    import threading; print('traces', threading.current_thread().name)\n"
    )
    program.load(write(tmp_path, "def process(self): pass"))
    for _ in range(2):
        assert program.request("debug.attach") == {"host": "127.0.0.1", "port": 5678}
    program.wait_for("MainThread")
    program.wait_for("voxloom compute")
    assert program.printed().count("listen ('127.0.0.1', 0)") == 1


def test_unknown_requests_are_refused(program: Any) -> None:
    with pytest.raises(Failed, match=r"knows no request 'no\.such'"):
        program.request("no.such")


def script(tmp_path: Path, text: str) -> str:
    """A script file."""
    path = tmp_path / "scripts" / "job.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return str(path)


def test_a_script_runs_as_main(program: Any, tmp_path: Path) -> None:
    path = script(
        tmp_path,
        "import sys, threading, beside\nassert __name__ == '__main__' and sys.modules['__main__'].beside is beside\n"
        "print(sys.argv, __file__, sys.path[0], threading.current_thread() is threading.main_thread(), end='')\n",
    )
    (tmp_path / "scripts" / "beside.py").write_text("")
    assert program.request("script.run", path=path, argv=["--size", "3"]) == {"code": 0}
    assert program.printed() == f"{[path, '--size', '3']} {path} {tmp_path / 'scripts'} True"
    assert program.request("script.run", path=script(tmp_path, "import sys; sys.exit(3)"), argv=[]) == {"code": 3}
    assert program.request("script.run", path=script(tmp_path, "raise SystemExit('sorry')"), argv=[]) == {"code": 1}
    assert program.prints[-1][1:] == ("err", "sorry\n")


def test_a_failing_script_says_where(program: Any, tmp_path: Path) -> None:
    path = script(tmp_path, "def f():\n    return 1 / 0\nf()\n")
    with pytest.raises(Failed, match="ZeroDivisionError") as failed:
        program.request("script.run", path=path, argv=[])
    error = failed.value.error
    assert (error["file"], error["line"]) == (path, 2) and "_script.py" not in error["traceback"]
    with pytest.raises(Failed, match="SyntaxError"):
        program.request("script.run", path=script(tmp_path, "x ="), argv=[])


@pytest.mark.parametrize(
    "loop",
    ["while True: pass", "time.sleep(60)", "while True:\n    try: time.sleep(1)\n    except BaseException: n += 1\n    if n > 2: break"],
)
def test_a_script_can_be_interrupted(program: Any, tmp_path: Path, loop: str) -> None:
    path = script(tmp_path, f"import time; n = 0\nprint('in')\n{loop}\nraise KeyboardInterrupt\n")
    call = program.start("request", method="script.run", args={"path": path, "argv": []})
    program.wait_for("in\n")
    began = time.monotonic()
    program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        program.reply(call)
    assert failed.value.error["kind"] == "cancelled"
    assert time.monotonic() - began < 1.0
    # The host is as good as before.
    assert program.request("script.run", path=script(tmp_path, "print('again')"), argv=[]) == {"code": 0}
