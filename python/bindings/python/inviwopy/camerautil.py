"""Placing cameras so that a box is seen. A box is a mat4 that carries the unit cube [0, 1]³ into the world."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ._enum import Enum
from .glm import mat4, normalize, vec3
from .properties import _camera_view as view
from .properties._camera import CameraProperty


class Side(Enum):
    """The side of a box that the camera stands at."""

    XNegative = 0
    XPositive = 1
    YNegative = 2
    YPositive = 3
    ZNegative = 4
    ZPositive = 5


class UpdateNearFar(Enum):
    """Whether near and far plane are placed, too."""

    Yes = 0
    No = 1


class UpdateLookRanges(Enum):
    """Whether the limits of eye and target are placed, too."""

    Yes = 0
    No = 1


def _checked(camera: Any, box: Any) -> np.ndarray:
    """The corners of the box, shape (8, 3)."""
    if not isinstance(camera, CameraProperty):
        raise TypeError(f"a CameraProperty is expected, not {type(camera).__name__}")
    return _corners(box)


def _corners(box: Any) -> np.ndarray:
    unit = np.array([[x, y, z, 1] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float64)
    return (unit @ np.array(mat4(box), np.float64).T)[:, :3]


_TRAILING = ("fitRatio", "updateNearFar", "updateLookRanges")


def _view_arguments(args: tuple, named: dict) -> dict:
    """The arguments of ``setCameraView`` after the box, by name."""
    rest, given = list(args), dict(named)
    if rest and isinstance(rest[0], Side):
        given["side"] = rest.pop(0)
    elif rest and not isinstance(rest[0], (int, float)):
        given["viewDir"] = rest.pop(0)
        if rest:
            given["lookUp"] = rest.pop(0)
    if len(rest) > len(_TRAILING):
        raise TypeError("setCameraView takes a side, or viewDir and lookUp, then fitRatio, updateNearFar and updateLookRanges")
    given.update(zip(_TRAILING, rest))
    unknown = sorted(set(given) - {*_TRAILING, "side", "viewDir", "lookUp"})
    if unknown:
        raise TypeError(f"setCameraView has no argument {unknown[0]!r}")
    return given


def setCameraView(cameraProperty: Any, boundingBox: Any, *args: Any, **named: Any) -> None:
    """Moves the camera so that all of a box is seen.

    ``setCameraView(camera, box, …)`` keeps the direction, ``(camera, box, side, …)`` looks at a Side of the box,
    ``(camera, box, viewDir, lookUp, …)`` along a direction; then ``fitRatio=1.05`` (above 1 leaves a margin),
    ``updateNearFar=UpdateNearFar.No`` and ``updateLookRanges=UpdateLookRanges.No``. Raises TypeError and ValueError.
    """
    given = _view_arguments(args, named)
    fitRatio = float(given.get("fitRatio", 1.05))
    corners = _checked(cameraProperty, boundingBox)
    direction, up = _direction(cameraProperty, given.get("side", given.get("viewDir")), given.get("lookUp"))
    basis, center = view.basis_of(direction, up), corners.mean(0)
    seen = cameraProperty.camera.toWire()["projection"]
    if "perspective" in seen:
        distance = view.distance_to_fit(corners, basis, seen["perspective"]["fov"], cameraProperty.aspectRatio, fitRatio)
    else:
        distance = 2 * float(np.linalg.norm(np.ptp(corners, 0)))
        cameraProperty.getPropertyByIdentifier("width").value = view.width_to_fit(corners, basis, cameraProperty.aspectRatio, fitRatio)
    cameraProperty.setLook(vec3(*(center + basis[2] * distance)), vec3(*center), normalize(vec3(*basis[1])))
    if UpdateNearFar(given.get("updateNearFar", UpdateNearFar.No)) == UpdateNearFar.Yes:
        setCameraNearFar(cameraProperty, boundingBox)
    if UpdateLookRanges(given.get("updateLookRanges", UpdateLookRanges.No)) == UpdateLookRanges.Yes:
        setCameraLookRanges(cameraProperty, boundingBox)


def _direction(camera: Any, towards: Any, up: Any) -> tuple:
    if towards is None:
        return camera.lookTo - camera.lookFrom, camera.lookUp
    if isinstance(towards, Side):
        return view.SIDES[towards.name]
    if up is None:
        raise TypeError("setCameraView takes lookUp after viewDir")
    direction, upwards = vec3(towards), vec3(up)
    if not np.linalg.norm(np.cross(np.array(direction, np.float64), np.array(upwards, np.float64))) > 0:
        raise ValueError(f"viewDir {direction} and lookUp {upwards} are parallel or zero")
    return direction, upwards


def _extent(box: Any) -> float:
    return float(np.linalg.norm(np.ptp(_corners(box), 0)))


def computeCameraNearFar(boundingBox: Any, zoomRange: float = 10.0, nearFarRatio: float = 1.0 / 10000.0) -> tuple:
    """(near, far): far enough to see the box from ``zoomRange`` times its diagonal away; near is ``nearFarRatio`` of it."""
    far = _extent(boundingBox) * (zoomRange + 1)
    return far * nearFarRatio, far


def setCameraNearFar(cameraProperty: Any, boundingBox: Any, zoomRange: float = 10.0, nearFarRatio: float = 1.0 / 10000.0) -> None:
    """Places near and far plane as ``computeCameraNearFar`` says."""
    _checked(cameraProperty, boundingBox)
    cameraProperty.setNearFarPlaneDist(*computeCameraNearFar(boundingBox, zoomRange, nearFarRatio))


def setCameraLookRanges(cameraProperty: Any, boundingBox: Any, zoomRange: float = 10.0) -> None:
    """Lets editors move the eye up to ``zoomRange`` diagonals away from the box, and the target within the box."""
    corners = _checked(cameraProperty, boundingBox)
    center, reach = corners.mean(0), zoomRange * _extent(boundingBox)
    ranges = {"lookFrom": (center - reach, center + reach), "lookTo": (corners.min(0), corners.max(0))}
    for identifier, (low, high) in ranges.items():
        part: Optional[Any] = cameraProperty.getPropertyByIdentifier(identifier)
        if part is not None:
            part.minValue, part.maxValue = vec3(*low), vec3(*high)


__all__ = [
    "Side", "UpdateLookRanges", "UpdateNearFar", "computeCameraNearFar", "setCameraLookRanges", "setCameraNearFar",
    "setCameraView",
]  # fmt: skip
