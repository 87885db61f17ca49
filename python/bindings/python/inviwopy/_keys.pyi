# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from ._enum import Flags
from ._enum import FlagEnum
class KeyModifier(FlagEnum):
    NoModifier = 0
    Control = 1
    Shift = 2
    Alt = 4
    Super = 8
    Menu = 16
    Meta = 32
class KeyState(FlagEnum):
    Press = 1
    Release = 2
class MouseButton(FlagEnum):
    NoButton = 0
    Left = 1
    Middle = 2
    Right = 4
class MouseState(FlagEnum):
    Press = 1
    Move = 2
    Release = 4
    DoubleClick = 8
class TouchState(FlagEnum):
    NoTouch = 0
    Started = 1
    Updated = 2
    Stationary = 4
    Finished = 8
class KeyModifiers(Flags):
    """A set of ``KeyModifier``."""
class KeyStates(Flags):
    """A set of ``KeyState``."""
class MouseButtons(Flags):
    """A set of ``MouseButton``."""
class MouseStates(Flags):
    """A set of ``MouseState``."""
class TouchStates(Flags):
    """A set of ``TouchState``."""
IvwKey: Any
def key_of(name: str) -> Any: ...
def name_of(key: Any) -> str: ...
def modifiers_of(message: dict) -> Any: ...
def modifiers_message(modifiers: Any) -> dict: ...
BUTTONS: dict[Any, Any]
__all__ = [
    "IvwKey",
    "KeyModifier",
    "KeyModifiers",
    "KeyState",
    "KeyStates",
    "MouseButton",
    "MouseButtons",
    "MouseState",
    "MouseStates",
    "TouchState",
    "TouchStates",
]
