"""Matrices by columns, as in GLM: ``m[i]`` is column i, live; ``m[i][j]`` the element in column i and row j."""

from typing import Any, Generic, Iterator, Sequence, TypeVar, Union, overload

from typing_extensions import Self

from ._vector import (
    Vector,
    _Array,
    _Numbers,
    _Real,
    dvec2,
    dvec3,
    dvec4,
    ivec2,
    ivec3,
    ivec4,
    uvec2,
    uvec3,
    uvec4,
    vec2,
    vec3,
    vec4,
)

# The types of a column and of a row.
_C = TypeVar("_C")
_R = TypeVar("_R")

class Matrix(Generic[_C, _R]):
    """A matrix of 2 to 4 columns and rows."""

    __slots__ = ("_columns",)
    __array_priority__: float
    def __init__(self, *parts: Union[_Real, _Numbers, Matrix[Any, Any], Sequence[_Numbers]]) -> None:
        """Nothing (zeros), one number (on the diagonal), all numbers column by column, columns, a list of columns,
        an array of shape (columns, rows) whose row i becomes column i, or a matrix.
        """

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_C]: ...
    @overload
    def __getitem__(self, index: int) -> _C: ...
    @overload
    def __getitem__(self, index: tuple[int, int]) -> Any: ...
    @overload
    def __setitem__(self, index: int, value: _Numbers) -> None: ...
    @overload
    def __setitem__(self, index: tuple[int, int], value: _Real) -> None: ...
    def __eq__(self, other: object) -> Any: ...
    __hash__ = None  # type: ignore[assignment]
    def __array__(self, dtype: Any = None, copy: Any = None) -> _Array:
        """As mathematics writes it: ``array[row, column]``."""

    def __reduce__(self) -> Any: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: Any) -> Self: ...
    @property
    def array(self) -> _Array:
        """A copy of shape (columns, rows): row i is column i, as Inviwo has it; the transpose of ``np.array(m)``."""

    @overload
    def __mul__(self, other: _Real) -> Self: ...
    # Of a square one; others cannot be multiplied with their like.
    @overload
    def __mul__(self, other: Self) -> Self: ...
    @overload
    def __mul__(self, other: Matrix[Any, Any]) -> Any: ...
    @overload
    def __mul__(self, other: _Numbers) -> _C: ...
    __matmul__ = __mul__
    @overload
    def __rmul__(self, other: _Real) -> Self: ...
    @overload
    def __rmul__(self, other: Union[Vector[Any], Sequence[_Real]]) -> _R: ...
    __rmatmul__ = __rmul__
    def __add__(self, other: Union[_Real, Self]) -> Self: ...
    def __radd__(self, other: Union[_Real, Self]) -> Self: ...
    def __sub__(self, other: Union[_Real, Self]) -> Self: ...
    def __rsub__(self, other: Union[_Real, Self]) -> Self: ...
    def __truediv__(self, other: _Real) -> Self: ...
    def __neg__(self) -> Self: ...
    def __iadd__(self, other: Union[_Real, Self]) -> Self: ...
    def __isub__(self, other: Union[_Real, Self]) -> Self: ...
    def __imul__(self, other: Union[_Real, Self]) -> Self: ...  # type: ignore[misc]
    def __itruediv__(self, other: _Real) -> Self: ...

class mat2(Matrix[vec2, vec2]):
    """A matrix of 2 columns and 2 rows (float32)."""

class mat2x3(Matrix[vec3, vec2]):
    """A matrix of 2 columns and 3 rows (float32)."""

class mat2x4(Matrix[vec4, vec2]):
    """A matrix of 2 columns and 4 rows (float32)."""

class mat3x2(Matrix[vec2, vec3]):
    """A matrix of 3 columns and 2 rows (float32)."""

class mat3(Matrix[vec3, vec3]):
    """A matrix of 3 columns and 3 rows (float32)."""

class mat3x4(Matrix[vec4, vec3]):
    """A matrix of 3 columns and 4 rows (float32)."""

class mat4x2(Matrix[vec2, vec4]):
    """A matrix of 4 columns and 2 rows (float32)."""

class mat4x3(Matrix[vec3, vec4]):
    """A matrix of 4 columns and 3 rows (float32)."""

