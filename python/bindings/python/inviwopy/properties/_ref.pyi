# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Callable
from typing import Union
from typing import overload
from ..doc import Document
from ..glm._vector import _Real
from ._enums import ConstraintBehavior
from ._enums import InvalidationLevel
from ._enums import PropertySemantics
from ._ordinal import _A
from ._ordinal import _V
from ._ordinal import _Matrix
from ._ordinal import MatrixProperty
from ._ordinal import OrdinalProperty
class _Reference:
    def setGetAndSet(self, get: Callable[[], Any], set: Callable[[Any], Any]) -> None: ...
class OrdinalRefProperty(_Reference, OrdinalProperty[_V, _A]):
    @overload
    def __init__(self, identifier: str, name: str, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Real, tuple[_Real, ConstraintBehavior]] = 0.0, max: Union[_Real, tuple[_Real, ConstraintBehavior]] = 1.0, increment: _Real = 0.01, invalidationLevel: InvalidationLevel = InvalidationLevel.InvalidOutput, semantics: PropertySemantics = PropertySemantics.Default, *, help: Union[str, Document] = "") -> None: ...
    @overload
    def __init__(self, identifier: str, *, displayName: str, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Real, tuple[_Real, ConstraintBehavior]] = ..., max: Union[_Real, tuple[_Real, ConstraintBehavior]] = ..., increment: _Real = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ..., help: Union[str, Document] = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, displayName: str, help: Document, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Real, tuple[_Real, ConstraintBehavior]] = ..., max: Union[_Real, tuple[_Real, ConstraintBehavior]] = ..., increment: _Real = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ...) -> None: ...
class MatrixRefProperty(_Reference, MatrixProperty[_V, _A]):
    @overload
    def __init__(self, identifier: str, name: str, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = 0.0, max: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = 1.0, increment: _Matrix = 0.01, invalidationLevel: InvalidationLevel = InvalidationLevel.InvalidOutput, semantics: PropertySemantics = PropertySemantics.Default, *, help: Union[str, Document] = "") -> None: ...
    @overload
    def __init__(self, identifier: str, *, displayName: str, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = ..., max: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = ..., increment: _Matrix = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ..., help: Union[str, Document] = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, displayName: str, help: Document, get: Callable[[], Any], set: Callable[[Any], Any], min: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = ..., max: Union[_Matrix, tuple[_Matrix, ConstraintBehavior]] = ..., increment: _Matrix = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ...) -> None: ...
CLASSES: dict[Any, Any]
