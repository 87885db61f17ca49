"""Ports: what data flows through. In a host they mirror what the program sends and receives."""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Iterator, Optional

from ..doc import Document
from ..glm import size2_t
from ._content import content_of


class Port:
    """What inports and outports share."""

    _data_type: ClassVar[str] = "org.inviwo.PythonObject"
    _python_type: ClassVar[Any] = object
    _class_identifier: ClassVar[str] = ""

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        """Raises TypeError when the identifier is no text, ValueError when it is empty."""
        if not isinstance(identifier, str):
            raise TypeError(f"{type(self).__name__} takes an identifier, got {identifier!r}")
        if not identifier:
            raise ValueError(f"{type(self).__name__} takes an identifier that is not empty")
        self._identifier = identifier
        self.help = str(help)
        self.processor: Any = None
        self.group = "default"

    @property
    def identifier(self) -> str:
        """Unique in the processor."""
        return self._identifier

    @property
    def classIdentifier(self) -> str:
        """Names the class of the port, as ``org.inviwo.Volume.inport``."""
        return self._class_identifier or f"{self._data_type}.{'inport' if isinstance(self, Inport) else 'outport'}"

    @property
    def contentInfo(self) -> Document:
        """What is at the port, in words."""
        return content_of(self.getData() if self.hasData() else None)

    @property
    def path(self) -> str:
        """``Processor.port``, or the identifier of a port that no processor has."""
        return self._identifier if self.processor is None else f"{self.processor.identifier}.{self._identifier}"

    def hasData(self) -> bool:
        """Whether there is data."""
        return False

    def getData(self) -> Any:
        """The data, or None."""
        return None

    def _connected(self) -> list:
        """The ports at the other ends, in order; none for a processor that is in no network."""
        if self.processor is None:
            return []
        from .._joins import ports_connected_to

        return ports_connected_to(self)

    def _is_connected_to(self, port: Any) -> bool:
        from .._joins import same_port

        return any(same_port(port, each) for each in self._connected())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._identifier}>"


class Inport(Port):
    """Takes data in."""

    _multi: ClassVar[bool] = False

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        super().__init__(identifier, help)
        self._optional = False
        self._data: list = []
        self._each_changed: list = []
        self._connections = 0
        self._changed = False
        self._callbacks: list = []

    @property
    def optional(self) -> bool:
        """The processor is ready without a connection."""
        return self._optional

    @optional.setter
    def optional(self, value: bool) -> None:
        self._optional = bool(value)
        if self.processor is not None:
            self.processor._interface_changed()

    # Connections

    def isConnected(self) -> bool:
        """Whether something is connected."""
        return self._connections > 0

    def isReady(self) -> bool:
        """Whether data is there, or not needed."""
        return self.hasData() or (self._optional and not self.isConnected())

    def getNumberOfConnections(self) -> int:
        """Number of connections."""
        return self._connections

    def getMaxNumberOfConnections(self) -> int:
        """Most connections that the port takes."""
        return 2**31 if self._multi else 1

    def canConnectTo(self, port: Any) -> bool:
        """Whether the types of the ports fit, and they belong to different processors."""
        if not isinstance(port, Outport) or (self.processor is not None and port.processor is self.processor):
            return False
        return self._takes(port._data_type)

    def _takes(self, data_type: str) -> bool:
        return data_type == self._data_type

    def connectTo(self, outport: Any) -> None:
        """Connects. Raises TypeError for what is no outport, ValueError when the types do not fit or a port is in no network."""
        from .._joins import connect

        connect(outport, self)

    def disconnectFrom(self, outport: Any) -> None:
        """Takes the connection away, if there is one."""
        from .._joins import disconnect

        disconnect(outport, self)

    def isConnectedTo(self, outport: Any) -> bool:
        """Whether this outport is connected."""
        return self._is_connected_to(outport)

    def getConnectedOutport(self) -> Any:
        """The outport of the first connection, or None."""
        return next(iter(self._connected()), None)

    def getConnectedOutports(self) -> list:
        """The outports of all connections, in order."""
        return self._connected()

    def getChangedOutports(self) -> list:
        """The outports whose data changed since the processor last succeeded."""
        return [outport for outport, changed in zip(self._connected(), self._each_changed) if changed]

    # Data

    def _given(self) -> list:
        """(connection, data) of all that arrived."""
        return [(index, data) for index, data in enumerate(self._data) if data is not None]

    def hasData(self) -> bool:
        """Whether data arrived."""
        return bool(self._given())

    def getData(self) -> Any:
        """The data of the first connection that has some, or None."""
        return next((data for _, data in self._given()), None)

    def getVectorData(self) -> list:
        """The data of all connections, in order."""
        return [data for _, data in self._given()]

    def _sources(self) -> dict:
        return dict(enumerate(self._connected()))

    def getSourceVectorData(self) -> list:
        """[(outport, data), …] of all connections, in order."""
        sources = self._sources()
        return [(sources.get(index), data) for index, data in self._given()]

    def data(self) -> Iterator[Any]:
        """The data of all connections, one after the other."""
        return iter(self.getVectorData())

    def outportAndData(self) -> Iterator[tuple]:
        """(outport, data) of all connections, one after the other."""
        return iter(self.getSourceVectorData())

    def changedAndData(self) -> Iterator[tuple]:
        """(whether it changed since the processor last succeeded, data) of all connections, one after the other."""
        return iter([(self._each_changed[index], data) for index, data in self._given()])

    def isChanged(self) -> bool:
        """Whether something else arrived since the processor last succeeded."""
        return self._changed

    def onChange(self, callback: Callable[[], Any]) -> None:
        """Calls back before a run in which something else arrived. Raises TypeError for what cannot be called."""
        if not callable(callback):
            raise TypeError(f"{type(self).__name__} {self._identifier!r}: onChange takes a function, got {callback!r}")
        self._callbacks.append(callback)

    def _receive(self, data: list, changed: bool, each: Optional[list] = None) -> None:
        """What arrived at each connection; ``each`` tells which of them changed, where the program says so."""
        self._data, self._connections, self._changed = data, len(data), changed
        self._each_changed = [changed] * len(data) if each is None else list(each)


