"""Matrices by columns, as in GLM: ``m[i]`` is column i, live; ``m[i][j]`` the element in column i and row j."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ._vector import Vector, dvec2, dvec3, dvec4, vec2, vec3, vec4


class Matrix:
    """A square matrix of 2 to 4 columns."""

    __slots__ = ("_columns",)
    _size: ClassVar[int] = 0
    _column: ClassVar[type] = Vector
    _dtype: ClassVar[Any] = np.float64

    def __init__(self, *parts: Any) -> None:
        """Nothing (identity), one number (on the diagonal), all numbers column by column, columns, or an array of shape (columns, rows).

        Row i of an array becomes column i. Raises TypeError when the size does not fit.
        """
        n, column = self._size, self._column
        if not parts:
            parts = (1,)
        first = parts[0]
        if len(parts) == 1 and isinstance(first, (int, float, np.number)):
            self._columns = [column(*(first if i == j else 0 for j in range(n))) for i in range(n)]
            return
        if len(parts) == 1 and isinstance(first, Matrix):
            # A larger matrix is cut, a smaller one is completed by the identity.
            m = first._size
            self._columns = [column(*(first[i][j] if i < m and j < m else float(i == j) for j in range(n))) for i in range(n)]
            return
        if len(parts) == 1:
            parts = tuple(first)
        if len(parts) == n * n:
            parts = tuple(parts[i * n : (i + 1) * n] for i in range(n))
        if len(parts) != n or any(np.shape(part) != (n,) for part in parts):
            raise TypeError(f"{type(self).__name__} takes {n} columns of {n} numbers, got {parts!r}")
        self._columns = [column(*part) for part in parts]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> Any:
        return self._columns[index]

    def __setitem__(self, index: int, value: Any) -> None:
        self._columns[index] = self._column(*value)

    def __repr__(self) -> str:
        return "[" + " ".join(repr(column) for column in self._columns) + "]"

    def __eq__(self, other: object) -> bool:
        return self._columns == other._columns if isinstance(other, Matrix) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        """As mathematics writes it: ``array[row, column]``."""
        array = self.array.T.copy()
        return array if dtype is None else array.astype(dtype)

    def __reduce__(self) -> Any:
        return type(self), tuple(self._columns)

    @property
    def array(self) -> np.ndarray:
        """A copy whose row i is column i, as Inviwo has it: the transpose of ``np.array(m)``."""
        return np.array([list(column) for column in self._columns], dtype=self._dtype)

    def _from_math(self, array: np.ndarray) -> Matrix:
        return type(self)(*array.T.tolist())

    def __mul__(self, other: Any) -> Any:
        ours = np.array(self, dtype=np.float64)
        if isinstance(other, Matrix):
            return self._from_math(ours @ np.array(other, dtype=np.float64)) if other._size == self._size else NotImplemented
        if isinstance(other, (int, float, np.number)):
            return self._from_math(ours * other)
        if np.shape(other) == (self._size,):
            return self._column(*(ours @ np.array(other, dtype=np.float64)))
        return NotImplemented

    __matmul__ = __mul__

    def __rmul__(self, other: Any) -> Any:
        if isinstance(other, (int, float, np.number)):
            return self * other
        if np.shape(other) == (self._size,):
            return self._column(*(np.array(other, dtype=np.float64) @ np.array(self, dtype=np.float64)))
        return NotImplemented

    def __add__(self, other: Any) -> Any:
        if isinstance(other, (Matrix, int, float, np.number)):
            return self._from_math(np.array(self, dtype=np.float64) + np.array(other, dtype=np.float64))
        return NotImplemented

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, (Matrix, int, float, np.number)):
            return self._from_math(np.array(self, dtype=np.float64) - np.array(other, dtype=np.float64))
        return NotImplemented

    def __truediv__(self, other: Any) -> Any:
        return self * (1.0 / other) if isinstance(other, (int, float, np.number)) else NotImplemented

    def __neg__(self) -> Any:
        return self * -1.0


def _make(name: str, size: int, column: type, dtype: Any) -> type[Matrix]:
    members = {
        "__slots__": (),
        "__module__": "inviwopy.glm",
        "__doc__": f"A {size} by {size} matrix ({np.dtype(dtype).name}).",
        "_size": size,
        "_column": column,
        "_dtype": dtype,
    }
    return type(name, (Matrix,), members)


mat2 = _make("mat2", 2, vec2, np.float32)
mat3 = _make("mat3", 3, vec3, np.float32)
mat4 = _make("mat4", 4, vec4, np.float32)
dmat2 = _make("dmat2", 2, dvec2, np.float64)
dmat3 = _make("dmat3", 3, dvec3, np.float64)
dmat4 = _make("dmat4", 4, dvec4, np.float64)

__all__ = ["dmat2", "dmat3", "dmat4", "mat2", "mat3", "mat4"]
