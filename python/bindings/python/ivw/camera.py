"""Moves a camera property for a while, and puts it back."""

from __future__ import annotations

import math
from typing import Any, Iterator, Optional

from inviwopy.glm import mat3, mat4, rotate, vec3


def rotation_matrix(axis: Any, angle: float) -> mat3:
    """The rotation by ``-angle`` (radians, right hand rule) about an axis, which need not have length 1."""
    return mat3(rotate(mat4(1), -float(angle), vec3(axis)))


class Camera:
    """A view of a camera property::

        with ivw.camera.Camera(network.VolumeRaycaster.camera) as view:
            for step in view.rotate(2 * math.pi / 60, 60, [0, 0, 1]):
                ...

    Afterwards the property is as it was.
    """

    def __init__(self, cameraProperty: Any, lookfrom: Any = None, lookto: Any = None, lookup: Any = None) -> None:
        """Where no position is given the camera's own counts."""
        self.cam = cameraProperty
        self.oldlookfrom, self.oldlookto, self.oldlookup = (vec3(part) for part in self._parts())
        self.lookfrom = self.oldlookfrom if lookfrom is None else vec3(lookfrom)
        self.lookto = self.oldlookto if lookto is None else vec3(lookto)
        self.lookup = self.oldlookup if lookup is None else vec3(lookup)

    def _parts(self) -> Iterator[Any]:
        # A property's part is itself a property in some versions.
        for part in (self.cam.lookFrom, self.cam.lookTo, self.cam.lookUp):
            yield getattr(part, "value", part)

    def _set(self, lookfrom: Any, lookto: Any, lookup: Any) -> None:
        self.cam.setLook(lookfrom, lookto, lookup)

    def set(self) -> None:  # noqa: A003
        """Gives the property this view."""
        self._set(self.lookfrom, self.lookto, self.lookup)

    def restore(self) -> None:
        """Gives the property the view that it had."""
        self._set(self.oldlookfrom, self.oldlookto, self.oldlookup)

    def rotate(self, delta: float = math.pi / 30, steps: int = 60, axis: Optional[Any] = None) -> Iterator[int]:
        """Turns about what is looked at, ``delta`` radians a step; yields 1, 2 … ``steps``. The axis is up when none is given."""
        turn = rotation_matrix(self.lookup if axis is None else axis, delta)
        arm = self.lookfrom - self.lookto
        for step in range(1, steps + 1):
            arm = turn * arm
            self.lookfrom, self.lookup = self.lookto + arm, turn * self.lookup
            self.set()
            yield step

    def __enter__(self) -> Camera:
        self.set()
        return self

    def __exit__(self, *error: Any) -> None:
        self.restore()
