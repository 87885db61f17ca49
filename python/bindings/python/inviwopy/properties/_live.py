"""Values that scripts change in place: transfer functions and cameras."""

from __future__ import annotations

from typing import Any

from ..data._camera import Camera
from ..data._transfer_function import TransferFunction
from ..glm import dvec2, vec3
from ._enums import InvalidationLevel
from ._property import Property


class LiveProperty(Property):
    """A property whose value is a reference; what is done to it is noticed after each call."""

    def _setup(self, given: dict) -> None:
        self._value: Any = None
        self._synced: Any = None

    def _to_wire(self) -> Any:
        return self._value.toWire()

    def _from_wire(self, value: Any) -> None:
        self._value.fromWire(value)
        self._synced = self._to_wire()

    def _take_write(self) -> bool:
        now = self._to_wire()
        written = super()._take_write() or now != self._synced
        self._synced = now
        return written


class TransferFunctionProperty(LiveProperty):
    """Color and opacity by value."""

    _arguments = ("value", "inport")

    def _setup(self, given: dict) -> None:
        value = given.get("value")
        if value is None:
            value = TransferFunction([(0.0, (0, 0, 0, 0)), (1.0, (1, 1, 1, 1))])
        if not isinstance(value, TransferFunction):
            value = TransferFunction(value)
        self._value = value
        self.zoomH, self.zoomV = dvec2(0, 1), dvec2(0, 1)
        self._synced = self._to_wire()

    @property
    def value(self) -> TransferFunction:
        """The function, live."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        if not isinstance(value, TransferFunction):
            raise self._wrong("a TransferFunction", value)
        if value != self._value:
            self._value.fromWire(value.toWire())
            self._changed()

    @property
    def mask(self) -> dvec2:
        """Values outside are transparent."""
        return self._value.mask

    @mask.setter
    def mask(self, value: Any) -> None:
        self._value.mask = dvec2(value)
        self._changed()

    def clear(self) -> None:
        """Removes all points."""
        self._value.clear()
        self._changed()

    def add(self, *args: Any) -> None:
        """Adds points, as ``TransferFunction.add`` does."""
        self._value.add(*args)
        self._changed()

    def setValues(self, values: Any) -> None:
        """Replaces all points."""
        self._value.set(values)
        self._changed()

    def getValues(self) -> list:
        """The points."""
        return [point.data for point in self._value]

    def _kind(self) -> dict:
        return {"type": "transfer_function", "default": self._default}


def _vector(name: str, words: str) -> property:
    def get(self: CameraProperty) -> vec3:
        return vec3(getattr(self._value, name))

    def put(self: CameraProperty, value: Any) -> None:
        self._assign(name, vec3(value))

    return property(get, put, doc=words)


def _scalar(name: str, words: str) -> property:
    def get(self: CameraProperty) -> float:
        return getattr(self._value, name)

    def put(self: CameraProperty, value: float) -> None:
        self._assign(name, float(value))

    return property(get, put, doc=words)


class CameraProperty(LiveProperty):
    """Where one looks from, to, and how."""

    _arguments = ("eye", "center", "lookUp", "inport")
    _level = InvalidationLevel.InvalidResources

    def _setup(self, given: dict) -> None:
        self._value = Camera(*(given.get(name, default) for name, default in zip(self._arguments, ((0, 0, 2), (0, 0, 0), (0, 1, 0)))))
        # A camera that says nothing is placed by the first data seen.
        self._fit = not {"eye", "center", "lookUp"} & set(given)
        self._synced = self._to_wire()

    def _assign(self, name: str, value: Any) -> None:
        if getattr(self._value, name) != value:
            setattr(self._value, name, value)
            self._changed()

    lookFrom = _vector("lookFrom", "The eye.")
    lookTo = _vector("lookTo", "The target.")
    lookUp = _vector("lookUp", "What is up.")
    aspectRatio = _scalar("aspectRatio", "Width by height; the picture's own size decides in the end.")
    nearPlane = _scalar("nearPlaneDist", "Distance of the near plane.")
    farPlane = _scalar("farPlaneDist", "Distance of the far plane.")

    @property
    def value(self) -> Camera:
        """The camera, live."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        if not isinstance(value, Camera):
            raise self._wrong("a Camera", value)
        self._value.updateFrom(value)
        self._changed()

    @property
    def camera(self) -> Camera:
        """The camera, live."""
        return self._value

    @property
    def viewMatrix(self) -> Any:
        """View from world."""
        return self._value.viewMatrix

    @property
    def projectionMatrix(self) -> Any:
        """Clip from view."""
        return self._value.projectionMatrix

    @property
    def inverseViewMatrix(self) -> Any:
        """World from view."""
        return self._value.inverseViewMatrix

    @property
    def inverseProjectionMatrix(self) -> Any:
        """View from clip."""
        return self._value.inverseProjectionMatrix

    def setLook(self, lookFrom: Any, lookTo: Any, lookUp: Any) -> None:
        """Sets all three, with one change."""
        self._value.lookFrom, self._value.lookTo, self._value.lookUp = vec3(lookFrom), vec3(lookTo), vec3(lookUp)
        self._changed()

    def flipUp(self) -> None:
        """Turns up into down."""
        self.lookUp = -self._value.lookUp

    def _kind(self) -> dict:
        return {"type": "camera", "default": {**self._default, "fit": True} if self._fit else self._default}
