"""Lists of one type, as C++ vectors are in Python: floatVector, vec3Vector, mat4Vector …"""

from __future__ import annotations

from typing import Any, Callable, ClassVar, Iterable

import numpy as np

from . import _matrix, _vector
from ._matrix import Matrix
from ._vector import SCALARS


class BoundVector(list):
    """A list whose elements all have one type. What is put in is converted; elements that are vectors or matrices are live."""

    _element: ClassVar[Callable[[Any], Any]] = object
    _name: ClassVar[str] = "object"

    def __init__(self, values: Iterable[Any] = ()) -> None:
        """Of anything iterable, or of an array whose first axis counts the elements.

        Raises TypeError naming the element that does not fit.
        """
        super().__init__(self._each(values))

    def _one(self, value: Any, index: Any = None) -> Any:
        try:
            return type(self)._element(value)
        except (TypeError, ValueError) as error:
            place = "" if index is None else f", element {index}"
            raise TypeError(f"{type(self).__name__} holds {self._name} values{place}: {error}") from None

    def _each(self, values: Iterable[Any]) -> list:
        if isinstance(values, (str, bytes)):
            raise TypeError(f"{type(self).__name__} holds {self._name} values, got {values!r}")
        return [self._one(value, index) for index, value in enumerate(values)]

    def append(self, value: Any) -> None:
        """Adds an element at the end."""
        super().append(self._one(value))

    def extend(self, values: Iterable[Any]) -> None:
        """Adds elements at the end; none when one does not fit."""
        super().extend(self._each(values))

    def insert(self, index: Any, value: Any) -> None:
        """Adds an element before a position."""
        super().insert(index, self._one(value))

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        if not isinstance(index, slice):
            return found
        part = type(self)()
        list.extend(part, found)
        return part

    def __setitem__(self, index: Any, value: Any) -> None:
        super().__setitem__(index, self._each(value) if isinstance(index, slice) else self._one(value, index))

    def __add__(self, other: Any) -> Any:
        joined = self[:]
        joined.extend(other)
        return joined

    def __iadd__(self, other: Any) -> Any:
        self.extend(other)
        return self

    def copy(self) -> Any:
        """A list of the same elements."""
        return self[:]

    def __repr__(self) -> str:
        return f"{type(self).__name__}[{', '.join(map(repr, self))}]"

    def __reduce__(self) -> Any:
        return type(self), (list(self),)


class NumberVector(BoundVector):
    """A list of numbers, vectors or matrices, which is an array, too."""

    _dtype: ClassVar[Any] = np.float64
    _shape: ClassVar[tuple] = ()

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        """A copy of shape (elements), (elements, components) or, of matrices by [row, column], (elements, rows, columns)."""
        if copy is False:
            raise ValueError(f"the numbers of a {type(self).__name__} are copied into an array; they cannot be viewed")
        values = [np.array(value) if isinstance(value, Matrix) else list(value) if self._shape else value for value in self]
        return np.array(values, dtype=self._dtype if dtype is None else dtype).reshape(len(self), *self._shape)


def _make_all() -> dict:
    classes = {}

    def make(name: str, element: Any, element_name: str, dtype: Any, shape: tuple) -> None:
        members = {
            "__module__": "inviwopy.glm",
            "__doc__": f"A list of {element_name} values.",
            "_element": staticmethod(element),
            "_name": element_name,
            "_dtype": dtype,
            "_shape": shape,
        }
        classes[name] = type(name, (NumberVector,), members)

    for prefix, (convert, dtype) in SCALARS.items():
        scalar = {"": "float", "d": "double", "i": "int", "u": "uint"}[prefix]
        make(f"{scalar}Vector", convert, scalar, dtype, ())
    for prefix, (_, dtype) in SCALARS.items():
        for n in (2, 3, 4):
            name = f"{prefix}vec{n}"
            make(f"{name}Vector", getattr(_vector, name), name, dtype, (n,))
    for name, matrix in _matrix.MATRICES.items():
        make(f"{name}Vector", matrix, name, matrix._dtype, (matrix._rows, matrix._cols))
    return classes


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is needed, got {value!r}")
    return value


class StringVector(BoundVector):
    """A list of texts."""

    _element = staticmethod(_text)
    _name = "str"


# All by name. Inviwo had them in `inviwopy` until 2025-09 and has them in `inviwopy.glm` since.
VECTORS = _make_all()
globals().update(VECTORS)

__all__ = [*VECTORS]  # noqa: PLE0604
