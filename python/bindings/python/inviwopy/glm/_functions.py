"""Functions on vectors and matrices. Lists and arrays of 2 to 4 numbers are taken as vec2, vec3, vec4.

Functions for floats take vectors of whole numbers as vec2, vec3, vec4, too.
"""

from __future__ import annotations

import builtins
import math
from typing import Any, Callable

import numpy as np

from ._matrix import Matrix, mat4
from ._vector import ComponentError, Vector, bvec2, bvec3, bvec4, is_scalar, vec2, vec3, vec4

_FLAGS = {2: bvec2, 3: bvec3, 4: bvec4}
_FLOATS = {2: vec2, 3: vec3, 4: vec4}


def _vector(value: Any) -> Vector:
    if isinstance(value, Vector):
        return value
    length = np.shape(value)
    if len(length) != 1 or length[0] not in _FLOATS:
        raise ComponentError(f"a vector of 2 to 4 numbers is needed, got {value!r}")
    return _FLOATS[length[0]](value)


def _floating(value: Any) -> Vector:
    vector = _vector(value)
    return vector if vector._floating else _FLOATS[len(vector)](vector)


def _pair(a: Any, b: Any) -> tuple:
    first, second = _vector(a), _vector(b)
    if len(first) != len(second):
        raise ComponentError(f"two vectors of one length are needed, got {first!r} and {second!r}")
    return first, second


def _floating_pair(a: Any, b: Any) -> tuple:
    first, second = _pair(_floating(a), _floating(b))
    return first, type(first)(second)


def dot(a: Any, b: Any) -> float:
    """The scalar product."""
    a, b = _floating_pair(a, b)
    return builtins.sum(x * y for x, y in zip(a, b))


def cross(a: Any, b: Any) -> Vector:
    """The vector product of two vectors of 3."""
    a, b = _floating_pair(a, b)
    if len(a) != 3:
        raise ComponentError(f"cross takes vectors of 3 numbers, got {a!r} and {b!r}")
    return type(a)(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length2(v: Any) -> float:
    """The squared length."""
    return dot(v, v)


def length(v: Any) -> float:
    """The Euclidean length."""
    return math.sqrt(length2(v))


def distance2(a: Any, b: Any) -> float:
    """The squared distance."""
    a, b = _floating_pair(a, b)
    return length2(b - a)


def distance(a: Any, b: Any) -> float:
    """The Euclidean distance."""
    return math.sqrt(distance2(a, b))


def normalize(v: Any) -> Vector:
    """The vector of length 1 in the same direction; of a zero vector all components are NaN, as in GLM."""
    v = _floating(v)
    return v / length(v)


def clamp(v: Any, low: Any, high: Any) -> Any:
    """Each component within the bounds (numbers or vectors); also of one number."""
    if is_scalar(v):
        return min(max(v, low), high)
    v = _vector(v)
    lows = type(v)(low)
    highs = type(v)(high)
    return type(v)(*(min(max(x, a), b) for x, a, b in zip(v, lows, highs)))


def compAdd(v: Any) -> Any:
    """The sum of the components."""
    return builtins.sum(_vector(v))


def compMul(v: Any) -> Any:
    """The product of the components."""
    return math.prod(_vector(v))


def compMin(v: Any) -> Any:
    """The least component."""
    return min(_vector(v))


def compMax(v: Any) -> Any:
    """The greatest component."""
    return max(_vector(v))


def _compare(test: Callable[[Any, Any], bool], name: str, words: str) -> Callable[[Any, Any], Vector]:
    def compare(a: Any, b: Any) -> Vector:
        first, second = _pair(a, b)
        return _FLAGS[len(first)](*(test(x, y) for x, y in zip(first, second)))

    compare.__name__ = compare.__qualname__ = name
    compare.__doc__ = f"For each component whether the first is {words} the second."
    return compare


lessThan = _compare(lambda x, y: x < y, "lessThan", "less than")
lessThanEqual = _compare(lambda x, y: x <= y, "lessThanEqual", "at most")
greaterThan = _compare(lambda x, y: x > y, "greaterThan", "greater than")
greaterThanEqual = _compare(lambda x, y: x >= y, "greaterThanEqual", "at least")


def all(v: Any) -> bool:  # noqa: A001
    """Whether every component is true."""
    return builtins.all(v)


def any(v: Any) -> bool:  # noqa: A001
    """Whether some component is true."""
    return builtins.any(v)


def abs(v: Any) -> Any:  # noqa: A001
    """The absolute value of a number or of each component."""
    if is_scalar(v):
        return builtins.abs(v)
    v = _vector(v)
    return type(v)(*(builtins.abs(x) for x in v))


def _each(function: Callable[[float], float], name: str) -> Callable[[Any], Any]:
    def safe(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    def apply(v: Any) -> Any:
        if is_scalar(v):
            return safe(v)
        v = _floating(v)
        return type(v)(*(safe(x) for x in v))

    apply.__name__ = apply.__qualname__ = name
    apply.__doc__ = f"``{name}`` of a number or of each component; NaN where it is not defined."
    return apply


sin = _each(math.sin, "sin")
cos = _each(math.cos, "cos")
tan = _each(math.tan, "tan")
asin = _each(math.asin, "asin")
acos = _each(math.acos, "acos")
atan = _each(math.atan, "atan")
exp = _each(math.exp, "exp")
ceil = _each(lambda x: float(math.ceil(x)) if math.isfinite(x) else x, "ceil")
floor = _each(lambda x: float(math.floor(x)) if math.isfinite(x) else x, "floor")


def _rotation(angle: float, axis: Any) -> list:
    """The columns of a rotation."""
    x, y, z = normalize(vec3(axis))
    c, s = math.cos(angle), math.sin(angle)
    t = 1 - c
    return [
        (t * x * x + c, t * x * y + s * z, t * x * z - s * y),
        (t * x * y - s * z, t * y * y + c, t * y * z + s * x),
        (t * x * z + s * y, t * y * z - s * x, t * z * z + c),
    ]


def rotate(what: Any, angle: float, axis: Any) -> Any:
    """A mat4 followed by a rotation, or a rotated vector of 3. ``angle`` is in radians, counterclockwise about ``axis``."""
    columns = _rotation(float(angle), axis)
    if not isinstance(what, Matrix) and np.shape(what) == (4, 4):
        what = mat4(what)
    if isinstance(what, Matrix):
        if (what._cols, what._rows) != (4, 4) or not what._column._floating:
            raise ComponentError(f"rotate takes a mat4, a dmat4 or a vector of 3 numbers, got a {type(what).__name__}")
        return what * type(what)(*(list(column) + [0] for column in columns), (0, 0, 0, 1))
    v = _floating(what)
    if len(v) != 3:
        raise ComponentError(f"rotate takes a mat4, a dmat4 or a vector of 3 numbers, got {what!r}")
    return type(v)(*(builtins.sum(column[j] * x for column, x in zip(columns, v)) for j in range(3)))


__all__ = [
    "abs", "acos", "all", "any", "asin", "atan", "ceil", "clamp", "compAdd", "compMax", "compMin", "compMul", "cos",
    "cross", "distance", "distance2", "dot", "exp", "floor", "greaterThan", "greaterThanEqual", "length", "length2",
    "lessThan", "lessThanEqual", "normalize", "rotate", "sin", "tan",
]  # fmt: skip
