"""Snapshots of canvases, with the workspace that made them."""

from __future__ import annotations

import os
from typing import Any

import inviwopy


def ensureDirectory(folder: Any) -> None:
    """Makes a folder, and those above it, where there is none."""
    os.makedirs(folder, exist_ok=True)


def update() -> None:
    """Lets the program catch up: waits until the network is computed."""
    inviwopy.app.waitForPool()


def getCanvases() -> list:
    """The canvases of the network."""
    return list(inviwopy.app.network.canvases)


def snapshotAllCanvasesWithWorkspace(
    basePath: Any,
    workspaceName: str,
    canvasFilenamePrefix: str = "",
    canvasFilenameSufix: str = "",
    filetype: str = "png",
) -> None:
    """Writes the workspace and a picture of each canvas into a folder."""
    snapshotWithWorkspace(basePath, getCanvases(), workspaceName, canvasFilenamePrefix, canvasFilenameSufix, filetype)


def snapshotWithWorkspace(
    basePath: Any,
    canvases: Any,
    workspaceName: str,
    canvasFilenamePrefix: str = "",
    canvasFilenameSufix: str = "",
    filetype: str = "png",
) -> None:
    """Writes the workspace and a picture of one canvas, or of several, into a folder. Raises TypeError for what is no canvas."""
    chosen = list(canvases) if isinstance(canvases, (list, tuple)) else [canvases]
    for canvas in chosen:
        if not callable(getattr(canvas, "snapshot", None)):
            raise TypeError(f"snapshotWithWorkspace takes a canvas or a list of canvases, not {canvas!r}")
    name = workspaceName.strip()
    if not name.endswith((".inv", ".voxloom")):
        name += ".voxloom"
    workspace = os.path.join(os.fspath(basePath), name)
    ensureDirectory(os.path.dirname(workspace))
    inviwopy.app.network.save(workspace)
    for canvas in chosen:
        picture = f"{canvasFilenamePrefix.strip()}{canvas.identifier}{canvasFilenameSufix.strip()}.{filetype}"
        canvas.snapshot(os.path.join(os.fspath(basePath), picture))
