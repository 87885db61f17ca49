# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Union
from typing import overload
from ..doc import Document
from ._enums import InvalidationLevel
from ._enums import PropertySemantics
from ._property import Property
class LiveProperty(Property):
    @overload
    def __init__(self, identifier: str, name: str = ..., invalidationLevel: InvalidationLevel = InvalidationLevel.InvalidOutput, semantics: PropertySemantics = PropertySemantics.Default, *, help: Union[str, Document] = "") -> None: ...
    @overload
    def __init__(self, identifier: str, *, displayName: str, invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ..., help: Union[str, Document] = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, displayName: str, help: Document, invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ...) -> None: ...
def checked_inport(prop: Property, given: dict) -> Any: ...
