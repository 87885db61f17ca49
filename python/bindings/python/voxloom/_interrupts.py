"""Stopping calls: a flag at once, then an exception in the thread that runs a person's code, again and again until it ends."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any, Optional

from inviwopy import Cancelled
from inviwopy._native import native

# A call that does not look at its flag is interrupted after this time, in seconds, and again after each such time.
EVERY = 0.1
_TICK = 0.02


class Interrupts:
    """The calls that were begun and not ended, and which of them should stop. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # The open region of each call.
        self._calls: dict[int, Optional[Region]] = {}
        # When each call that should stop is interrupted next.
        self._stopping: dict[int, float] = {}
        self._wake = threading.Event()
        self._thread: Optional[threading.Thread] = None

    def begin(self, call: int) -> None:
        """A call arrived; it may wait for its turn."""
        with self._lock:
            self._calls[call] = None

    def end(self, call: int) -> None:
        """A call was answered."""
        with self._lock:
            self._calls.pop(call, None)
            self._stopping.pop(call, None)

    def stops(self, call: Optional[int]) -> bool:
        """Whether a call should stop."""
        return call in self._stopping

    def stop(self, call: int, patience: float = EVERY) -> None:
        """Makes a call stop; one that ended is none. Its code is interrupted after ``patience`` seconds for the first time."""
        with self._lock:
            if call not in self._calls or call in self._stopping:
                return
            self._stopping[call] = time.monotonic() + patience
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="voxloom stopper", daemon=True)
                self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._stopping:
                self._interrupt()
                time.sleep(_TICK)

    def _interrupt(self) -> None:
        now = time.monotonic()
        with self._lock:
            for call, due in self._stopping.items():
                region = self._calls[call]
                if due <= now and region is not None:
                    self._stopping[call] = now + EVERY
                    region.interrupt()

    def after_fork(self) -> None:
        """This process is a fork, and the lock may have been held by a thread that is not here."""
        self._lock = threading.Lock()

    def region(self, call: int) -> Region:
        """Around a person's code: Cancelled is raised in it, or on the main thread KeyboardInterrupt, when the call should stop."""
        return Region(self, call)

    def is_open(self, region: Region) -> bool:
        """Whether code runs in a region."""
        return self._calls.get(region.call) is region

    def open(self, region: Region) -> None:
        """A region begins."""
        with self._lock:
            if region.call in self._calls:
                self._calls[region.call] = region

    def close(self, region: Region) -> None:
        """A region ends; nothing is raised in it from then on."""
        with self._lock:
            if region.call in self._calls:
                self._calls[region.call] = None


class Region:
    """Code that can be stopped."""

    def __init__(self, interrupts: Interrupts, call: int) -> None:
        self.interrupts, self.call = interrupts, call
        self._thread = 0
        self._main = False
        self._interrupted = False

    def __enter__(self) -> Region:
        self._thread = threading.get_ident()
        self._main = threading.current_thread() is threading.main_thread()
        self.interrupts.open(self)
        return self

    def __exit__(self, *error: Any) -> None:
        try:
            self.interrupts.close(self)
        except (Cancelled, KeyboardInterrupt):
            # It arrived before the region was closed.
            self.interrupts.close(self)
            raise
        if self._interrupted:
            # One that did not arrive yet arrives at the first turn, and not in the next call.
            for _ in range(100):
                pass

    def interrupt(self) -> None:
        """Raises the exception in the thread of the region, which is open and stays so meanwhile."""
        self._interrupted = True
        if self._main and hasattr(signal, "pthread_kill"):
            # A signal ends sleeping and waiting, too. See `on_signal`.
            global _wanted
            _wanted = self
            signal.pthread_kill(self._thread, signal.SIGINT)
        else:
            native.interrupt(self._thread, KeyboardInterrupt if self._main else Cancelled)


# The region of the main thread that a signal was sent for.
_wanted: Optional[Region] = None


def on_signal(*_: Any) -> None:
    """SIGINT: stops what the main thread runs if the program asked for it. Ctrl-C in the program's terminal reaches hosts,
    too; the program decides what it means.
    """
    global _wanted
    region, _wanted = _wanted, None
    if region is not None and region.interrupts.is_open(region):
        raise KeyboardInterrupt
