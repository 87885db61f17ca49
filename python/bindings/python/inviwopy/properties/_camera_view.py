"""Where a camera has to stand to see a box."""

from __future__ import annotations

import math
from typing import Any, Optional

import numpy as np

# Viewing direction and up of the sides of a box, by the names of Inviwo's ``camerautil.Side``.
SIDES: dict = {
    "XNegative": ((1, 0, 0), (0, 1, 0)),
    "XPositive": ((-1, 0, 0), (0, 1, 0)),
    "YNegative": ((0, 1, 0), (1, 0, 0)),
    "YPositive": ((0, -1, 0), (1, 0, 0)),
    "ZNegative": ((0, 0, 1), (0, 1, 0)),
    "ZPositive": ((0, 0, -1), (0, 1, 0)),
}


def corners_of(data: Any) -> Optional[np.ndarray]:
    """The 8 corners of the bounding box in world space, shape (8, 3), of a volume, layer, mesh or a list of them; None of nothing."""
    if isinstance(data, (list, tuple)):
        boxes = [box for box in map(corners_of, data) if box is not None]
        if not boxes:
            return None
        low, high = np.min([box.min(0) for box in boxes], 0), np.max([box.max(0) for box in boxes], 0)
        world = np.eye(4)
    elif hasattr(data, "dataMap"):
        low, high, world = np.zeros(3), np.ones(3), _world_of(data)
    else:
        points = positions_of(data)
        if points is None or not len(points):
            return None
        low, high, world = points.min(0), points.max(0), _world_of(data)
    unit = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float64)
    corners = np.hstack([low + unit * (high - low), np.ones((8, 1))]) @ world.T
    return corners[:, :3]


def _world_of(data: Any) -> np.ndarray:
    return np.array(data.worldMatrix, np.float64) @ np.array(data.modelMatrix, np.float64)


def positions_of(mesh: Any) -> Optional[np.ndarray]:
    """The positions of a mesh in its own space, shape (n, 3), or None."""
    from ..data._enums import BufferType

    for info, buffer in getattr(mesh, "buffers", ()):
        if info.type == BufferType.PositionAttrib:
            points = np.asarray(buffer.data, np.float64)
            return np.pad(points, ((0, 0), (0, max(0, 3 - points.shape[1]))))[:, :3]
    return None


def basis_of(direction: Any, up: Any) -> tuple:
    """Unit vectors to the right, up and back of a camera that looks along a direction."""
    back = -np.array(direction, np.float64)
    back /= np.linalg.norm(back) or 1.0
    right = np.cross(np.array(up, np.float64), back)
    right /= np.linalg.norm(right) or 1.0
    return right, np.cross(back, right), back


def distance_to_fit(corners: np.ndarray, basis: tuple, fov: float, aspect: float, ratio: float) -> float:
    """How far from the center of a box a perspective camera stands that sees all of it; ``fov`` vertical, in degrees."""
    right, up, back = basis
    offsets = corners - corners.mean(0)
    slope = math.tan(math.radians(fov) / 2)
    wide, high = np.abs(offsets @ right) * ratio / (slope * aspect), np.abs(offsets @ up) * ratio / slope
    return float(np.max(offsets @ back + np.maximum(wide, high)))


def width_to_fit(corners: np.ndarray, basis: tuple, aspect: float, ratio: float) -> float:
    """The width of an orthographic view that shows all of a box."""
    right, up, _ = basis
    offsets = corners - corners.mean(0)
    return float(2 * ratio * max(np.abs(offsets @ right).max(), np.abs(offsets @ up).max() * aspect))
