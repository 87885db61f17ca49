"""What happened on a canvas. Normalized positions are 0 to 1 from the bottom left, depths -1 (near plane) to 1 (far plane)."""

from __future__ import annotations

import copy
import zlib
from typing import Any, ClassVar, Optional

from ._enum import Enum
from ._keys import (
    BUTTONS,
    IvwKey,
    KeyModifier,
    KeyModifiers,
    KeyState,
    MouseButton,
    MouseButtons,
    MouseState,
    TouchState,
    key_of,
    modifiers_message,
    modifiers_of,
    name_of,
)
from .glm import dvec2, dvec3, size2_t, uvec2


class Event:
    """Something that happened; whoever handles it marks it as used."""

    # A number that tells the classes apart.
    chash: ClassVar[int] = 0

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.chash = zlib.crc32(cls.__name__.encode())

    def __init__(self) -> None:
        self._used = False
        self._visited: list = []
        self._passed_on = False
        self.tooltip: Optional[str] = None

    def clone(self) -> Any:
        """A copy."""
        return copy.copy(self)

    def hash(self) -> int:
        """The number of the class."""
        return type(self).chash

    def markAsUsed(self) -> None:
        """No one else handles it."""
        self._used = True

    def markAsUnused(self) -> None:
        """Others handle it."""
        self._used = False

    def hasBeenUsed(self) -> bool:
        """Whether someone handled it."""
        return self._used

    def setUsed(self, used: bool) -> None:
        """Says whether someone handled it."""
        self._used = bool(used)

    used = property(hasBeenUsed, setUsed, doc="Whether someone handled it.")

    def shouldPropagateTo(self, inport: Any, processor: Any, outport: Any) -> bool:
        """Whether it goes on to what is connected to a port: always."""
        return True

    def markAsVisited(self, processor: Any) -> bool:
        """Notes that a processor saw it; whether it did not before."""
        new = not self.hasVisitedProcessor(processor)
        if new:
            self._visited.append(processor)
        return new

    def hasVisitedProcessor(self, processor: Any) -> bool:
        """Whether a processor saw it."""
        return any(each is processor for each in self._visited)

    def getVisitedProcessors(self) -> list:
        """The processors that saw it."""
        return list(self._visited)

    def setToolTip(self, text: str) -> None:
        """Shows a text at the mouse."""
        self.tooltip = str(text)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class InteractionEvent(Event):
    """Something that the user did."""

    def __init__(self, modifiers: Any = KeyModifier.NoModifier) -> None:
        super().__init__()
        self._modifiers = KeyModifiers(modifiers)

    def modifiers(self) -> Any:
        """The modifier keys that are held."""
        return self._modifiers

    def setModifiers(self, modifiers: Any) -> None:
        """Says which modifier keys are held."""
        self._modifiers = KeyModifiers(modifiers)

    def modifierNames(self) -> str:
        """The modifier keys that are held, as ``Control+Shift``."""
        return "+".join(flag.name for flag in self._modifiers) or "None"


class KeyboardEvent(InteractionEvent):
    """A key went down or up. ``key``: an IvwKey; ``state``: a KeyState; ``text``: what the key types."""

    def __init__(
        self,
        key: Any = IvwKey.Unknown,
        state: KeyState = KeyState.Press,
        modifiers: Any = KeyModifier.NoModifier,
        nativeVirtualKey: int = 0,
        utfText: str = "",
    ) -> None:
        """``key`` may be another KeyboardEvent, of which this is a copy then."""
        if isinstance(key, KeyboardEvent):
            key, state, modifiers, nativeVirtualKey, utfText = key.key, key.state, key._modifiers, key.nativeVirtualKey, key.text
        super().__init__(modifiers)
        self.key, self.state = IvwKey(key), KeyState(state)
        self.nativeVirtualKey, self.text = int(nativeVirtualKey), str(utfText)

    def __repr__(self) -> str:
        return f"<KeyboardEvent {self.key.name} {self.state.name} {self.modifierNames()}>"


class MouseInteractionEvent(InteractionEvent):
    """Something with the mouse. ``buttonState``: buttons that are held; ``canvasSize`` in pixels (x, y)."""

    def __init__(self, buttonState: Any, modifiers: Any, normalizedPosition: Any, canvasSize: Any, depth: float) -> None:
        super().__init__(modifiers)
        self.buttonState = MouseButtons(buttonState)
        self.posNormalized, self.canvasSize, self.depth = dvec2(normalizedPosition), uvec2(canvasSize), float(depth)

    def _extent(self) -> Any:
        return dvec2(*(max(int(size) - 1, 0) for size in self.canvasSize))

    @property
    def pos(self) -> dvec2:
        """In pixels from the bottom left."""
        return self.posNormalized * self._extent()

    @pos.setter
    def pos(self, value: Any) -> None:
        self.posNormalized = dvec2(*(at / max(size, 1.0) for at, size in zip(dvec2(value), self._extent())))

    @property
    def x(self) -> int:
        """In pixels from the left."""
        return int(self.pos.x)

    @property
    def y(self) -> int:
        """In pixels from the bottom."""
        return int(self.pos.y)

    @property
    def ndc(self) -> dvec3:
        """Normalized device coordinates, each -1 to 1."""
        return dvec3(*(2 * at - 1 for at in self.posNormalized), self.depth)

    @property
    def buttonName(self) -> str:
        """The buttons that are held, as ``Left+Right``."""
        return "+".join(button.name for button in self.buttonState) or "None"


