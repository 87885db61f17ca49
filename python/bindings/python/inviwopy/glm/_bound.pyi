# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Generic
from typing import Iterable
from typing import SupportsIndex
from typing import TypeVar
from typing import Union
from typing import overload
from typing_extensions import Self
from ._vector import _Array
from ._vector import _Numbers
from ._vector import _Real
from ._vector import _Whole
import numpy as np
from . import _matrix
from . import _vector
_E = TypeVar('_E')
_A = TypeVar('_A')
class BoundVector(list[_E], Generic[_E, _A]):
    def __init__(self, values: Union[Iterable[_A], _Array] = ()) -> None: ...
    def append(self, value: Union[_E, _A]) -> None: ...
    def extend(self, values: Iterable[Union[_E, _A]]) -> None: ...
    def insert(self, index: SupportsIndex, value: Union[_E, _A]) -> None: ...
    @overload
    def __getitem__(self, index: SupportsIndex) -> _E: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    @overload
    def __setitem__(self, index: SupportsIndex, value: Union[_E, _A]) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[Union[_E, _A]]) -> None: ...
    def __add__(self, other: Iterable[Union[_E, _A]]) -> Self: ...  # type: ignore[override]
    def __iadd__(self, other: Iterable[Union[_E, _A]]) -> Self: ...  # type: ignore[override]
    def copy(self) -> Self: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> Any: ...
class NumberVector(BoundVector[_E, _A]):
    def __array__(self, dtype: Any=None, copy: Any=None) -> np.ndarray: ...
class StringVector(BoundVector[str, str]): ...
VECTORS: dict[Any, Any]
class floatVector(NumberVector[float, _Real]):
    """A list of float values."""
class doubleVector(NumberVector[float, _Real]):
    """A list of double values."""
class intVector(NumberVector[int, _Whole]):
    """A list of int values."""
class uintVector(NumberVector[int, _Whole]):
    """A list of uint values."""
class vec2Vector(NumberVector[_vector.vec2, _Real | _Numbers]):
    """A list of vec2 values."""
class vec3Vector(NumberVector[_vector.vec3, _Real | _Numbers]):
    """A list of vec3 values."""
class vec4Vector(NumberVector[_vector.vec4, _Real | _Numbers]):
    """A list of vec4 values."""
class dvec2Vector(NumberVector[_vector.dvec2, _Real | _Numbers]):
    """A list of dvec2 values."""
class dvec3Vector(NumberVector[_vector.dvec3, _Real | _Numbers]):
    """A list of dvec3 values."""
class dvec4Vector(NumberVector[_vector.dvec4, _Real | _Numbers]):
    """A list of dvec4 values."""
class ivec2Vector(NumberVector[_vector.ivec2, _Real | _Numbers]):
    """A list of ivec2 values."""
class ivec3Vector(NumberVector[_vector.ivec3, _Real | _Numbers]):
    """A list of ivec3 values."""
class ivec4Vector(NumberVector[_vector.ivec4, _Real | _Numbers]):
    """A list of ivec4 values."""
class uvec2Vector(NumberVector[_vector.uvec2, _Real | _Numbers]):
    """A list of uvec2 values."""
class uvec3Vector(NumberVector[_vector.uvec3, _Real | _Numbers]):
    """A list of uvec3 values."""
class uvec4Vector(NumberVector[_vector.uvec4, _Real | _Numbers]):
    """A list of uvec4 values."""
