"""Data frames: tables of named columns of equal length, and the ports that carry them."""

from __future__ import annotations

from . import _joins, _ports
from ._column import CategoricalColumn, Column, TemplateColumn
from ._frame import DataFrame
from ._joins import appendColumns, appendRows, innerJoin, leftJoin
from ._ports import DataFrameFlatMultiInport, DataFrameInport, DataFrameMultiInport, DataFrameOutport

__all__ = [
    "CategoricalColumn", "Column", "DataFrame", "DataFrameFlatMultiInport", "DataFrameInport", "DataFrameMultiInport",
    "DataFrameOutport", "TemplateColumn", "appendColumns", "appendRows", "innerJoin", "leftJoin",
]  # fmt: skip
del _joins, _ports
