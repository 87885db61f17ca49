"""Where one looks from, to, and how."""

from __future__ import annotations

import math
from typing import Any, Iterator, Optional

import numpy as np

from ..data import _camera as data
from ..glm import normalize, vec3, vec4
from . import _camera_view as view
from ._composite import CompositeProperty
from ._enums import ConstraintBehavior, InvalidationLevel
from ._live import LiveProperty, checked_inport
from ._option import OptionPropertyString, StringOption
from ._ordinal import CLASSES as _NUMBERS
from ._ref import CLASSES as _REFERENCES

_KINDS = ("PerspectiveCamera", "OrthographicCamera")
_IGNORE = ConstraintBehavior.Ignore
# Identifier, name, class, attribute of the camera, least, greatest; all may be exceeded.
_PARTS: tuple = (
    ("lookFrom", "Look from", "FloatVec3RefProperty", "lookFrom", -100.0, 100.0),
    ("lookTo", "Look to", "FloatVec3RefProperty", "lookTo", -100.0, 100.0),
    ("lookUp", "Look up", "FloatVec3RefProperty", "lookUp", -1.0, 1.0),
    ("aspectRatio", "Aspect Ratio", "FloatRefProperty", "aspectRatio", 0.0, 10.0),
    ("near", "Near Plane", "FloatRefProperty", "nearPlaneDist", 0.001, 10.0),
    ("far", "Far Plane", "FloatRefProperty", "farPlaneDist", 1.0, 1000.0),
    ("fov", "FOV", "FloatRefProperty", None, 0.1, 179.0),
    ("width", "Width", "FloatRefProperty", None, 0.01, 1000.0),
)


class _CameraType(OptionPropertyString):
    """Which projection, as the camera has it."""

    _camera: Any = None

    @property
    def _index(self) -> int:
        return 0 if self._camera is None or self._camera._is_perspective() else 1

    @_index.setter
    def _index(self, index: int) -> None:
        if self._camera is not None:
            self._camera._set_perspective(index == 0)

    def _find(self, attribute: str, value: Any) -> int:
        if value == "SkewedPerspectiveCamera":
            raise NotImplementedError(f"{self._what()}: Voxloom has no skewed perspective; use one of {', '.join(_KINDS)}")
        return super()._find(attribute, value)


def _part(identifier: str, words: str) -> property:
    def get(self: CameraProperty) -> Any:
        return self._named[identifier].value

    def put(self: CameraProperty, value: Any) -> None:
        self._named[identifier].value = value

    return property(get, put, doc=words)


def _limit(identifier: str, name: str, words: str) -> property:
    return property(lambda self: getattr(self._named[identifier], name), doc=words)


