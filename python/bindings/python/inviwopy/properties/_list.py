"""A list of properties that the user makes longer and shorter."""

from __future__ import annotations

import json
import re
from typing import Any

from ._composite import CompositeProperty
from ._enums import ListPropertyUIFlag, ListPropertyUIFlags
from ._live import LiveProperty
from ._property import Property
from ._simple import ButtonProperty

_BOTH = ListPropertyUIFlag.Add | ListPropertyUIFlag.Remove


class _Elements(LiveProperty):
    """Which elements there are, as ``[[prefab, identifier, name], …]``: a workspace carries it, so that they come back."""

    _list: Any = None

    def _to_wire(self) -> str:
        rows = self._list._rows() if self._list is not None else []
        return json.dumps(rows) if rows else ""

    def _take(self, value: Any) -> None:
        try:
            rows = [(int(origin), str(identifier), str(name)) for origin, identifier, name in (json.loads(value) if value else [])]
        except (TypeError, ValueError):
            # Not written by a list: what is there stays.
            return
        self._list._restore(rows)
        self._synced = self._to_wire()

    def _kind(self) -> dict:
        return {"type": "string", "default": self._default}


class ListProperty(CompositeProperty):
    """A list of copies of prefabs.

    The elements are its properties. For the user there are, as ``uiFlags`` allows, the buttons ``add`` (``add0``, ``add1``, … with
    several prefabs) and ``remove``, which removes the last element; scripts use ``constructProperty`` and ``removeProperty``.
    """

    _arguments = ("maxNumberOfElements", "uiFlags")

    def _setup(self, given: dict) -> None:
        self._prefabs: list[Property] = []
        self._flags = self._checked_flags(given.get("uiFlags", _BOTH))
        self._most = self._checked_most(given.get("maxNumberOfElements", 0))
        self._elements = _Elements("elements", "Elements", invalidationLevel=self._invalidation)
        self._elements._visible, self._elements._synced = False, ""
        self._controls: list[Property] = []
        # Where each element came from.
        self._origins: dict = {}

    def _connect(self) -> None:
        self._elements._list = self
        self._elements._owner = self
        self._make_controls()

    def _checked_flags(self, flags: Any) -> ListPropertyUIFlags:
        try:
            return ListPropertyUIFlags(flags)
        except (TypeError, ValueError):
            raise self._wrong("ListPropertyUIFlag values as uiFlags", flags) from None

    def _checked_most(self, number: Any) -> int:
        if not isinstance(number, int) or number < 0:
            raise self._wrong("a number of elements, 0 for any, as maxNumberOfElements", number)
        return number

    # What the user presses

    def _make_controls(self) -> None:
        """One button for each prefab, one to remove, and what a workspace keeps."""
        controls: list[Property] = []
        if ListPropertyUIFlag.Add in self._flags:
            for index, prefab in enumerate(self._prefabs):
                identifier = "add" if len(self._prefabs) == 1 else f"add{index}"
                name = re.sub(r"[ \d]+\Z", "", prefab.displayName) or prefab.displayName
                controls.append(ButtonProperty(identifier, f"Add {name}", lambda index=index: self._construct(index), self._invalidation))
        if ListPropertyUIFlag.Remove in self._flags:
            controls.append(ButtonProperty("remove", "Remove Last", self._remove_last, self._invalidation))
        for button in controls:
            button._owner = self
        self._controls = [*controls, self._elements]
        self._lock_controls()
        self._interface_changed()

    def _lock_controls(self) -> None:
        for control in self._controls:
            if isinstance(control, ButtonProperty):
                control.readOnly = not self._children if control.identifier == "remove" else self._is_full()

    def _remove_last(self) -> None:
        if self._children:
            with self._as_one_change():
                self.removeProperty(len(self._children) - 1)
                # The press itself tells of the change.
                self._gathered = False

    def _parts(self) -> list:
        return [*self._controls, *self._children]

    def getPropertyByIdentifier(self, identifier: str, recursiveSearch: bool = False) -> Any:
        """The element, button or other property with this identifier, or None."""
        found = super().getPropertyByIdentifier(identifier, recursiveSearch)
        return found or next((control for control in self._controls if control.identifier == identifier), None)

    # Prefabs

    def addPrefab(self, prefab: Property) -> None:
        """Copies of this property can be added. TypeError for what is no property."""
        if not isinstance(prefab, Property):
            raise self._wrong("a property as prefab", prefab)
        self._prefabs.append(prefab.clone())
        self._make_controls()

    def getPrefab(self, index: int) -> Property:
        """A prefab. Raises IndexError for one that is not there."""
        self._check_prefab(index)
        return self._prefabs[index]

    @property
    def prefabCount(self) -> int:
        """Number of prefabs."""
        return len(self._prefabs)

    def _check_prefab(self, index: Any) -> None:
        if not isinstance(index, int) or not 0 <= index < len(self._prefabs):
            raise IndexError(f"{self._what()} has {len(self._prefabs)} prefabs, not one of index {index}; add some with addPrefab")

    @property
    def uiFlags(self) -> ListPropertyUIFlags:
        """What the user can do."""
        return self._flags

    @uiFlags.setter
    def uiFlags(self, flags: Any) -> None:
        self._flags = self._checked_flags(flags)
        self._make_controls()

    @property
    def maxNumberOfElements(self) -> int:
        """The greatest number of elements, 0 for any. Lowering it removes the last ones."""
        return self._most

    @maxNumberOfElements.setter
    def maxNumberOfElements(self, number: int) -> None:
        self._most = self._checked_most(number)
        with self._as_one_change():
            while self._most and len(self._children) > self._most:
                self.removeProperty(len(self._children) - 1)
        self._lock_controls()

    # Elements

    def _is_full(self) -> bool:
        return 0 < self._most <= len(self._children)

    def _refuse(self) -> None:
        self._note("full", f"{self._what()} holds {self._most} elements, as maxNumberOfElements says: no more were added")

    def _construct(self, index: int) -> Any:
        """A new element, without calling back; None when the list is full."""
        if self._is_full():
            self._refuse()
            return None
        element = self._prefabs[index].clone()
        element._identifier = self._free_identifier(element.identifier)
        number = re.search(r"\d+\Z", element.identifier)
        if re.search(r"\d\Z", element.displayName):
            words = re.sub(r"[ \d]+\Z", "", element.displayName)
            element._display_name = f"{words} {number.group() if number else 1}".strip()
        self._origins[element.identifier] = index
        super().insertProperty(len(self._children), element)
        self._elements_changed()
        return element

    def _free_identifier(self, identifier: str) -> str:
        taken = {part.identifier for part in self._parts()}
        base = re.sub(r"\d+\Z", "", identifier)
        number = 2 if base == identifier else int(identifier[len(base) :])
        while identifier in taken:
            identifier, number = f"{base}{number}", number + 1
        return identifier

    def constructProperty(self, prefabIndex: int) -> Any:
        """Adds a copy of a prefab and returns it; None, with a note, when the list is full. Raises IndexError for no such prefab."""
        self._check_prefab(prefabIndex)
        element = self._construct(prefabIndex)
        if element is not None:
            self._notify()
        return element

    def insertProperty(self, index: int, prop: Property, owner: bool = False) -> Any:
        """Adds an element before the one at a position; None, with a note, when the list is full.

        Raises TypeError for one of a class that no prefab has, ValueError for an identifier that is taken.
        """
        if not isinstance(prop, Property):
            raise self._wrong("a property", prop)
        origin = next((i for i, prefab in enumerate(self._prefabs) if prefab.classIdentifier == prop.classIdentifier), None)
        if origin is None:
            classes = ", ".join(sorted({prefab.classIdentifier for prefab in self._prefabs})) or "none: add one with addPrefab"
            raise TypeError(f"{self._what()} takes properties of the classes of its prefabs ({classes}), not {prop.classIdentifier}")
        if self._is_full():
            self._refuse()
            return None
        super().insertProperty(index, prop, owner)
        self._origins[prop.identifier] = origin
        self._elements_changed()
        self._notify()
        return prop

    def _renamed(self, prop: Property, identifier: str) -> None:
        super()._renamed(prop, identifier)
        if any(control.identifier == identifier for control in self._controls):
            raise ValueError(f"{identifier!r} cannot be the identifier of an element of {self._what()}: the list uses it itself")
        if prop.identifier in self._origins and prop in self._children:
            self._origins[identifier] = self._origins.pop(prop.identifier)

    def removeProperty(self, which: Any) -> Any:
        """Removes an element, given itself, its identifier or its index, and returns it."""
        element = super().removeProperty(which)
        self._origins.pop(element.identifier, None)
        self._elements_changed()
        self._notify()
        return element

    def clear(self) -> None:
        """Removes all elements, with one change."""
        with self._as_one_change():
            super().clear()

    def _rows(self) -> list:
        return [[self._origins[child.identifier], child.identifier, child.displayName] for child in self._children]

    def _elements_changed(self) -> None:
        self._modified = True
        self._lock_controls()

    def _restore(self, rows: list) -> None:
        """Makes the elements those of a workspace: keeps what is there, adds and removes the rest."""
        wanted = {identifier: (origin, name) for origin, identifier, name in rows}
        for child in list(self._children):
            if child.identifier not in wanted:
                super().removeProperty(child)
                self._origins.pop(child.identifier, None)
        for identifier, (origin, name) in wanted.items():
            if super().getPropertyByIdentifier(identifier) is None and 0 <= origin < len(self._prefabs):
                element = self._prefabs[origin].clone()
                element._identifier, element._display_name = identifier, name
                self._origins[identifier] = origin
                super().insertProperty(len(self._children), element)
        order = list(wanted)
        before = [child.identifier for child in self._children]
        self._children.sort(key=lambda child: order.index(child.identifier))
        if before != [child.identifier for child in self._children]:
            self._interface_changed()
        self._lock_controls()

    # Defaults

    def setCurrentStateAsDefault(self) -> Any:
        """The present elements and their values are the defaults from now on. Returns the property."""
        self._elements.setCurrentStateAsDefault()
        return super().setCurrentStateAsDefault()

    def resetToDefaultState(self) -> Any:
        """The default elements, with their default values. Returns the property."""
        with self._as_one_change():
            self._elements.resetToDefaultState()
            return super().resetToDefaultState()