class FlatInport(Inport):
    """Takes data, and sequences of data, of several connections as if all were single."""

    _multi = True

    def _takes(self, data_type: str) -> bool:
        return data_type in (self._data_type, f"{self._data_type}Sequence")

    def _given(self) -> list:
        flat = []
        for index, data in super()._given():
            flat += [(index, each) for each in data] if isinstance(data, (list, tuple)) else [(index, data)]
        return flat


class Outport(Port):
    """Gives data out."""

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        super().__init__(identifier, help)
        self._data: Any = None

    def isConnected(self) -> bool:
        """Whether something is connected."""
        return bool(self._connected())

    def isConnectedTo(self, inport: Any) -> bool:
        """Whether this inport is connected."""
        return self._is_connected_to(inport)

    def getConnectedInports(self) -> list:
        """The inports of all connections."""
        return self._connected()

    def isReady(self) -> bool:
        """Whether there is data."""
        return self.hasData()

    def hasData(self) -> bool:
        """Whether there is data."""
        return self._data is not None

    def getData(self) -> Any:
        """The data that was set last, or None."""
        return self._data

    def setData(self, data: Any) -> None:
        """Publishes data; None clears the port. May be called from any thread.

        Raises TypeError naming the port, what was given and what is expected.
        """
        if data is not None and not isinstance(data, self._python_type):
            data = self._convert(data)
        self._data = data
        if self.processor is not None:
            self.processor._output(self, data)

    def _convert(self, data: Any) -> Any:
        """Data of another type that stands for the right one. Raises TypeError."""
        raise self._wrong(data)

    def _wrong(self, data: Any) -> TypeError:
        expected = self._python_type
        place = expected.__module__ if expected.__module__ == "inviwopy.glm" else "inviwopy.data"
        cure = f"make one with {place}.{expected.__name__}(…)"
        return TypeError(f"the outport {self._identifier} takes a {expected.__name__}, not {type(data).__name__}; {cure}")

    def clear(self) -> None:
        """Takes the data away."""
        self.setData(None)

    def detachData(self) -> Any:
        """Takes the data away and returns it."""
        data = self._data
        self.setData(None)
        return data

    detatchData = detachData


class ImageOutportBase(Outport):
    """An outport of images, which knows the size that is asked for."""

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        super().__init__(identifier, help)
        self._handles_resize = True
        self._size: Optional[size2_t] = None
        self._size_when_set: Optional[tuple] = None

    def _asked(self) -> tuple:
        return tuple(self.processor._request.size) if self.processor is not None else (512, 512)

    @property
    def dimensions(self) -> size2_t:
        """The size in pixels (x, y) that images are to have: what the program asks for, unless ``setDimensions`` said another."""
        if self._size is not None and (not self._handles_resize or self._size_when_set == self._asked()):
            return size2_t(self._size)
        return size2_t(*self._asked())

    def setDimensions(self, size: Any) -> None:
        """Sets the size; the next other size that the program asks for replaces it, unless ``setHandleResizeEvents(False)`` was called."""
        self._size, self._size_when_set = size2_t(size), self._asked()

    def setHandleResizeEvents(self, handle: bool) -> None:
        """Whether the size follows what the program asks for. The program scales images of another size to fit."""
        if not handle and self._size is None:
            self.setDimensions(self._asked())
        self._handles_resize = bool(handle)
