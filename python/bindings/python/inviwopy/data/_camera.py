"""Cameras: where one looks from, to, and how. Matrices are OpenGL's: right-handed, depth from -1 to 1."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..glm import cross, length, mat4, normalize, vec2, vec3, vec4

_AWAY = vec3(0, 0, 1)


def _number(name: str, words: str) -> property:
    def get(self: Any) -> float:
        return getattr(self, name)

    def put(self: Any, value: float) -> None:
        setattr(self, name, float(value))

    return property(get, put, doc=words)


def _place(name: str, words: str) -> property:
    def get(self: Any) -> vec3:
        return getattr(self, name)

    def put(self: Any, value: Any) -> None:
        setattr(self, name, vec3(value))

    return property(get, put, doc=words)


class Camera:
    """What all cameras share. ``Camera(…)`` itself makes a perspective one with the program's own field of view."""

    def __init__(
        self,
        lookFrom: Any = (0, 0, 2),
        lookTo: Any = (0, 0, 0),
        lookUp: Any = (0, 1, 0),
        nearPlane: float = 0.01,
        farPlane: float = 10000.0,
        aspectRatio: float = 1.0,
    ) -> None:
        self.lookFrom, self.lookTo, self.lookUp = lookFrom, lookTo, lookUp
        self.nearPlaneDist, self.farPlaneDist, self.aspectRatio = nearPlane, farPlane, aspectRatio
        if type(self) is Camera:
            self.__class__ = PerspectiveCamera
            self.fovy, self.farPlaneDist = 38.0, 100.0

    lookFrom = _place("_look_from", "The eye. Live; what is assigned is copied.")
    lookTo = _place("_look_to", "The target. Live; what is assigned is copied.")
    lookUp = _place("_look_up", "What is up. Live; what is assigned is copied.")
    nearPlaneDist = _number("_near", "Distance of the near plane.")
    farPlaneDist = _number("_far", "Distance of the far plane.")
    aspectRatio = _number("_aspect", "Width by height.")

    @property
    def direction(self) -> vec3:
        """From the eye to the target, not normalized."""
        return self.lookTo - self.lookFrom

    def getDirection(self) -> vec3:
        """Unit vector from the eye to the target."""
        return normalize(self.direction)

    def _basis(self) -> tuple:
        """Unit vectors to the right, up and back, also where eye and target or directions coincide."""
        back = self.lookFrom - self.lookTo
        back = normalize(back) if length(back) else vec3(_AWAY)
        right = cross(self.lookUp, back)
        if not length(right):
            right = cross((0, 1, 0) if abs(back.y) < 0.9 else (1, 0, 0), back)
        right = normalize(right)
        return right, cross(back, right), back

    def _shift(self) -> vec3:
        """By how much eye and target are moved for the view."""
        return vec3(0)

    def _frustum(self) -> tuple:
        """Left, right, bottom and top of the near plane."""
        raise NotImplementedError(f"{type(self).__name__} has no projection; use PerspectiveCamera or OrthographicCamera")

    @property
    def viewMatrix(self) -> mat4:
        """View from world."""
        right, up, back = self._basis()
        rows = np.eye(4)
        rows[:3, :3] = [list(right), list(up), list(back)]
        rows[:3, 3] = -rows[:3, :3] @ np.array(list(self.lookFrom + self._shift()))
        return mat4(rows.T)

    @property
    def projectionMatrix(self) -> mat4:
        """Clip from view, depth -1 to 1."""
        left, right, bottom, top = self._frustum()
        near, far = self.nearPlaneDist, self.farPlaneDist
        matrix = np.zeros((4, 4))
        matrix[0, 0], matrix[1, 1] = 2 * near / (right - left), 2 * near / (top - bottom)
        matrix[0, 2], matrix[1, 2] = (right + left) / (right - left), (top + bottom) / (top - bottom)
        matrix[2, 2], matrix[2, 3], matrix[3, 2] = -(far + near) / (far - near), -2 * far * near / (far - near), -1
        return mat4(matrix.T)

    @property
    def inverseViewMatrix(self) -> mat4:
        """World from view."""
        return mat4(np.linalg.inv(np.array(self.viewMatrix, np.float64)).T)

    @property
    def inverseProjectionMatrix(self) -> mat4:
        """View from clip."""
        return mat4(np.linalg.inv(np.array(self.projectionMatrix, np.float64)).T)

    def _view_position(self, ndc: Any) -> vec4:
        position = self.inverseProjectionMatrix * vec4(vec3(ndc), 1)
        return position / position.w

    def getWorldPosFromNormalizedDeviceCoords(self, ndcCoords: Any) -> vec3:
        """The point in world space of a position with each coordinate from -1 to 1."""
        return vec3(self.inverseViewMatrix * self._view_position(ndcCoords))

    def getClipPosFromNormalizedDeviceCoords(self, ndcCoords: Any) -> vec4:
        """The position before the division by w."""
        return self.projectionMatrix * self._view_position(ndcCoords)

    def getNormalizedDeviceFromNormalizedScreenAtFocusPointDepth(self, normalizedScreenCoord: Any) -> vec3:
        """A position on the screen, 0 to 1 from the lower left, at the depth of the target."""
        x, y = vec2(normalizedScreenCoord)
        clip = self.projectionMatrix * (self.viewMatrix * vec4(self.lookTo, 1))
        return vec3(2 * x - 1, 2 * y - 1, clip.z / clip.w)

    def clone(self) -> Any:
        """A copy."""
        other = type(self).__new__(type(self))
        for name, value in vars(self).items():
            setattr(other, name, type(value)(value) if isinstance(value, (vec2, vec3)) else value)
        return other

    def updateFrom(self, other: Camera) -> None:
        """Takes over eye, target, planes and aspect ratio of another camera, and what the kinds of both have in common.

        Between a perspective and an orthographic camera what lies at the target keeps its size.
        """
        if not isinstance(other, Camera):
            raise TypeError(f"a Camera is needed, not {type(other).__name__}")
        self.lookFrom, self.lookTo, self.lookUp = other.lookFrom, other.lookTo, other.lookUp
        self.nearPlaneDist, self.farPlaneDist, self.aspectRatio = other.nearPlaneDist, other.farPlaneDist, other.aspectRatio
        self._update_projection(other)

    update = updateFrom

    def _update_projection(self, other: Camera) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other) if isinstance(other, Camera) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} from {self.lookFrom} to {self.lookTo}>"

    def _projection(self) -> dict:
        raise NotImplementedError(f"a {type(self).__name__} cannot be shown; use PerspectiveCamera or OrthographicCamera")

    def toWire(self) -> dict:
        """The form in messages."""
        return {
            "look_from": list(self.lookFrom),
            "look_to": list(self.lookTo),
            "look_up": list(self.lookUp),
            "projection": self._projection(),
            "near": self.nearPlaneDist,
            "far": self.farPlaneDist,
        }

    def fromWire(self, value: dict) -> None:
        """Takes over the form in messages; the camera becomes one of that kind."""
        self.lookFrom, self.lookTo, self.lookUp = (vec3(*value[name]) for name in ("look_from", "look_to", "look_up"))
        self.nearPlaneDist, self.farPlaneDist = value["near"], value["far"]
        projection = value["projection"]
        if "perspective" in projection:
            self.__class__ = PerspectiveCamera
            self.fovy = projection["perspective"]["fov"]
        else:
            self.__class__ = OrthographicCamera
            self._extent, self._of_height = float(projection["orthographic"]["height"]), True


