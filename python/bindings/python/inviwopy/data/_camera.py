"""Camera: where one looks from, to, and how."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..glm import cross, mat4, normalize, vec3


class Camera:
    """A perspective camera (``fov`` in degrees, vertical) or, with ``width``, an orthographic one."""

    def __init__(self, lookFrom: Any = (0, 0, 2), lookTo: Any = (0, 0, 0), lookUp: Any = (0, 1, 0)) -> None:
        self.lookFrom, self.lookTo, self.lookUp = vec3(lookFrom), vec3(lookTo), vec3(lookUp)
        self.nearPlaneDist, self.farPlaneDist = 0.01, 100.0
        self.aspectRatio = 1.0
        self.fov = 38.0
        self.orthographicHeight: Any = None

    @property
    def direction(self) -> vec3:
        """From the eye to the target, not normalized."""
        return self.lookTo - self.lookFrom

    def getDirection(self) -> vec3:
        """Unit vector from the eye to the target."""
        return normalize(self.direction)

    @property
    def viewMatrix(self) -> mat4:
        """View from world."""
        back = normalize(self.lookFrom - self.lookTo)
        right = normalize(cross(self.lookUp, back))
        up = cross(back, right)
        rows = np.eye(4)
        rows[:3, :3] = [list(right), list(up), list(back)]
        rows[:3, 3] = -rows[:3, :3] @ np.array(self.lookFrom, np.float64)
        return mat4(rows.T)

    @property
    def projectionMatrix(self) -> mat4:
        """Clip from view, depth -1 to 1."""
        near, far, aspect = self.nearPlaneDist, self.farPlaneDist, self.aspectRatio
        matrix = np.zeros((4, 4))
        if self.orthographicHeight is not None:
            half = self.orthographicHeight / 2
            matrix[0, 0], matrix[1, 1], matrix[3, 3] = 1 / (half * aspect), 1 / half, 1
            matrix[2, 2], matrix[2, 3] = -2 / (far - near), -(far + near) / (far - near)
        else:
            scale = 1 / math.tan(math.radians(self.fov) / 2)
            matrix[0, 0], matrix[1, 1], matrix[3, 2] = scale / aspect, scale, -1
            matrix[2, 2], matrix[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
        return mat4(matrix.T)

    @property
    def inverseViewMatrix(self) -> mat4:
        """World from view."""
        return mat4(np.linalg.inv(np.array(self.viewMatrix, np.float64)).T)

    @property
    def inverseProjectionMatrix(self) -> mat4:
        """View from clip."""
        return mat4(np.linalg.inv(np.array(self.projectionMatrix, np.float64)).T)

    def clone(self) -> Camera:
        """A copy."""
        other = Camera(self.lookFrom, self.lookTo, self.lookUp)
        other.updateFrom(self)
        return other

    def updateFrom(self, other: Camera) -> None:
        """Takes over everything of another camera."""
        self.lookFrom, self.lookTo, self.lookUp = vec3(other.lookFrom), vec3(other.lookTo), vec3(other.lookUp)
        self.nearPlaneDist, self.farPlaneDist, self.aspectRatio = other.nearPlaneDist, other.farPlaneDist, other.aspectRatio
        self.fov, self.orthographicHeight = other.fov, other.orthographicHeight

    def toWire(self) -> dict:
        """The form in messages."""
        ortho = self.orthographicHeight
        return {
            "look_from": list(self.lookFrom),
            "look_to": list(self.lookTo),
            "look_up": list(self.lookUp),
            "projection": {"perspective": {"fov": self.fov}} if ortho is None else {"orthographic": {"height": ortho}},
            "near": self.nearPlaneDist,
            "far": self.farPlaneDist,
        }

    def fromWire(self, value: dict) -> None:
        """Takes over the form in messages."""
        self.lookFrom, self.lookTo = vec3(*value["look_from"]), vec3(*value["look_to"])
        self.lookUp = vec3(*value["look_up"])
        projection = value["projection"]
        if "perspective" in projection:
            self.fov, self.orthographicHeight = float(projection["perspective"]["fov"]), None
        else:
            self.orthographicHeight = float(projection["orthographic"]["height"])
        self.nearPlaneDist, self.farPlaneDist = float(value["near"]), float(value["far"])
