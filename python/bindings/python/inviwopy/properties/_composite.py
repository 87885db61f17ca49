"""Properties under one heading."""

from __future__ import annotations

from typing import Any

from ._enums import InvalidationLevel
from ._owner import PropertyOwner
from ._property import Property
from ._simple import BoolProperty


class CompositeProperty(PropertyOwner, Property):
    """Holds properties under one heading."""

    _level = InvalidationLevel.InvalidResources

    def __init__(self, identifier: str, *args: Any, **kwargs: Any) -> None:
        self._own()
        self._collapsed = False
        Property.__init__(self, identifier, *args, **kwargs)

    @property
    def collapsed(self) -> bool:
        """Only the heading is shown."""
        return self._collapsed

    @collapsed.setter
    def collapsed(self, value: bool) -> None:
        self._collapsed = bool(value)
        self._interface_changed()

    def setCollapsed(self, value: bool) -> None:
        """Shows only the heading, or all."""
        self.collapsed = value

    def isCollapsed(self) -> bool:
        """Whether only the heading is shown."""
        return self._collapsed

    @property
    def isModified(self) -> bool:
        """Something in it changed since the processor last succeeded."""
        return any(child.isModified for child in self._children)

    def setCurrentStateAsDefault(self) -> None:
        """The present values are the defaults from now on."""
        for child in self._children:
            child.setCurrentStateAsDefault()

    def resetToDefaultState(self) -> None:
        """All values back to their defaults."""
        for child in self._children:
            child.resetToDefaultState()

    def _kind(self) -> dict:
        children = [child._describe() for child in self._children]
        return {"type": "composite", "children": children, "collapsed": self._collapsed}


class BoolCompositeProperty(CompositeProperty):
    """Properties under a heading that can be switched on and off; the switch is the child ``checked``."""

    _arguments = ("checked",)

    def _setup(self, given: dict) -> None:
        self.addProperty(BoolProperty("checked", "Checked", given.get("checked", False), self._invalidation))

    @property
    def checked(self) -> bool:
        """Whether it is on."""
        return self._children[0].value

    @checked.setter
    def checked(self, value: bool) -> None:
        self._children[0].value = value

    def isChecked(self) -> bool:
        """Whether it is on."""
        return self.checked

    def setChecked(self, value: bool) -> None:
        """Switches it."""
        self.checked = value

    def __bool__(self) -> bool:
        return self.checked
