"""Vectors, matrices and functions as in GLM: ``vec3(1, 2, 3)``, ``mat4(1)``, ``dot(a, b)``; lists of them: ``vec3Vector()``."""

from __future__ import annotations

from ._bound import *  # noqa: F403
from ._bound import VECTORS, StringVector  # noqa: F401 - `inviwopy` has them, too
from ._bound import __all__ as _lists
from ._functions import *  # noqa: F403
from ._functions import __all__ as _functions
from ._matrix import *  # noqa: F403
from ._matrix import __all__ as _matrices
from ._vector import *  # noqa: F403
from ._vector import __all__ as _vectors

__all__ = [*_vectors, *_matrices, *_functions, *_lists]
