"""Volume as Voxloom reads arrays: always (z, y, x[, c])."""

from __future__ import annotations

from typing import Any

from inviwopy.data import Volume as _Volume
from inviwopy.data._grid import Grid


class Volume(_Volume):
    """Voxels (z, y, x) or (z, y, x, c). An array in Fortran order keeps its axes; it is copied once, and a note says so."""

    def _adopt(self, value: Any) -> None:
        Grid._adopt(self, value)