class mat2Vector(NumberVector[_matrix.mat2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat2 values."""
class mat2x3Vector(NumberVector[_matrix.mat2x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat2x3 values."""
class mat2x4Vector(NumberVector[_matrix.mat2x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat2x4 values."""
class mat3x2Vector(NumberVector[_matrix.mat3x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat3x2 values."""
class mat3Vector(NumberVector[_matrix.mat3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat3 values."""
class mat3x4Vector(NumberVector[_matrix.mat3x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat3x4 values."""
class mat4x2Vector(NumberVector[_matrix.mat4x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat4x2 values."""
class mat4x3Vector(NumberVector[_matrix.mat4x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat4x3 values."""
class mat4Vector(NumberVector[_matrix.mat4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of mat4 values."""
class dmat2Vector(NumberVector[_matrix.dmat2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat2 values."""
class dmat2x3Vector(NumberVector[_matrix.dmat2x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat2x3 values."""
class dmat2x4Vector(NumberVector[_matrix.dmat2x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat2x4 values."""
class dmat3x2Vector(NumberVector[_matrix.dmat3x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat3x2 values."""
class dmat3Vector(NumberVector[_matrix.dmat3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat3 values."""
class dmat3x4Vector(NumberVector[_matrix.dmat3x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat3x4 values."""
class dmat4x2Vector(NumberVector[_matrix.dmat4x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat4x2 values."""
class dmat4x3Vector(NumberVector[_matrix.dmat4x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat4x3 values."""
class dmat4Vector(NumberVector[_matrix.dmat4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of dmat4 values."""
class imat2Vector(NumberVector[_matrix.imat2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat2 values."""
class imat2x3Vector(NumberVector[_matrix.imat2x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat2x3 values."""
class imat2x4Vector(NumberVector[_matrix.imat2x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat2x4 values."""
class imat3x2Vector(NumberVector[_matrix.imat3x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat3x2 values."""
class imat3Vector(NumberVector[_matrix.imat3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat3 values."""
class imat3x4Vector(NumberVector[_matrix.imat3x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat3x4 values."""
class imat4x2Vector(NumberVector[_matrix.imat4x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat4x2 values."""
class imat4x3Vector(NumberVector[_matrix.imat4x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat4x3 values."""
class imat4Vector(NumberVector[_matrix.imat4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of imat4 values."""
class umat2Vector(NumberVector[_matrix.umat2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat2 values."""
class umat2x3Vector(NumberVector[_matrix.umat2x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat2x3 values."""
class umat2x4Vector(NumberVector[_matrix.umat2x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat2x4 values."""
class umat3x2Vector(NumberVector[_matrix.umat3x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat3x2 values."""
class umat3Vector(NumberVector[_matrix.umat3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat3 values."""
class umat3x4Vector(NumberVector[_matrix.umat3x4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat3x4 values."""
class umat4x2Vector(NumberVector[_matrix.umat4x2, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat4x2 values."""
class umat4x3Vector(NumberVector[_matrix.umat4x3, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat4x3 values."""
class umat4Vector(NumberVector[_matrix.umat4, _Real | _Numbers | _matrix.Matrix[Any, Any]]):
    """A list of umat4 values."""
__all__ = [
    "floatVector",
    "doubleVector",
    "intVector",
    "uintVector",
    "vec2Vector",
    "vec3Vector",
    "vec4Vector",
    "dvec2Vector",
    "dvec3Vector",
    "dvec4Vector",
    "ivec2Vector",
    "ivec3Vector",
    "ivec4Vector",
    "uvec2Vector",
    "uvec3Vector",
    "uvec4Vector",
    "mat2Vector",
    "mat2x3Vector",
    "mat2x4Vector",
    "mat3x2Vector",
    "mat3Vector",
    "mat3x4Vector",
    "mat4x2Vector",
    "mat4x3Vector",
    "mat4Vector",
    "dmat2Vector",
    "dmat2x3Vector",
    "dmat2x4Vector",
    "dmat3x2Vector",
    "dmat3Vector",
    "dmat3x4Vector",
    "dmat4x2Vector",
    "dmat4x3Vector",
    "dmat4Vector",
    "imat2Vector",
    "imat2x3Vector",
    "imat2x4Vector",
    "imat3x2Vector",
    "imat3Vector",
    "imat3x4Vector",
    "imat4x2Vector",
    "imat4x3Vector",
    "imat4Vector",
    "umat2Vector",
    "umat2x3Vector",
    "umat2x4Vector",
    "umat3x2Vector",
    "umat3Vector",
    "umat3x4Vector",
    "umat4x2Vector",
    "umat4x3Vector",
    "umat4Vector",
]
