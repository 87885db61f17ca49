"""A living processor, as the host sees it."""

from __future__ import annotations

import time
import weakref
from typing import Any, Optional

from inviwopy import Cancelled, Processor, _arrays
from inviwopy._core import flush
from inviwopy._events import event_of
from inviwopy._processor import Request
from inviwopy.properties._enums import WIRE_LEVELS
from inviwopy.properties._simple import ButtonProperty

from . import _folder, _program
from ._errors import is_read_only
from ._interface import interface_of
from ._output import set_node
from ._wire import describe, new_outgoing, restore
from ._worker import Mailbox

# Classes whose arrays are copied, because they went on writing to arrays that were adopted.
_copying: weakref.WeakSet = weakref.WeakSet()
# Progress is sent at most this often, in seconds.
_PROGRESS_EVERY = 0.03


class Instance:
    """Calls into one processor, and what the processor tells the program."""

    def __init__(self, host: Any, node: int, cls: type, identifier: str, display_name: str) -> None:
        self._host, self._node, self._cls = host, node, cls
        self._names = (identifier, display_name)
        self.mailbox = Mailbox()
        self.processor: Any = None
        self._call: Optional[int] = None
        self._republish_only = False
        self._flush_asked = False
        self._said = 0.0
        self._froze = False
        # Where the current folder was before the processor changed it; the next end of `process` says so.
        self._moved: Optional[str] = None
        self._place: Optional[tuple] = None
        # Outports that were set since `process` ended last: while an input is missing only they give something.
        self._set_since: set[str] = set()

    def set_place(self, place: Optional[list]) -> None:
        """The network and the node of it that the instance is; None for one that is only looked at."""
        self._place = None if place is None else (int(place[0]), int(place[1]))
        _program.be_at(self._node, self._place)

    def place(self) -> Optional[tuple]:
        """The network and the node of it, or None."""
        return self._place

    @property
    def cls(self) -> type:
        """The class, as its file defined it when the processor was made."""
        return self._cls

    # Calls of the program, each within the mailbox

    def make(self, call: int) -> dict:
        """Makes the processor. Returns its interface; raises what the constructor raises."""
        with self._host.interrupts.region(call):
            self.processor = self._construct()
        interface = self._settle()
        self.processor._link = self
        return interface

    def _construct(self) -> Processor:
        before = set_node(self._node)
        try:
            processor = self._cls(*self._names)
        finally:
            self._host.flush_prints()
            set_node(before)
            self._moved = _folder.restore() or self._moved
        if "_children" not in vars(processor):
            raise TypeError(f"{self._cls.__name__}.__init__ has to call the base class before anything else: super().__init__(id, name)")
        return processor

    def _settle(self) -> dict:
        """What the constructor left is what a new node starts with."""
        self.processor.setAllPropertiesCurrentStateAsDefault()
        for _, prop in self.processor._leaves():
            prop._take_write()
        self.processor._interface_dirty = False
        return interface_of(self.processor)

    def set_values(self, values: list, limits: dict) -> None:
        """Takes limits and values of properties from the program, without callbacks."""
        for path, given in limits.items():
            prop = self.processor.getPropertyByPath(path)
            if prop is not None:
                prop._take_limits(given)
        for path, value in values:
            prop = self.processor.getPropertyByPath(path)
            if prop is not None:
                prop._from_wire(value)

    def change(self, call: int, paths: list) -> None:
        """Calls ``onChange`` for each path."""
        with self._calling(call), self._host.interrupts.region(call):
            for path in paths:
                prop = self.processor.getPropertyByPath(path)
                if prop is not None:
                    prop._modified = True
                    prop._notify()
                    self.processor._invalidated_by(prop)
            flush()

    def event(self, call: int, message: dict) -> tuple:
        """Hands an event to the processor: (used, tooltip)."""
        event = event_of(message)
        with self._calling(call), self._host.interrupts.region(call):
            answer = self.processor._deliver(event)
            flush()
        return answer

    def run(self, message: dict, attached: Any) -> None:
        """Runs a stage; sends changes and outputs. Raises what the processor raises."""
        stage = message["stage"]
        self._prepare(message, attached)
        with self._calling(message["call"]):
            republish, self._republish_only = self._republish_only, False
            quiet = not (message["everything"] or message["changed"] or any(i["changed"] for i in message["inputs"]))
            # What counts as changed while an input is missing does so until `process` succeeds.
            if not (republish and (quiet or stage == "not_ready") and stage != "initialize"):
                self._run_stage(stage)
            if stage == "process":
                self._set_since.clear()
        if stage == "initialize":
            return
        self._tell_of_folder(message["call"])
        outports = self.processor._outports
        self._publish(message["call"], outports if stage == "process" else [p for p in outports if p.identifier in self._set_since])
        if stage == "process" and type(self.processor).setValid is not Processor.setValid:
            # Its own may not have called this one.
            Processor.setValid(self.processor)

    def _prepare(self, message: dict, attached: Any) -> None:
        # Past `__setattr__`, which looks through all properties.
        vars(self.processor)["_request"] = Request(**message["request"])
        for given in message["inputs"]:
            port = self.processor.getInport(given["port"])
            if port is not None:
                data = [restore(described, attached, self._host.objects) for described in given["data"]]
                everything = message["everything"]
                each = None if everything or not given.get("each") else given["each"]
                port._receive(data, given["changed"] or everything, each)
        changed, everything = set(message["changed"]), message["everything"]
        if everything or changed:
            for path, prop in self.processor._leaves():
                prop._modified = prop._modified or path in changed or (everything and not isinstance(prop, ButtonProperty))

    def _run_stage(self, stage: str) -> None:
        _arrays.copy_on_this_thread(self._cls in _copying)
        _arrays.froze_on_this_thread(reset=True)
        try:
            self._call_stage(stage)
        except ValueError as error:
            froze = self._froze or _arrays.froze_on_this_thread()
            if not is_read_only(error) or not froze or self._cls in _copying:
                raise
            self._start_over(stage)
        finally:
            self._froze = self._froze or _arrays.froze_on_this_thread()
            _arrays.copy_on_this_thread(False)

    def _call_stage(self, stage: str) -> None:
        assert self._call is not None
        with self._host.interrupts.region(self._call):
            self._call_user(stage)

    def _call_user(self, stage: str) -> None:
        processor = self.processor
        for port in processor._inports:
            if port._changed and stage == "process":
                for callback in port._callbacks:
                    callback()
        if stage == "initialize":
            processor.initializeResources()
        elif stage == "not_ready":
            processor.doIfNotReady()
        else:
            processor.process()
            processor.setValid()
        flush()

    def _start_over(self, stage: str) -> None:
        """The class writes to arrays that it gave away: from now on they are copied. A fresh instance runs again."""
        _copying.add(self._cls)
        _arrays.copy_on_this_thread(True)
        old, self.processor = self.processor, self._construct()
        self._settle()
        for path, prop in old._leaves():
            other = self.processor.getPropertyByPath(path)
            if other is not None and not isinstance(prop, ButtonProperty):
                other._from_wire(prop._to_wire())
            if other is not None:
                other._modified = prop._modified
        for port in old._inports:
            other_port = self.processor.getInport(port.identifier)
            if other_port is not None:
                other_port._receive(port._data, port._changed)
        self.processor._request = old._request
        old._link, self.processor._link = None, self
        self.processor._interface_dirty = True
        self._note(f"{self._cls.__name__} writes to arrays that it gave to volumes or other data; they are copied from now on")
        if stage != "not_ready":
            self._call_stage("initialize")
        if stage != "initialize":
            self._call_stage(stage)

    # What is sent

    def _note(self, text: str) -> None:
        self._host.send({"op": "note", "call": self._call, "text": text})

    def _tell_of_folder(self, call: int) -> None:
        if self._moved is not None:
            text = f"{self._cls.__name__} changed the current folder, which all processors share; it is {self._moved} again"
            self._host.send({"op": "note", "call": call, "text": text})
            self._moved = None

    def _end_call(self, call: int) -> None:
        """After a call: what the processor left behind is put right and sent."""
        self._moved = _folder.restore() or self._moved
        for text in vars(self.processor).pop("_notes", ()):
            self._note(text)
        self._call = None
        self._send_changes(call)

    def _publish(self, call: int, outports: list) -> None:
        """Sends what outports hold, also what an earlier run left there."""
        for port in outports:
            if port._data is not None:
                outgoing = new_outgoing()
                described = describe(port._data, outgoing, self._host.objects)
                self._host.send({"op": "output", "call": call, "port": port.identifier, "data": described}, outgoing)

    def _send_changes(self, call: Optional[int]) -> None:
        processor = self.processor
        self._flush_asked = False
        dirty, vars(processor)["_interface_dirty"] = processor._interface_dirty, False
        written = [(path, prop) for path, prop in processor._leaves() if prop._take_write()]
        writes = [[path, prop._to_wire()] for path, prop in written if not isinstance(prop, ButtonProperty)]
        if writes or dirty:
            interface = interface_of(processor) if dirty else None
            self._host.send({"op": "changes", "call": call, "node": self._node, "writes": writes, "interface": interface})

    def _calling(self, call: int) -> _Calling:
        return _Calling(self, call)

    # What the processor calls, on any thread

    def written(self) -> None:
        """A property or port changed. Within a call it is sent at the end of it, else soon."""
        if self._call is None and not self._flush_asked:
            self._flush_asked = True
            self.mailbox.submit(self._host.service, lambda: self._send_changes(None))

    def output(self, port: Any, data: Any) -> None:
        """An outport was set. Within a run it is sent at the end of it, else the program is asked to fetch it."""
        self._set_since.add(port.identifier)
        if self._call is None:
            self._republish_only = True
            self._invalidate("output")

    def invalidate(self, level: int) -> None:
        """Asks the program for a run. What ``process`` asks of its own run comes after it."""
        self._republish_only = False
        self._invalidate(WIRE_LEVELS[level])

    def _invalidate(self, level: str) -> None:
        self._host.send({"op": "invalidate", "node": self._node, "level": level})

    def progress(self, value: float) -> None:
        """Sends progress, and stops a run that was cancelled."""
        if self.cancelled():
            raise Cancelled("the run was stopped")
        now = time.monotonic()
        if self._call is not None and (now - self._said >= _PROGRESS_EVERY or value >= 1.0):
            self._said = now
            self._host.send({"op": "progress", "call": self._call, "progress": min(max(value, 0.0), 1.0)})

    def cancelled(self) -> bool:
        """Whether the present run was cancelled."""
        return self._host.interrupts.stops(self._call)


class _Calling:
    """A call into the processor: names the node for prints, and sends at the end what was written."""

    def __init__(self, instance: Instance, call: int) -> None:
        self._instance, self._number = instance, call
        self._before: Optional[int] = None

    def __enter__(self) -> None:
        self._instance._call = self._number
        self._before = set_node(self._instance._node)

    def __exit__(self, *error: Any) -> None:
        self._instance._host.flush_prints()
        set_node(self._before)
        self._instance._end_call(self._number)
