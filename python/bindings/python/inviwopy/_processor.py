"""Processor: the base class of a person's own processors."""

from __future__ import annotations

from typing import Any, Optional

from ._collections import Identified
from ._info import ProcessorInfo
from .data._ports import Inport, Outport, Port
from .properties._enums import InvalidationLevel
from .properties._owner import PropertyOwner


class Cancelled(BaseException):
    """The run was asked to stop. Derived from BaseException so that ``except Exception`` lets it through."""


class Request:
    """What the program asks for: size in pixels (x, y), region (x, y, width, height) or None, moving, level of detail."""

    def __init__(self, size: Any = (512, 512), region: Any = None, moving: bool = False, level: int = 0) -> None:
        self.size, self.region, self.moving, self.level = tuple(size), region, moving, level


class Processor(PropertyOwner):
    """Reads inputs and properties and sets outputs.

    Subclasses call ``super().__init__(id, name)``, add ports and properties, and define ``process`` and perhaps
    ``initializeResources``.
    """

    _link: Any = None
    _request = Request()

    def __init__(self, identifier: str, displayName: str = "") -> None:
        """Raises TypeError when the identifier is no text."""
        if not isinstance(identifier, str):
            raise TypeError(f"{type(self).__name__} takes an identifier, got {identifier!r}")
        self._own()
        self._identifier = identifier
        self._display_name = str(displayName or identifier)
        self._inports: list[Inport] = []
        self._outports: list[Outport] = []
        self._interface_dirty = False

    # Names

    @property
    def identifier(self) -> str:
        """Unique in the network."""
        return self._identifier

    @identifier.setter
    def identifier(self, value: str) -> None:
        self._identifier = str(value)

    @property
    def displayName(self) -> str:
        """What the user sees."""
        return self._display_name

    @displayName.setter
    def displayName(self, value: str) -> None:
        self._display_name = str(value)

    @property
    def path(self) -> str:
        """The identifier: a processor is where paths begin."""
        return self._identifier

    @classmethod
    def _info(cls) -> ProcessorInfo:
        found = getattr(cls, "processorInfo", None)
        info = found() if callable(found) else None
        if not isinstance(info, ProcessorInfo):
            raise TypeError(f"{cls.__name__} needs a static method processorInfo() that returns an inviwopy.ProcessorInfo, not {info!r}")
        return info

    def getProcessorInfo(self) -> ProcessorInfo:
        """What the class says about itself."""
        return type(self)._info()

    @property
    def classIdentifier(self) -> str:
        """The identifier of the class."""
        return self.getProcessorInfo().classIdentifier

    @property
    def category(self) -> str:
        """The category of the class."""
        return self.getProcessorInfo().category

    @property
    def codeState(self) -> Any:
        """How finished the class is."""
        return self.getProcessorInfo().codeState

    @property
    def tags(self) -> Any:
        """The tags of the class."""
        return self.getProcessorInfo().tags

    # Ports

    @property
    def inports(self) -> Identified:
        """The inports, by index, identifier or attribute."""
        return Identified(self._inports, "inport")

    @property
    def outports(self) -> Identified:
        """The outports, by index, identifier or attribute."""
        return Identified(self._outports, "outport")

    def _add_port(self, ports: list, port: Any, base: type, group: str) -> None:
        if not isinstance(port, base):
            raise TypeError(f"add{base.__name__} takes an {base.__name__.lower()}, not {type(port).__name__}")
        if self.getPort(port.identifier) is not None:
            raise ValueError(f"{type(self).__name__} has a port {port.identifier!r} already")
        port.processor, port.group = self, str(group)
        ports.append(port)
        self._interface_changed()

    def addInport(self, inport: Inport, group: str = "default", owner: bool = False) -> Inport:
        """Adds an inport. Raises TypeError for what is none, ValueError for an identifier that is taken."""
        self._add_port(self._inports, inport, Inport, group)
        return inport

    def addOutport(self, outport: Outport, group: str = "default", owner: bool = False) -> Outport:
        """Adds an outport. Raises TypeError for what is none, ValueError for an identifier that is taken."""
        self._add_port(self._outports, outport, Outport, group)
        return outport

    def _remove_port(self, ports: list, which: Any) -> Any:
        port = which if isinstance(which, Port) else self.getPort(which)
        ports.remove(port)
        port.processor = None
        self._interface_changed()
        return port

    def removeInport(self, port: Any) -> Any:
        """Removes an inport, given itself or its identifier, and returns it."""
        return self._remove_port(self._inports, port)

    def removeOutport(self, port: Any) -> Any:
        """Removes an outport, given itself or its identifier, and returns it."""
        return self._remove_port(self._outports, port)

    def getPort(self, identifier: str) -> Optional[Port]:
        """The port with this identifier, or None."""
        return self.getInport(identifier) or self.getOutport(identifier)

    def getInport(self, identifier: str) -> Optional[Inport]:
        """The inport with this identifier, or None."""
        return next((port for port in self._inports if port.identifier == identifier), None)

    def getOutport(self, identifier: str) -> Optional[Outport]:
        """The outport with this identifier, or None."""
        return next((port for port in self._outports if port.identifier == identifier), None)

    def getPortGroup(self, port: Any) -> str:
        """The group of a port."""
        return (port if isinstance(port, Port) else self.getPort(port)).group

    def getPortGroups(self) -> list:
        """All groups."""
        return sorted({port.group for port in (*self._inports, *self._outports)})

    def getPortsInGroup(self, group: str) -> list:
        """The ports of a group."""
        return [port for port in (*self._inports, *self._outports) if port.group == group]

    def getPortsInSameGroup(self, port: Port) -> list:
        """The ports of the group of a port."""
        return self.getPortsInGroup(port.group)

    def allInportsConnected(self) -> bool:
        """Whether each inport that is not optional is connected."""
        return all(port.isConnected() or port.optional for port in self._inports)

    def allInportsAreReady(self) -> bool:
        """Whether data is at each inport that needs it."""
        return all(port.isReady() for port in self._inports)

    def isSource(self) -> bool:
        """Whether there is no inport."""
        return not self._inports

    def isSink(self) -> bool:
        """Whether there is no outport."""
        return not self._outports

    def isReady(self) -> bool:
        """Whether the processor could run."""
        return self.allInportsAreReady()

    # Running

    def initializeResources(self) -> None:
        """Runs before the first ``process`` and after each change of InvalidResources."""

    def process(self) -> None:
        """Reads inputs and properties and sets the outports."""

    def invalidate(self, invalidationLevel: Any = InvalidationLevel.InvalidOutput, modifiedProperty: Any = None) -> None:
        """Asks the program to run the processor again."""
        level = InvalidationLevel(invalidationLevel)
        if self._link is not None and level != InvalidationLevel.Valid:
            self._link.invalidate(level)

    def invokeEvent(self, event: Any) -> None:
        """Something happened on a canvas below; ``event.markAsUsed()`` keeps others from handling it."""

    def progress(self, value: float) -> None:
        """Shows how far a run is, 0 to 1. Raises Cancelled when the run should stop."""
        if self._link is not None:
            self._link.progress(float(value))

    def isCancelled(self) -> bool:
        """Whether the run should stop."""
        return self._link is not None and self._link.cancelled()

    # What the host is told

    def _output(self, port: Outport, data: Any) -> None:
        if self._link is not None:
            self._link.output(port, data)

    def _interface_changed(self) -> None:
        self._interface_dirty = True
        if self._link is not None:
            self._link.written()

    def _property_written(self, prop: Any) -> None:
        if self._link is not None:
            self._link.written()

    def __repr__(self) -> str:
        return self.__dict__.get("_identifier", f"<{type(self).__name__}>")
