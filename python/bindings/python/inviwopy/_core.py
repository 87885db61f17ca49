"""A network of the program as Python knows it: what the program said last, and the mirrors of its nodes.

Reads ask the program for its revision and fetch only what is older; writes go out at once. The lock is never held while asking.
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from typing import Any, Iterator, Optional

from . import _ask

# A wait for changes ends after this time, in seconds, to see whether anyone still listens.
_PATIENCE = 10.0
# A write waits at most this long, in seconds, for callbacks that another thread runs.
_CALLBACKS = 1.0
# Live values that were handed out are sent this often, in seconds, when no question does it before.
_LIVE_EVERY = 0.05


class _Inside(threading.local):
    """How deep the calling thread is in this package: what it reads there is not fetched anew."""

    depth = 0


_inside = _Inside()


class guard:
    """While it lasts, reads of mirrors on this thread do not ask the program."""

    def __enter__(self) -> None:
        _inside.depth += 1

    def __exit__(self, *error: Any) -> None:
        _inside.depth -= 1


class unguarded:
    """A person's own function is called: reads ask again."""

    def __enter__(self) -> None:
        self._depth, _inside.depth = _inside.depth, 0

    def __exit__(self, *error: Any) -> None:
        _inside.depth = self._depth


def is_inside() -> bool:
    """Whether the calling thread is in this package."""
    return _inside.depth > 0