class mat4(Matrix[vec4, vec4]):
    """A matrix of 4 columns and 4 rows (float32)."""

class dmat2(Matrix[dvec2, dvec2]):
    """A matrix of 2 columns and 2 rows (float64)."""

class dmat2x3(Matrix[dvec3, dvec2]):
    """A matrix of 2 columns and 3 rows (float64)."""

class dmat2x4(Matrix[dvec4, dvec2]):
    """A matrix of 2 columns and 4 rows (float64)."""

class dmat3x2(Matrix[dvec2, dvec3]):
    """A matrix of 3 columns and 2 rows (float64)."""

class dmat3(Matrix[dvec3, dvec3]):
    """A matrix of 3 columns and 3 rows (float64)."""

class dmat3x4(Matrix[dvec4, dvec3]):
    """A matrix of 3 columns and 4 rows (float64)."""

class dmat4x2(Matrix[dvec2, dvec4]):
    """A matrix of 4 columns and 2 rows (float64)."""

class dmat4x3(Matrix[dvec3, dvec4]):
    """A matrix of 4 columns and 3 rows (float64)."""

class dmat4(Matrix[dvec4, dvec4]):
    """A matrix of 4 columns and 4 rows (float64)."""

class imat2(Matrix[ivec2, ivec2]):
    """A matrix of 2 columns and 2 rows (int32)."""

class imat2x3(Matrix[ivec3, ivec2]):
    """A matrix of 2 columns and 3 rows (int32)."""

class imat2x4(Matrix[ivec4, ivec2]):
    """A matrix of 2 columns and 4 rows (int32)."""

class imat3x2(Matrix[ivec2, ivec3]):
    """A matrix of 3 columns and 2 rows (int32)."""

class imat3(Matrix[ivec3, ivec3]):
    """A matrix of 3 columns and 3 rows (int32)."""

class imat3x4(Matrix[ivec4, ivec3]):
    """A matrix of 3 columns and 4 rows (int32)."""

class imat4x2(Matrix[ivec2, ivec4]):
    """A matrix of 4 columns and 2 rows (int32)."""

class imat4x3(Matrix[ivec3, ivec4]):
    """A matrix of 4 columns and 3 rows (int32)."""

class imat4(Matrix[ivec4, ivec4]):
    """A matrix of 4 columns and 4 rows (int32)."""

class umat2(Matrix[uvec2, uvec2]):
    """A matrix of 2 columns and 2 rows (uint32)."""

class umat2x3(Matrix[uvec3, uvec2]):
    """A matrix of 2 columns and 3 rows (uint32)."""

class umat2x4(Matrix[uvec4, uvec2]):
    """A matrix of 2 columns and 4 rows (uint32)."""

class umat3x2(Matrix[uvec2, uvec3]):
    """A matrix of 3 columns and 2 rows (uint32)."""

class umat3(Matrix[uvec3, uvec3]):
    """A matrix of 3 columns and 3 rows (uint32)."""

class umat3x4(Matrix[uvec4, uvec3]):
    """A matrix of 3 columns and 4 rows (uint32)."""

class umat4x2(Matrix[uvec2, uvec4]):
    """A matrix of 4 columns and 2 rows (uint32)."""

class umat4x3(Matrix[uvec3, uvec4]):
    """A matrix of 4 columns and 3 rows (uint32)."""

class umat4(Matrix[uvec4, uvec4]):
    """A matrix of 4 columns and 4 rows (uint32)."""

MATRICES: dict[str, type[Matrix[Any, Any]]]

__all__ = [
    "mat2",
    "mat2x3",
    "mat2x4",
    "mat3x2",
    "mat3",
    "mat3x4",
    "mat4x2",
    "mat4x3",
    "mat4",
    "dmat2",
    "dmat2x3",
    "dmat2x4",
    "dmat3x2",
    "dmat3",
    "dmat3x4",
    "dmat4x2",
    "dmat4x3",
    "dmat4",
    "imat2",
    "imat2x3",
    "imat2x4",
    "imat3x2",
    "imat3",
    "imat3x4",
    "imat4x2",
    "imat4x3",
    "imat4",
    "umat2",
    "umat2x3",
    "umat2x4",
    "umat3x2",
    "umat3",
    "umat3x4",
    "umat4x2",
    "umat4x3",
    "umat4",
]
