"""The network of processors, as scripts see it: ``inviwopy.app.network``."""

from __future__ import annotations

import os
from typing import Any, Iterator, Optional

from ._adding import add, become_mirror
from ._ask import current_network
from ._collections import Identified
from ._core import Core, core_of, guard
from ._joins import PortConnection, PropertyLink, connect, disconnect, ends_of, leaf_links, place_of, property_place
from ._mirror import NodeMirror, is_canvas
from ._processor import Processor
from .data._port_base import Inport, Outport
from .properties._owner import PropertyOwner


class _Processors(Identified):
    """The processors of a network; looking one up asks only once."""

    def __getitem__(self, key: Any) -> Any:
        with guard():
            return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        with guard():
            return super().__contains__(key)

    def __dir__(self) -> list:
        with guard():
            return super().__dir__()


def _connection_arguments(args: tuple) -> tuple:
    if len(args) == 1 and isinstance(args[0], PortConnection):
        return args[0].outport, args[0].inport
    if len(args) != 2:
        raise TypeError("give an outport and an inport, or a PortConnection")
    return args


def _link_arguments(args: tuple) -> tuple:
    if len(args) == 1 and isinstance(args[0], PropertyLink):
        return args[0].source, args[0].destination
    if len(args) != 2:
        raise TypeError("give two properties, or a PropertyLink")
    return args


