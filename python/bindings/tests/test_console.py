"""The console of a host: lines, values, tracebacks, interruption, completion, undo steps."""

from __future__ import annotations

import time
from typing import Any

import pytest
from test_host import write


@pytest.fixture
def console(program: Any) -> Any:
    """A program whose network notes the steps."""
    program.steps = []
    program.answers["network.begin"] = lambda args: program.steps.append(("begin", args["name"]))
    program.answers["network.end"] = lambda args: program.steps.append(("end",))
    return program


def run(console: Any, source: str) -> str:
    """Runs a complete line; what it printed."""
    before = len(console.printed())
    assert console.request("console.run", source=source) == {"complete": True}
    return console.printed()[before:]


def test_values_are_shown_and_names_last(console: Any) -> None:
    assert run(console, "a = 20") == ""
    assert run(console, "a + 1") == "21\n"
    assert run(console, "_ * 2") == "42\n"
    assert run(console, "None") == ""
    assert run(console, "print('x', end='')") == "x"
    assert run(console, "np.zeros(2), vx.__name__, ivw is inviwopy") == "(array([0., 0.]), 'voxloom', True)\n"
    assert run(console, "import threading; threading.current_thread() is threading.main_thread()") == "True\n"
    assert run(console, "def f():\n    return a + 1\n") == ""
    assert run(console, "f()") == "21\n"


def test_blocks_ask_for_more_lines(console: Any) -> None:
    for source in ("for i in range(2):", "for i in range(2):\n    print(i)", "x = (1,", "'''text", "def f():\n    pass"):
        assert console.request("console.run", source=source) == {"complete": False}, source
    assert console.printed() == "" and console.steps == []
    assert run(console, "for i in range(2):\n    print(i)\n") == "0\n1\n"


def test_several_statements_may_be_pasted(console: Any) -> None:
    assert run(console, "x = 1\nfor i in range(2):\n    x += i\nx\nx + 1") == "2\n3\n"


def test_errors_are_printed_and_are_no_errors_of_the_request(console: Any) -> None:
    run(console, "def f():\n    return 1 / 0\n")
    text = run(console, "f()")
    assert text.startswith('Traceback (most recent call last):\n  File "<console ') and text.endswith(
        "ZeroDivisionError: division by zero\n"
    )
    assert "_console.py" not in text and "return 1 / 0" in text
    assert run(console, "x = = 1").endswith("SyntaxError: invalid syntax\n")
    assert "NameError: name 'nothing'" in run(console, "nothing")
    assert "ends nothing here" in run(console, "import sys; sys.exit()")
    assert {stream for _, stream, _ in console.prints} == {"err"}
    assert run(console, "1") == "1\n"


def test_each_line_is_one_undo_step(console: Any) -> None:
    run(console, "a = 1; b = 2")
    run(console, "raise ValueError")
    assert console.steps == [("begin", "a = 1; b = 2"), ("end",), ("begin", "raise ValueError"), ("end",)]
    # Nothing that is not run is a step.
    run(console, "x = = 1")
    console.request("console.run", source="if True:")
    assert len(console.steps) == 4


@pytest.mark.parametrize("line", ["while True: pass", "import time; time.sleep(60)", "ask('slow')"])
def test_a_line_can_be_interrupted(console: Any, line: str) -> None:
    console.answers["slow"] = lambda args: time.sleep(30)
    run(console, "from voxloom._program import ask")
    call = console.start(
        "request", method="console.run", args={"source": f"print('in'); {line}" if "while" not in line else f"print('in')\n{line}"}
    )
    console.wait_for("in\n")
    time.sleep(0.05)
    began = time.monotonic()
    console.send({"op": "cancel", "call": call})
    assert console.reply(call) == {"complete": True}
    assert time.monotonic() - began < 0.5
    assert console.printed().endswith("KeyboardInterrupt\n")
    assert run(console, "1 + 1") == "2\n"


def test_a_line_answers_while_a_node_computes(console: Any, tmp_path: Any) -> None:
    console.create(write(tmp_path, "def process(self):\n    print('in')\n    while not self.isCancelled(): pass\n"))
    call = console.start_run()
    console.wait_for("in")
    run(console, "1")
    times = []
    for _ in range(5):
        began = time.monotonic()
        assert run(console, "6 * 7") == "42\n"
        times.append(time.monotonic() - began)
    print("console line beside a pure-Python loop:", [f"{1000 * t:.0f} ms" for t in times])
    assert sorted(times)[2] < 0.2
    console.send({"op": "cancel", "call": call})
    console.finish(call)


def complete(console: Any, source: str) -> list:
    """What could stand at the end of this."""
    answer = console.request("console.complete", source=source, cursor=len(source))
    begun = source[answer["start"] :]
    assert all(match.startswith(begun) for match in answer["matches"])
    return answer["matches"]


def test_completion(console: Any) -> None:
    run(console, "class Trap:\n    public, _hidden = 1, 2\n    @property\n    def now(self):\n        print('ran'); return self\n")
    run(console, "trap = Trap(); trap.more = {}; täglich = 1; net = 3")
    assert complete(console, "tra") == ["trap"]
    assert complete(console, "tä") == ["täglich"]
    assert {"network", "net", "next", "nonlocal"} - {"next"} <= set(complete(console, "n"))
    assert complete(console, "print(trap.") == ["more", "now", "public"]
    assert complete(console, "x = trap._hi") == ["_hidden"]
    assert "keys" in complete(console, "trap.more.")
    assert "Volume" in complete(console, "inviwopy.data.Vol") and complete(console, "np.linalg.nor") == ["norm"]
    # Properties of a person's own classes are not run, and nothing else is.
    assert complete(console, "trap.now.") == [] and complete(console, "trap.more().") == [] and complete(console, "1.") == []
    assert complete(console, "nothing.") == []
    assert "ran" not in console.printed()
    # The cursor may be anywhere.
    assert console.request("console.complete", source="trap.pub + 1", cursor=8) == {"start": 5, "matches": ["public"]}
