"""DataFrame: the table."""

from __future__ import annotations

import operator
from typing import Any, Callable, Iterator, Optional

import numpy as np

from ._column import CategoricalColumn, Column, IndexColumn, TemplateColumn, numbers

_TYPES = {
    "Float": "float32", "Double": "float64", "Int": "int32", "UInt": "uint32",
    "Float16": "float16", "Float32": "float32", "Float64": "float64",
    "Int8": "int8", "Int16": "int16", "Int32": "int32", "Int64": "int64",
    "UInt8": "uint8", "UInt16": "uint16", "UInt32": "uint32", "UInt64": "uint64",
}  # fmt: skip


class DataFrame:
    """Columns of equal length; the first is the index, 0, 1, 2 …"""

    def __init__(self, size: int = 0) -> None:
        """With so many rows in its index. Raises ValueError below 0."""
        if int(size) < 0:
            raise ValueError(f"a data frame has 0 rows or more, got {size}")
        self._columns: list[Column] = [IndexColumn("index", np.arange(int(size), dtype=np.uint32))]

    @property
    def cols(self) -> int:
        """Number of columns, the index among them."""
        return len(self._columns)

    @property
    def rows(self) -> int:
        """Number of rows: of the longest column."""
        return max(column.size for column in self._columns)

    def indexcol(self) -> Column:
        """The column of row numbers."""
        return self._columns[0]

    def column(self, index: int) -> Column:
        """The column at an index, 0 is the index column. Raises IndexError."""
        return self[index]

    def getColumn(self, header: str) -> Optional[Column]:
        """The first column with this header, or None."""
        return next((column for column in self._columns if column.header == header), None)

    def __getitem__(self, key: Any) -> Column:
        if isinstance(key, str):
            found = self.getColumn(key)
            if found is None:
                raise KeyError(f"there is no column {key!r}; there is {', '.join(column.header for column in self._columns)}")
            return found
        try:
            return self._columns[operator.index(key)]
        except IndexError:
            raise IndexError(f"there is no column {key}: there are {self.cols}") from None

    def __iter__(self) -> Iterator[Column]:
        return iter(list(self._columns))

    def __len__(self) -> int:
        return self.cols

    def __contains__(self, header: object) -> bool:
        return any(column.header == header for column in self._columns)

    # Adding and removing

    def addColumn(self, column: Column) -> Column:
        """Adds a column, which belongs to the frame from now on. Raises TypeError."""
        if not isinstance(column, Column):
            raise TypeError(f"addColumn takes a column, not {type(column).__name__}")
        self._columns.append(column)
        return column

    def addColumnFromBuffer(self, header: str, buffer: Any) -> Column:
        """Adds a column of a buffer's elements."""
        return self.addColumn(TemplateColumn(header, numbers(buffer, buffer.data.dtype, header)))

    def addCategoricalColumn(self, header: str, values: Any = 0) -> CategoricalColumn:
        """Adds a column of texts, or of so many empty ones."""
        column = CategoricalColumn(header, values)
        self.addColumn(column)
        return column

    def dropColumn(self, which: Any) -> None:
        """Removes a column, given its header or index. Raises KeyError, IndexError."""
        self._columns.remove(self[which])

    def updateIndex(self) -> None:
        """Gives the index as many rows as the longest other column has. Call it when the columns are complete."""
        rows = max((column.size for column in self._columns[1:]), default=0)
        self._columns[0] = IndexColumn(self._columns[0].header, np.arange(rows, dtype=np.uint32))

    def addRow(self, values: Any) -> None:
        """One more row: a value for each column but the index. Raises ValueError for another number of values."""
        values = list(values)
        if len(values) != self.cols - 1:
            raise ValueError(f"a row takes {self.cols - 1} values, one for each column but the index, got {len(values)}")
        for column, value in zip(self._columns[1:], values):
            column.append(value)  # type: ignore[attr-defined]
        self.updateIndex()

    def getRow(self, index: int) -> list:
        """The values of a row, those of the index too. Raises IndexError."""
        return [column.get(index) for column in self._columns]

    def clone(self) -> DataFrame:
        """A frame of the same values, with a life of its own."""
        other = DataFrame()
        other._columns = [column.clone() for column in self._columns]
        return other

    def __repr__(self) -> str:
        return f"<DataFrame: {self.rows} rows, columns {', '.join(column.header for column in self._columns)}>"


def _adder(dtype: str) -> Callable:
    def add(self: DataFrame, header: str, values: Any = 0, unit: Any = "", range: Any = None, *, size: Any = None) -> Column:  # noqa: A002
        rows = values if size is None else size
        array = np.zeros(rows, dtype) if isinstance(rows, (int, np.integer)) else numbers(rows, dtype, header)
        column = TemplateColumn(header, array, unit, range)
        self.addColumn(column)
        return column

    add.__doc__ = f"Adds a column of {dtype}: of values, or of so many zeros; with a unit, and what the values may span."
    return add


for _name, _dtype in _TYPES.items():
    setattr(DataFrame, f"add{_name}Column", _adder(_dtype))
