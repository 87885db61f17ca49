"""Helpers for scripts that drive a network: cameras, animations, snapshots, measurements."""

from __future__ import annotations

from . import animation, camera, regression, utils

__all__ = ["animation", "camera", "regression", "utils"]
