"""What belongs to a processor in the program's window: its place in the network view, and a canvas's pane."""

from __future__ import annotations

from typing import Any

from ._ask import ask, unsupported
from .glm import ivec2


class ProcessorMetaData:
    """Position, selection and visibility of a node in the network view; ``processor.meta``.

    For a processor that is in no network yet, the position is kept and taken along when it is added.
    """

    def __init__(self, processor: Any) -> None:
        self._processor = processor
        self._position = ivec2(0)
        self._wanted = False

    def _record(self) -> Any:
        """((network, node), what the program says of the node), or None without a network."""
        place = self._processor._place()
        if place is None:
            return None
        nodes = ask("network.state", network=place[0])["nodes"]
        return place, next(node for node in nodes if node["id"] == place[1])

    @property
    def position(self) -> ivec2:
        """In the network view, x to the right, y down."""
        found = self._record()
        return ivec2(self._position) if found is None else ivec2(*(round(part) for part in found[1]["position"]))

    @position.setter
    def position(self, value: Any) -> None:
        position, place = ivec2(value), self._processor._place()
        self._position = position
        if place is not None:
            ask("network.move", network=place[0], node=place[1], position=[float(part) for part in position])

    @property
    def selected(self) -> bool:
        """Whether the user selected the node."""
        found = self._record()
        return self._wanted if found is None else bool(found[1]["selected"])

    @selected.setter
    def selected(self, value: bool) -> None:
        place = self._processor._place()
        self._wanted = bool(value)
        if place is None:
            return
        network, node = place
        others = [each for each in ask("selection.get", network=network) if each != node]
        ask("selection.set", network=network, nodes=[*others, node] if value else others)

    @property
    def visible(self) -> bool:
        """True: the network view shows all nodes."""
        return True

    @visible.setter
    def visible(self, value: bool) -> None:
        if not value:
            raise unsupported(
                "hiding a node (meta.visible = False)", "the network view shows all nodes", "move it aside with meta.position"
            )

    def __repr__(self) -> str:
        return f"<ProcessorMetaData of {self._processor!r}>"


class ProcessorWidget:
    """The pane of a canvas."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas

    @staticmethod
    def _no(what: str) -> NotImplementedError:
        return unsupported(
            f"ProcessorWidget.{what}", "canvases are panes of one window, and scripts run in another process", "widget.dimensions"
        )

    @property
    def dimensions(self) -> ivec2:
        """Size in pixels (x, y), which the canvas has without a window."""
        return ivec2(*(int(part) for part in self._canvas.size))

    @dimensions.setter
    def dimensions(self, value: Any) -> None:
        self._canvas.size = value

    def _shown(self) -> bool:
        return True

    def _show(self, value: bool) -> None:
        if not value:
            raise self._no("visible = False")

    visible = property(_shown, _show, doc="True: a canvas is always shown.")
    visibility = visible

    def show(self) -> None:
        """Does nothing: a canvas is always shown."""

    def hide(self) -> None:
        """Raises NotImplementedError: panes are closed in the window."""
        raise self._no("hide()")

    def _origin(self) -> ivec2:
        return ivec2(0)

    def _move(self, value: Any) -> None:
        raise self._no("position")

    position = property(_origin, _move, doc="(0, 0): a pane has no place of its own on the screen.")

    def _no_flag(self) -> bool:
        return False

    def _set_flag(self, value: bool) -> None:
        if value:
            raise self._no("onTop and fullScreen")

    onTop = property(_no_flag, _set_flag, doc="False: panes do not float.")
    fullScreen = property(_no_flag, _set_flag, doc="False: panes are part of a window.")

    def address(self) -> int:
        """Raises NotImplementedError: there is no Qt widget."""
        raise self._no("address()")
