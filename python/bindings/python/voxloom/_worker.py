"""Threads that run tasks in order, and mailboxes that keep the calls into one instance apart."""

from __future__ import annotations

import queue
import sys
import threading
from collections import deque
from typing import Callable, Optional

from inviwopy import Cancelled
from inviwopy._native import native

Task = Callable[[], None]


class Worker:
    """A thread whose large arrays lie in segments."""

    def __init__(self, name: str) -> None:
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self.thread.start()

    def put(self, task: Task) -> None:
        """Runs a task after those that wait."""
        self._tasks.put(task)

    def _run(self) -> None:
        native.install_data_handler()
        while True:
            try:
                self._tasks.get()()
            except Cancelled:
                # It came after the run that it was meant for.
                continue
            except BaseException:  # noqa: BLE001 - the thread serves all nodes and has to go on
                sys.excepthook(*sys.exc_info())


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
