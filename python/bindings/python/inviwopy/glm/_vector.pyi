"""Vectors of 2 to 4 numbers: vec (float), dvec (double), ivec, uvec, bvec and size_t."""

from typing import Any, Callable, Generic, Iterator, Sequence, TypeAlias, TypeVar, Union, overload

import numpy as np
import numpy.typing as npt
from typing_extensions import Self

_S = TypeVar("_S")
_Real: TypeAlias = Union[float, np.floating[Any], np.integer[Any], np.bool_]
_Whole: TypeAlias = Union[int, np.integer[Any], np.bool_]
_Array: TypeAlias = npt.NDArray[Any]
# What stands for a vector.
_Numbers: TypeAlias = Union["Vector[Any]", Sequence[_Real], _Array]

class ComponentError(TypeError, ValueError):
    """A component cannot hold a number: it is no number, has a fraction, or is out of range."""

def is_scalar(value: Any) -> bool: ...
def real(value: Any) -> float: ...
def truth(value: Any) -> bool: ...
def whole(low: int, high: int) -> Callable[[Any], int]: ...
def single(value: float) -> float: ...
def same(a: Any, b: Any, dtype: Any) -> bool: ...
def quotient(a: Any, b: Any, floating: bool) -> Any: ...

class Vector(Generic[_S]):
    """What all vectors share. Components: ``x y z w``, ``r g b a``, ``s t p q`` or ``[i]``."""

    __slots__ = ("_values",)
    __array_priority__: float
    def __init__(self, *parts: Union[_Real, _Numbers]) -> None:
        """Nothing (zeros), one number (for all), numbers and shorter vectors that together have enough components,
        one list, tuple or array of the right length, or a longer vector, which is cut.
        """

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_S]: ...
    @overload
    def __getitem__(self, index: int) -> _S: ...
    @overload
    def __getitem__(self, index: slice) -> list[_S]: ...
    @overload
    def __setitem__(self, index: int, value: _Real) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: _Numbers) -> None: ...
    def __eq__(self, other: object) -> Any: ...
    __hash__ = None  # type: ignore[assignment]
    def __array__(self, dtype: Any = None, copy: Any = None) -> _Array: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: Any) -> Self: ...
    def __reduce__(self) -> Any: ...
    @property
    def array(self) -> _Array:
        """A copy as an array of shape (n,)."""

    def __add__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __sub__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __mul__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __truediv__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __radd__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __rsub__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __rmul__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __rtruediv__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __neg__(self) -> Self: ...
    def __iadd__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __isub__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __imul__(self, other: Union[_Real, _Numbers]) -> Self: ...
    def __itruediv__(self, other: Union[_Real, _Numbers]) -> Self: ...

class _Two(Vector[_S]):
    x: _S
    y: _S
    r: _S
    g: _S
    s: _S
    t: _S

class _Three(_Two[_S]):
    z: _S
    b: _S
    p: _S

class _Four(_Three[_S]):
    w: _S
    a: _S
    q: _S

class vec2(_Two[float]):
    """2 numbers (float32)."""

class vec3(_Three[float]):
    """3 numbers (float32)."""

class vec4(_Four[float]):
    """4 numbers (float32)."""

class dvec2(_Two[float]):
    """2 numbers (float64)."""

class dvec3(_Three[float]):
    """3 numbers (float64)."""

class dvec4(_Four[float]):
    """4 numbers (float64)."""

class ivec2(_Two[int]):
    """2 numbers (int32)."""

class ivec3(_Three[int]):
    """3 numbers (int32)."""

class ivec4(_Four[int]):
    """4 numbers (int32)."""

class uvec2(_Two[int]):
    """2 numbers (uint32)."""

class uvec3(_Three[int]):
    """3 numbers (uint32)."""

class uvec4(_Four[int]):
    """4 numbers (uint32)."""

class bvec2(_Two[bool]):
    """2 numbers (bool)."""

class bvec3(_Three[bool]):
    """3 numbers (bool)."""

class bvec4(_Four[bool]):
    """4 numbers (bool)."""

class size2_t(_Two[int]):
    """2 numbers (uint64)."""

class size3_t(_Three[int]):
    """3 numbers (uint64)."""

class size4_t(_Four[int]):
    """4 numbers (uint64)."""

class i64vec2(_Two[int]):
    """2 numbers (int64)."""

class i64vec3(_Three[int]):
    """3 numbers (int64)."""

class i64vec4(_Four[int]):
    """4 numbers (int64)."""

# Number type by prefix of the class names: the conversion and the dtype.
SCALARS: dict[str, tuple[Callable[[Any], Any], Any]]

__all__ = [
    "vec2",
    "vec3",
    "vec4",
    "dvec2",
    "dvec3",
    "dvec4",
    "ivec2",
    "ivec3",
    "ivec4",
    "uvec2",
    "uvec3",
    "uvec4",
    "bvec2",
    "bvec3",
    "bvec4",
    "i64vec2",
    "i64vec3",
    "i64vec4",
    "size2_t",
    "size3_t",
    "size4_t",
]
