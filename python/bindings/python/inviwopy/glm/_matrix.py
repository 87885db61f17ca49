"""Matrices by columns, as in GLM: ``m[i]`` is column i, live; ``m[i][j]`` the element in column i and row j.

``mat3x2`` has 3 columns and 2 rows. As an array a matrix is what mathematics writes, ``np.array(m)[row, column]``;
``m.array`` and the arrays that a matrix is made of have columns as rows.
"""

from __future__ import annotations

import operator
from typing import Any, Callable, ClassVar, Iterator

import numpy as np

from . import _vector
from ._vector import SCALARS, ComponentError, Vector, is_scalar, quotient, same

_CLASSES: dict = {}


class Matrix:
    """A matrix of 2 to 4 columns and rows."""

    __slots__ = ("_columns",)
    __array_priority__ = -1.0
    _prefix: ClassVar[str] = ""
    _cols: ClassVar[int] = 0
    _rows: ClassVar[int] = 0
    _column: ClassVar[Any] = Vector
    _dtype: ClassVar[Any] = np.float64

    def __init__(self, *parts: Any) -> None:
        """Nothing (zeros), one number (on the diagonal), all numbers column by column, columns, a list of columns,
        an array of shape (columns, rows) whose row i becomes column i, or a matrix.

        A larger matrix is cut, a smaller one is completed by the identity. Raises TypeError when the size does not fit.
        """
        c, r, column = self._cols, self._rows, self._column
        if not parts:
            parts = (0,)
        if len(parts) == 1 and is_scalar(parts[0]):
            self._columns = [column(*(parts[0] if i == j else 0 for j in range(r))) for i in range(c)]
            return
        if len(parts) == 1 and isinstance(parts[0], Matrix):
            given = parts[0]
            inside = (given._cols, given._rows)
            self._columns = [column([given[i][j] if i < inside[0] and j < inside[1] else int(i == j) for j in range(r)]) for i in range(c)]
            return
        if len(parts) == 1:
            if isinstance(parts[0], (str, bytes)) or not (hasattr(parts[0], "__len__") or hasattr(parts[0], "__array__")):
                raise self._misfit(parts[0])
            whole = parts[0] if isinstance(parts[0], (list, tuple)) else np.asarray(parts[0])
            if isinstance(whole, np.ndarray) and whole.shape != (c, r):
                raise ComponentError(f"{type(self).__name__} takes an array of shape ({c}, {r}), got {whole.shape}")
            parts = tuple(whole)
        if len(parts) == c * r and all(is_scalar(part) for part in parts):
            parts = tuple(parts[i * r : (i + 1) * r] for i in range(c))
        if len(parts) != c or any(is_scalar(part) or not hasattr(part, "__len__") or len(part) != r for part in parts):
            raise self._misfit(parts)
        self._columns = [column(part) for part in parts]

    def _misfit(self, given: Any) -> ComponentError:
        c, r = self._cols, self._rows
        return ComponentError(f"{type(self).__name__} takes {c} columns of {r} numbers, or {c * r} numbers, got {given!r}")

    def __len__(self) -> int:
        return self._cols

    def __iter__(self) -> Iterator[Any]:
        return iter(self._columns)

    def _at(self, index: Any) -> Any:
        try:
            return self._columns[operator.index(index)]
        except IndexError:
            raise IndexError(f"{type(self).__name__} has the columns 0 to {self._cols - 1}, not {index}") from None

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, tuple):
            i, j = index
            return self._at(i)[j]
        return self._at(index)

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, tuple):
            i, j = index
            self._at(i)[j] = value
        else:
            # In place: who holds the column sees it.
            self._at(index)._values[:] = self._column(value)._values

    def __repr__(self) -> str:
        return "[" + "".join(repr(column) for column in self._columns) + "]"

    def _flat(self) -> list:
        return [value for column in self._columns for value in column]

    def __eq__(self, other: object) -> Any:
        if isinstance(other, (list, tuple, np.ndarray)):
            try:
                other = type(self)(other)
            except (TypeError, ValueError):
                return False
        if not isinstance(other, Matrix):
            return NotImplemented
        if (other._cols, other._rows) != (self._cols, self._rows):
            return False
        return bool(same(self._flat(), other._flat(), self._dtype))

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        """As mathematics writes it: ``array[row, column]``."""
        if copy is False:
            raise ValueError(f"the numbers of a {type(self).__name__} are copied into an array; they cannot be viewed")
        columns = np.array([list(column) for column in self._columns], dtype=self._dtype if dtype is None else dtype)
        return np.array(columns.T, order="C")

    def __reduce__(self) -> Any:
        return type(self), tuple(self._columns)

    def __copy__(self) -> Matrix:
        return type(self)(self)

    def __deepcopy__(self, memo: Any) -> Matrix:
        return type(self)(self)

    @property
    def array(self) -> np.ndarray:
        """A copy of shape (columns, rows): row i is column i, as Inviwo has it; the transpose of ``np.array(m)``."""
        return np.array([list(column) for column in self._columns], dtype=self._dtype)

    def _each(self, other: Any, apply: Callable[[Any, Any], Any]) -> Any:
        """A matrix of the results of a function of each element and another's, or of one number."""
        if is_scalar(other):
            number = self._column._convert(other)
            others = [number] * (self._cols * self._rows)
        elif isinstance(other, Matrix) and (other._cols, other._rows) == (self._cols, self._rows):
            others = [self._column._convert(value) for value in other._flat()]
        else:
            return NotImplemented
        return type(self)(*(apply(a, b) for a, b in zip(self._flat(), others)))

    def __mul__(self, other: Any) -> Any:
        if is_scalar(other):
            return self._each(other, operator.mul)
        if isinstance(other, Matrix):
            if other._rows != self._cols:
                return NotImplemented
            return _CLASSES[self._prefix, other._cols, self._rows](*(list(self * column) for column in other))
        if isinstance(other, (Vector, list, tuple, np.ndarray)) and np.shape(other) == (self._cols,):
            values = [self._column._convert(value) for value in other]
            return self._column(*(sum(column[j] * value for column, value in zip(self, values)) for j in range(self._rows)))
        return NotImplemented

    __matmul__ = __mul__

    def __rmul__(self, other: Any) -> Any:
        if is_scalar(other):
            return self * other
        if isinstance(other, (Vector, list, tuple)) and np.shape(other) == (self._rows,):
            values = [self._column._convert(value) for value in other]
            row = getattr(_vector, f"{self._prefix}vec{self._cols}")
            return row(*(sum(a * b for a, b in zip(values, column)) for column in self))
        return NotImplemented

    __rmatmul__ = __rmul__

    def __add__(self, other: Any) -> Any:
        return self._each(other, operator.add)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._each(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._each(other, lambda a, b: b - a)

    def __truediv__(self, other: Any) -> Any:
        if not is_scalar(other):
            return NotImplemented
        return self._each(other, lambda a, b: quotient(a, b, self._column._floating))

    def __neg__(self) -> Any:
        return type(self)(*(-value for value in self._flat()))

    def _in_place(self, result: Any) -> Any:
        if result is NotImplemented or not isinstance(result, type(self)):
            return NotImplemented
        for column, values in zip(self._columns, result._columns):
            column._values[:] = values._values
        return self

    def __iadd__(self, other: Any) -> Any:
        return self._in_place(self.__add__(other))

    def __isub__(self, other: Any) -> Any:
        return self._in_place(self.__sub__(other))

    def __imul__(self, other: Any) -> Any:
        return self._in_place(self.__mul__(other))

    def __itruediv__(self, other: Any) -> Any:
        return self._in_place(self.__truediv__(other))


def _make() -> dict:
    classes = {}
    for prefix, (_, dtype) in SCALARS.items():
        for c in (2, 3, 4):
            for r in (2, 3, 4):
                name = f"{prefix}mat{c}" + ("" if c == r else f"x{r}")
                members = {
                    "__slots__": (),
                    "__module__": "inviwopy.glm",
                    "__doc__": f"A matrix of {c} columns and {r} rows ({np.dtype(dtype).name}).",
                    "_prefix": prefix,
                    "_cols": c,
                    "_rows": r,
                    "_column": getattr(_vector, f"{prefix}vec{r}"),
                    "_dtype": dtype,
                }
                classes[name] = _CLASSES[prefix, c, r] = type(name, (Matrix,), members)
    return classes


MATRICES = _make()
globals().update(MATRICES)
mat2, mat3, mat4 = MATRICES["mat2"], MATRICES["mat3"], MATRICES["mat4"]

__all__ = [*MATRICES]  # noqa: PLE0604