class Core:
    """One network; its number is the program's."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._lock = threading.RLock()
        self._state: Optional[dict] = None
        self._mirrors: dict[int, Any] = {}
        # Properties whose live values were handed out, by id: what is done to them is sent before the next question.
        self._lent: dict[int, Any] = {}
        self._flushing = threading.RLock()
        self._in_flush = False
        # Properties that something else changed, and whose callbacks did not run yet.
        self._changed: list = []
        self._watcher: Optional[threading.Thread] = None
        self._calling = threading.RLock()
        self.locks = 0

    # Questions

    def ask(self, method: str, **args: Any) -> Any:
        """Asks about this network, after what was done to live values is sent."""
        self.flush()
        return _ask.ask(method, network=self.number, **args)

    def lend(self, prop: Any) -> None:
        """A live value was handed out."""
        with self._lock:
            first = not self._lent
            self._lent[id(prop)] = prop
        if first:
            threading.Thread(target=self._flush_often, name="voxloom live values", daemon=True).start()

    def flush(self) -> None:
        """Sends what was done to live values. Cheap when nothing was."""
        if not self._lent:
            return
        # Whoever asks waits until a write that is on its way has arrived.
        with self._flushing, guard():
            if self._in_flush:
                return
            self._in_flush = True
            try:
                for prop in list(self._lent.values()):
                    if not prop._push_if_written():
                        self._lent.pop(id(prop), None)
            finally:
                self._in_flush = False

    def _flush_often(self) -> None:
        while self._lent:
            time.sleep(_LIVE_EVERY)
            with contextlib.suppress(Exception):
                # What is wrong with a value is told to whoever asks next.
                self.flush()

    def revision(self) -> int:
        """Of the document, now."""
        return self.ask("network.wait", revision=0, timeout=0)["revision"]

    def state(self) -> dict:
        """Nodes, connections and links, now."""
        known = self._state
        answer = self.ask("network.state", **({} if known is None else {"since": known["revision"]}))
        if "nodes" in answer:
            with self._lock:
                if self._state is None or answer["revision"] >= self._state["revision"]:
                    self._adopt(answer)
        assert self._state is not None
        return self._state

    def _adopt(self, state: dict) -> None:
        self._state = state
        here = {node["id"] for node in state["nodes"]}
        for number in [number for number in self._mirrors if number not in here]:
            self._mirrors.pop(number)._unbind()

    # Nodes

    def record(self, node: int) -> Optional[dict]:
        """What the program says of a node, now."""
        return next((each for each in self.state()["nodes"] if each["id"] == node), None)

    def mirror(self, record: dict) -> Any:
        """The mirror of a node; always the same while the node is there."""
        from ._mirror import make_mirror

        with self._lock:
            found = self._mirrors.get(record["id"])
            if found is None:
                found = self._mirrors[record["id"]] = make_mirror(record["class"])
                found._bind(self, record)
            return found

    def mirrors(self) -> list:
        """The mirrors of all nodes, in order."""
        return [self.mirror(record) for record in self.state()["nodes"]]

    def mirror_of(self, node: int) -> Any:
        """The mirror of a node, given its number. Raises KeyError when it is gone."""
        record = self.record(node)
        if record is None:
            raise KeyError(f"the network has no node {node}")
        return self.mirror(record)

    def adopt_mirror(self, node: int, mirror: Any) -> None:
        """A detached mirror became a node."""
        with self._lock:
            self._mirrors[node] = mirror

    def forget(self, node: int) -> None:
        """A node was removed."""
        with self._lock:
            mirror = self._mirrors.pop(node, None)
        if mirror is not None:
            mirror._unbind()

    # Callbacks

    def something_changed(self, props: list) -> None:
        """Something else changed these: their callbacks are due."""
        with self._lock:
            self._changed += props

    def listening(self) -> bool:
        """Whether a mirror has callbacks."""
        return self._watcher is not None

    def watch(self) -> None:
        """From now on callbacks of mirrors run when something else changes a value."""
        with self._lock:
            if self._watcher is not None:
                return
            self._watcher = threading.Thread(target=self._watch, name="voxloom network watcher", daemon=True)
        self._watcher.start()

    def catch_up(self) -> None:
        """Calls the callbacks of all that changed; they ran when it returns, whichever thread ran them."""
        # Another thread that calls back may need this one: it is not waited for without end.
        alone = self._calling.acquire(timeout=_CALLBACKS)
        try:
            self._call_back()
        finally:
            if alone:
                self._calling.release()

    def _call_back(self) -> None:
        with self._lock:
            heard = [mirror for mirror in self._mirrors.values() if mirror._has_listeners()]
        for mirror in heard:
            mirror._freshen()
        while True:
            with self._lock:
                due, self._changed = self._changed, []
            if not due:
                return
            for prop in due:
                prop._modified = True
                prop._notify()

    def _watch(self) -> None:
        seen = 0
        while True:
            try:
                now = _ask.ask("network.wait", network=self.number, revision=seen, timeout=_PATIENCE)["revision"]
                if now > seen:
                    seen = now
                    self.catch_up()
            except (ConnectionError, KeyError):
                # The program or the network is gone.
                self._watcher = None
                return
            except Exception:  # noqa: BLE001 - a callback that fails must not end the others
                traceback.print_exc()


_cores: dict = {}
_lock = threading.Lock()


def core_of(number: int) -> Core:
    """The one of a number."""
    with _lock:
        return _cores.setdefault(number, Core(number))


def close_core(number: int) -> None:
    """The network is gone: its mirrors are detached."""
    with _lock:
        core = _cores.pop(number, None)
    if core is not None:
        for node in list(core._mirrors):
            core.forget(node)


def flush() -> None:
    """Sends what was done to live values of all networks; called at the end of scripts, console lines and calls."""
    for core in list(_cores.values()):
        core.flush()


def paths_of(prop: Any) -> Iterator[tuple]:
    """(path below the processor, property) of each value in messages that a property holds or is part of."""
    chain = [prop]
    # Asked of the dictionary: a processor that lacks an attribute looks through its properties first.
    while "_owner" in getattr(chain[-1]._owner, "__dict__", ()):
        chain.append(chain[-1]._owner)
    for position in range(len(chain) - 1, -1, -1):
        path = ".".join(each._identifier for each in reversed(chain[position:]))
        found = list(chain[position]._leaf_paths(path))
        if position == 0 or (len(found) == 1 and found[0][1] is chain[position]):
            yield from found
            return
