"""Processor: the base class of a person's own processors."""

from __future__ import annotations

import inspect
import types
from typing import Any, ClassVar, Optional

from ._ask import ask, network_here
from ._collections import Identified
from ._info import PLAIN, ProcessorInfo, info_of_attributes
from ._widget import ProcessorMetaData
from .data._ports import Inport, Outport, Port
from .properties._enums import InvalidationLevel
from .properties._owner import PropertyOwner


class Cancelled(BaseException):
    """The run was asked to stop. Derived from BaseException so that ``except Exception`` lets it through."""


class NotReady(Exception):
    """Raised in ``process`` or ``initializeResources`` where something is missing that is no failure: no file is chosen, say.

    The node says the text; what is below waits.
    """


class Request:
    """What the program asks for: size in pixels (x, y), region (x, y, width, height) or None, moving, level of detail."""

    def __init__(self, size: Any = (512, 512), region: Any = None, moving: bool = False, level: int = 0) -> None:
        self.size, self.region, self.moving, self.level = tuple(size), region, moving, level


class _Path:
    """``processor.path``: the identifier. Gives way to what a processor assigns to the name."""

    def __get__(self, processor: Any, owner: Any = None) -> Any:
        return self if processor is None else processor._identifier


class Processor(PropertyOwner):
    """Reads inputs and properties and sets outputs.

    Subclasses call ``super().__init__(id, name)``, add ports and properties, and define ``process`` and perhaps
    ``initializeResources``. What the class is called comes from a static method ``processorInfo``, from ``getProcessorInfo``, or from
    plain attributes of the class: ``classIdentifier``, ``displayName``, ``category``, ``codeState``, ``tags``, ``help``.
    """

    _link: Any = None
    _request = Request()
    # Info that this very class states as plain attributes.
    _stated: ClassVar[dict] = {}
    # While the program's own change is told, nothing goes back to it.
    _told = False

    path = _Path()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        stated = {}
        for name in PLAIN:
            value = vars(cls).get(name)
            if value is not None and not inspect.isroutine(value) and not inspect.isdatadescriptor(value):
                stated[name] = value
                delattr(cls, name)
        cls._stated = stated

    def __init__(self, identifier: str, displayName: str = "") -> None:
        """Raises TypeError when the identifier is no text."""
        if not isinstance(identifier, str):
            raise TypeError(f"{type(self).__name__} takes an identifier, got {identifier!r}")
        self._own()
        self._identifier = identifier
        self._display_name = str(displayName or identifier)
        self._inports: list[Inport] = []
        self._outports: list[Outport] = []
        self._mappers: list = []
        self._level = InvalidationLevel.InvalidResources
        self._meta = ProcessorMetaData(self)
        self._interface_dirty = False

    # Names

    def _rename(self, **names: str) -> Optional[dict]:
        """Tells the network another name; None when the processor is in none."""
        place = self._place()
        return None if place is None else ask("network.rename", network=place[0], node=place[1], **names)

    @property
    def identifier(self) -> str:
        """Unique in the network: assigning one that is taken raises ValueError."""
        return self._identifier

    @identifier.setter
    def identifier(self, value: str) -> None:
        if not isinstance(value, str) or not value:
            raise TypeError(f"{self._identifier}: an identifier is a text that is not empty, got {value!r}")
        answer = self._rename(identifier=value)
        self._identifier = value if answer is None else answer["identifier"]

    @property
    def displayName(self) -> str:
        """What the user sees."""
        return self._display_name

    @displayName.setter
    def displayName(self, value: str) -> None:
        self._rename(name=str(value))
        self._display_name = str(value)

    # What the class is

    @classmethod
    def _plain_info(cls) -> dict:
        """What the class and its bases state as plain attributes."""
        stated: dict = {}
        for each in reversed(cls.__mro__):
            stated.update(vars(each).get("_stated", {}))
        return stated

    @classmethod
    def _has_info(cls) -> bool:
        """Whether the class says what it is called; a base of others need not."""
        overridden = cls.getProcessorInfo is not Processor.getProcessorInfo
        return getattr(cls, "processorInfo", None) is not None or overridden or bool(cls._plain_info())

    @classmethod
    def _info(cls) -> ProcessorInfo:
        """What the class is called. Raises TypeError when it does not say so."""
        found = getattr(cls, "processorInfo", None)
        if isinstance(inspect.getattr_static(cls, "processorInfo", None), types.FunctionType) and inspect.signature(found).parameters:
            # Not a static method: the class has all that one can ask `self` for here.
            info = found(cls)
        elif found is not None:
            info = found() if callable(found) else found
        elif cls.getProcessorInfo is not Processor.getProcessorInfo:
            info = cls.getProcessorInfo(cls.__new__(cls))
        elif cls._plain_info():
            return info_of_attributes(cls, cls._plain_info())
        else:
            info = None
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

    # Where it is

    def _place(self) -> Optional[tuple]:
        """(network, node) in the program, or None for a processor that is in no network."""
        if self._link is None:
            return None
        place = getattr(self._link, "place", None)
        if place is not None:
            return place()
        network = network_here()
        if network is None:
            return None
        nodes = ask("network.state", network=network)["nodes"]
        found = next((node["id"] for node in nodes if node["identifier"] == self._identifier), None)
        return None if found is None else (network, found)

    @property
    def network(self) -> Any:
        """The network that the processor is in, or None."""
        from ._network import network_of

        return network_of(self)

    @property
    def meta(self) -> ProcessorMetaData:
        """Position, selection and visibility in the network view."""
        return self._meta

    @property
    def widget(self) -> Any:
        """The window of the processor: None, only canvases have one."""
        return None

    def hasProcessorWidget(self) -> bool:
        """Whether the processor has a window: canvases do."""
        return self.widget is not None

    # Ports

    @property
    def inports(self) -> Identified:
        """The inports, by index, identifier or attribute."""
        return Identified(self._inports, "inport")

    @property
    def outports(self) -> Identified:
        """The outports, by index, identifier or attribute."""
        return Identified(self._outports, "outport")

    def _add_port(self, ports: list, port: Any, base: type, group: str) -> Any:
        if not isinstance(port, base):
            raise TypeError(f"{self._identifier}: add{base.__name__} takes an {base.__name__.lower()}, not {type(port).__name__}")
        if port.processor is not None:
            raise ValueError(f"the port {port.identifier!r} belongs to {port.processor._identifier} already")
        if self.getPort(port.identifier) is not None:
            raise ValueError(f"{type(self).__name__} has a port {port.identifier!r} already")
        port.processor, port.group = self, str(group)
        ports.append(port)
        self._interface_changed()
        return port

    def addInport(self, inport: Inport, group: str = "default", owner: bool = False) -> Inport:
        """Adds an inport and returns it. Raises TypeError for what is none, ValueError for an identifier that is taken."""
        return self._add_port(self._inports, inport, Inport, group)

    def addOutport(self, outport: Outport, group: str = "default", owner: bool = False) -> Outport:
        """Adds an outport and returns it. Raises TypeError for what is none, ValueError for an identifier that is taken."""
        return self._add_port(self._outports, outport, Outport, group)

    def _port(self, which: Any) -> Port:
        """A port of the processor, given itself or its identifier."""
        port = which if isinstance(which, Port) else self.getPort(which)
        if port is None or not any(port is each for each in (*self._inports, *self._outports)):
            names = ", ".join(each.identifier for each in (*self._inports, *self._outports))
            raise KeyError(f"{self._identifier} has no port {getattr(which, 'identifier', which)!r}; it has {names or 'none'}")
        return port

    def _remove_port(self, ports: list, which: Any) -> Any:
        port = self._port(which)
        if not any(port is each for each in ports):
            raise KeyError(f"{self._identifier}: {port.identifier} is an {'out' if isinstance(port, Outport) else 'in'}port")
        ports[:] = [each for each in ports if each is not port]
        port.processor = None
        self._interface_changed()
        return port

    def removeInport(self, port: Any) -> Any:
        """Removes an inport, given itself or its identifier, and returns it. Raises KeyError for one that is not there."""
        return self._remove_port(self._inports, port)

    def removeOutport(self, port: Any) -> Any:
        """Removes an outport, given itself or its identifier, and returns it. Raises KeyError for one that is not there."""
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
        """The group of a port, given itself or its identifier. Raises KeyError for one that is not there."""
        return self._port(port).group

    def getPortGroups(self) -> list:
        """All groups, in the order in which they came."""
        return list(dict.fromkeys(port.group for port in (*self._inports, *self._outports)))

    def getPortsInGroup(self, group: str) -> list:
        """The ports of a group."""
        return [port for port in (*self._inports, *self._outports) if port.group == group]

    def getPortsInSameGroup(self, port: Any) -> list:
        """The ports of the group of a port, itself among them. Raises KeyError for one that is not there."""
        return self.getPortsInGroup(self._port(port).group)

    def allInportsConnected(self) -> bool:
        """Whether each inport that is not optional is connected."""
        return all(port.isConnected() or port.optional for port in self._inports)

    def allInportsAreReady(self) -> bool:
        """Whether data is at each inport that needs it."""
        return all(port.isReady() for port in self._inports)

    def isSource(self) -> bool:
        """Whether there is no inport. The program decides by ports and does not ask an override."""
        return not self._inports

    def isSink(self) -> bool:
        """Whether there is no outport. The program decides by ports and does not ask an override."""
        return not self._outports

    def isReady(self) -> bool:
        """Whether the processor could run. The program decides by ports and does not ask an override."""
        return self.allInportsAreReady()

    # Running

    def initializeResources(self) -> None:
        """Runs before the first ``process`` and after each change of InvalidResources."""

    def process(self) -> None:
        """Reads inputs and properties and sets the outports."""

    def doIfNotReady(self) -> None:
        """Runs in place of ``process`` when an input is missing: once when that begins, and again when a property or what arrives changes.

        The node waits all the same. What is set on outports here stands in for the missing output; what ``process`` set does not.
        """

    def _wants_not_ready(self) -> bool:
        """Whether the program has to call ``doIfNotReady``."""
        return type(self).doIfNotReady is not Processor.doIfNotReady

    def setValid(self) -> None:
        """Nothing counts as changed any more. Called after each successful ``process``."""
        super().setValid()
        self._level = InvalidationLevel.Valid
        for port in self._inports:
            port._changed = False

    def getInvalidationLevel(self) -> InvalidationLevel:
        """The highest level of what changed since the processor last succeeded."""
        return max(self._level, super().getInvalidationLevel())

    def isValid(self) -> bool:
        """Whether nothing changed since the processor last succeeded."""
        return self.getInvalidationLevel() == InvalidationLevel.Valid

    def invalidate(self, invalidationLevel: Any = InvalidationLevel.InvalidOutput, modifiedProperty: Any = None) -> None:
        """Asks the program to run the processor again. An override is also told of each property that changes."""
        level = InvalidationLevel(invalidationLevel)
        self._level = max(self._level, level)
        if self._link is not None and not self._told and level != InvalidationLevel.Valid:
            self._link.invalidate(level)

    def _listens_to_all(self) -> bool:
        """Whether an override of ``invalidate`` is told of every change."""
        return type(self).invalidate is not Processor.invalidate

    def _invalidated_by(self, prop: Any) -> None:
        """A property changed, which the program knows: an override of ``invalidate`` is told."""
        if self._listens_to_all():
            self._told = True
            try:
                self.invalidate(prop.invalidationLevel, prop)
            finally:
                self._told = False

    # Events

    def invokeEvent(self, event: Any) -> None:
        """Something happened on a canvas below; ``event.markAsUsed()`` keeps others from handling it."""

    def propagateEvent(self, event: Any, source: Any = None) -> None:
        """An event arrived from ``source``, an outport or None: tells picking callbacks and ``invokeEvent``, then lets it go on upstream.

        An override that does not call the base keeps the event here.
        """
        event._passed_on = True
        if not event.markAsVisited(self):
            return
        from ._picking import PickingEvent

        if isinstance(event, PickingEvent):
            for mapper in self._mappers:
                mapper._offer(event)
        if not event.hasBeenUsed():
            self.invokeEvent(event)

    def _wants_events(self) -> bool:
        """Whether the program has to send events."""
        cls = type(self)
        own = cls.invokeEvent is not Processor.invokeEvent or cls.propagateEvent is not Processor.propagateEvent
        return own or bool(self._mappers)

    def _deliver(self, event: Any) -> tuple:
        """Hands an event of the program over: (whether it goes no further, tooltip)."""
        self.propagateEvent(event, None)
        return event.hasBeenUsed() or not event._passed_on, event.tooltip

    # A run, from inside

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
        self._level = max(self._level, prop._invalidation)
        if self._link is not None:
            self._link.written()
            self._invalidated_by(prop)

    def __repr__(self) -> str:
        return self.__dict__.get("_identifier", f"<{type(self).__name__}>")
