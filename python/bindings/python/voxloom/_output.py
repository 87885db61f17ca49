"""What processors print, line by line, with the node that printed it."""

from __future__ import annotations

import threading
from typing import Any, Callable, Optional

from ._errors import printable

_here = threading.local()


def set_node(node: Optional[int]) -> None:
    """The node whose code runs on the calling thread, or None."""
    _here.node = node


def node_here() -> Optional[int]:
    """The node whose code runs on the calling thread, or None."""
    return getattr(_here, "node", None)


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
        whole = getattr(self._rest, "text", "") + text
        end = whole.rfind("\n") + 1
        self._rest.text = whole[end:]
        if end:
            self._send(node_here(), self._name, printable(whole[:end]))
        return len(text)

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
