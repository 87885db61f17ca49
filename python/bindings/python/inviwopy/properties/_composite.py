"""Properties under one heading."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator

from ._enums import InvalidationLevel
from ._owner import PropertyOwner
from ._property import Property
from ._simple import BoolProperty


class CompositeProperty(PropertyOwner, Property):
    """Holds properties under one heading."""

    _level = InvalidationLevel.InvalidResources
    _gathered = False

    def __init__(self, identifier: str, *args: Any, **kwargs: Any) -> None:
        self._own()
        self._collapsed = False
        Property.__init__(self, identifier, *args, **kwargs)

    @property
    def classIdentifierForWidget(self) -> str:
        """Names the class whose widget serves: that of a composite."""
        return "org.inviwo.CompositeProperty"

    @property
    def collapsed(self) -> bool:
        """Only the heading is shown."""
        return self._collapsed

    @collapsed.setter
    def collapsed(self, value: bool) -> None:
        if self._collapsed != bool(value):
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
        """It or something in it changed since the processor last succeeded."""
        return self._modified or any(child.isModified for child in self._children)

    @contextmanager
    def _as_one_change(self) -> Iterator[None]:
        """What changes inside calls ``onChange`` of this composite, and of those above, once, at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held and self._gathered:
                self._gathered = False
                self._notify()

    def setCurrentStateAsDefault(self) -> Any:
        """The present values are the defaults from now on. Returns the property."""
        for child in self._children:
            child.setCurrentStateAsDefault()
        return self

    def resetToDefaultState(self) -> Any:
        """All values back to their defaults. Returns the property."""
        with self._as_one_change():
            for child in self._children:
                child.resetToDefaultState()
        return self

    def _parts(self) -> list:
        """What messages carry of it, in order."""
        return self._children

    def _leaf_paths(self, path: str) -> Iterator[tuple]:
        for part in self._parts():
            yield from part._leaf_paths(f"{path}.{part._identifier}")

    def _kind(self) -> dict:
        children = [part._describe() for part in self._parts()]
        return {"type": "composite", "children": children, "collapsed": self._collapsed}


class BoolCompositeProperty(CompositeProperty):
    """Properties under a heading that can be switched on and off; the switch is the child ``checked``."""

    _arguments = ("checked",)

    def _setup(self, given: dict) -> None:
        self._switch = BoolProperty("checked", "Checked", given.get("checked", False), self._invalidation)
        self.addProperty(self._switch)

    @property
    def classIdentifierForWidget(self) -> str:
        """Names the class whose widget serves: that of a composite with a switch."""
        return "org.inviwo.BoolCompositeProperty"

    @property
    def checked(self) -> bool:
        """Whether it is on."""
        return self._switch.value

    @checked.setter
    def checked(self, value: bool) -> None:
        self._switch.value = value

    def isChecked(self) -> bool:
        """Whether it is on."""
        return self.checked

    def setChecked(self, value: bool) -> None:
        """Switches it."""
        self.checked = value

    def __bool__(self) -> bool:
        return self.checked