class PerspectiveCamera(Camera):
    """A camera with a vertical field of view, ``fovy``, in degrees."""

    def __init__(
        self,
        lookFrom: Any = (0, 0, 2),
        lookTo: Any = (0, 0, 0),
        lookUp: Any = (0, 1, 0),
        nearPlane: float = 0.01,
        farPlane: float = 10000.0,
        aspectRatio: float = 1.0,
        fieldOfView: float = 60.0,
    ) -> None:
        super().__init__(lookFrom, lookTo, lookUp, nearPlane, farPlane, aspectRatio)
        self.fovy = fieldOfView

    fovy = _number("_fovy", "Vertical field of view in degrees.")
    fov = fovy

    def _frustum(self) -> tuple:
        top = self.nearPlaneDist * math.tan(math.radians(self.fovy) / 2)
        return -top * self.aspectRatio, top * self.aspectRatio, -top, top

    def _update_projection(self, other: Camera) -> None:
        if isinstance(other, PerspectiveCamera):
            self.fovy = other.fovy
        elif isinstance(other, OrthographicCamera):
            # As far away as what lies at the target keeps its size.
            away = other.width / self.aspectRatio / 2 / math.tan(math.radians(self.fovy) / 2)
            self.lookFrom = self.lookTo - self.getDirection() * away

    def _projection(self) -> dict:
        return {"perspective": {"fov": self.fovy}}


