"""Threads that run tasks in order, a pool for what may take long, and mailboxes that keep the calls into one instance apart."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import deque
from typing import Callable, Optional

from inviwopy import Cancelled
from inviwopy._native import native

Task = Callable[[], None]

# Threads of the pool that run at once; one that is busy for longer than `_LONG` seconds does not count.
_AT_ONCE = 4
_LONG = 0.3
_MOST = 64


def _guarded(task: Task) -> None:
    try:
        task()
    except Cancelled:
        # It came after the run that it was meant for.
        pass
    except BaseException:  # noqa: BLE001 - the thread serves all nodes and has to go on
        sys.excepthook(*sys.exc_info())


class Worker:
    """A thread whose large arrays lie in segments."""

    def __init__(self, name: str) -> None:
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.voxloom_worker = self  # type: ignore[attr-defined]

    def start(self) -> None:
        """Starts the thread."""
        self.thread.start()

    def put(self, task: Task) -> None:
        """Runs a task after those that wait."""
        self._tasks.put(task)

    def run_one(self, patience: float) -> None:
        """Runs the next task here, within one that waits for an answer of the program."""
        try:
            task = self._tasks.get(timeout=patience)
        except queue.Empty:
            return
        _guarded(task)

    def _run(self) -> None:
        native.install_data_handler()
        while True:
            _guarded(self._tasks.get())


class Pool:
    """A few threads for tasks that may take long: one that does delays no other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque = deque()
        # When each busy thread took its task.
        self._busy: dict[int, float] = {}
        self._watched = False

    def put(self, task: Task) -> None:
        """Runs a task on one of the threads."""
        with self._lock:
            self._waiting.append(task)
            self._start_one()
            if self._waiting and not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name=f"{self._name} watch", daemon=True).start()

    def _start_one(self) -> None:
        """Starts a thread for the next task if few enough are busy. The lock is held."""
        now = time.monotonic()
        if self._waiting and len(self._busy) < _MOST and sum(now - since < _LONG for since in self._busy.values()) < _AT_ONCE:
            thread = threading.Thread(target=self._run, args=(self._waiting.popleft(),), name=self._name, daemon=True)
            self._busy[id(thread)] = now
            thread.start()

    def _watch(self) -> None:
        while True:
            time.sleep(_LONG / 4)
            with self._lock:
                self._start_one()
                if not self._waiting:
                    self._watched = False
                    return

    def _run(self, task: Optional[Task]) -> None:
        native.install_data_handler()
        key = id(threading.current_thread())
        while task is not None:
            _guarded(task)
            with self._lock:
                task = self._waiting.popleft() if self._waiting else None
                if task is None:
                    self._busy.pop(key)
                else:
                    self._busy[key] = time.monotonic()


class Mailbox:
    """Runs tasks one at a time and in order, each on the worker that it names, or at once where it names none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = False
        self._waiting: deque = deque()

    def submit(self, worker: Optional[Worker], task: Task) -> None:
        """Runs a task when those before it ended."""
        with self._lock:
            if self._busy:
                self._waiting.append((worker, task))
                return
            self._busy = True
        self._start(worker, task)

    def _start(self, worker: Optional[Worker], task: Task) -> None:
        if worker is None:
            self._run(task)
        else:
            worker.put(lambda: self._run(task))

    def _run(self, task: Task) -> None:
        try:
            task()
        finally:
            with self._lock:
                following = self._waiting.popleft() if self._waiting else None
                self._busy = following is not None
            if following is not None:
                self._start(*following)
