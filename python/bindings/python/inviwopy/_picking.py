"""Picking: a processor draws objects with ids, and is told what happens to them."""

from __future__ import annotations

import sys
import traceback
from typing import Any, Callable, Optional

from ._ask import ask, node_here
from ._enum import FlagEnum, flags_of
from ._events import InteractionEvent, mouse_of, pointer_of
from ._keys import MouseState
from .data._camera import Camera
from .glm import dvec2, dvec3, size2_t, vec3


class PickingState(FlagEnum):
    """Life of an interaction with an object."""

    NoState = 0
    Started = 1
    Updated = 2
    Finished = 4


class PickingPressState(FlagEnum):
    """What is pressed."""

    NoPress = 0
    Press = 1
    Move = 2
    Release = 4
    DoubleClick = 8


class PickingPressItem(FlagEnum):
    """A button: primary is the left one, secondary the right one, tertiary the one in the middle."""

    NoItem = 0
    Primary = 1
    Secondary = 2
    Tertiary = 4


class PickingHoverState(FlagEnum):
    """How the pointer is over an object."""

    NoHover = 0
    Enter = 1
    Move = 2
    Exit = 4


PickingStates = flags_of(PickingState, "PickingStates")
PickingPressStates = flags_of(PickingPressState, "PickingPressStates")
PickingPressItems = flags_of(PickingPressItem, "PickingPressItems")
PickingHoverStates = flags_of(PickingHoverState, "PickingHoverStates")

_ITEMS = {"primary": PickingPressItem.Primary, "secondary": PickingPressItem.Secondary, "middle": PickingPressItem.Tertiary}


def _member(members: Any, name: str, nothing: str) -> Any:
    return members[nothing if name == "none" else "".join(part.capitalize() for part in name.split("_"))]


def _world_of(camera: Camera, ndc: dvec3) -> Any:
    import numpy as np

    clip = np.array([*ndc, 1.0])
    view = np.linalg.inv(np.array(camera.projectionMatrix, np.float64)) @ clip
    world = np.linalg.inv(np.array(camera.viewMatrix, np.float64)) @ (view / view[3])
    return world[:3]


class PickingEvent(InteractionEvent):
    """Something happened to an object that a processor drew.

    ``pickedId`` and the local ids count from the first id of the mapper whose callback is called; global ids are the program's, 0 is
    nothing. Positions are 0 to 1 from the bottom left, depths and ndc -1 to 1.
    """

    def __init__(self, message: dict) -> None:
        """Of a message of the program."""
        self._pointer = pointer_of(message["pointer"])
        super().__init__(self._pointer["modifiers"])
        self._message, self._first = message, 0
        self._before = pointer_of(message["previous_pointer"])
        self._press = pointer_of(message["pressed_pointer"])

    @property
    def modifiers(self) -> Any:
        """The modifier keys that are held."""
        return self._modifiers

    def _local(self, name: str) -> int:
        number = self._message[name]
        return number - self._first if number else 0

    pickedId = property(lambda self: self._message["id"] - self._first, doc="Of the object, counted within its mapper.")
    globalPickingId = property(lambda self: self._message["id"], doc="Of the object, among all.")
    currentGlobalPickingId = property(lambda self: self._message["current"], doc="Of what is under the pointer.")
    currentLocalPickingId = property(lambda self: self._local("current"), doc="Of what is under the pointer, within the mapper.")
    previousGlobalPickingId = property(lambda self: self._message["previous"], doc="Of what was under the pointer.")
    previousLocalPickingId = property(lambda self: self._local("previous"), doc="Of what was under the pointer, within the mapper.")
    pressedGlobalPickingId = property(lambda self: self._message["pressed"], doc="Of what was pressed.")
    pressedLocalPickingId = property(lambda self: self._local("pressed"), doc="Of what was pressed, within the mapper.")

    position = property(lambda self: dvec2(self._pointer["normalizedPosition"]), doc="Where the pointer is.")
    previousPosition = property(lambda self: dvec2(self._before["normalizedPosition"]), doc="Where it was at the last event.")
    pressedPosition = property(lambda self: dvec2(self._press["normalizedPosition"]), doc="Where it was at the press.")
    deltaPosition = property(lambda self: self.position - self.previousPosition, doc="Since the last event.")
    deltaPressedPosition = property(lambda self: self.position - self.pressedPosition, doc="Since the press.")
    depth = property(lambda self: float(self._pointer["depth"]), doc="Of what is under the pointer.")
    previousDepth = property(lambda self: float(self._before["depth"]), doc="At the last event.")
    pressedDepth = property(lambda self: float(self._press["depth"]), doc="At the press.")
    deltaDepth = property(lambda self: self.depth - self.previousDepth, doc="Since the last event.")
    deltaPressedDepth = property(lambda self: self.depth - self.pressedDepth, doc="Since the press.")

    @staticmethod
    def _ndc(pointer: dict) -> dvec3:
        return dvec3(*(2 * at - 1 for at in pointer["normalizedPosition"]), pointer["depth"])

    ndc = property(lambda self: self._ndc(self._pointer), doc="The pointer in normalized device coordinates.")
    previousNDC = property(lambda self: self._ndc(self._before), doc="At the last event.")
    pressedNDC = property(lambda self: self._ndc(self._press), doc="At the press.")
    canvasSize = property(lambda self: size2_t(self._pointer["canvasSize"]), doc="In pixels (x, y).")

    state = property(lambda self: _member(PickingState, self._message["state"], "NoState"), doc="Life of the interaction.")
    pressState = property(lambda self: _member(PickingPressState, self._message["press"], "NoPress"), doc="What is pressed.")
    hoverState = property(lambda self: _member(PickingHoverState, self._message["hover"], "NoHover"), doc="How the pointer is over it.")

    @property
    def pressItem(self) -> PickingPressItem:
        """The button that the press is about."""
        return _ITEMS.get(self._message["button"] or "", PickingPressItem.NoItem)

    @property
    def pressItems(self) -> Any:
        """All buttons that are held."""
        held = self._message["pointer"].get("buttons", {})
        return PickingPressItems([item for name, item in _ITEMS.items() if held.get(name)])

    def getEvent(self) -> Any:
        """The mouse event behind it."""
        states = {"press": MouseState.Press, "release": MouseState.Release, "double_click": MouseState.DoubleClick}
        return mouse_of(states.get(self._message["press"], MouseState.Move), self._message["button"], self._message["pointer"])

    def getWorldSpaceDeltaAtPressDepth(self, camera: Any) -> dvec3:
        """How far the pointer went since the last event, in world space, at the depth of the press.

        ``camera`` is a Camera or CameraProperty; the aspect ratio is that of the canvas, whatever the camera says.
        """
        camera = getattr(camera, "camera", camera)
        if not isinstance(camera, Camera):
            raise TypeError(f"getWorldSpaceDeltaAtPressDepth takes a Camera or CameraProperty, not {type(camera).__name__}")
        seen = camera.clone()
        width, height = self.canvasSize
        seen.aspectRatio = width / max(height, 1)
        depth = self.pressedNDC.z
        now, before = self.ndc, self.previousNDC
        return dvec3(*(_world_of(seen, dvec3(now.x, now.y, depth)) - _world_of(seen, dvec3(before.x, before.y, depth))))

    def __repr__(self) -> str:
        return f"<PickingEvent {self.pickedId} {self.state.name} {self.pressState.name} {self.hoverState.name}>"


