"""What a person does on a canvas, as scripts and tests do it."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from inviwopy._events import message_of

_BUTTONS = {"left": "primary", "right": "secondary", "middle": "middle", "primary": "primary", "secondary": "secondary"}
_MODIFIERS = ("shift", "control", "alt", "command")


class EventReply(NamedTuple):
    """Whether a processor handled the event, and the text that it shows at the mouse, or None."""

    used: bool
    tooltip: Optional[str]


def button_of(name: str) -> str:
    """The name of a mouse button in messages. Raises ValueError."""
    if name not in _BUTTONS:
        raise ValueError(f"a mouse has the buttons left, middle and right, not {name!r}")
    return _BUTTONS[name]


def modifiers_of(names: Any) -> dict:
    """Keys that are held, given as a text with ``+`` between or a list. Raises ValueError."""
    names = [name for name in (names.replace("+", " ").split() if isinstance(names, str) else names) if name]
    for name in names:
        if name.lower() not in _MODIFIERS:
            raise ValueError(f"modifier keys are {', '.join(_MODIFIERS)}, not {name!r}")
    return {name.lower(): True for name in names}


def pointer(position: Any, button: Optional[str] = None, modifiers: Any = "") -> dict:
    """The pointer at (x, y), each 0 to 1 from the bottom left, with a button that is down. Raises ValueError."""
    x, y = (float(part) for part in position)
    found: dict = {"position": [x, y], "modifiers": modifiers_of(modifiers)}
    if button is not None:
        found["buttons"] = {button_of(button): True}
    return found


def as_message(event: Any) -> dict:
    """An event as the program takes it: a message already, or an event of ``inviwopy``."""
    return event if isinstance(event, dict) else message_of(event)


class CanvasEvents:
    """What can be done on a canvas of a network. ``canvas`` None is the only one.

    Positions are (x, y), each 0 to 1 from the bottom left; buttons "left", "middle", "right"; modifiers such as "shift+control".
    Objects are hit as they are in the picture that was rendered last.
    """

    def _send(self, canvas: Any, event: dict) -> EventReply:
        raise NotImplementedError

    def send_event(self, canvas: Any, event: Any) -> EventReply:
        """Hands over an event, of ``inviwopy`` or as the message of one, and waits until it is handled."""
        return self._send(canvas, as_message(event))

    def press(self, position: Any, button: str = "left", modifiers: Any = "", double: bool = False, canvas: Any = None) -> EventReply:
        """Presses a mouse button; ``double`` as the second press of a double click."""
        at = pointer(position, button, modifiers)
        return self._send(canvas, {"type": "mouse_press", "button": button_of(button), "double": bool(double), "pointer": at})

    def move(self, position: Any, button: Optional[str] = None, modifiers: Any = "", canvas: Any = None) -> EventReply:
        """Moves the mouse, with a button down if one is named."""
        return self._send(canvas, {"type": "mouse_move", "pointer": pointer(position, button, modifiers)})

    def release(self, position: Any, button: str = "left", modifiers: Any = "", canvas: Any = None) -> EventReply:
        """Releases a mouse button."""
        return self._send(canvas, {"type": "mouse_release", "button": button_of(button), "pointer": pointer(position, None, modifiers)})

    def click(self, position: Any, button: str = "left", modifiers: Any = "", canvas: Any = None) -> EventReply:
        """Moves the mouse there, presses and releases. The reply is that to the press."""
        self.move(position, None, modifiers, canvas)
        reply = self.press(position, button, modifiers, False, canvas)
        self.release(position, button, modifiers, canvas)
        return reply

    def drag(self, start: Any, end: Any, button: str = "left", modifiers: Any = "", steps: int = 8, canvas: Any = None) -> EventReply:
        """Presses at one place, moves to another in that many steps, and releases there. The reply is that to the last move."""
        self.press(start, button, modifiers, False, canvas)
        reply = EventReply(False, None)
        for step in range(1, max(int(steps), 1) + 1):
            share = step / max(int(steps), 1)
            reply = self.move([a + (b - a) * share for a, b in zip(start, end)], button, modifiers, canvas)
        self.release(end, button, modifiers, canvas)
        return reply

    def wheel(self, position: Any, lines: float, modifiers: Any = "", canvas: Any = None) -> EventReply:
        """Turns the wheel by that many lines, positive away from the person."""
        return self._send(canvas, {"type": "wheel", "delta": [0.0, float(lines)], "pointer": pointer(position, None, modifiers)})

    def key(self, key: str, modifiers: Any = "", text: str = "", canvas: Any = None) -> EventReply:
        """Presses and releases a key: "A", "Escape", "ArrowLeft" …; ``text`` is what it types. The reply is that to the press."""
        held = modifiers_of(modifiers)
        reply = self._send(canvas, {"type": "key", "key": key, "pressed": True, "text": text, "modifiers": held})
        self._send(canvas, {"type": "key", "key": key, "pressed": False, "text": "", "modifiers": held})
        return reply
