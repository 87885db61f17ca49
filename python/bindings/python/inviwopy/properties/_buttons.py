"""Several buttons in a row."""

from __future__ import annotations

from typing import Any, Callable, Optional

from ._composite import CompositeProperty
from ._enums import InvalidationLevel
from ._simple import ButtonProperty


class ButtonGroupPropertyButton:
    """One button of a group: what it shows, and what a press calls."""

    def __init__(
        self,
        name: Optional[str] = None,
        icon: Optional[str] = None,
        tooltip: Optional[str] = None,
        action: Optional[Callable[[], Any]] = None,
    ) -> None:
        """Raises TypeError for an action that cannot be called. Icons are kept but not shown; the name or the tooltip is."""
        if action is not None and not callable(action):
            raise TypeError(f"ButtonGroupPropertyButton takes a function as action, got {action!r} ({type(action).__name__})")
        self.name, self.icon, self.tooltip, self.action = name, icon, tooltip, action

    def __repr__(self) -> str:
        return f"ButtonGroupPropertyButton({self.name!r}, {self.icon!r}, {self.tooltip!r}, {self.action!r})"


class ButtonGroupProperty(CompositeProperty):
    """Several buttons: the children ``button0``, ``button1`` and so on."""

    _arguments = ("buttons",)
    _level = InvalidationLevel.InvalidOutput
    Button = ButtonGroupPropertyButton

    def _setup(self, given: dict) -> None:
        for index, button in enumerate(given.get("buttons", ())):
            if not isinstance(button, ButtonGroupPropertyButton):
                raise self._wrong("a list of ButtonGroupPropertyButton", button)
            name = button.name or button.tooltip or f"Button {index + 1}"
            child = ButtonProperty(f"button{index}", name, invalidationLevel=self._invalidation, help=button.tooltip)
            child._action = button.action
            self.addProperty(child)

    def _connect(self) -> None:
        # A press is no lasting change of the group.
        self._modified = False

    def press(self, index: int) -> None:
        """Presses a button: calls its action, and asks for a run. Raises IndexError for one that is not there."""
        if not 0 <= index < len(self._children):
            raise IndexError(f"{self._what()} has {len(self._children)} buttons, not one of index {index}")
        self._children[index].press()
