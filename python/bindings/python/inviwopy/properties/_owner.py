"""What holds properties: processors and composites."""

from __future__ import annotations

import re
from typing import Any, Iterator

from .._collections import Identified
from ._enums import InvalidationLevel
from ._property import Property

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class PropertyOwner:
    """Holds properties. Each is also an attribute named by its identifier."""

    def _own(self) -> None:
        self._children: list[Property] = []

    def __getattr__(self, name: str) -> Any:
        children = self.__dict__.get("_children")
        if children is None:
            cls = type(self).__name__
            if name.startswith("__"):
                raise AttributeError(name)
            raise TypeError(
                f"{cls}.__init__ has to call the base class before anything else: super().__init__(id, name) (needed for {name!r})"
            )
        for child in children:
            if child.identifier == name:
                return child
        raise AttributeError(f"PropertyOwner ({self.__dict__.get('_identifier', '')}) does not have a property with identifier: '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        for child in self.__dict__.get("_children", ()):
            if child._identifier == name and value is not child and isinstance(getattr(self, name), Property):
                raise AttributeError(
                    f"{name!r} is the property {child.classIdentifier} of {self.path!r} ({type(self).__name__}): assign to {name}.value "
                    f"to set its value; to use the name for something else, remove the property first"
                )
        super().__setattr__(name, value)

    @property
    def properties(self) -> Identified:
        """The properties, by index, identifier or attribute."""
        return Identified(self._children, "property")

    def addProperty(self, prop: Property, owner: bool = False) -> Property:
        """Adds a property. Raises TypeError for what is no property, ValueError for an identifier that is taken or unusable."""
        return self.insertProperty(len(self._children), prop, owner)

    def addProperties(self, props: Any, owner: bool = False) -> None:
        """Adds several properties. Raises as ``addProperty`` does."""
        for prop in props:
            self.addProperty(prop, owner)

    @property
    def processor(self) -> Any:
        """The processor that this belongs to, or None."""
        return self._processor if isinstance(self, Property) else self

    def insertProperty(self, index: int, prop: Property, owner: bool = False) -> Property:
        """Adds a property before the one at a position. Raises as ``addProperty`` does."""
        if not isinstance(prop, Property):
            raise TypeError(f"addProperty takes a property, not {type(prop).__name__}")
        if prop._owner is not None:
            raise ValueError(f"the property {prop.identifier!r} belongs to {prop._owner.identifier!r} already")
        self._renamed(prop, prop.identifier)
        prop._owner = self
        self._children.insert(index, prop)
        prop._interface_changed()
        return prop

    def _renamed(self, prop: Property, identifier: str) -> None:
        if not _IDENTIFIER.match(identifier):
            raise ValueError(f"{identifier!r} cannot be the identifier of a property: use letters, digits and _ only")
        if any(child is not prop and child.identifier == identifier for child in self._children):
            raise ValueError(f"{self.identifier} has a property {identifier!r} already")

    def removeProperty(self, which: Any) -> Any:
        """Removes a property, given itself, its identifier or its index, and returns it.

        Raises ValueError, KeyError or IndexError for what is not there.
        """
        prop = which if isinstance(which, Property) else self.properties[which]
        if prop not in self._children:
            raise ValueError(f"{self.path} does not hold the property {prop.identifier!r}")
        self._children.remove(prop)
        prop._interface_changed()
        prop._owner = None
        self._interface_changed()
        return prop

    def clear(self) -> None:
        """Removes all properties."""
        for prop in list(self._children):
            self.removeProperty(prop)

    def getPropertiesRecursive(self) -> list:
        """All properties, those of composites too."""
        found = []
        for child in self._children:
            found.append(child)
            if isinstance(child, PropertyOwner):
                found.extend(child.getPropertiesRecursive())
        return found

    def getPropertyByIdentifier(self, identifier: str, recursiveSearch: bool = False) -> Any:
        """The property with this identifier, or None."""
        candidates = self.getPropertiesRecursive() if recursiveSearch else self._children
        return next((child for child in candidates if child.identifier == identifier), None)

    def getPropertyByPath(self, path: Any) -> Any:
        """The property at a path such as ``composite.property``, or None."""
        owner: Any = self
        for part in path.split(".") if isinstance(path, str) else path:
            owner = owner.getPropertyByIdentifier(part) if isinstance(owner, PropertyOwner) else None
        return owner

    def getIdentifier(self) -> str:
        """The identifier."""
        return self.identifier

    def getOwner(self) -> Any:
        """What holds this, or None for a processor."""
        return self.__dict__.get("_owner")

    def empty(self) -> bool:
        """Whether there is no property."""
        return not self._children

    def size(self) -> int:
        """Number of properties."""
        return len(self._children)

    def getInvalidationLevel(self) -> InvalidationLevel:
        """The highest level of what changed since the processor last succeeded."""
        owners = [self] if isinstance(self, Property) else []
        levels = [prop._invalidation for prop in (*owners, *self.getPropertiesRecursive()) if prop._modified]
        return max(levels, default=InvalidationLevel.Valid)

    def isValid(self) -> bool:
        """Whether nothing changed since the processor last succeeded."""
        return self.getInvalidationLevel() == InvalidationLevel.Valid

    def setValid(self) -> None:
        """Nothing counts as changed any more."""
        for prop in (self, *self.getPropertiesRecursive()):
            if isinstance(prop, Property):
                prop._modified = False

    def invalidate(self) -> None:
        """Counts as changed, and asks for a run of the processor."""
        processor = self.processor
        if isinstance(self, Property):
            self._modified = True
        if processor is not None:
            processor.invalidate(InvalidationLevel.InvalidOutput, self)

    def setAllPropertiesCurrentStateAsDefault(self) -> None:
        """The present values are the defaults from now on."""
        for child in self._children:
            child.setCurrentStateAsDefault()

    def resetAllPoperties(self) -> None:
        """All values back to their defaults."""
        for child in self._children:
            child.resetToDefaultState()

    def _leaves(self, prefix: str = "") -> Iterator[tuple]:
        """(path, property) of all properties that have values."""
        for child in self._children:
            yield from child._leaf_paths(prefix + child.identifier)
