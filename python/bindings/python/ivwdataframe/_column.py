"""Columns: numbers, or texts of which each stands once in a list."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Optional

import numpy as np
from inviwopy.data import Buffer
from inviwopy.glm import dvec2


def numbers(values: Any, dtype: Any, header: str) -> np.ndarray:
    """Values as an array (n,) or (n, c). Raises ValueError for other shapes, TypeError for what are no numbers."""
    if isinstance(values, Buffer):
        values = values.data
    try:
        array = np.array(values, dtype)
    except (TypeError, ValueError):
        raise TypeError(f"the column {header!r} takes numbers ({np.dtype(dtype)}), got {values!r}") from None
    if array.ndim not in (1, 2) or (array.ndim == 2 and not 1 <= array.shape[1] <= 4):
        raise ValueError(f"the column {header!r} takes an array of shape (rows,) or (rows, 1 to 4), not {array.shape}")
    return array


class Column:
    """What all columns share. Values are numbers; those of texts are indices into the list of texts."""

    def __init__(self, header: str, values: np.ndarray, unit: Any = "", range: Any = None) -> None:  # noqa: A002
        self.header = str(header)
        self.unit = unit
        self._range = None if range is None else dvec2(*range)
        self._values = values

    @property
    def range(self) -> Any:  # noqa: A003
        """What the values may span (dvec2); where nobody said so, what they do span; None without values."""
        if self._range is not None:
            return self._range
        finite = self._values[np.isfinite(self._values)] if self._values.dtype.kind == "f" else self._values
        return dvec2(float(finite.min()), float(finite.max())) if finite.size else None

    @range.setter
    def range(self, value: Any) -> None:
        self._range = None if value is None else dvec2(*value)

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self._values)

    @property
    def type(self) -> str:  # noqa: A003
        """``Index``, ``Ordinal`` or ``Categorical``."""
        return "Ordinal"

    @property
    def buffer(self) -> Optional[Buffer]:
        """The values as a buffer, a copy; None without rows."""
        return Buffer(self._values.copy()) if self.size else None

    @property
    def data(self) -> np.ndarray:
        """The values, a copy: (rows,) or (rows, components)."""
        return self._values.copy()

    def _at(self, index: int) -> int:
        n = self.size
        if not -n <= index < n:
            raise IndexError(f"the column {self.header!r} has no row {index}: there are {n}")
        return index

    def get(self, index: int, asString: bool = False) -> Any:
        """The value of a row, or as a text. Raises IndexError."""
        value = self._values[self._at(index)]
        value = value.item() if value.ndim == 0 else value.copy()
        return str(value) if asString else value

    def getAsString(self, index: int) -> str:
        """The value of a row as a text. Raises IndexError."""
        return str(self.get(index))

    def getAsDouble(self, index: int) -> float:
        """The value of a row as a number. Raises IndexError."""
        return float(np.ravel(self._values[self._at(index)])[0])

    def clone(self) -> Any:
        """A column of the same values, with a life of its own."""
        other = self.__class__.__new__(self.__class__)
        vars(other).update(vars(self))
        other._values = self._values.copy()
        return other

    def _picked(self, rows: Any) -> Any:
        other = self.clone()
        other._values = self._values[rows]
        return other

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Any]:
        return (self.get(index) for index in range(self.size))

    def __getitem__(self, index: int) -> Any:
        return self.get(index)

    def __repr__(self) -> str:
        return f"<Column {self.header!r}: {self.type} {self._values.dtype}, {self.size} rows>"


class TemplateColumn(Column):
    """Numbers, or 2 to 4 in a row."""

    def set(self, index: int, value: Any) -> None:  # noqa: A003
        """Another value for a row. Raises IndexError, TypeError."""
        try:
            self._values[self._at(index)] = value
        except (TypeError, ValueError):
            raise TypeError(f"the column {self.header!r} takes numbers ({self._values.dtype}), got {value!r}") from None

    def __setitem__(self, index: int, value: Any) -> None:
        self.set(index, value)

    def append(self, value: Any) -> None:
        """One more row: a value, or another column's rows. Raises TypeError."""
        more = value._values if isinstance(value, Column) else numbers([value], self._values.dtype, self.header)
        self._values = np.concatenate([self._values.reshape(len(self._values), *more.shape[1:]), more.astype(self._values.dtype)])

    def add(self, value: Any) -> None:
        """One more row."""
        self.append(value)


class IndexColumn(TemplateColumn):
    """The numbers of the rows."""

    @property
    def type(self) -> str:  # noqa: A003
        """``Index``."""
        return "Index"


class CategoricalColumn(Column):
    """Texts; equal ones share an index."""

    def __init__(self, header: str, values: Any = 0) -> None:
        texts = [""] * values if isinstance(values, int) else [str(value) for value in values]
        self._categories: list[str] = []
        super().__init__(header, np.array([self.addCategory(text) for text in texts], np.uint32))

    @property
    def type(self) -> str:  # noqa: A003
        """``Categorical``."""
        return "Categorical"

    @property
    def categories(self) -> list:
        """The texts, in the order of their indices."""
        return list(self._categories)

    def addCategory(self, text: str) -> int:
        """The index of a text, which is added when it is new."""
        if text not in self._categories:
            self._categories.append(str(text))
        return self._categories.index(text)

    def get(self, index: int, asString: bool = True) -> Any:
        """The text of a row, or its index. Raises IndexError."""
        code = int(self._values[self._at(index)])
        return self._categories[code] if asString else code

    def getId(self, index: int) -> int:
        """The index of the text of a row. Raises IndexError."""
        return self.get(index, asString=False)

    def set(self, index: int, value: Any) -> None:  # noqa: A003
        """Another text (or the index of one) for a row. Raises IndexError."""
        code = self.addCategory(value) if isinstance(value, str) else int(value)
        if not 0 <= code < len(self._categories):
            raise IndexError(f"the column {self.header!r} has no category {code}: there are {len(self._categories)}")
        self._values[self._at(index)] = code

    def __setitem__(self, index: int, value: Any) -> None:
        self.set(index, value)

    def append(self, value: Any) -> None:
        """One more row: a text, several, or another column's rows."""
        texts = list(value) if isinstance(value, Column) else [value] if isinstance(value, str) else [str(text) for text in value]
        codes = np.array([self.addCategory(text) for text in texts], np.uint32)
        self._values = np.concatenate([self._values, codes])

    def add(self, value: str) -> None:
        """One more row."""
        self.append(value)

    def clone(self) -> Any:
        """A column of the same texts, with a life of its own."""
        other = super().clone()
        other._categories = list(self._categories)
        return other


def strings(column: Column) -> Iterable[str]:
    """A column's values as texts, one for each row."""
    return (column.getAsString(index) for index in range(column.size))
