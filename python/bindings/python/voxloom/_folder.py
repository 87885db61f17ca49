"""The current folder, which all processors of a host share: one that changes it finds the next call where it began."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import Optional

from ._output import node_here

_moved = threading.local()
_chdir = os.chdir


def watch() -> None:
    """From now on :func:`restore` knows who changed the current folder."""

    def chdir(path: object) -> None:
        before = None
        if node_here() is not None:
            with contextlib.suppress(OSError):
                before = os.getcwd()
        _chdir(path)  # type: ignore[arg-type]
        if before is not None and getattr(_moved, "before", None) is None:
            _moved.before = before

    chdir.__doc__ = _chdir.__doc__
    os.chdir = chdir  # type: ignore[assignment]


def restore() -> Optional[str]:
    """Goes back if the calling thread's processor changed the current folder; the folder, else None."""
    before = getattr(_moved, "before", None)
    if before is not None:
        _moved.before = None
        with contextlib.suppress(OSError):
            _chdir(before)
    return before
