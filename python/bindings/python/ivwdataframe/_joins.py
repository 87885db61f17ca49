"""Two data frames become one."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._column import CategoricalColumn, Column
from ._frame import DataFrame


def _frames(*frames: Any) -> None:
    for frame in frames:
        if not isinstance(frame, DataFrame):
            raise TypeError(f"a data frame is expected, not {type(frame).__name__}")


def appendColumns(left: DataFrame, right: DataFrame, ignoreDuplicates: bool = False, fillMissingRows: bool = False) -> DataFrame:
    """The columns of both. ``ignoreDuplicates`` leaves out columns of the right whose header the left has; ``fillMissingRows`` lets the
    right be shorter, its rows filled with 0 or the empty text. Raises ValueError for other numbers of rows."""
    _frames(left, right)
    if left.rows != right.rows and not (fillMissingRows and right.rows < left.rows):
        raise ValueError(f"the data frames have {left.rows} and {right.rows} rows; appendColumns needs as many, or fillMissingRows=True")
    result = left.clone()
    for column in list(right)[1:]:
        if ignoreDuplicates and column.header in left:
            continue
        added = column.clone()
        for _ in range(left.rows - added.size):
            added.append("" if isinstance(added, CategoricalColumn) else added._values.dtype.type(0))
        result.addColumn(added)
    return result


def appendRows(top: DataFrame, bottom: DataFrame, matchByName: bool = False) -> DataFrame:
    """The rows of both, columns joined by position or by header. Raises ValueError when they do not fit."""
    _frames(top, bottom)
    result = top.clone()
    if top.cols != bottom.cols:
        raise ValueError(f"the data frames have {top.cols - 1} and {bottom.cols - 1} columns; appendRows needs as many")
    for index, column in enumerate(list(result)[1:], 1):
        other = bottom.getColumn(column.header) if matchByName else bottom[index]
        if other is None:
            raise ValueError(f"the lower data frame has no column {column.header!r}")
        if isinstance(column, CategoricalColumn) != isinstance(other, CategoricalColumn):
            raise ValueError(f"the column {column.header!r} is {column.type} above and {other.type} below")
        column.append(other)  # type: ignore[attr-defined]
    result.updateIndex()
    return result


def _keys(frame: DataFrame, column: Any) -> list:
    names = [column] if isinstance(column, str) else list(column)
    return list(zip(*(list(frame[name]) for name in names)))


def _joined(left: DataFrame, right: DataFrame, keys: Any, keep: bool) -> DataFrame:
    _frames(left, right)
    rows: dict = {}
    for index, key in enumerate(_keys(right, keys)):
        rows.setdefault(key, index)
    pairs = [(index, rows.get(key)) for index, key in enumerate(_keys(left, keys))]
    if not keep:
        pairs = [pair for pair in pairs if pair[1] is not None]
    names = {keys} if isinstance(keys, str) else set(keys)
    lefts = np.array([pair[0] for pair in pairs], np.intp)
    result = DataFrame()
    for column in list(left)[1:]:
        result.addColumn(column._picked(lefts))
    for column in list(right)[1:]:
        if column.header not in names:
            result.addColumn(_filled(column, [pair[1] for pair in pairs]))
    result.updateIndex()
    return result


def _filled(column: Column, rows: list) -> Column:
    if isinstance(column, CategoricalColumn):
        return CategoricalColumn(column.header, ["" if row is None else column.get(row) for row in rows])
    other = column.clone()
    missing = np.nan if column._values.dtype.kind == "f" else 0
    values = np.full((len(rows), *column._values.shape[1:]), missing, column._values.dtype)
    for index, row in enumerate(rows):
        if row is not None:
            values[index] = column._values[row]
    other._values = values
    return other


def innerJoin(left: DataFrame, right: DataFrame, keyColumn: Any = "index") -> DataFrame:
    """Rows of the left whose key is in the right, with the right's other columns. Of equal keys in the right the first counts.
    Keys are a header or several. Raises KeyError for headers that one of them does not have."""
    return _joined(left, right, keyColumn, keep=False)


def leftJoin(left: DataFrame, right: DataFrame, keyColumn: Any = "index") -> DataFrame:
    """All rows of the left, with the right's other columns; where the right has no such key NaN, 0 or the empty text stands."""
    return _joined(left, right, keyColumn, keep=True)
