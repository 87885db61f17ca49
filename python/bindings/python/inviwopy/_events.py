"""What happened on a canvas. Positions are 0 to 1 from the bottom left."""

from __future__ import annotations

from typing import Any, Optional

from .glm import dvec2


class Event:
    """Something that happened; whoever handles it marks it as used."""

    def __init__(self) -> None:
        self._used = False
        self.tooltip: Optional[str] = None

    def markAsUsed(self) -> None:
        """No one else handles it."""
        self._used = True

    def hasBeenUsed(self) -> bool:
        """Whether someone handled it."""
        return self._used

    def setToolTip(self, text: str) -> None:
        """Shows a text at the mouse."""
        self.tooltip = str(text)


class MouseEvent(Event):
    """A press, release or move. ``state``: "press", "release" or "move"; ``button``: "primary", "secondary", "middle" or None."""

    def __init__(self, state: str, button: Optional[str], position: Any) -> None:
        super().__init__()
        self.state, self.button, self.position = state, button, dvec2(*position)


class WheelEvent(Event):
    """A turn of the wheel."""

    def __init__(self, delta: float, position: Any) -> None:
        super().__init__()
        self.delta, self.position = dvec2(0, delta), dvec2(*position)


class KeyboardEvent(Event):
    """A key went down or up."""

    def __init__(self, key: str, pressed: bool) -> None:
        super().__init__()
        self.key, self.pressed = key, pressed


def event_of(message: dict) -> Event:
    """The event that a message of the program describes."""
    kind = message["type"]
    if kind.startswith("mouse_"):
        return MouseEvent(kind[len("mouse_") :], message.get("button"), message["position"])
    if kind == "wheel":
        return WheelEvent(message["delta"], message["position"])
    return KeyboardEvent(message["key"], message["pressed"])
