"""Questions to the program: everything that scripts, the console and ``vx.Network()`` do goes through :func:`ask`."""

from __future__ import annotations

import json
import os
import threading
from typing import Any, Callable, Optional

from ._output import node_here

# Waits are cut into slices of this length, in seconds, so that an exception raised in the waiting thread arrives.
_SLICE = 0.05


class ProcessorError(Exception):
    """A processor failed. ``identifier`` is its name in the network, ``message`` what went wrong, ``traceback`` the text that Python
    printed (empty for a built-in processor), ``file`` and ``line`` the place or None. ``node`` is its number, and ``processor`` the
    processor itself where a ``Network`` raises.
    """

    def __init__(self, message: str, details: Optional[dict] = None) -> None:
        details = details or {}
        super().__init__(message)
        self.message: str = details.get("message") or message
        self.node: Optional[int] = details.get("node")
        self.processor: Any = None
        self.identifier: Optional[str] = details.get("identifier")
        self.traceback: str = details.get("traceback") or ""
        self.file: Optional[str] = details.get("file")
        self.line: Optional[int] = details.get("line")

    def __str__(self) -> str:
        text = self.message if self.identifier is None else f"{self.identifier}: {self.message}"
        if self.file is None or os.path.basename(self.file) in text:
            return text
        place = os.path.basename(self.file) + ("" if self.line is None else f":{self.line}")
        return f"{text} ({place})"


ProcessorError.__module__ = "voxloom"
_KINDS: dict = {
    "key": KeyError,
    "type": TypeError,
    "value": ValueError,
    "io": OSError,
    "timeout": TimeoutError,
    "unsupported": NotImplementedError,
    "runtime": RuntimeError,
}


def _exception(error: dict) -> Exception:
    message, details = error["message"], error.get("details")
    if error["kind"] == "processor":
        return ProcessorError(message, details if isinstance(details, dict) else None)
    return _KINDS.get(error["kind"], RuntimeError)(message)


class _Slot:
    """Where the answer to one question arrives."""

    def __init__(self, wake: Optional[Callable[[], None]]) -> None:
        self.arrived = threading.Lock()
        self.arrived.acquire()
        self.wake = wake
        self.message: Optional[dict] = None
        self.attached: Any = None

    def fill(self, message: Optional[dict], attached: Any) -> None:
        self.message, self.attached = message, attached
        self.arrived.release()
        if self.wake is not None:
            self.wake()


def _plain(value: Any) -> Any:
    """What JSON does not know: paths, and numbers of NumPy."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no value that can be sent to the program")


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False, ensure_ascii=False, default=_plain).encode


class Asker:
    """The questions of one connection that wait for their answers."""

    def __init__(self, send: Callable[[str], None], restore: Callable[[Any, Any], Any]) -> None:
        """``send`` sends a text; ``restore`` makes data of a description and what was attached to it."""
        self._send, self._restore = send, restore
        self._lock = threading.Lock()
        self._waiting: dict[int, _Slot] = {}
        self._next = 1
        self._ended = ""

    def ask(self, method: str, args: dict) -> Any:
        """Asks and waits for the answer."""
        worker = getattr(threading.current_thread(), "voxloom_worker", None)
        slot = _Slot(None if worker is None else lambda: worker.put(_nothing))
        with self._lock:
            call, self._next = self._next, self._next + 1
            if self._ended:
                raise ConnectionError(self._ended)
            self._waiting[call] = slot
        try:
            self._send(_encode({"op": "request", "call": call, "method": method, "args": args}))
            _wait(slot, worker)
        finally:
            with self._lock:
                self._waiting.pop(call, None)
        if slot.message is None:
            raise ConnectionError("the program has ended")
        result = slot.message["result"]
        if "Err" in result:
            raise _exception(result["Err"])
        data = slot.message.get("data")
        return result["Ok"] if data is None else self._restore(data, slot.attached)

    def answer(self, message: dict, attached: Any) -> None:
        """Hands an answer to whoever waits for it. Called on the thread that reads."""
        with self._lock:
            slot = self._waiting.pop(message["call"], None)
        if slot is not None:
            slot.fill(message, attached)

    def end(self) -> None:
        """The connection ended: nobody waits any longer."""
        with self._lock:
            self._ended, waiting, self._waiting = "the program has ended", list(self._waiting.values()), {}
        for slot in waiting:
            slot.fill(None, None)

    def after_fork(self) -> None:
        """This process is a fork: the connection is its parent's."""
        # The lock may have been held by a thread that is not here.
        self._lock, self._waiting, self._ended = threading.Lock(), {}, "a fork of a process has no connection to the program"


def _nothing() -> None:
    """A task that wakes a worker."""


def _wait(slot: _Slot, worker: Any) -> None:
    while not slot.arrived.acquire(timeout=0 if worker is not None else _SLICE):
        if worker is not None:
            # The answer may need this very thread: a node that is added is constructed on it.
            worker.run_one(_SLICE)


_asker: Optional[Asker] = None
_library: Any = None
_starting = threading.RLock()


def connect(host: Any) -> None:
    """Questions of this interpreter go to the program of a host from now on."""
    global _asker, _library
    _asker, _library = host.asker, host.library


# Network and node of each instance of this host.
_places: dict[int, tuple] = {}


def be_at(instance: int, place: Optional[tuple]) -> None:
    """An instance is that node of that network from now on; None: it is gone, or in none."""
    if place is None:
        _places.pop(instance, None)
    else:
        _places[instance] = place


def current_network() -> Optional[int]:
    """The network of the processor whose code runs on the calling thread, or None."""
    node = node_here()
    place = None if node is None else _places.get(node)
    return None if place is None else place[0]


def is_connected() -> bool:
    """Whether there is a program to ask."""
    return _asker is not None


def connected() -> Asker:
    """Where questions go. In a person's own interpreter the first call starts a program inside."""
    if _asker is None:
        with _starting:
            if _asker is None:
                from ._inside import begin

                connect(begin())
    assert _asker is not None
    return _asker


def library() -> Any:
    """The classes that this interpreter offers to the program."""
    connected()
    return _library


def ask(method: str, **args: Any) -> Any:
    """Asks the program and waits for the answer, on any thread; returns it, or the data that came with it.

    Raises what the answer says: KeyError, TypeError, ValueError, OSError, ProcessorError, TimeoutError, NotImplementedError
    or RuntimeError; ConnectionError when the program has ended.
    """
    return connected().ask(method, args)