class ProcessorNetwork:
    """Processors, connections and links. Each processor is also an attribute named by its identifier."""

    def __init__(self, core: Core, own: Optional[tuple] = None) -> None:
        self._core, self._own = core, own

    def _mirror(self, record: dict) -> Any:
        if self._own is not None and record["id"] == self._own[0]:
            return self._own[1]
        mirror = self._core.mirror(record)
        mirror._identifier, mirror._display_name = record["identifier"], record["name"]
        return mirror

    def __eq__(self, other: object) -> bool:
        return self._core is other._core if isinstance(other, ProcessorNetwork) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._core.number)

    # Processors

    @property
    def processors(self) -> Identified:
        """The processors, by index, identifier or attribute."""
        return _Processors([self._mirror(record) for record in self._core.state()["nodes"]], "processor")

    def getProcessorByIdentifier(self, identifier: str) -> Any:
        """The processor with this identifier, or None."""
        for record in self._core.state()["nodes"]:
            if record["identifier"] == identifier:
                return self._mirror(record)
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_core", "_own"):
            raise AttributeError(name)
        found = self.getProcessorByIdentifier(name)
        if found is None:
            raise AttributeError(f"ProcessorNetwork does not have a processor with identifier: '{name}'")
        return found

    def __dir__(self) -> list:
        return [*super().__dir__(), *(record["identifier"] for record in self._core.state()["nodes"])]

    def addProcessor(self, processor: Any) -> Any:
        """Adds a processor and returns it: one of ``processorFactory.create``, or an instance of a class of one's own.

        The latter becomes the mirror of the node, whose own instance lives where the program runs it.
        Raises TypeError for what is no processor, ValueError for one that is in a network already.
        """
        if not isinstance(processor, Processor):
            raise TypeError(f"addProcessor takes a processor, not {type(processor).__name__}")
        if processor._place() is not None:
            raise ValueError(f"{processor._identifier} is in a network already")
        if not isinstance(processor, NodeMirror):
            become_mirror(processor)
        add(self._core, processor)
        return processor

    def removeProcessor(self, processor: Any) -> None:
        """Removes a processor with its connections and links. It stays as it is, and can be added again."""
        node = self._node(processor)
        if isinstance(processor, NodeMirror):
            processor._freshen()
        self._core.ask("network.remove", nodes=[node])
        self._core.forget(node)

    def _node(self, processor: Any) -> int:
        if not isinstance(processor, Processor):
            raise TypeError(f"a processor is expected, not {type(processor).__name__}")
        place = processor._place()
        if place is None or place[0] != self._core.number:
            raise ValueError(f"{processor._identifier or type(processor).__name__} is not in this network")
        return place[1]

    @property
    def canvases(self) -> list:
        """The canvases."""
        return [self._mirror(record) for record in self._core.state()["nodes"] if is_canvas(record["class"])]

    # Connections

    def _port(self, end: dict, inport: bool) -> Any:
        owner = self._mirror(self._core.record(end["node"]))  # type: ignore[arg-type]
        if isinstance(owner, NodeMirror):
            owner._freshen()
        return (owner.getInport if inport else owner.getOutport)(end["port"])

    @property
    def connections(self) -> list:
        """[PortConnection, …]."""
        ends = [(self._port(each["from"], False), self._port(each["to"], True)) for each in self._core.state()["connections"]]
        return [PortConnection(*pair) for pair in ends if None not in pair]

    def addConnection(self, *args: Any, **named: Any) -> None:
        """Connects: ``addConnection(sourcePort, destPort)`` or ``(PortConnection)``. Raises ValueError when they do not fit."""
        connect(*_connection_arguments((*args, *(named[name] for name in ("sourcePort", "destPort") if name in named))))

    def removeConnection(self, *args: Any, **named: Any) -> None:
        """Takes a connection away: ``removeConnection(sourcePort, destPort)`` or ``removeConnection(PortConnection)``."""
        disconnect(*_connection_arguments((*args, *(named[name] for name in ("sourcePort", "destPort") if name in named))))

    def isConnected(self, *args: Any, **named: Any) -> bool:
        """Whether two ports, or those of a PortConnection, are connected."""
        core, start, end = ends_of(*_connection_arguments((*args, *(named[name] for name in ("sourcePort", "destPort") if name in named))))
        return {"from": start, "to": end} in core.state()["connections"]

    def isPortInNetwork(self, port: Any) -> bool:
        """Whether the processor of a port is here."""
        place = place_of(port.processor)
        return place is not None and place[0] == self._core.number

    # Links

    def _property(self, end: dict) -> Any:
        owner = self._mirror(self._core.record(end["node"]))  # type: ignore[arg-type]
        if isinstance(owner, NodeMirror):
            owner._freshen()
        return owner.getPropertyByPath(end["path"])

    def _links(self) -> Iterator[tuple]:
        for each in self._core.state()["links"]:
            pair = (self._property(each["from"]), self._property(each["to"]))
            if None not in pair:
                yield pair

    @property
    def links(self) -> list:
        """[PropertyLink, …]; a link of composites is one of each pair of their parts."""
        return [PropertyLink(*pair) for pair in self._links()]

    def addLink(self, *args: Any) -> None:
        """Links: ``addLink(source, destination)`` or ``addLink(PropertyLink)``; of composites all parts of the same name."""
        core, pairs = leaf_links(*_link_arguments(args))
        there = core.state()["links"]
        for pair in pairs:
            if pair not in there:
                core.ask("network.link", **pair)

    def removeLink(self, *args: Any) -> None:
        """Takes a link away: ``removeLink(source, destination)`` or ``removeLink(PropertyLink)``."""
        core, pairs = leaf_links(*_link_arguments(args))
        there = core.state()["links"]
        for pair in pairs:
            if pair in there:
                core.ask("network.unlink", **pair)

    def isLinked(self, *args: Any) -> bool:
        """Whether the first property is linked to the second; or those of a PropertyLink."""
        core, pairs = leaf_links(*_link_arguments(args))
        there = core.state()["links"]
        return all(pair in there for pair in pairs)

    def isLinkedBidirectional(self, a: Any, b: Any) -> bool:
        """Whether two properties are linked in both directions."""
        return self.isLinked(a, b) and self.isLinked(b, a)

    def getLinksBetweenProcessors(self, a: Any, b: Any) -> list:
        """The links, in either direction, between properties of two processors."""
        nodes = {self._node(a), self._node(b)}
        chosen = [each for each in self._core.state()["links"] if {each["from"]["node"], each["to"]["node"]} == nodes]
        return [PropertyLink(self._property(each["from"]), self._property(each["to"])) for each in chosen]

    def getPropertiesLinkedTo(self, prop: Any) -> list:
        """The properties that follow a property, directly or through others."""
        (place, path), links = property_place(prop), self._core.state()["links"]
        found: list = []
        waiting = [{"node": place[1], "path": path}]
        seen = list(waiting)
        while waiting:
            here = waiting.pop(0)
            for link in links:
                if link["from"] == here and link["to"] not in seen:
                    seen.append(link["to"])
                    waiting.append(link["to"])
                    found.append(self._property(link["to"]))
        return found

    def isPropertyInNetwork(self, prop: Any) -> bool:
        """Whether the processor of a property is here."""
        place = place_of(prop._processor)
        return place is not None and place[0] == self._core.number

    # By path

    def _split(self, path: Any) -> tuple:
        parts = path.split(".") if isinstance(path, str) else list(path)
        return (self.getProcessorByIdentifier(parts[0]) if parts else None), parts[1:]

    def getProperty(self, path: Any) -> Any:
        """The property at ``Processor.composite.property`` (or a list of identifiers), or None."""
        processor, parts = self._split(path)
        return processor.getPropertyByPath(parts) if isinstance(processor, PropertyOwner) and parts else None

    def getPort(self, path: Any) -> Any:
        """The port at ``Processor.port``, or None."""
        processor, parts = self._split(path)
        return processor.getPort(parts[0]) if processor is not None and len(parts) == 1 else None

    def getInport(self, path: Any) -> Any:
        """The inport at ``Processor.port``, or None."""
        found = self.getPort(path)
        return found if isinstance(found, Inport) else None

    def getOutport(self, path: Any) -> Any:
        """The outport at ``Processor.port``, or None."""
        found = self.getPort(path)
        return found if isinstance(found, Outport) else None

    # State

    @property
    def version(self) -> int:
        """The revision of the document: any change raises it."""
        return self._core.revision()

    @property
    def empty(self) -> bool:
        """Whether there is no processor."""
        return not self._core.state()["nodes"]

    @property
    def runningBackgroundJobs(self) -> int:
        """How many processors are running."""
        return int(self._core.ask("network.jobs")["running"])

    @property
    def invalidating(self) -> bool:
        """Whether something is being computed."""
        return self.runningBackgroundJobs > 0

    @property
    def linking(self) -> bool:
        """False: links are followed within the write that causes it."""
        return False

    @property
    def deserializing(self) -> bool:
        """False: ``load`` returns when it is done."""
        return False

    def lock(self) -> None:
        """Edits until ``unlock`` are one step of undo. Unlike in Inviwo the network goes on computing."""
        if self._core.locks == 0:
            self._core.ask("network.begin", name="script")
        self._core.locks += 1

    def unlock(self) -> None:
        """Ends what ``lock`` began. Raises RuntimeError without one."""
        if self._core.locks == 0:
            raise RuntimeError("the network is not locked")
        self._core.locks -= 1
        if self._core.locks == 0:
            self._core.ask("network.end", name="script")

    def isLocked(self) -> bool:
        """Whether a ``lock`` did not end yet."""
        return self._core.locks > 0

    locked = property(isLocked, doc="Whether a ``lock`` did not end yet.")

    # Files

    def clear(self) -> None:
        """Removes all processors."""
        self._core.ask("network.clear")

    def save(self, filename: Any) -> None:
        """Writes a workspace file. Raises OSError."""
        self._core.ask("network.save", path=os.path.abspath(os.fspath(filename)))

    def load(self, filename: Any) -> None:
        """Replaces all by a workspace file; what could not be read is logged. Raises OSError."""
        from ._log import logWarn

        for warning in self._core.ask("network.load", path=os.path.abspath(os.fspath(filename)))["warnings"]:
            logWarn(warning)

    def __repr__(self) -> str:
        return f"<ProcessorNetwork of {len(self._core.state()['nodes'])} processors>"


def network_of(processor: Any) -> Any:
    """The network that a processor is in, with the processor itself in place of its mirror; or None."""
    place = place_of(processor)
    if place is None:
        return None
    return ProcessorNetwork(core_of(place[0]), None if isinstance(processor, NodeMirror) else (place[1], processor))


def network(number: Optional[int] = None) -> ProcessorNetwork:
    """The network of a number; without one, that of the calling code."""
    return ProcessorNetwork(core_of(current_network() if number is None else number))


__all__ = ["PortConnection", "ProcessorNetwork", "PropertyLink", "connect", "disconnect", "network", "network_of"]