class PickingMapper:
    """Reserves ids for the objects of a processor, and calls back when something happens to one of them.

    The ids go into the picking layer of an image or a ``PickingAttrib`` buffer of a mesh. They are reserved when first asked for.
    """

    def __init__(self, processor: Any, size: int, callback: Callable[[PickingEvent], Any]) -> None:
        """Raises TypeError for what is no processor or cannot be called, ValueError for a negative size."""
        from ._processor import Processor

        if not isinstance(processor, Processor):
            raise TypeError(f"PickingMapper takes a processor first, not {type(processor).__name__}")
        if not callable(callback):
            raise TypeError(f"PickingMapper takes a function as callback, not {callback!r}")
        self._processor, self._callback = processor, callback
        self._first: Optional[int] = None
        self._reserved = 0
        self._size = self._checked(size)
        self.enabled = True
        processor._mappers.append(self)

    @staticmethod
    def _checked(size: Any) -> int:
        if int(size) < 0:
            raise ValueError(f"PickingMapper takes a size of at least 0, got {size}")
        return int(size)

    @property
    def size(self) -> int:
        """Number of ids. Another size may mean other ids."""
        return self._size

    @size.setter
    def size(self, value: int) -> None:
        self.resize(value)

    def resize(self, size: int) -> None:
        """Changes the number of ids; those that were given out stay valid unless more are asked for than were reserved."""
        self._size = self._checked(size)
        if self._first is not None and self._size > self._reserved:
            ask("picking.release", first=self._first)
            self._first = None

    def _base(self) -> int:
        if self._first is None:
            link = self._processor._link
            node = node_here() if link is None else link._node
            if node is None:
                raise RuntimeError(f"{self._processor._identifier} is in no network yet: picking ids exist once it is")
            self._reserved = max(self._size, 1)
            self._first = ask("picking.reserve", node=node, count=self._reserved)["first"]
        return self._first

    def pickingId(self, index: int) -> int:
        """The global id of an object. Raises IndexError beyond the size."""
        if not 0 <= index < self._size:
            raise IndexError(f"the picking mapper has {self._size} ids, there is no {index}")
        return self._base() + index

    @property
    def color(self) -> vec3:
        """The first id as a color, 0 to 1: red is the lowest byte."""
        number = self._base()
        return vec3(*((number >> shift & 255) / 255 for shift in (0, 8, 16)))

    def _offer(self, event: PickingEvent) -> bool:
        """Calls back when the event is about one of the ids. What the callback raises is printed with the processor's name."""
        if self._first is None or not 0 <= event.globalPickingId - self._first < self._reserved:
            return False
        if self.enabled:
            event._first = self._first
            try:
                self._callback(event)
            except Exception:  # noqa: BLE001 - as in Inviwo, an error in a callback is logged
                name = self._processor._identifier
                print(f"{name}: the picking callback failed\n{traceback.format_exc()}", end="", file=sys.stderr)
        return True


__all__ = [
    "PickingEvent", "PickingHoverState", "PickingHoverStates", "PickingMapper", "PickingPressItem", "PickingPressItems",
    "PickingPressState", "PickingPressStates", "PickingState", "PickingStates",
]  # fmt: skip