class CameraProperty(LiveProperty, CompositeProperty):
    """A camera: one value in messages; its children are views of the parts of that value.

    The children: ``cameraType``, ``lookFrom``, ``lookTo``, ``lookUp``, ``aspectRatio``, ``near``, ``far``, ``fov`` (perspective;
    vertical, degrees), ``width`` (orthographic; of the view), and ``settings`` with ``fittingRatio`` for ``fitData`` and ``setView``.
    """

    _arguments = ("eye", "center", "lookUp", "inport")
    _calls_more = True
    _level = InvalidationLevel.InvalidResources

    def _setup(self, given: dict) -> None:
        places = (("eye", (0, 0, 2)), ("center", (0, 0, 0)), ("lookUp", (0, 1, 0)))
        try:
            eye, center, up = (vec3(given.get(name, default)) for name, default in places)
        except (TypeError, ValueError) as error:
            raise TypeError(f"{self._what()} takes eye, center and lookUp as 3 numbers each: {error}") from None
        self._value = data.Camera(eye, center, up)
        self._inport = checked_inport(self, given)
        # A camera that says nothing is placed by the first data seen; so is one that is asked to fit data it does not know.
        self._fit = not {"eye", "center", "lookUp"} & set(given)
        self._ask_fit = False
        self._synced = self._to_wire()
        self._make_parts()

    def _make_parts(self) -> None:
        level = self._invalidation
        kinds = [StringOption(kind, kind, kind) for kind in _KINDS]
        self._named: dict = {"cameraType": _CameraType("cameraType", "Camera Type", kinds, 0, level)}
        for identifier, name, cls, _, low, high in _PARTS:
            functions = self._functions_of(identifier)
            limits = ((low, _IGNORE), (high, _IGNORE), (high - low) / 1000)
            self._named[identifier] = _REFERENCES[cls](identifier, name, *functions, *limits, level)
        self._named["aspectRatio"]._read_only = True
        settings = CompositeProperty("settings", "Settings", InvalidationLevel.Valid)
        settings.addProperty(_NUMBERS["FloatProperty"]("fittingRatio", "Fitting Ratio", 1.05, 0.0, 2.0, 0.01, InvalidationLevel.Valid))
        self.addProperties([*self._named.values(), settings])

    def _connect(self) -> None:
        self._named["cameraType"]._camera = self
        for identifier, *_ in _PARTS:
            self._named[identifier]._functions = self._functions_of(identifier)
        self._show_projection()
        self._heard = self._heard_now()

    def _functions_of(self, identifier: str) -> tuple:
        """How a part is read and written."""
        if identifier == "fov":
            return self._get_fov, self._set_fov
        if identifier == "width":
            return self._get_width, self._set_width
        attribute = next(part[3] for part in _PARTS if part[0] == identifier)
        kind = vec3 if identifier.startswith("look") else float
        return lambda: kind(getattr(self._value, attribute)), lambda value: self._set_attribute(attribute, kind(value))

    def _set_attribute(self, attribute: str, value: Any) -> None:
        self._ask_fit = False
        setattr(self._value, attribute, value)

    # Projection

    def _projection(self) -> dict:
        return self._value.toWire()["projection"]

    def _set_projection(self, projection: dict) -> None:
        self._ask_fit = False
        self._value.fromWire({**self._value.toWire(), "projection": projection})

    def _is_perspective(self) -> bool:
        return "perspective" in self._projection()

    def _set_perspective(self, perspective: bool) -> None:
        if perspective == self._is_perspective():
            return
        # What lies at the target keeps its size.
        height, fov = 2 * self._distance() * math.tan(math.radians(self._get_fov()) / 2), self._get_fov()
        self._set_projection({"perspective": {"fov": fov}} if perspective else {"orthographic": {"height": height}})
        self._show_projection()

    def _distance(self) -> float:
        return float(np.linalg.norm(np.array(self._value.lookFrom, np.float64) - np.array(self._value.lookTo, np.float64)))

    def _get_fov(self) -> float:
        projection = self._projection()
        return projection["perspective"]["fov"] if "perspective" in projection else getattr(self._value, "fov", 38.0)

    def _set_fov(self, value: float) -> None:
        if not self._is_perspective():
            raise ValueError(f"{self._what()} is orthographic: set width, or cameraType to {_KINDS[0]} before fov")
        self._set_projection({"perspective": {"fov": float(value)}})

    def _get_width(self) -> float:
        projection = self._projection()
        fallback = 2 * self._distance() * math.tan(math.radians(self._get_fov()) / 2)
        height = projection["orthographic"]["height"] if "orthographic" in projection else fallback
        return height * self._value.aspectRatio

    def _set_width(self, value: float) -> None:
        if self._is_perspective():
            raise ValueError(f"{self._what()} is a perspective: set fov, or cameraType to {_KINDS[1]} before width")
        self._set_projection({"orthographic": {"height": float(value) / self._value.aspectRatio}})

    def _show_projection(self) -> None:
        perspective = self._is_perspective()
        self._named["fov"].visible, self._named["width"].visible = perspective, not perspective

    @property
    def offset(self) -> Any:
        """Not offered: raises NotImplementedError."""
        raise NotImplementedError(f"{self._what()}: offset belongs to a skewed perspective, which Voxloom does not have; move lookTo")

    # Values

    lookFrom = _part("lookFrom", "The eye, a copy.")
    lookTo = _part("lookTo", "The target, a copy.")
    lookUp = _part("lookUp", "What is up, a copy.")
    aspectRatio = _part("aspectRatio", "Width by height; in the end the picture's own size decides.")
    nearPlane = _part("near", "Distance of the near plane.")
    farPlane = _part("far", "Distance of the far plane.")
    lookFromMinValue = _limit("lookFrom", "minValue", "The least eye position that editors offer.")
    lookFromMaxValue = _limit("lookFrom", "maxValue", "The greatest eye position that editors offer.")
    lookToMinValue = _limit("lookTo", "minValue", "The least target position that editors offer.")
    lookToMaxValue = _limit("lookTo", "maxValue", "The greatest target position that editors offer.")

    @property
    def value(self) -> data.Camera:
        """The camera, live. What is assigned is copied; TypeError for anything but a Camera."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        if not isinstance(value, data.Camera):
            raise self._wrong("a Camera", value)
        if value.toWire() != self._value.toWire():
            self._value.fromWire(value.toWire())
            self._changed()

    @property
    def camera(self) -> data.Camera:
        """The camera, live."""
        return self._value

    @property
    def lookRight(self) -> vec3:
        """Unit vector to the right."""
        right, _, _ = view.basis_of(self._value.lookTo - self._value.lookFrom, self._value.lookUp)
        return vec3(*right)

    viewMatrix = property(lambda self: self._value.viewMatrix, doc="View from world.")
    projectionMatrix = property(lambda self: self._value.projectionMatrix, doc="Clip from view, depth -1 to 1.")
    inverseViewMatrix = property(lambda self: self._value.inverseViewMatrix, doc="World from view.")
    inverseProjectionMatrix = property(lambda self: self._value.inverseProjectionMatrix, doc="View from clip.")

    def setLook(self, lookFrom: Any, lookTo: Any, lookUp: Any) -> None:
        """Sets all three, with one change."""
        with self._as_one_change():
            self.lookFrom, self.lookTo, self.lookUp = lookFrom, lookTo, lookUp

    def setNearFarPlaneDist(self, nearPlane: float, farPlane: float) -> None:
        """Sets both, with one change."""
        with self._as_one_change():
            self.nearPlane, self.farPlane = nearPlane, farPlane

    def flipUp(self) -> None:
        """Turns up into down."""
        self.lookUp = -self._value.lookUp

    # Positions

    def getWorldPosFromNormalizedDeviceCoords(self, ndcCoords: Any) -> vec3:
        """The point in world space of a position with each coordinate from -1 to 1."""
        return self._value.getWorldPosFromNormalizedDeviceCoords(ndcCoords)

    def getClipPosFromNormalizedDeviceCoords(self, ndcCoords: Any) -> vec4:
        """The position before the division by w."""
        return self._value.getClipPosFromNormalizedDeviceCoords(ndcCoords)

    def getNormalizedDeviceFromNormalizedScreenAtFocusPointDepth(self, normalizedScreenCoord: Any) -> vec3:
        """A position on the screen, 0 to 1 from the lower left, at the depth of the target."""
        return self._value.getNormalizedDeviceFromNormalizedScreenAtFocusPointDepth(normalizedScreenCoord)

    # Views of data

    def _corners(self) -> Optional[np.ndarray]:
        return None if self._inport is None or not self._inport.hasData() else view.corners_of(self._inport.getData())

    def fitData(self) -> None:
        """Moves back or forth so that all data at ``inport`` is seen; without an inport the program does so with what it shows."""
        self._look_along(self._value.lookTo - self._value.lookFrom, self._value.lookUp)

    def setView(self, side: Any) -> None:
        """Looks at a side, ``camerautil.Side``, of the data at ``inport``; without an inport at the target, from the same distance.

        Raises TypeError for what is no side.
        """
        name = getattr(side, "name", side)
        if name not in view.SIDES:
            raise self._wrong(f"a side: one of camerautil.Side.{', '.join(view.SIDES)}", side)
        self._look_along(*view.SIDES[name])

    def _look_along(self, direction: Any, up: Any) -> None:
        basis, corners = view.basis_of(direction, up), self._corners()
        center, distance = np.array(self._value.lookTo, np.float64), self._distance()
        with self._as_one_change():
            if corners is not None:
                center, ratio = corners.mean(0), self.settings.fittingRatio.value
                if self._is_perspective():
                    distance = view.distance_to_fit(corners, basis, self._get_fov(), self.aspectRatio, ratio)
                else:
                    self._named["width"].value = view.width_to_fit(corners, basis, self.aspectRatio, ratio)
                    distance = 2 * float(np.linalg.norm(np.ptp(corners, 0)))
            self.setLook(vec3(*(center + basis[2] * distance)), vec3(*center), normalize(vec3(*basis[1])))
            if corners is None:
                self._ask_fit = True
                self._changed()

    def setNearFar(self) -> None:
        """Near and far plane around the data at ``inport``. Raises ValueError without data."""
        corners = self._known_corners("setNearFar")
        eye = np.array(self._value.lookFrom, np.float64)
        _, _, back = view.basis_of(self._value.lookTo - self._value.lookFrom, self._value.lookUp)
        farthest = max(float(((eye - corners) @ back).max()), float(np.linalg.norm(np.ptp(corners, 0))))
        self.setNearFarPlaneDist(farthest / 1000, farthest * 2)

    def setLookRange(self) -> None:
        """What editors offer for eye and target: ten times the size of the data at ``inport``. Raises ValueError without data."""
        corners = self._known_corners("setLookRange")
        center, reach = corners.mean(0), 10 * np.ptp(corners, 0).max()
        for identifier in ("lookFrom", "lookTo"):
            self._named[identifier].minValue = vec3(*(center - reach))
            self._named[identifier].maxValue = vec3(*(center + reach))

    def _known_corners(self, what: str) -> np.ndarray:
        corners = self._corners()
        if corners is None:
            raise ValueError(f"{self._what()}: {what} needs data at its inport; make the property with inport=… and connect that")
        return corners

    # Messages and callbacks

    def _to_wire(self) -> Any:
        return {**self._value.toWire(), "fit": True} if self._ask_fit else self._value.toWire()

    def _take(self, value: Any) -> None:
        self._ask_fit = False
        super()._take(value)
        now = self._heard_now()
        for identifier, part in self._named.items():
            if now[identifier] != self._heard[identifier]:
                part._modified = True
                part._refresh_dependents()
        self._show_projection()

    def _heard_now(self) -> dict:
        return {identifier: part._to_wire() for identifier, part in self._named.items()}

    def _call_back(self) -> None:
        # Parts are told, too, but not those that changed themselves.
        before, self._heard = self._heard, self._heard_now()
        for identifier, part in self._named.items():
            if self._heard[identifier] != before[identifier] and not part._written:
                part._call_back()
            part._written = False
        super()._call_back()

    def _leaf_paths(self, path: str) -> Iterator[tuple]:
        yield path, self

    def setCurrentStateAsDefault(self) -> Any:
        """The present view is the default from now on. Returns the property."""
        super().setCurrentStateAsDefault()
        self._default = self._to_wire()
        return self

    def resetToDefaultState(self) -> Any:
        """Back to the default view. Returns the property."""
        if self._to_wire() != self._default:
            self._take(self._default)
            self._changed()
        return self

    def _kind(self) -> dict:
        return {"type": "camera", "default": {**self._default, "fit": True} if self._fit else self._default}
