# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Callable
from typing import Optional
from typing import Sequence
from typing import Union
from typing import overload
from ..doc import Document
from ._enums import InvalidationLevel
from ._enums import PropertySemantics
from ._composite import CompositeProperty
class ButtonGroupPropertyButton:
    def __init__(self, name: Optional[str]=None, icon: Optional[str]=None, tooltip: Optional[str]=None, action: Optional[Callable[[], Any]]=None) -> None: ...
    def __repr__(self) -> str: ...
    name: Optional[str]
    icon: Optional[str]
    tooltip: Optional[str]
    action: Optional[Callable[[], Any]]
class ButtonGroupProperty(CompositeProperty):
    @overload
    def __init__(self, identifier: str, name: str = ..., buttons: Sequence[ButtonGroupPropertyButton] = (), invalidationLevel: InvalidationLevel = InvalidationLevel.InvalidOutput, semantics: PropertySemantics = PropertySemantics.Default, *, help: Union[str, Document] = "") -> None: ...
    @overload
    def __init__(self, identifier: str, *, displayName: str, buttons: Sequence[ButtonGroupPropertyButton] = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ..., help: Union[str, Document] = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, displayName: str, help: Document, buttons: Sequence[ButtonGroupPropertyButton] = ..., invalidationLevel: InvalidationLevel = ..., semantics: PropertySemantics = ...) -> None: ...
    @overload
    def __init__(self, identifier: str, name: str, invalidationLevel: InvalidationLevel, semantics: PropertySemantics = ..., *, buttons: Sequence[ButtonGroupPropertyButton] = ..., help: Union[str, Document] = ...) -> None: ...
    Button = ButtonGroupPropertyButton
    def press(self, index: int) -> None: ...
