"""What processors print, line by line, with the node that printed it."""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import Any, Callable, Optional

from ._errors import printable

_here = threading.local()

# A line that is not ended is sent at this length, and a longer text is cut, in characters.
_LONGEST = 1 << 18
# Characters that may be printed at once, and per second from then on. What exceeds it is dropped and counted.
_BURST = 4 << 20
_PER_SECOND = 1 << 20


def set_node(node: Optional[int]) -> Optional[int]:
    """The node whose code runs on the calling thread from now on, or None. Returns the one before."""
    before = getattr(_here, "node", None)
    _here.node = node
    return before


def node_here() -> Optional[int]:
    """The node whose code runs on the calling thread, or None."""
    return getattr(_here, "node", None)


class Valve:
    """Lets through what a person could read, so that a flood of prints costs no memory on either side."""

    def __init__(self, send: Callable[[Optional[int], str, str], None], burst: int = _BURST, rate: int = _PER_SECOND) -> None:
        self._send, self._burst, self._rate = send, burst, rate
        self._lock = threading.Lock()
        self._left, self._when = float(burst), time.monotonic()
        # Lines of (node, stream) that were dropped.
        self._dropped: dict = {}

    def __call__(self, node: Optional[int], stream: str, text: str) -> None:
        """Sends a text, or drops it."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._left + (now - self._when) * self._rate, self._burst)
            self._when = now
            # Once lines are missing, nothing follows before there is room for a fair amount.
            needed = len(text) if not self._dropped else max(len(text), self._burst // 8)
            if self._left < needed:
                self._dropped[node, stream] = self._dropped.get((node, stream), 0) + max(text.count("\n"), 1)
                return
            self._left -= len(text)
            dropped, self._dropped = self._dropped, {}
        self._tell(dropped)
        self._send(node, stream, text)

    def settle(self) -> None:
        """Says what was dropped so far."""
        if self._dropped:
            with self._lock:
                dropped, self._dropped = self._dropped, {}
            self._tell(dropped)

    def _tell(self, dropped: dict) -> None:
        for (node, stream), lines in dropped.items():
            self._send(node, stream, f"… {lines} lines more were dropped\n")


class NodeStream:
    """Stands for ``sys.stdout`` or ``sys.stderr``: complete lines are sent at once, the rest when flushed."""

    encoding = "utf-8"
    errors = "replace"
    newlines = None
    closed = False

    def __init__(self, name: str, original: Any, send: Callable[[Optional[int], str, str], None]) -> None:
        self._name, self._original, self._send = name, original, send
        self._rest = threading.local()

    def write(self, text: str) -> int:
        """Prints a text. Raises TypeError for what is none."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        length = len(text)
        if length > _LONGEST:
            text = f"{text[:_LONGEST]}… {length - _LONGEST} characters more were dropped\n"
        whole = getattr(self._rest, "text", "") + text
        end = whole.rfind("\n") + 1 if len(whole) < _LONGEST else len(whole)
        self._rest.text = whole[end:]
        if end:
            self._send(node_here(), self._name, printable(whole[:end]))
        return length

    def writelines(self, lines: Any) -> None:
        """Prints several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Sends what the calling thread printed without ending its line."""
        rest = getattr(self._rest, "text", "")
        if rest:
            self._rest.text = ""
            self._send(node_here(), self._name, printable(rest))

    def isatty(self) -> bool:
        """It is no terminal."""
        return False

    def writable(self) -> bool:
        """It can be written."""
        return True

    def readable(self) -> bool:
        """It cannot be read."""
        return False

    def seekable(self) -> bool:
        """It has no positions."""
        return False

    def fileno(self) -> int:
        """The descriptor of the original stream: what subprocesses print goes there."""
        return self._original.fileno()

    @property
    def buffer(self) -> Any:
        """The bytes of the original stream."""
        return self._original.buffer


class _LogHandler(logging.Handler):
    """Shows records of a program that set up no logging of its own, as the node's prints."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


def show_logging() -> None:
    """Warnings and errors of ``logging`` are printed with level and name, unless someone configures it otherwise."""
    handler = _LogHandler(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.lastResort = handler


def threads_inherit_nodes(begin: Callable[[], Any], end: Callable[[], None]) -> None:
    """What threads print that a processor starts carries its node. ``begin`` and ``end`` are called within such threads."""
    original = threading.Thread.start

    def start(self: threading.Thread) -> None:
        node = node_here()
        if node is not None:
            run = self.run

            def run_for_node() -> None:
                set_node(node)
                begin()
                try:
                    run()
                finally:
                    end()

            self.run = run_for_node  # type: ignore[method-assign]
        original(self)

    threading.Thread.start = start  # type: ignore[method-assign]
