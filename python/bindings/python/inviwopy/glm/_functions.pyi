"""Functions on vectors and matrices. Lists and arrays of 2 to 4 numbers are taken as vec2, vec3, vec4.

Functions for floats take vectors of whole numbers as vec2, vec3, vec4, too.
"""

from typing import Any, TypeVar, Union, overload

from ._matrix import Matrix
from ._vector import Vector, _Array, _Numbers, _Real, dvec2, dvec3, dvec4, vec2, vec3, vec4

_F = TypeVar("_F", vec2, vec3, vec4, dvec2, dvec3, dvec4)
_F3 = TypeVar("_F3", vec3, dvec3)
_V = TypeVar("_V", bound=Vector[Any])
_M = TypeVar("_M", bound=Matrix[Any, Any])

def dot(a: _Numbers, b: _Numbers) -> float:
    """The scalar product."""

@overload
def cross(a: _F3, b: _Numbers) -> _F3:
    """The vector product of two vectors of 3."""

@overload
def cross(a: _Numbers, b: _Numbers) -> vec3: ...
def length2(v: _Numbers) -> float:
    """The squared length."""

def length(v: _Numbers) -> float:
    """The Euclidean length."""

def distance2(a: _Numbers, b: _Numbers) -> float:
    """The squared distance."""

def distance(a: _Numbers, b: _Numbers) -> float:
    """The Euclidean distance."""

@overload
def normalize(v: _F) -> _F:
    """The vector of length 1 in the same direction; of a zero vector all components are NaN, as in GLM."""

@overload
def normalize(v: _Numbers) -> Any: ...
@overload
def clamp(v: _Real, low: _Real, high: _Real) -> Any:
    """Each component within the bounds (numbers or vectors); also of one number."""

@overload
def clamp(v: _V, low: Union[_Real, _Numbers], high: Union[_Real, _Numbers]) -> _V: ...
@overload
def clamp(v: _Numbers, low: Union[_Real, _Numbers], high: Union[_Real, _Numbers]) -> Any: ...
def compAdd(v: _Numbers) -> Any:
    """The sum of the components."""

def compMul(v: _Numbers) -> Any:
    """The product of the components."""

def compMin(v: _Numbers) -> Any:
    """The least component."""

def compMax(v: _Numbers) -> Any:
    """The greatest component."""

def lessThan(a: _Numbers, b: _Numbers) -> Vector[bool]:
    """For each component whether the first is less than the second."""

def lessThanEqual(a: _Numbers, b: _Numbers) -> Vector[bool]:
    """For each component whether the first is at most the second."""

def greaterThan(a: _Numbers, b: _Numbers) -> Vector[bool]:
    """For each component whether the first is greater than the second."""

def greaterThanEqual(a: _Numbers, b: _Numbers) -> Vector[bool]:
    """For each component whether the first is at least the second."""

def all(v: _Numbers) -> bool:
    """Whether every component is true."""

def any(v: _Numbers) -> bool:
    """Whether some component is true."""

@overload
def abs(v: _Real) -> Any:
    """The absolute value of a number or of each component."""

@overload
def abs(v: _V) -> _V: ...
@overload
def abs(v: _Numbers) -> Any: ...
@overload
def sin(v: _Real) -> float:
    """``sin`` of a number or of each component; NaN where it is not defined."""

@overload
def sin(v: _F) -> _F: ...
@overload
def sin(v: _Numbers) -> Any: ...
@overload
def cos(v: _Real) -> float:
    """``cos`` of a number or of each component; NaN where it is not defined."""

@overload
def cos(v: _F) -> _F: ...
@overload
def cos(v: _Numbers) -> Any: ...
@overload
def tan(v: _Real) -> float:
    """``tan`` of a number or of each component; NaN where it is not defined."""

@overload
def tan(v: _F) -> _F: ...
@overload
def tan(v: _Numbers) -> Any: ...
@overload
def asin(v: _Real) -> float:
    """``asin`` of a number or of each component; NaN where it is not defined."""

@overload
def asin(v: _F) -> _F: ...
@overload
def asin(v: _Numbers) -> Any: ...
@overload
def acos(v: _Real) -> float:
    """``acos`` of a number or of each component; NaN where it is not defined."""

@overload
def acos(v: _F) -> _F: ...
@overload
def acos(v: _Numbers) -> Any: ...
@overload
def atan(v: _Real) -> float:
    """``atan`` of a number or of each component; NaN where it is not defined."""

@overload
def atan(v: _F) -> _F: ...
@overload
def atan(v: _Numbers) -> Any: ...
@overload
def exp(v: _Real) -> float:
    """``exp`` of a number or of each component; NaN where it is not defined."""

@overload
def exp(v: _F) -> _F: ...
@overload
def exp(v: _Numbers) -> Any: ...
@overload
def ceil(v: _Real) -> float:
    """``ceil`` of a number or of each component; NaN where it is not defined."""

@overload
def ceil(v: _F) -> _F: ...
@overload
def ceil(v: _Numbers) -> Any: ...
@overload
def floor(v: _Real) -> float:
    """``floor`` of a number or of each component; NaN where it is not defined."""

@overload
def floor(v: _F) -> _F: ...
@overload
def floor(v: _Numbers) -> Any: ...
@overload
def rotate(what: _M, angle: float, axis: _Numbers) -> _M:
    """A mat4 followed by a rotation, or a rotated vector of 3. ``angle`` is in radians, counterclockwise about ``axis``."""

@overload
def rotate(what: _F3, angle: float, axis: _Numbers) -> _F3: ...
@overload
def rotate(what: Union[_Numbers, _Array], angle: float, axis: _Numbers) -> Any: ...

__all__ = [
    "abs",
    "acos",
    "all",
    "any",
    "asin",
    "atan",
    "ceil",
    "clamp",
    "compAdd",
    "compMax",
    "compMin",
    "compMul",
    "cos",
    "cross",
    "distance",
    "distance2",
    "dot",
    "exp",
    "floor",
    "greaterThan",
    "greaterThanEqual",
    "length",
    "length2",
    "lessThan",
    "lessThanEqual",
    "normalize",
    "rotate",
    "sin",
    "tan",
]
