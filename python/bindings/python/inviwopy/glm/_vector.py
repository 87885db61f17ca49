"""Vectors of 2 to 4 numbers: vec (float), dvec (double), ivec, uvec, bvec and size_t."""

from __future__ import annotations

import operator
from typing import Any, Callable, ClassVar, Iterator

import numpy as np

_COMPONENTS = ("xyzw", "rgba", "stpq")


def _whole(value: Any) -> int:
    return int(value)


def _natural(value: Any) -> int:
    number = int(value)
    if number < 0:
        raise ValueError(f"an unsigned vector takes no negative number, got {value!r}")
    return number


class Vector:
    """What all vectors share. Components: ``x y z w``, ``r g b a``, ``s t p q`` or ``[i]``."""

    __slots__ = ("_values",)
    _length: ClassVar[int] = 0
    _convert: ClassVar[Callable[[Any], Any]] = float
    _dtype: ClassVar[Any] = np.float64

    def __init__(self, *parts: Any) -> None:
        """Nothing (zeros), one number (for all), numbers, vectors and sequences that together have enough components.

        A single longer vector is cut. Raises TypeError when the number of components does not fit.
        """
        n = self._length
        if len(parts) == 1 and isinstance(parts[0], Vector) and len(parts[0]) > n:
            flat = list(parts[0])[:n]
        else:
            flat = []
            for part in parts:
                if isinstance(part, (str, bytes)):
                    raise TypeError(f"{type(self).__name__} takes numbers, got {part!r}")
                if isinstance(part, (Vector, list, tuple, np.ndarray)):
                    flat.extend(part)
                else:
                    flat.append(part)
        if not flat:
            flat = [0] * n
        elif len(flat) == 1 and len(parts) == 1 and not isinstance(parts[0], (Vector, list, tuple, np.ndarray)):
            flat = flat * n
        if len(flat) != n:
            raise TypeError(f"{type(self).__name__} takes {n} numbers, got {len(flat)}: {parts!r}")
        convert = type(self)._convert
        try:
            self._values = [convert(value) for value in flat]
        except TypeError:
            raise TypeError(f"{type(self).__name__} takes {n} numbers, got {parts!r}") from None

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __getitem__(self, index: Any) -> Any:
        return self._values[index]

    def __setitem__(self, index: int, value: Any) -> None:
        self._values[operator.index(index)] = type(self)._convert(value)

    def __repr__(self) -> str:
        return "[" + " ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in self._values) + "]"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Vector, list, tuple)):
            return len(other) == self._length and self._values == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
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
        if isinstance(other, (Vector, list, tuple, np.ndarray)) and np.ndim(other) == 1:
            if len(other) != self._length:
                return NotImplemented
            values = list(other)
        elif isinstance(other, (int, float, np.number, np.bool_)):
            values = [other] * self._length
        else:
            return NotImplemented
        pairs = zip(values, self._values) if swapped else zip(self._values, values)
        return type(self)(*(apply(a, b) for a, b in pairs))

    def _divide(self, a: Any, b: Any) -> Any:
        if type(self)._convert is float:
            return a / b
        # Integer division goes towards zero, as in C++.
        quotient = abs(a) // abs(b)
        return quotient if (a < 0) == (b < 0) else -quotient

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
        return self._in_place(self + other)

    def __isub__(self, other: Any) -> Any:
        return self._in_place(self - other)

    def __imul__(self, other: Any) -> Any:
        return self._in_place(self * other)

    def __itruediv__(self, other: Any) -> Any:
        return self._in_place(self / other)


def _component(index: int) -> property:
    def get(self: Vector) -> Any:
        return self._values[index]

    def put(self: Vector, value: Any) -> None:
        self._values[index] = type(self)._convert(value)

    return property(get, put, doc=f"Component {index}.")


def _make(name: str, length: int, convert: Callable[[Any], Any], dtype: Any) -> type[Vector]:
    members: dict[str, Any] = {
        "__slots__": (),
        "__module__": "inviwopy.glm",
        "__doc__": f"{length} numbers ({np.dtype(dtype).name}).",
        "_length": length,
        "_convert": staticmethod(convert),
        "_dtype": dtype,
    }
    for names in _COMPONENTS:
        members.update({names[i]: _component(i) for i in range(length)})
    return type(name, (Vector,), members)


vec2, vec3, vec4 = (_make(f"vec{n}", n, float, np.float32) for n in (2, 3, 4))
dvec2, dvec3, dvec4 = (_make(f"dvec{n}", n, float, np.float64) for n in (2, 3, 4))
ivec2, ivec3, ivec4 = (_make(f"ivec{n}", n, _whole, np.int32) for n in (2, 3, 4))
uvec2, uvec3, uvec4 = (_make(f"uvec{n}", n, _natural, np.uint32) for n in (2, 3, 4))
bvec2, bvec3, bvec4 = (_make(f"bvec{n}", n, bool, np.bool_) for n in (2, 3, 4))
size2_t, size3_t, size4_t = (_make(f"size{n}_t", n, _natural, np.uint64) for n in (2, 3, 4))
i64vec2, i64vec3, i64vec4 = (_make(f"i64vec{n}", n, _whole, np.int64) for n in (2, 3, 4))

__all__ = [
    *(f"{prefix}vec{n}" for prefix in ("", "d", "i", "u", "b", "i64") for n in (2, 3, 4)),
    *(f"size{n}_t" for n in (2, 3, 4)),
]
