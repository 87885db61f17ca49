"""Mirrors: nodes of the program with the interface of processors. What is written goes to the program, what is read is fresh."""

from __future__ import annotations

import functools
import threading
import types
from typing import Any, Optional

from ._ask import ask, unsupported
from ._core import Core, guard, is_inside, paths_of, unguarded
from ._info import CodeState, ProcessorInfo
from ._mirror_build import AMENDABLE, amendments, leaves_of, port_of, property_of
from ._mirror_parts import OutportMirror, PortMirror, is_heard, merged, mirrored, own_code
from ._processor import Processor
from ._widget import ProcessorMetaData, ProcessorWidget
from .data._image import Image
from .glm import ivec2, size2_t
from .properties._simple import ButtonProperty

# A mirror looks itself up many times during one write.
_attribute = object.__getattribute__


def _guarded(method: Any) -> Any:
    @functools.wraps(method)
    def call(*args: Any, **options: Any) -> Any:
        with guard():
            return method(*args, **options)

    return call


class NodeMirror(Processor):
    """A node of the program, or one to be: as ``processorFactory.create`` makes it, before ``network.addProcessor``."""

    _core: Optional[Core] = None
    _node: Optional[int] = None

    def __init__(self, *args: Any) -> None:
        raise TypeError("nodes are made by app.processorFactory.create(class identifier)")

    @classmethod
    def _info(cls) -> ProcessorInfo:
        raise TypeError(f"{cls.__name__} mirrors a node of the program")

    def _start(self, class_identifier: str) -> None:
        self._own()
        self._class = class_identifier
        self._identifier = self._display_name = ""
        self._inports, self._outports, self._mappers = [], [], []
        self._meta = ProcessorMetaData(self)
        # Of the document when the node was fetched; -1: not yet.
        self._revision = -1
        # What a script changed here was refused: what is here is not what the program has.
        self._doubt = False
        self._interface: dict = {"inports": [], "outports": [], "properties": []}
        self._described: list = []
        self._values: dict = {}
        # Paths whose values are on their way to the program: what comes back of them is no news.
        self._writing: list = []

    # In and out of networks

    def _bind(self, core: Core, record: dict) -> None:
        self._node, self._identifier, self._display_name = record["id"], record["identifier"], record["name"]
        self._core = core

    def _unbind(self) -> None:
        self._core = self._node = None
        self._revision = -1

    def _place(self) -> Optional[tuple]:
        return None if self._core is None or self._node is None else (self._core.number, self._node)

    def _record(self) -> Optional[dict]:
        record = None if self._core is None or self._node is None else self._core.record(self._node)
        if record is not None:
            self._identifier, self._display_name = record["identifier"], record["name"]
        return record

    # Reading

    def __getattribute__(self, name: str) -> Any:
        if name[0] == "_" or is_inside():
            return _attribute(self, name)
        # A property that is known is itself fresh when it is read.
        if name not in _OF_THE_RECORD and not any(child._identifier == name for child in self._children):
            self._freshen()
        with guard():
            found = super().__getattribute__(name)
        return _guarded(found) if isinstance(found, types.MethodType) else found

    def __getattr__(self, name: str) -> Any:
        with guard():
            return super().__getattr__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        with guard():
            super().__setattr__(name, value)

    def _freshen(self) -> None:
        """Fetches ports, properties and values when the document changed."""
        core = self._core
        if core is None:
            return
        revision = core.revision()
        if revision == self._revision:
            return
        try:
            answer = core.ask("node.interface", node=self._node)
        except KeyError:
            core.forget(self._node)  # type: ignore[arg-type]
            return
        self._take_interface(answer["interface"], answer["values"], revision)

    def _take_interface(self, interface: dict, values: dict, revision: int) -> None:
        lock = threading.Lock() if self._core is None else self._core._lock
        with lock, guard():
            if revision < self._revision:
                return
            known, new = self._revision >= 0, interface != self._interface or self._doubt
            if new:
                before = self._interface
                self._children = merged(self, self._children, before["properties"], interface["properties"], self._doubt)
                self._inports = self._ports(self._inports, before["inports"], interface["inports"], True)
                self._outports = self._ports(self._outports, before["outports"], interface["outports"], False)
                self._interface, self._doubt = interface, False
                self._described = [child._describe() for child in self._children]
            changed = []
            for path, leaf in self._leaves():
                if path not in values or isinstance(leaf, ButtonProperty):
                    continue
                if new and values[path] == self._values.get(path):
                    leaf._take(values[path])
                elif values[path] != self._values.get(path):
                    leaf._from_wire(values[path])
                    if path not in self._writing:
                        changed.append(leaf)
                leaf._take_write()
            self._values, self._revision = dict(values), revision
            if known and self._core is not None:
                self._core.something_changed([leaf for leaf in changed if is_heard(leaf)])

    def _ports(self, ports: list, before: list, after: list, inport: bool) -> list:
        old = {json["identifier"]: (json, port) for json, port in zip(before, ports)}
        made = []
        for json in after:
            was, port = old.get(json["identifier"], (None, None))
            if was is None or (was["data_type"], was["multi"]) != (json["data_type"], json["multi"]):
                port = port_of(json, inport)
                port.__class__ = mirrored(type(port), PortMirror if inport else OutportMirror)
                port.processor = self
            elif inport:
                port._optional = json["optional"]
            made.append(port)
        return made

    def _has_listeners(self) -> bool:
        with guard():
            return any(prop._callbacks for prop in self.getPropertiesRecursive())

    # Writing

    def _property_written(self, prop: Any) -> None:
        if self._core is not None:
            self._push_leaves(prop)

    def _push_leaves(self, prop: Any) -> None:
        for path, leaf in paths_of(prop):
            leaf._take_write()
            if not isinstance(leaf, ButtonProperty):
                self._push(path, leaf)

    def _push(self, path: str, leaf: Any) -> None:
        core = self._core
        assert core is not None
        self._writing.append(path)
        try:
            held = core.ask("property.set", node=self._node, path=path, value=leaf._to_wire())
        except Exception:
            if path in self._values:
                leaf._take(self._values[path])
                leaf._take_write()
            raise
        finally:
            self._writing.remove(path)
        self._values[path] = held
        if held != leaf._to_wire():
            leaf._take(held)
            leaf._take_write()
        leaf._pushed = True
        if core.listening():
            with unguarded():
                core.catch_up()

    def _interface_changed(self) -> None:
        if self._core is None or not self._described:
            return
        after = [child._describe() for child in self._children]
        found, self._described = amendments(self._described, after), after
        for path, changes in found.items():
            try:
                fixed = sorted(set(changes) - AMENDABLE)
                if fixed:
                    raise own_code(f"changing {', '.join(fixed)} of a property of")
                self._core.ask("property.amend", node=self._node, path=path, changes=changes)
            except Exception:
                self._doubt, self._revision = True, -1
                raise

    def _output(self, port: Any, data: Any) -> None:
        raise own_code("setting data on an outport of")

    def addInport(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what ports it has."""
        raise own_code("adding a port to")

    def removeInport(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what ports it has."""
        raise own_code("removing a port of")

    addOutport, removeOutport = addInport, removeInport

    def insertProperty(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what properties it has."""
        raise own_code("adding a property to")

    def removeProperty(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what properties it has."""
        raise own_code("removing a property of")

    # What it is

    @property
    def identifier(self) -> str:
        """Unique in the network: assigning one that is taken raises ValueError."""
        self._record()
        return self._identifier

    @identifier.setter
    def identifier(self, value: str) -> None:
        Processor.identifier.fset(self, value)  # type: ignore[attr-defined]

    @property
    def displayName(self) -> str:
        """What the user sees."""
        self._record()
        return self._display_name

    @displayName.setter
    def displayName(self, value: str) -> None:
        Processor.displayName.fset(self, value)  # type: ignore[attr-defined]

    @property
    def classIdentifier(self) -> str:
        """The identifier of the class."""
        return self._class

    def getProcessorInfo(self) -> ProcessorInfo:
        """What the class says about itself. Raises KeyError for a class that the program does not have."""
        for each in ask("classes.list"):
            if each["class_identifier"] == self._class:
                state = CodeState[str(each["code_state"]).capitalize()]
                return ProcessorInfo(self._class, each["display_name"], each["category"], state, each["tags"], each.get("help") or "")
        raise KeyError(f"the program has no class {self._class}")

    def isReady(self) -> bool:
        """Whether all inputs that it needs are there, or will be when it runs."""
        if self._core is None:
            return False
        status = self._core.ask("node.info", node=self._node)["status"]
        if status != "not evaluated":
            return status in ("ready", "stale", "running", "bypassed")
        # Nobody needs it now: it could run when what is before it could.
        needed = [port for port in self._inports if not port._optional]
        sources = [[outport.processor for outport in port._connected()] for port in self._inports]
        return all(port._connected() for port in needed) and all(each.isReady() for found in sources for each in found)

    # What it does

    def process(self) -> None:
        """Brings the node up to date and waits for it. Raises what the processor raised."""
        if self._core is None:
            raise RuntimeError(f"{self._class} is in no network yet: add it with network.addProcessor")
        self._core.ask("network.evaluate", node=self._node)

    def invalidate(self, invalidationLevel: Any = 1, modifiedProperty: Any = None) -> None:
        """Presses a button; otherwise raises NotImplementedError: a node runs again when one of its properties changes."""
        if isinstance(modifiedProperty, ButtonProperty):
            if self._core is not None:
                for path, _ in paths_of(modifiedProperty):
                    self._core.ask("property.press", node=self._node, path=path)
            return
        raise unsupported(
            "invalidate() of a node of the network", "what is computed is kept until something changes", "change a property of it"
        )

    def initializeResources(self) -> None:
        """Raises NotImplementedError: it runs by itself before ``process`` where needed."""
        raise unsupported("initializeResources() of a node of the network", "it runs by itself where needed", "process()")

    def setValid(self) -> None:
        """Raises NotImplementedError: the program decides what is valid."""
        raise unsupported("setValid() of a node of the network", "the program decides what is valid", "network.evaluate or process()")

    def invokeEvent(self, event: Any) -> None:
        """Raises NotImplementedError except for a canvas: events enter a network there."""
        raise unsupported("invokeEvent() of a node of the network", "events enter a network at a canvas", "canvas.invokeEvent(event)")

    def propagateEvent(self, event: Any, source: Any = None) -> None:
        """As ``invokeEvent``."""
        self.invokeEvent(event)

    def __repr__(self) -> str:
        return self.__dict__.get("_identifier") or f"<{self.__dict__.get('_class')}>"


_OF_THE_RECORD = frozenset((
    "identifier", "displayName", "network", "classIdentifier", "meta", "widget", "category", "codeState", "tags", "process",
    "getProcessorInfo", "isReady", "invalidate", "invokeEvent", "path",
))  # fmt: skip


class CanvasProcessor(Processor):
    """Shows an image. The program has one class of canvases; what is made here are mirrors of its nodes."""


class CanvasMirror(NodeMirror, CanvasProcessor):
    """A canvas of the program."""

    def _dimensions(self) -> Any:
        return self.getPropertyByPath("inputSize.dimensions")

    @property
    def size(self) -> size2_t:
        """In pixels (x, y), without a window; in one a canvas has the size of its pane."""
        return size2_t(*self._dimensions()._value)

    @size.setter
    def size(self, value: Any) -> None:
        prop = self._dimensions()
        prop._value = [int(part) for part in size2_t(value)]
        if self._core is not None:
            self._push_leaves(prop)

    @property
    def customDimensions(self) -> ivec2:
        """The same as ``size``."""
        return ivec2(*(int(part) for part in self.size))

    def getUseCustomDimensions(self) -> bool:
        """False: images have the size of the canvas."""
        return False

    @property
    def widget(self) -> ProcessorWidget:
        """Its pane."""
        return ProcessorWidget(self)

    @property
    def ready(self) -> bool:
        """Whether there is an image to show."""
        return self.isReady()

    def _bound(self) -> Core:
        if self._core is None:
            raise RuntimeError("the canvas is in no network yet: add it with network.addProcessor")
        return self._core

    @property
    def image(self) -> Any:
        """What the canvas shows, once everything is computed. Raises what a processor raised."""
        return Image([self._bound().ask("network.render", canvas=self._node)])

    def snapshot(self, path: Any) -> None:
        """Writes what the canvas shows into a PNG file, once everything is computed. Raises OSError, or what a processor raised."""
        import os

        self._bound().ask("network.snapshot", canvas=self._node, path=os.path.abspath(os.fspath(path)))

    def snapshotAsync(self, path: Any) -> None:
        """As ``snapshot``, in the background; the interpreter ends when the file is there."""
        threading.Thread(target=self.snapshot, args=(path,), name="voxloom snapshot").start()

    def invokeEvent(self, event: Any) -> None:
        """Hands an event to the canvas, as if it had happened there."""
        from ._events import message_of

        answer = self._bound().ask("network.send_event", canvas=self._node, event=message_of(event))
        event.setUsed(bool(answer["used"]))
        event.tooltip = answer["tooltip"]


def is_canvas(class_identifier: str) -> bool:
    """Whether nodes of a class show images."""
    return class_identifier.rsplit(".", 1)[-1].startswith("Canvas")


def make_mirror(class_identifier: str) -> Any:
    """A mirror of no node yet."""
    cls = CanvasMirror if is_canvas(class_identifier) else NodeMirror
    mirror = cls.__new__(cls)
    mirror._start(class_identifier)
    return mirror


def values_to_take_along(mirror: NodeMirror) -> dict:
    """Values of a detached mirror that differ from the defaults of its class, by path."""
    found = {}
    with guard():
        known = leaves_of(mirror._interface["properties"])
        for path, leaf in mirror._leaves():
            if path in known and not isinstance(leaf, ButtonProperty) and leaf._to_wire() != property_of(known[path])._to_wire():
                found[path] = leaf._to_wire()
    return found


__all__ = ["CanvasMirror", "CanvasProcessor", "NodeMirror", "leaves_of", "make_mirror", "values_to_take_along"]
