"""Files of Inviwo's own formats, and derivatives of vector volumes."""

from __future__ import annotations

from . import algorithm, io

__all__ = ["algorithm", "io"]