class MouseEvent(MouseInteractionEvent):
    """A press, release or move. ``button``: the one that it is about; ``state``: a MouseState."""

    def __init__(
        self,
        button: Any = MouseButton.Left,
        state: Any = MouseState.Press,
        buttonState: Any = MouseButton.NoButton,
        modifiers: Any = KeyModifier.NoModifier,
        normalizedPosition: Any = (0, 0),
        canvasSize: Any = (0, 0),
        depth: float = 1.0,
    ) -> None:
        super().__init__(buttonState, modifiers, normalizedPosition, canvasSize, depth)
        self.button, self.state = MouseButton(button), MouseState(state)

    def __repr__(self) -> str:
        return f"<MouseEvent {self.button.name} {self.state.name} at {self.posNormalized}>"


class WheelEvent(MouseInteractionEvent):
    """A turn of the wheel. ``delta``: lines (x, y), positive away from the user."""

    def __init__(
        self,
        buttonState: Any = MouseButton.NoButton,
        modifiers: Any = KeyModifier.NoModifier,
        delta: Any = (0, 0),
        normalizedPosition: Any = (0, 0),
        canvasSize: Any = (0, 0),
        depth: float = 1.0,
    ) -> None:
        super().__init__(buttonState, modifiers, normalizedPosition, canvasSize, depth)
        self.delta = dvec2(delta)

    def __repr__(self) -> str:
        return f"<WheelEvent {self.delta} at {self.posNormalized}>"


class TouchPoint:
    """A finger. Voxloom sends none; scripts that make them can."""

    def __init__(
        self,
        id: int = 0,  # noqa: A002
        touchState: Any = TouchState.NoTouch,
        posNormalized: Any = (0, 0),
        prevPosNormalized: Any = (0, 0),
        pressedPosNormalized: Any = (0, 0),
        canvasSize: Any = (0, 0),
        pressure: float = 1.0,
        depth: float = 1.0,
    ) -> None:
        self.id, self.state, self.canvasSize = int(id), TouchState(touchState), uvec2(canvasSize)
        self.posNormalized, self.prevPosNormalized = dvec2(posNormalized), dvec2(prevPosNormalized)
        self.pressedPosNormalized, self.pressure, self.depth = dvec2(pressedPosNormalized), float(pressure), float(depth)

    def _pixels(self, position: dvec2) -> dvec2:
        return dvec2(*(at * max(int(size) - 1, 0) for at, size in zip(position, self.canvasSize)))

    pos = property(lambda self: self._pixels(self.posNormalized), doc="In pixels from the bottom left.")
    prevPos = property(lambda self: self._pixels(self.prevPosNormalized), doc="At the last event, in pixels.")
    pressedPos = property(lambda self: self._pixels(self.pressedPosNormalized), doc="At the press, in pixels.")

    @property
    def ndc(self) -> dvec3:
        """Normalized device coordinates, each -1 to 1."""
        return dvec3(*(2 * at - 1 for at in self.posNormalized), self.depth)


class TouchDeviceType(Enum):
    """What is touched."""

    Screen = 0
    Pad = 1


class TouchDevice:
    """What is touched."""

    def __init__(self, type: Any = TouchDeviceType.Screen, name: str = "") -> None:  # noqa: A002
        self.type, self.name = TouchDeviceType(type), str(name)


def _middle(points: list) -> dvec2:
    return dvec2(*(sum(part) / len(points) for part in zip(*points))) if points else dvec2(0)


class TouchEvent(InteractionEvent):
    """Something with fingers. Voxloom sends none: its windows turn touches into mouse events."""

    def __init__(self, touchPoints: Any = (), source: Any = None, modifiers: Any = KeyModifier.NoModifier) -> None:
        super().__init__(modifiers)
        self.touchPoints, self.getDevice = list(touchPoints), source

    def hasTouchPoints(self) -> bool:
        """Whether there are fingers."""
        return bool(self.touchPoints)

    @property
    def canvasSize(self) -> uvec2:
        """In pixels (x, y)."""
        return self.touchPoints[0].canvasSize if self.touchPoints else uvec2(0)

    centerPoint = property(lambda self: _middle([point.pos for point in self.touchPoints]), doc="Middle of the fingers, in pixels.")
    centerPointNormalized = property(lambda self: _middle([p.posNormalized for p in self.touchPoints]), doc="Middle of the fingers.")
    prevCenterPointNormalized = property(lambda self: _middle([p.prevPosNormalized for p in self.touchPoints]), doc="At the last event.")

    @property
    def averageDepth(self) -> float:
        """Mean depth at the fingers; 1 without any."""
        return sum(point.depth for point in self.touchPoints) / len(self.touchPoints) if self.touchPoints else 1.0

    @property
    def centerNDC(self) -> dvec3:
        """Middle of the fingers in normalized device coordinates."""
        return dvec3(*(2 * at - 1 for at in self.centerPointNormalized), self.averageDepth)


