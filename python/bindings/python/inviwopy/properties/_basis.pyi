# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Union
from typing import overload
from ..doc import Document
from ._enums import InvalidationLevel
from ._enums import PropertySemantics
from .._enum import Enum
from ..glm import mat4
from ._composite import CompositeProperty
class BasisPropertyMode(Enum):
    General = 0
    Orthogonal = 1
class BasisProperty(CompositeProperty):
    @overload
    def __init__(self, identifier: str, name: str = ..., invalidationLevel: InvalidationLevel = InvalidationLevel.InvalidOutput, semantics: PropertySemantics = PropertySemantics.Default, *, help: Union[str, Document] = "") -> None: ...
    @overload
    def __init__(self, identifier: str, *, displayName: str, invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ..., help: Union[str, Document] = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, displayName: str, help: Document, invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ...) -> None: ...
    @property
    def basisAndOffset(self) -> mat4: ...
    def updateForNewEntity(self, entity: Any, *more: Any) -> None: ...
    def updateEntity(self, entity: Any) -> None: ...
