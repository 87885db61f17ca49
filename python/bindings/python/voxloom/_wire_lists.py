"""Sequences, lists of numbers and data frames as messages describe them, and back."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional

import numpy as np
from inviwopy import _arrays, glm
from inviwopy.data import MeshSequence, VolumeSequence
from inviwopy.glm._bound import NumberVector
from inviwopy.properties._property import real

_PREFIX = "org.inviwo."


def _array(array: np.ndarray, outgoing: Any) -> Optional[dict]:
    """An array (n,) or (n, c) as a message; None without elements."""
    if not len(array):
        return None
    array = np.ascontiguousarray(array)
    return {
        "shape": [len(array)],
        "channels": array.shape[1] if array.ndim == 2 else 1,
        "format": _arrays.format_of(array.dtype),
        "bytes": outgoing.attach(_arrays.store(array).outgoing()),
    }


def _numbers(data: NumberVector, outgoing: Any) -> dict:
    values = np.asarray(data)
    if values.ndim == 3:
        # Matrices by their columns, one after the other.
        values = values.transpose(0, 2, 1).reshape(-1, values.shape[1])
    return {"type": "numbers", "of": f"{_PREFIX}{type(data).__name__}", "array": _array(values, outgoing)}


def _data_frame(frame: Any, outgoing: Any) -> dict:
    rows = frame.rows
    columns = []
    for column in frame:
        if column.size != rows:
            raise ValueError(
                f"the column {column.header!r} has {column.size} rows, but the data frame {rows}; "
                "columns are of one length, and updateIndex() brings the index to it"
            )
        columns.append(
            {
                "header": column.header,
                "unit": str(column.unit),
                "range": None if column._range is None else [real(value) for value in column._range],
                "values": _array(column._values, outgoing),
                "categories": column.categories if column.type == "Categorical" else None,
            }
        )
    return {"type": "data_frame", "rows": rows, "columns": columns}


def describe(data: Any, outgoing: Any, one: Callable[[Any], dict]) -> Optional[dict]:
    """A description of a list or table, its bytes attached; None for other data. ``one`` describes an element."""
    if isinstance(data, (VolumeSequence, MeshSequence)):
        return {"type": "sequence", "of": f"{_PREFIX}{type(data).__name__}", "items": [one(item) for item in data]}
    if isinstance(data, NumberVector):
        return _numbers(data, outgoing)
    # Nobody has a data frame who did not import its package.
    package = sys.modules.get("ivwdataframe")
    if package is not None and isinstance(data, package.DataFrame):
        return _data_frame(data, outgoing)
    return None


def sequence(message: dict, one: Callable[[dict], Any]) -> Any:
    """The sequence that a message describes."""
    cls = VolumeSequence if message["of"] == f"{_PREFIX}VolumeSequence" else MeshSequence
    return cls([one(item) for item in message["items"]])


def numbers(message: dict, read: Callable[[dict], np.ndarray]) -> Any:
    """The list of numbers that a message describes."""
    cls = getattr(glm, message["of"][len(_PREFIX) :])
    if message["array"] is None:
        return cls()
    values = read(message["array"])
    if len(cls._shape) == 2:
        rows, columns = cls._shape
        # As the constructor of a matrix takes them: columns as rows.
        values = values.reshape(-1, columns, rows)
    return cls(values)


def data_frame(message: dict, read: Callable[[dict], np.ndarray]) -> Any:
    """The data frame that a message describes."""
    from ivwdataframe import CategoricalColumn, DataFrame, TemplateColumn
    from ivwdataframe._column import IndexColumn

    frame = DataFrame()
    frame._columns = []
    for index, part in enumerate(message["columns"]):
        codes = part["categories"] is not None
        values = np.zeros(0, np.uint32 if codes else np.float32) if part["values"] is None else read(part["values"]).copy()
        if codes:
            column: Any = CategoricalColumn(part["header"])
            column._categories, column._values = list(part["categories"]), values
        else:
            span = part["range"] and [float(value) for value in part["range"]]
            cls = IndexColumn if index == 0 and part["header"] == "index" else TemplateColumn
            column = cls(part["header"], values, part["unit"], span)
        frame._columns.append(column)
    if not frame._columns:
        return DataFrame(message["rows"])
    return frame
