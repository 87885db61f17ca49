# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
import pathlib
_Path = pathlib.Path
class PathText(_Path):
    def __str__(self) -> str: ...
    def __fspath__(self) -> str: ...
    def __bool__(self) -> bool: ...
    def __len__(self) -> int: ...
    def __contains__(self, part: object) -> bool: ...
    def __getitem__(self, index: Any) -> str: ...
    def __add__(self, other: Any) -> str: ...
    def __radd__(self, other: Any) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def parent(self) -> pathlib.Path: ...  # type: ignore[override]
    def exists(self, **options: Any) -> bool: ...
    def replace(self, old: Any, new: Any=None) -> Any: ...
    def endswith(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.endswith`` of the path."""
    def startswith(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.startswith`` of the path."""
    def split(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.split`` of the path."""
    def rsplit(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.rsplit`` of the path."""
    def partition(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.partition`` of the path."""
    def rpartition(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.rpartition`` of the path."""
    def strip(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.strip`` of the path."""
    def lstrip(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.lstrip`` of the path."""
    def rstrip(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.rstrip`` of the path."""
    def lower(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.lower`` of the path."""
    def upper(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.upper`` of the path."""
    def find(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.find`` of the path."""
    def rfind(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.rfind`` of the path."""
    def count(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.count`` of the path."""
    def index(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.index`` of the path."""
    def encode(self, *args: Any, **kwargs: Any) -> Any: 
        """``str.encode`` of the path."""
