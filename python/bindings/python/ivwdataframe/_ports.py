"""Ports for data frames."""

from __future__ import annotations

from inviwopy.data._ports import Inport, Outport

from ._frame import DataFrame


class DataFrameInport(Inport):
    """Takes a data frame."""

    _data_type = "org.inviwo.DataFrame"
    _python_type = DataFrame


class DataFrameMultiInport(DataFrameInport):
    """Takes several data frames."""

    _multi = True


class DataFrameFlatMultiInport(DataFrameMultiInport):
    """Takes several data frames."""


class DataFrameOutport(Outport):
    """Gives a data frame out."""

    _data_type = "org.inviwo.DataFrame"
    _python_type = DataFrame