class SkewedPerspectiveCamera(PerspectiveCamera):
    """A perspective camera whose eye is moved by ``offset`` (to the right, up) while the picture at the target stays, for stereo."""

    def __init__(
        self,
        lookFrom: Any = (0, 0, 2),
        lookTo: Any = (0, 0, 0),
        lookUp: Any = (0, 1, 0),
        nearPlane: float = 0.01,
        farPlane: float = 10000.0,
        aspectRatio: float = 1.0,
        fieldOfView: float = 60.0,
        frustumOffset: Any = (0, 0),
    ) -> None:
        super().__init__(lookFrom, lookTo, lookUp, nearPlane, farPlane, aspectRatio, fieldOfView)
        self.offset = frustumOffset

    @property
    def offset(self) -> vec2:
        """By how much the eye is moved, in world units. Live; what is assigned is copied."""
        return self._offset

    @offset.setter
    def offset(self, value: Any) -> None:
        self._offset = vec2(value)

    def _shift(self) -> vec3:
        right, _, _ = self._basis()
        return right * self.offset.x + self.lookUp * self.offset.y

    def _frustum(self) -> tuple:
        left, right, bottom, top = super()._frustum()
        x, y = self.offset * (self.nearPlaneDist / length(self.direction))
        return left - x, right - x, bottom - y, top - y

    def _update_projection(self, other: Camera) -> None:
        super()._update_projection(other)
        if isinstance(other, SkewedPerspectiveCamera):
            self.offset = other.offset

    def _projection(self) -> dict:
        if self.offset == vec2(0):
            return super()._projection()
        raise NotImplementedError(
            "a SkewedPerspectiveCamera with an offset cannot be shown; move lookFrom and lookTo of a PerspectiveCamera"
        )


class OrthographicCamera(Camera):
    """A camera without perspective; its view is ``width`` wide, in world units."""

    def __init__(
        self,
        lookFrom: Any = (0, 0, 2),
        lookTo: Any = (0, 0, 0),
        lookUp: Any = (0, 1, 0),
        nearPlane: float = 0.01,
        farPlane: float = 10000.0,
        aspectRatio: float = 1.0,
        width: float = 60.0,
    ) -> None:
        super().__init__(lookFrom, lookTo, lookUp, nearPlane, farPlane, aspectRatio)
        self.width = width

    @property
    def width(self) -> float:
        """Width of the view. One that came from the program has a height instead, which stays when the aspect ratio changes."""
        return self._extent * self.aspectRatio if self._of_height else self._extent

    @width.setter
    def width(self, value: float) -> None:
        self._extent, self._of_height = float(value), False

    def _frustum(self) -> tuple:
        half, height = self.width / 2, self.width / self.aspectRatio / 2
        return -half, half, -height, height

    @property
    def projectionMatrix(self) -> mat4:
        """Clip from view, depth -1 to 1."""
        left, right, bottom, top = self._frustum()
        near, far = self.nearPlaneDist, self.farPlaneDist
        return mat4(
            [2 / (right - left), 0, 0, 0],
            [0, 2 / (top - bottom), 0, 0],
            [0, 0, -2 / (far - near), 0],
            [-(right + left) / (right - left), -(top + bottom) / (top - bottom), -(far + near) / (far - near), 1],
        )

    def _update_projection(self, other: Camera) -> None:
        if isinstance(other, OrthographicCamera):
            self.width = other.width
        elif isinstance(other, PerspectiveCamera):
            self.width = 2 * length(self.direction) * math.tan(math.radians(other.fovy) / 2) * self.aspectRatio

    def _projection(self) -> dict:
        return {"orthographic": {"height": self.width / self.aspectRatio}}