class ResizeEvent(Event):
    """A canvas has another size, in pixels (x, y)."""

    def __init__(self, newSize: Any, previousSize: Any = (0, 0)) -> None:
        super().__init__()
        if isinstance(newSize, ResizeEvent):
            newSize, previousSize = newSize.size, newSize.previousSize
        self.size, self.previousSize = size2_t(newSize), size2_t(previousSize)


class ViewEventFlipUp:
    """Up is down from now on."""


class ViewEventFitData:
    """All data is to be seen."""


class ViewEvent(Event):
    """A view is asked for: ``action`` is a ViewEventFlipUp, a ViewEventFitData or a camerautil.Side."""

    def __init__(self, action: Any) -> None:
        super().__init__()
        from .camerautil import Side

        if not isinstance(action, (ViewEventFlipUp, ViewEventFitData, Side)):
            raise TypeError(f"ViewEvent takes a ViewEventFlipUp, a ViewEventFitData or a camerautil.Side, got {action!r}")
        self.action = action


# What the program sends, and what it is sent


def _held(pointer: dict) -> Any:
    return MouseButtons([button for name, button in BUTTONS.items() if pointer.get("buttons", {}).get(name)])


def pointer_of(pointer: dict) -> dict:
    """The arguments that all mouse events have, of a pointer in a message."""
    return {
        "buttonState": _held(pointer),
        "modifiers": modifiers_of(pointer.get("modifiers", {})),
        "normalizedPosition": dvec2(pointer.get("position", (0.5, 0.5))),
        "canvasSize": uvec2(pointer.get("canvas", (512, 512))),
        "depth": pointer.get("depth", 1.0),
    }


def mouse_of(state: MouseState, button: Optional[str], pointer: dict) -> MouseEvent:
    """The mouse event of a pointer in a message."""
    return MouseEvent(BUTTONS.get(button or "", MouseButton.NoButton), state, **pointer_of(pointer))


def event_of(message: dict) -> Any:
    """The event that a message of the program describes."""
    kind = message["type"]
    if kind == "picking":
        from ._picking import PickingEvent

        return PickingEvent(message)
    if kind == "wheel":
        return WheelEvent(delta=message["delta"], **pointer_of(message["pointer"]))
    if kind == "key":
        state = KeyState.Press if message["pressed"] else KeyState.Release
        return KeyboardEvent(key_of(message["key"]), state, modifiers_of(message.get("modifiers", {})), 0, message.get("text", ""))
    states = {"mouse_move": MouseState.Move, "mouse_release": MouseState.Release}
    pressed = MouseState.DoubleClick if message.get("double") else MouseState.Press
    return mouse_of(states.get(kind, pressed), message.get("button"), message["pointer"])


def message_of(event: Any) -> dict:
    """An event as a message to the program. Raises NotImplementedError for one that no canvas takes."""
    if isinstance(event, KeyboardEvent):
        held = modifiers_message(event.modifiers())
        return {"type": "key", "key": name_of(event.key), "pressed": event.state == KeyState.Press, "text": event.text, "modifiers": held}
    if not isinstance(event, MouseInteractionEvent):
        raise NotImplementedError(f"a canvas takes MouseEvent, WheelEvent and KeyboardEvent, not {type(event).__name__}")
    pointer = {
        "position": list(event.posNormalized),
        "depth": event.depth,
        "modifiers": modifiers_message(event.modifiers()),
        "buttons": {name: button in event.buttonState for name, button in BUTTONS.items()},
    }
    if any(event.canvasSize):
        pointer["canvas"] = [int(size) for size in event.canvasSize]
    if isinstance(event, WheelEvent):
        return {"type": "wheel", "delta": list(event.delta), "pointer": pointer}
    if event.state == MouseState.Move:
        return {"type": "mouse_move", "pointer": pointer}
    button = next(name for name, each in BUTTONS.items() if each == event.button)
    if event.state == MouseState.Release:
        return {"type": "mouse_release", "button": button, "pointer": pointer}
    return {"type": "mouse_press", "button": button, "pointer": pointer, "double": event.state == MouseState.DoubleClick}


__all__ = [
    "Event", "InteractionEvent", "KeyboardEvent", "MouseEvent", "MouseInteractionEvent", "ResizeEvent", "TouchDevice",
    "TouchDeviceType", "TouchEvent", "TouchPoint", "ViewEvent", "ViewEventFitData", "ViewEventFlipUp", "WheelEvent",
]  # fmt: skip
