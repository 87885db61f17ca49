"""Derivatives of vector fields by central differences, one-sided at the borders.

Distances are those of the model space: a volume of a large basis has small derivatives.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from inviwopy.data import Volume


def _jacobian(volume: Any) -> np.ndarray:
    """``j[..., i, k]``: derivative of component i along axis k of the model space, for each voxel."""
    field = np.asarray(volume.data)
    if field.ndim != 4 or field.shape[3] != 3:
        raise ValueError(f"a volume of three channels is needed, shape (z, y, x, 3); this one has {field.shape}")
    if min(field.shape[:3]) < 2:
        raise ValueError(f"a derivative needs at least 2 voxels along each axis; this volume has {field.shape[2::-1]}")
    field = field.astype(np.float32)
    # Along x, y, z in parts of the volume: voxel centers lie 1 / n apart.
    steps = np.stack([np.gradient(field, 1.0 / field.shape[axis], axis=axis) for axis in (2, 1, 0)], axis=-1)
    basis = np.array(volume.basis, np.float64)
    return steps @ np.linalg.inv(basis).astype(np.float32)


def _result(values: np.ndarray, volume: Any, name: str) -> Any:
    result = Volume(np.ascontiguousarray(values, dtype=np.float32))
    result.modelMatrix, result.worldMatrix = volume.modelMatrix, volume.worldMatrix
    low, high = float(values.min()), float(values.max())
    result.dataMap.dataRange = result.dataMap.valueRange = (low, high if high > low else low + 1.0)
    result.dataMap.valueAxis.name = name
    return result


def divergenceVolume(volume: Any) -> Any:
    """The divergence of a volume of three channels, float32 (z, y, x). Raises ValueError for other shapes."""
    return _result(np.trace(_jacobian(volume), axis1=-2, axis2=-1), volume, "divergence")


def curlVolume(volume: Any) -> Any:
    """The curl of a volume of three channels, float32 (z, y, x, 3). Raises ValueError for other shapes."""
    j = _jacobian(volume)
    parts = (j[..., 2, 1] - j[..., 1, 2], j[..., 0, 2] - j[..., 2, 0], j[..., 1, 0] - j[..., 0, 1])
    return _result(np.stack(parts, axis=-1), volume, "curl")
