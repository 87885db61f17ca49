"""The extension module, or a clear error where it or NumPy is missing."""

from __future__ import annotations

import sys

try:
    import numpy  # noqa: F401
except ImportError as error:
    raise ImportError(
        f"Voxloom's Python side needs NumPy, which {sys.executable} does not have. Install it with: {sys.executable} -m pip install numpy"
    ) from error

try:
    import _voxloom as native
except ImportError as error:
    raise ImportError(
        "The extension module `_voxloom` is not built or not on the path. In a checkout, run `cargo xtask develop`; "
        "in the program, it is loaded before this package."
    ) from error

__all__ = ["native"]
