"""Keys, buttons and their states, with Inviwo's numbers."""

from __future__ import annotations

from typing import Any

from ._enum import Enum, FlagEnum, flags_of


class KeyModifier(FlagEnum):
    """A key that is held."""

    NoModifier = 0
    Control = 1
    Shift = 2
    Alt = 4
    Super = 8
    Menu = 16
    Meta = 32


class KeyState(FlagEnum):
    """Whether a key went down or up."""

    Press = 1
    Release = 2


class MouseButton(FlagEnum):
    """A mouse button."""

    NoButton = 0
    Left = 1
    Middle = 2
    Right = 4


class MouseState(FlagEnum):
    """What the mouse did."""

    Press = 1
    Move = 2
    Release = 4
    DoubleClick = 8


class TouchState(FlagEnum):
    """What a finger did."""

    NoTouch = 0
    Started = 1
    Updated = 2
    Stationary = 4
    Finished = 8


KeyModifiers = flags_of(KeyModifier, "KeyModifiers")
KeyStates = flags_of(KeyState, "KeyStates")
MouseButtons = flags_of(MouseButton, "MouseButtons")
MouseStates = flags_of(MouseState, "MouseStates")
TouchStates = flags_of(TouchState, "TouchStates")

# Printable keys have the code of their character.
_SIGNS = {
    "Space": " ", "Exclam": "!", "QuoteDbl": '"', "NumberSign": "#", "Dollar": "$", "Percent": "%", "Ampersand": "&",
    "Apostrophe": "'", "ParenLeft": "(", "ParenRight": ")", "Asterisk": "*", "Plus": "+", "Comma": ",", "Minus": "-",
    "Period": ".", "Slash": "/", "Colon": ":", "Semicolon": ";", "Less": "<", "Equal": "=", "Greater": ">",
    "Question": "?", "BracketLeft": "[", "Backslash": "\\", "BracketRight": "]", "AsciiCircum": "^", "Underscore": "_",
    "GraveAccent": "`", "BraceLeft": "{", "Bar": "|", "BraceRight": "}", "AsciiTilde": "~",
}  # fmt: skip
# The others have the codes of GLFW.
_RUNS = {
    256: "Escape Enter Tab Backspace Insert Delete Right Left Down Up PageUp PageDown Home End",
    280: "CapsLock ScrollLock NumLock PrintScreen Pause",
    290: " ".join(f"F{number}" for number in range(1, 26)),
    320: " ".join(f"KP{number}" for number in range(10)) + " KPDecimal KPDivide KPMultiply KPSubtract KPAdd KPEnter KPEqual",
    340: "LeftShift LeftControl LeftAlt LeftSuper RightShift RightControl RightAlt RightSuper Menu LeftMeta RightMeta",
}


def _codes() -> dict:
    codes = {"Undefined": -2, "Unknown": -1, "World1": 161, "World2": 162}
    codes.update({name: ord(sign) for name, sign in _SIGNS.items()})
    codes.update({f"Num{digit}": ord(str(digit)) for digit in range(10)})
    codes.update({chr(letter): letter for letter in range(ord("A"), ord("Z") + 1)})
    for first, names in _RUNS.items():
        codes.update({name: first + index for index, name in enumerate(names.split())})
    return codes


IvwKey: Any = Enum("IvwKey", _codes(), module=__name__)  # type: ignore[call-overload]
IvwKey.__doc__ = "A key, with the number that GLFW gives it."

# The program's names of keys that differ from Inviwo's.
_OURS = {
    "ArrowLeft": "Left", "ArrowRight": "Right", "ArrowUp": "Up", "ArrowDown": "Down", "Backtick": "GraveAccent",
    "OpenBracket": "BracketLeft", "CloseBracket": "BracketRight", "OpenCurlyBracket": "BraceLeft",
    "CloseCurlyBracket": "BraceRight", "Equals": "Equal", "Pipe": "Bar", "Questionmark": "Question",
    "Exclamationmark": "Exclam", "Quote": "Apostrophe",
}  # fmt: skip
_INVIWOS = {name: ours for ours, name in _OURS.items()}


def key_of(name: str) -> Any:
    """The key that the program means: ``A``, ``ArrowLeft``, ``Num1`` … Unknown for what Inviwo does not have."""
    name = _OURS.get(name, name)
    if len(name) == 1 and not name.isalpha():
        return next(
            (IvwKey[key] for key, sign in _SIGNS.items() if sign == name), IvwKey[f"Num{name}"] if name.isdigit() else IvwKey.Unknown
        )
    return IvwKey.__members__.get(name.upper() if len(name) == 1 else name, IvwKey.Unknown)


def name_of(key: Any) -> str:
    """The program's name of a key."""
    name = IvwKey(key).name
    return _INVIWOS.get(name, name)


def modifiers_of(message: dict) -> Any:
    """The modifiers of a message."""
    names = {"shift": KeyModifier.Shift, "control": KeyModifier.Control, "alt": KeyModifier.Alt, "command": KeyModifier.Super}
    return KeyModifiers([flag for name, flag in names.items() if message.get(name)])


def modifiers_message(modifiers: Any) -> dict:
    """Modifiers as messages carry them."""
    held = KeyModifiers(modifiers)
    return {
        "shift": KeyModifier.Shift in held,
        "control": KeyModifier.Control in held,
        "alt": KeyModifier.Alt in held,
        "command": KeyModifier.Super in held or KeyModifier.Meta in held,
    }


BUTTONS = {"primary": MouseButton.Left, "secondary": MouseButton.Right, "middle": MouseButton.Middle}

__all__ = [
    "IvwKey", "KeyModifier", "KeyModifiers", "KeyState", "KeyStates", "MouseButton", "MouseButtons", "MouseState",
    "MouseStates", "TouchState", "TouchStates",
]  # fmt: skip
