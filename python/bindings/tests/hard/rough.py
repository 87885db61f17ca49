"""Processors that misbehave in the ways that are asked of them, and what measures them from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

import pytest

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = ROOT / "target" / "debug" / "voxloom"

needs_program = pytest.mark.skipif(not PROGRAM.exists(), reason="the program is not built: cargo build -p voxloom-app")

# One class whose `process` does what its property `mode` says; each test takes the ones it is about.
ROUGH = """
import ctypes, os, sys, threading, time
import numpy as np
import inviwopy as ivw
from inviwopy.data import Volume, VolumeOutport
from inviwopy.properties import IntProperty, StringProperty


def act(mode):
    if mode == "segfault":
        ctypes.string_at(0)
    elif mode == "abort":
        os.abort()
    elif mode == "sys.exit":
        sys.exit(3)
    elif mode == "os._exit":
        os._exit(3)
    elif mode == "fork":
        # Both go on: what a person who copied it from a script of his does.
        os.fork()
    elif mode == "thread":
        threading.Thread(target=time.sleep, args=(3600,)).start()
    elif mode.startswith("print "):
        line = "x" * 1023
        for _ in range(int(mode[6:]) << 10):
            print(line)
    elif mode == "chdir":
        os.chdir("/")
    elif mode == "hoard":
        hoard = []
        while True:
            hoard.append(np.ones(16 << 20, np.uint8))
    elif mode == "hoard lists":
        hoard = []
        while True:
            hoard.append([0] * 1000)
    elif mode == "loop":
        while True:
            pass
    elif mode == "sleep":
        time.sleep(3600)
    elif mode == "deaf":
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


class Rough(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = VolumeOutport("out")
        self.addOutport(self.out)
        self.mode = StringProperty("mode", "Mode", "good")
        self.number = IntProperty("number", "Number", 0, 0, 1000000)
        self.pid = IntProperty("pid", "Process", 0, 0, 2**31 - 1)
        self.folder = StringProperty("folder", "Folder", "")
        for prop in (self.mode, self.number, self.pid, self.folder):
            self.addProperty(prop)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.NAME", "NAME")

    def process(self):
        self.pid.value, self.folder.value = os.getpid(), os.getcwd()
        act(self.mode.value)
        self.out.setData(Volume(np.full((4, 4, 4), self.number.value, np.float32)))
"""


def write_rough(folder: Path, *names: str) -> None:
    """Writes a file with a class of its own for each name: ``org.test.NAME``."""
    for name in names:
        (folder / f"{name}.py").write_text(ROUGH.replace("NAME", name))


def status(pid: int, name: str) -> int:
    """A figure of a process: bytes for ``VmRSS``, a count for ``Threads``."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            words = line.split()[1:]
            return int(words[0]) * (1024 if words[-1] == "kB" else 1)
    raise KeyError(name)


def resident(pid: int) -> float:
    """MiB that a process has in memory."""
    return status(pid, "VmRSS") / (1 << 20)


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list:
    """The children of a process that have not ended."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and is_alive(int(entry)):
            try:
                parent = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == pid:
                found.append(int(entry))
    return found


def wait_until(check: Callable[[], Any], patience: float = 20.0) -> Any:
    """Waits until a check gives something true, and gives that."""
    end = time.monotonic() + patience
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def voxloom(folder: Path, *args: Any, patience: float = 60.0, **options: Any) -> subprocess.CompletedProcess:
    """Runs the program with an empty user folder and the project's interpreter; its output, and ``seconds`` that it took."""
    command = [str(PROGRAM), "--user-dir", str(folder / "user"), "--python", sys.executable, "--backend", "cpu", *map(str, args)]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=patience, cwd=options.pop("cwd", folder), **options)
    done.seconds = time.monotonic() - began  # type: ignore[attr-defined]
    return done
