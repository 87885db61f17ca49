"""Vectors of 2 to 4 numbers: vec (float), dvec (double), ivec, uvec, bvec and size_t."""

from __future__ import annotations

import ctypes
import math
import operator
from typing import Any, Callable, ClassVar, Iterator

import numpy as np

_COMPONENTS = ("xyzw", "rgba", "stpq")
_SCALARS = (int, float, np.number, np.bool_)


class ComponentError(TypeError, ValueError):
    """A component cannot hold a number: it is no number, has a fraction, or is out of range."""


def is_scalar(value: Any) -> bool:
    """Whether a value is one number, also as an array without axes."""
    return isinstance(value, _SCALARS) or (isinstance(value, np.ndarray) and value.ndim == 0)


def real(value: Any) -> float:
    """A float. Raises ComponentError for texts and other things that are no numbers."""
    if isinstance(value, (str, bytes)):
        raise ComponentError(f"a number is needed, got {value!r}")
    try:
        return float(value)
    except TypeError:
        raise ComponentError(f"a number is needed, got {value!r}") from None


def truth(value: Any) -> bool:
    """A bool. Raises ComponentError for what is no number."""
    return bool(real(value))


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A conversion to whole numbers of a range; a float is taken only when it has no fraction."""

    def convert(value: Any) -> int:
        try:
            number = operator.index(value)
        except TypeError:
            fraction = real(value)
            if not fraction.is_integer():
                raise ComponentError(f"a whole number is needed, got {value!r}; round it with int(…) first") from None
            number = int(fraction)
        if not low <= number <= high:
            raise ComponentError(f"a number from {low} to {high} is needed, got {value!r}")
        return number

    return convert


def single(value: float) -> float:
    """The value as a component of 32 bits holds it."""
    return ctypes.c_float(value).value


def same(a: Any, b: Any, dtype: Any) -> bool:
    """Whether numbers are equal, in the precision of ``dtype``."""
    if all(x == y for x, y in zip(a, b)):
        return True
    return dtype is np.float32 and all(single(x) == single(y) for x, y in zip(a, b))


def quotient(a: Any, b: Any, floating: bool) -> Any:
    """``a / b`` as C++ has it: of floats also by zero, of whole numbers towards zero. Raises ZeroDivisionError for whole numbers."""
    if not floating:
        result = abs(a) // abs(b)
        return result if (a < 0) == (b < 0) else -result
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


class Vector:
    """What all vectors share. Components: ``x y z w``, ``r g b a``, ``s t p q`` or ``[i]``.

    Components keep Python's precision; arrays made of a vector, and comparisons, have that of its type.
    """

    __slots__ = ("_values",)
    # Numbers of NumPy on the left leave the operation to the vector, arrays do not.
    __array_priority__ = -1.0
    _length: ClassVar[int] = 0
    _prefix: ClassVar[str] = ""
    _convert: ClassVar[Callable[[Any], Any]] = float
    _dtype: ClassVar[Any] = np.float64
    _floating: ClassVar[bool] = False

    def __init__(self, *parts: Any) -> None:
        """Nothing (zeros), one number (for all), numbers and shorter vectors that together have enough components,
        one list, tuple or array of the right length, or a longer vector, which is cut.

        Raises TypeError when the number of components does not fit or one is no number. The numbers of a list, a tuple
        or an array are cast to the type; fractions given one by one to whole numbers are refused.
        """
        n = self._length
        cast = False
        if not parts:
            flat: list = [0] * n
        elif len(parts) == 1 and is_scalar(parts[0]):
            flat = [parts[0]] * n
        elif len(parts) == 1:
            flat, cast = self._numbers(parts[0]), True
            if isinstance(parts[0], Vector):
                flat = flat[:n]
        else:
            flat = []
            for part in parts:
                flat.extend([part] if is_scalar(part) else self._numbers(part))
        if len(flat) != n:
            raise ComponentError(f"{type(self).__name__} takes {n} numbers, got {len(flat)}: {', '.join(map(repr, parts))}")
        if cast and not self._floating:
            flat = [int(value) if isinstance(value, (float, np.floating)) and math.isfinite(value) else value for value in flat]
        convert = type(self)._convert
        try:
            self._values = [convert(value) for value in flat]
        except ComponentError as error:
            raise ComponentError(f"{type(self).__name__}: {error}") from None

    def _numbers(self, value: Any) -> list:
        if isinstance(value, (Vector, list, tuple)):
            return list(value)
        if not isinstance(value, (str, bytes, dict)) and (hasattr(value, "__array__") or hasattr(value, "__len__")):
            array = np.asarray(value)
            if array.ndim == 1:
                return array.tolist()
            raise ComponentError(f"{type(self).__name__} takes an array of shape ({self._length},), got {array.shape}")
        raise ComponentError(f"{type(self).__name__} takes {self._length} numbers, got {value!r}")

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __getitem__(self, index: Any) -> Any:
        try:
            return self._values[index]
        except IndexError:
            raise IndexError(f"{type(self).__name__} has the components 0 to {self._length - 1}, not {index}") from None

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            places = range(*index.indices(self._length))
            values = list(value)
            if len(values) != len(places):
                raise ValueError(f"{len(places)} numbers are needed, got {len(values)}")
            for place, each in zip(places, values):
                self[place] = each
            return
        self[index]
        self._values[operator.index(index)] = type(self)._convert(value)

    def __repr__(self) -> str:
        return "[" + " ".join(f"{value:g}" for value in self._values) + "]"

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, (Vector, list, tuple, np.ndarray)):
            return NotImplemented
        if np.ndim(other) != 1 or len(other) != self._length:
            return False
        return bool(same(self._values, other, self._dtype))

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        if copy is False:
            raise ValueError(f"the numbers of a {type(self).__name__} are copied into an array; they cannot be viewed")
        return np.array(self._values, dtype=self._dtype if dtype is None else dtype)

    def __copy__(self) -> Vector:
        return type(self)(*self._values)

    def __deepcopy__(self, memo: Any) -> Vector:
        return type(self)(*self._values)

    def __reduce__(self) -> Any:
        return type(self), tuple(self._values)

    @property
    def array(self) -> np.ndarray:
        """A copy as an array of shape (n,)."""
        return np.array(self._values, dtype=self._dtype)

    def _with(self, other: Any, apply: Callable[[Any, Any], Any], swapped: bool = False) -> Any:
        if is_scalar(other):
            values = [other] * self._length
        elif isinstance(other, (Vector, list, tuple, np.ndarray)):
            values = list(other)
            if len(values) != self._length or np.ndim(other) != 1:
                return NotImplemented
        else:
            return NotImplemented
        try:
            values = [type(self)._convert(value) for value in values]
        except ComponentError as error:
            kind = f"vec{self._length}"
            raise ComponentError(f"{type(self).__name__} is joined with its own kind of numbers: {error}, or use {kind}(…)") from None
        pairs = zip(values, self._values) if swapped else zip(self._values, values)
        return type(self)(*(apply(a, b) for a, b in pairs))

    def _divide(self, a: Any, b: Any) -> Any:
        return quotient(a, b, self._floating)

    def __add__(self, other: Any) -> Any:
        return self._with(other, operator.add)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, operator.sub)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, operator.mul)

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, self._divide)

    def __radd__(self, other: Any) -> Any:
        return self._with(other, operator.add, True)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, operator.sub, True)

    def __rmul__(self, other: Any) -> Any:
        return self._with(other, operator.mul, True)

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, self._divide, True)

    def __neg__(self) -> Any:
        return type(self)(*(-value for value in self._values))

    def _in_place(self, result: Any) -> Any:
        if result is NotImplemented:
            return NotImplemented
        self._values[:] = result._values
        return self

    def __iadd__(self, other: Any) -> Any:
        return self._in_place(self.__add__(other))

    def __isub__(self, other: Any) -> Any:
        return self._in_place(self.__sub__(other))

    def __imul__(self, other: Any) -> Any:
        return self._in_place(self.__mul__(other))

    def __itruediv__(self, other: Any) -> Any:
        return self._in_place(self.__truediv__(other))


def _component(index: int) -> property:
    def get(self: Vector) -> Any:
        return self._values[index]

    def put(self: Vector, value: Any) -> None:
        self._values[index] = type(self)._convert(value)

    return property(get, put, doc=f"Component {index}.")


def _make(prefix: str, length: int, convert: Callable[[Any], Any], dtype: Any) -> type[Vector]:
    name = f"size{length}_t" if prefix == "size" else f"{prefix}vec{length}"
    members: dict[str, Any] = {
        "__slots__": (),
        "__module__": "inviwopy.glm",
        "__doc__": f"{length} numbers ({np.dtype(dtype).name}).",
        "_length": length,
        "_prefix": prefix,
        "_convert": staticmethod(convert),
        "_dtype": dtype,
        "_floating": np.dtype(dtype).kind == "f",
    }
    for names in _COMPONENTS:
        members.update({names[i]: _component(i) for i in range(length)})
    return type(name, (Vector,), members)


_INT, _UINT = whole(-(2**31), 2**31 - 1), whole(0, 2**32 - 1)
_INT64, _SIZE = whole(-(2**63), 2**63 - 1), whole(0, 2**64 - 1)

vec2, vec3, vec4 = (_make("", n, real, np.float32) for n in (2, 3, 4))
dvec2, dvec3, dvec4 = (_make("d", n, real, np.float64) for n in (2, 3, 4))
ivec2, ivec3, ivec4 = (_make("i", n, _INT, np.int32) for n in (2, 3, 4))
uvec2, uvec3, uvec4 = (_make("u", n, _UINT, np.uint32) for n in (2, 3, 4))
bvec2, bvec3, bvec4 = (_make("b", n, truth, np.bool_) for n in (2, 3, 4))
size2_t, size3_t, size4_t = (_make("size", n, _SIZE, np.uint64) for n in (2, 3, 4))
i64vec2, i64vec3, i64vec4 = (_make("i64", n, _INT64, np.int64) for n in (2, 3, 4))

# Number type by prefix of the class names: the conversion and the dtype.
SCALARS = {"": (real, np.float32), "d": (real, np.float64), "i": (_INT, np.int32), "u": (_UINT, np.uint32)}

__all__ = [
    *(f"{prefix}vec{n}" for prefix in ("", "d", "i", "u", "b", "i64") for n in (2, 3, 4)),
    *(f"size{n}_t" for n in (2, 3, 4)),
]
