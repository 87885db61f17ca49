"""Ports: what data flows through. In a host they mirror what the program sends and receives."""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Iterator

from ..glm import size2_t
from ._buffer import Buffer
from ._image import Image
from ._layer import Layer
from ._mesh import Mesh
from ._volume import Volume


class Port:
    """What inports and outports share."""

    _data_type: ClassVar[str] = "org.inviwo.PythonObject"
    _python_type: ClassVar[Any] = object

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        """Raises TypeError when the identifier is no text, ValueError when it is empty."""
        if not isinstance(identifier, str):
            raise TypeError(f"{type(self).__name__} takes an identifier, got {identifier!r}")
        if not identifier:
            raise ValueError(f"{type(self).__name__} takes an identifier that is not empty")
        self.identifier = identifier
        self.help = str(help)
        self.processor: Any = None
        self.group = "default"

    @property
    def classIdentifier(self) -> str:
        """Names the class of the port."""
        return f"{self._data_type}.{'inport' if isinstance(self, Inport) else 'outport'}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.identifier}>"


class Inport(Port):
    """Takes data in."""

    _multi: ClassVar[bool] = False

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        super().__init__(identifier, help)
        self._optional = False
        self._data: list = []
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

    def hasData(self) -> bool:
        """Whether data arrived."""
        return any(data is not None for data in self._data)

    def getData(self) -> Any:
        """The data of the first connection that has some, or None."""
        return next((data for data in self._data if data is not None), None)

    def getVectorData(self) -> list:
        """The data of all connections, in order."""
        return [data for data in self._data if data is not None]

    def data(self) -> Iterator[Any]:
        """The data of all connections, one after the other."""
        return iter(self.getVectorData())

    def isChanged(self) -> bool:
        """Whether something else arrived since the processor last succeeded."""
        return self._changed

    def onChange(self, callback: Callable[[], Any]) -> None:
        """Calls back before a run in which something else arrived."""
        self._callbacks.append(callback)

    def _receive(self, data: list, changed: bool) -> None:
        self._data, self._connections, self._changed = data, len(data), changed


class Outport(Port):
    """Gives data out."""

    def __init__(self, identifier: str, help: Any = "") -> None:  # noqa: A002
        super().__init__(identifier, help)
        self._data: Any = None

    def isConnected(self) -> bool:
        """Whether the port belongs to a processor in a network; who listens is known to the program only."""
        return self.processor is not None

    def isReady(self) -> bool:
        """Whether there is data."""
        return self._data is not None

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
        # A VolumePy or LayerPy stands for its volume or layer, a layer for an image of it.
        for source, target in (("VolumePy", Volume), ("LayerPy", Layer), ("Layer", Image)):
            if type(data).__name__ == source and self._python_type is target:
                return target(data)
        name = self._python_type.__name__
        raise TypeError(f"the outport {self.identifier} takes a {name}, not {type(data).__name__}; make one with inviwopy.data.{name}(…)")

    def clear(self) -> None:
        """Takes the data away."""
        self.setData(None)

    def detachData(self) -> Any:
        """Takes the data away and returns it."""
        data = self._data
        self.setData(None)
        return data

    detatchData = detachData


class ImageOutport(Outport):
    """Gives images out."""

    _data_type = "org.inviwo.Image"
    _python_type = Image

    @property
    def dimensions(self) -> Any:
        """The size that the program asks for, in pixels."""
        return size2_t(*(self.processor.request.size if self.processor is not None else (512, 512)))


def _make(name: str, base: type, data_type: str, python_type: Any, multi: bool = False) -> type:
    words = "Gives" if base is Outport else "Takes several" if multi else "Takes"
    members: dict = {
        "__module__": "inviwopy.data",
        "__doc__": f"{words} {python_type.__name__} data {'out' if base is Outport else 'in'}.",
        "_data_type": data_type,
        "_python_type": python_type,
    }
    if base is Inport:
        members["_multi"] = multi
    return type(name, (base,), members)


__all__ = ["ImageOutport", "Inport", "Outport", "Port", "PythonInport", "PythonMultiInport", "PythonOutport"]
PythonInport = _make("PythonInport", Inport, "org.inviwo.PythonObject", object)
PythonMultiInport = _make("PythonMultiInport", Inport, "org.inviwo.PythonObject", object, True)
PythonOutport = _make("PythonOutport", Outport, "org.inviwo.PythonObject", object)
for _type in (Volume, Layer, Image, Buffer, Mesh):
    _name, _identifier = _type.__name__, f"org.inviwo.{_type.__name__}"
    for _suffix, _base, _multi in (
        ("Inport", Inport, False),
        ("MultiInport", Inport, True),
        ("FlatMultiInport", Inport, True),
        ("Outport", Outport, False),
    ):
        if (_name, _suffix) != ("Image", "Outport"):
            globals()[_name + _suffix] = _make(_name + _suffix, _base, _identifier, _type, _multi)
        if _name + _suffix not in __all__:
            __all__.append(_name + _suffix)  # noqa: PYI056
