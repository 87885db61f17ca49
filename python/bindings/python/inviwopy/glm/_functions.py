"""Functions on vectors and matrices."""

from __future__ import annotations

import builtins
import math
from typing import Any, Callable

import numpy as np

from ._matrix import Matrix
from ._vector import Vector, bvec2, bvec3, bvec4, vec3

_FLAGS = {2: bvec2, 3: bvec3, 4: bvec4}


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return sum(x * y for x, y in zip(a, b))


def cross(a: Vector, b: Vector) -> Vector:
    """The vector product of two vectors of 3."""
    return type(a)(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length2(v: Vector) -> float:
    """The squared length."""
    return dot(v, v)


def length(v: Vector) -> float:
    """The Euclidean length."""
    return math.sqrt(length2(v))


def distance(a: Vector, b: Vector) -> float:
    """The Euclidean distance."""
    return length(b - a)


def distance2(a: Vector, b: Vector) -> float:
    """The squared distance."""
    return length2(b - a)


def normalize(v: Vector) -> Vector:
    """The vector of length 1 in the same direction. Raises ZeroDivisionError for a zero vector."""
    return v / length(v)


def clamp(v: Any, low: Any, high: Any) -> Any:
    """Each component within the bounds (numbers or vectors)."""
    if not isinstance(v, Vector):
        return min(max(v, low), high)
    lows = low if isinstance(low, Vector) else [low] * len(v)
    highs = high if isinstance(high, Vector) else [high] * len(v)
    return type(v)(*(min(max(x, a), b) for x, a, b in zip(v, lows, highs)))


def compAdd(v: Vector) -> Any:
    """The sum of the components."""
    return sum(v)


def compMul(v: Vector) -> Any:
    """The product of the components."""
    return math.prod(v)


def compMin(v: Vector) -> Any:
    """The least component."""
    return min(v)


def compMax(v: Vector) -> Any:
    """The greatest component."""
    return max(v)


def _compare(test: Callable[[Any, Any], bool], name: str, words: str) -> Callable[[Vector, Vector], Vector]:
    def compare(a: Vector, b: Vector) -> Vector:
        return _FLAGS[len(a)](*(test(x, y) for x, y in zip(a, b)))

    compare.__name__, compare.__doc__ = name, f"For each component whether the first is {words} the second."
    return compare


lessThan = _compare(lambda x, y: x < y, "lessThan", "less than")
lessThanEqual = _compare(lambda x, y: x <= y, "lessThanEqual", "at most")
greaterThan = _compare(lambda x, y: x > y, "greaterThan", "greater than")
greaterThanEqual = _compare(lambda x, y: x >= y, "greaterThanEqual", "at least")


def all(v: Vector) -> bool:  # noqa: A001
    """Whether every component is true."""
    return builtins.all(v)


def any(v: Vector) -> bool:  # noqa: A001
    """Whether some component is true."""
    return builtins.any(v)


def _each(function: Callable[[float], float], name: str) -> Callable[[Any], Any]:
    def apply(v: Any) -> Any:
        return type(v)(*(function(x) for x in v)) if isinstance(v, Vector) else function(v)

    apply.__name__, apply.__doc__ = name, f"``{name}`` of a number or of each component."
    return apply


abs = _each(builtins.abs, "abs")  # noqa: A001
sin = _each(math.sin, "sin")
cos = _each(math.cos, "cos")
tan = _each(math.tan, "tan")
asin = _each(math.asin, "asin")
acos = _each(math.acos, "acos")
atan = _each(math.atan, "atan")
exp = _each(math.exp, "exp")
ceil = _each(lambda x: float(math.ceil(x)), "ceil")
floor = _each(lambda x: float(math.floor(x)), "floor")


def _rotation(angle: float, axis: Any) -> np.ndarray:
    x, y, z = normalize(vec3(*axis))
    c, s = math.cos(angle), math.sin(angle)
    outer = np.outer((x, y, z), (x, y, z)) * (1 - c)
    return outer + np.array([[c, -z * s, y * s], [z * s, c, -x * s], [-y * s, x * s, c]])


def rotate(what: Any, angle: float, axis: Any) -> Any:
    """A mat4 followed by a rotation, or a rotated vector of 3. ``angle`` is in radians, counterclockwise about ``axis``."""
    rotation = _rotation(angle, axis)
    if isinstance(what, Matrix):
        whole = np.eye(4)
        whole[:3, :3] = rotation
        return what._from_math(np.array(what, dtype=np.float64) @ whole)
    return type(what)(*(rotation @ np.array(what, dtype=np.float64)))


__all__ = [
    "abs", "acos", "all", "any", "asin", "atan", "ceil", "clamp", "compAdd", "compMax", "compMin", "compMul", "cos",
    "cross", "distance", "distance2", "dot", "exp", "floor", "greaterThan", "greaterThanEqual", "length", "length2",
    "lessThan", "lessThanEqual", "normalize", "rotate", "sin", "tan",
]  # fmt: skip
