# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from .._enum import Enum
class NumericType(Enum):
    NotSpecialized = 0
    Float = 1
    UnsignedInteger = 2
    SignedInteger = 3
class DataFormat:
    __slots__ = ('components', 'dtype')
    def __init__(self, dtype: Any, components: int=1) -> None: ...
    @property
    def size(self) -> int: ...
    @property
    def precision(self) -> int: ...
    @property
    def numericType(self) -> NumericType: ...
    @property
    def id(self) -> str: ...
    @property
    def max(self) -> float: ...
    @property
    def lowest(self) -> float: ...
    @property
    def min(self) -> float: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    __str__ = __repr__
    dtype: Any
    components: int
DataFLOAT16: DataFormat
DataFLOAT32: DataFormat
DataFLOAT64: DataFormat
DataINT8: DataFormat
DataINT16: DataFormat
DataINT32: DataFormat
DataINT64: DataFormat
DataUINT8: DataFormat
DataUINT16: DataFormat
DataUINT32: DataFormat
DataUINT64: DataFormat
DataVec2FLOAT16: DataFormat
DataVec2FLOAT32: DataFormat
DataVec2FLOAT64: DataFormat
DataVec2INT8: DataFormat
DataVec2INT16: DataFormat
DataVec2INT32: DataFormat
DataVec2INT64: DataFormat
DataVec2UINT8: DataFormat
DataVec2UINT16: DataFormat
DataVec2UINT32: DataFormat
DataVec2UINT64: DataFormat
DataVec3FLOAT16: DataFormat
DataVec3FLOAT32: DataFormat
DataVec3FLOAT64: DataFormat
DataVec3INT8: DataFormat
DataVec3INT16: DataFormat
DataVec3INT32: DataFormat
DataVec3INT64: DataFormat
DataVec3UINT8: DataFormat
DataVec3UINT16: DataFormat
DataVec3UINT32: DataFormat
DataVec3UINT64: DataFormat
DataVec4FLOAT16: DataFormat
DataVec4FLOAT32: DataFormat
DataVec4FLOAT64: DataFormat
DataVec4INT8: DataFormat
DataVec4INT16: DataFormat
DataVec4INT32: DataFormat
DataVec4INT64: DataFormat
DataVec4UINT8: DataFormat
DataVec4UINT16: DataFormat
DataVec4UINT32: DataFormat
DataVec4UINT64: DataFormat
__all__ = [
    "DataFormat",
    "NumericType",
    "DataFLOAT16",
    "DataFLOAT32",
    "DataFLOAT64",
    "DataINT8",
    "DataINT16",
    "DataINT32",
    "DataINT64",
    "DataUINT8",
    "DataUINT16",
    "DataUINT32",
    "DataUINT64",
    "DataVec2FLOAT16",
    "DataVec2FLOAT32",
    "DataVec2FLOAT64",
    "DataVec2INT8",
    "DataVec2INT16",
    "DataVec2INT32",
    "DataVec2INT64",
    "DataVec2UINT8",
    "DataVec2UINT16",
    "DataVec2UINT32",
    "DataVec2UINT64",
    "DataVec3FLOAT16",
    "DataVec3FLOAT32",
    "DataVec3FLOAT64",
    "DataVec3INT8",
    "DataVec3INT16",
    "DataVec3INT32",
    "DataVec3INT64",
    "DataVec3UINT8",
    "DataVec3UINT16",
    "DataVec3UINT32",
    "DataVec3UINT64",
    "DataVec4FLOAT16",
    "DataVec4FLOAT32",
    "DataVec4FLOAT64",
    "DataVec4INT8",
    "DataVec4INT16",
    "DataVec4INT32",
    "DataVec4INT64",
    "DataVec4UINT8",
    "DataVec4UINT16",
    "DataVec4UINT32",
    "DataVec4UINT64",
]
