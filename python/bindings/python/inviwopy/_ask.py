"""The way to the program: requests, and the network that the calling code belongs to."""

from __future__ import annotations

from typing import Any


def ask(method: str, **args: Any) -> Any:
    """Asks the program and waits. Raises what the answer says: KeyError, TypeError, ValueError, OSError, RuntimeError …"""
    from voxloom import _program

    return _program.ask(method, **args)


def network_here() -> Any:
    """The network that the calling code belongs to, or None where the host does not know it."""
    from voxloom import _program

    found = getattr(_program, "current_network", None)
    return None if found is None else found()


def current_network() -> int:
    """The network that the calling code belongs to, else the program's own document, 0."""
    return int(network_here() or 0)


def node_here() -> Any:
    """The key of the instance whose code runs on the calling thread, or None."""
    from voxloom import _output

    return _output.node_here()


def unsupported(what: str, why: str, instead: str) -> NotImplementedError:
    """The error of a name that Inviwo has and that cannot work here."""
    return NotImplementedError(f"{what} is not available in Voxloom: {why}. Instead: {instead}")
