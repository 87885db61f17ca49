"""Commands that wait for a Python file say which, and Ctrl+C ends them and their hosts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rough import PROGRAM, children, is_alive, needs_program, wait_until


@needs_program
@pytest.mark.parametrize("command", ["processors", "run a workspace", "run a script", "render"])
def test_a_file_that_blocks_at_import_is_named_and_ctrl_c_ends_the_wait(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "sleepy.py").write_text("import time\nimport inviwopy\ntime.sleep(1000)\n")
    (tmp_path / "script.py").write_text("print('ran')\n")
    network = {"processors": [{"id": "N", "class": "org.test.Nowhere"}]}
    (tmp_path / "w.voxloom").write_text(json.dumps({"voxloom": 1, "network": network}))
    args: Any = {
        "processors": ["processors"],
        "run a workspace": ["run", "w.voxloom"],
        "run a script": ["run", "script.py"],
        "render": ["render", "w.voxloom", "--out", "x.png"],
    }[command]
    words = [str(PROGRAM), *args, "--python-processors", "own", "--user-dir", "user", "--python", sys.executable, "--backend", "cpu"]
    began = time.monotonic()
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            while "sleepy.py" not in said or "numpy_source.py" in said:
                # On a busy machine other files may still be among those that are waited for.
                said = process.stderr.readline()
                assert said, "it ended"
            took = time.monotonic() - began
            print(f"{command}: {took:.1f} s: {said.strip()}")
            assert said.startswith("warning: still importing after") and "own/sleepy.py (" in said and "Ctrl+C" in said
            assert 1.9 < took < 20
            hosts = children(process.pid)
            assert hosts, "its hosts run"
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == -signal.SIGINT
            wait_until(lambda: not any(map(is_alive, hosts)), 5)
            print(f"ended {time.monotonic() - began:.2f} s after Ctrl+C")
            assert "ran" not in process.stdout.read()
        finally:
            process.kill()


@needs_program
def test_nothing_is_said_while_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    words = [str(PROGRAM), "processors", "--user-dir", str(tmp_path / "user"), "--python", sys.executable]
    for _ in range(2):
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0
    # The second time all is known.
    assert "importing" not in done.stderr


CACHED = """
import os, time
import inviwopy
if os.environ.get("TEST_SLEEPY"):
    time.sleep(1000)


class Cached(inviwopy.Processor):
    classIdentifier = "org.test.Cached"

    def process(self):
        pass
"""


@needs_program
@pytest.mark.parametrize("command", ["workspace", "script"])
def test_a_class_that_is_known_from_before_and_blocks_when_a_node_needs_it_is_named(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "cached.py").write_text(CACHED)
    network = {"processors": [{"id": "N", "class": "org.test.Cached"}]}
    (tmp_path / "w.voxloom").write_text(json.dumps({"voxloom": 1, "network": network}))
    (tmp_path / "s.py").write_text("import inviwopy, voxloom as vx\nvx.Network().add('org.test.Cached')\n")
    options = ["--python-processors", "own", "--user-dir", "user", "--python", sys.executable, "--backend", "cpu"]
    listed = subprocess.run([str(PROGRAM), "processors", *options], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "org.test.Cached" in listed.stdout
    words = [str(PROGRAM), "run", "w.voxloom" if command == "workspace" else "s.py", *options]
    environment = {**os.environ, "TEST_SLEEPY": "1"}
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            line = next(line for line in process.stderr if "importing" in line)
            assert line == "warning: still importing after 2 s: own/cached.py (Ctrl+C ends the program)\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == -signal.SIGINT
        finally:
            process.kill()
