"""Mirrors of properties and ports: what their classes do, with the program behind it."""

from __future__ import annotations

import functools
import inspect
import time
from typing import Any

from ._ask import unsupported
from ._core import guard, is_inside, unguarded
from ._mirror_build import apply_common, class_name, has_fixed_parts, property_of, put_parts
from .data._image import Image
from .data._port_base import Inport
from .properties._composite import CompositeProperty
from .properties._enums import ListPropertyUIFlag, ListPropertyUIFlags, PropertySemantics
from .properties._list import ListProperty
from .properties._live import LiveProperty
from .properties._minmax import MinMaxProperty
from .properties._ordinal import OrdinalProperty
from .properties._owner import PropertyOwner
from .properties._property import Property

# What does not change while a node is there.
_STABLE = frozenset(("identifier", "processor", "path", "classIdentifier", "classIdentifierForWidget", "onChange", "group"))
_VALUES = frozenset(("value", "selectedIndex", "selectedValue", "selectedIdentifier", "selectedDisplayName"))


def _guarded(method: Any) -> Any:
    @functools.wraps(method)
    def call(*args: Any, **options: Any) -> Any:
        with guard():
            return method(*args, **options)

    return call


class _Mirrored:
    """What mirrors of properties and ports share: what is public asks first whether the node changed (see ``mirrored``)."""

    _processor: Any
    _pushed = False

    def _node_mirror(self) -> Any:
        """The node in the program, or None."""
        node = self._processor
        return node if node is not None and getattr(node, "_core", None) is not None else None

    def _refresh(self) -> None:
        node = self._node_mirror()
        if node is not None:
            node._freshen()

    def _handed_out(self, found: Any) -> Any:
        return found

    def _assigned(self, name: str, put: Any, value: Any) -> None:
        with guard():
            put(self, value)


def _fresh_method(method: Any) -> Any:
    @functools.wraps(method)
    def call(self: Any, *args: Any, **options: Any) -> Any:
        if is_inside():
            return method(self, *args, **options)
        self._refresh()
        with guard():
            found = method(self, *args, **options)
        return self._handed_out(found)

    return call


def _fresh_property(name: str, prop: property) -> property:
    get = _fresh_method(prop.fget)

    def put(self: Any, value: Any) -> None:
        if is_inside():
            prop.fset(self, value)  # type: ignore[misc]
        else:
            self._assigned(name, prop.fset, value)

    return property(get, put if prop.fset is not None else None, None, prop.__doc__)


_SPECIAL = ("__bool__", "__getitem__", "__len__", "__iter__", "__contains__")


@functools.lru_cache(maxsize=None)
def mirrored(cls: type, base: type) -> type:
    """A class as its mirrors have it: its public methods and attributes ask first, and what they use of each other does not."""
    members: dict = {"__module__": cls.__module__, "__doc__": cls.__doc__}
    combined = type(cls.__name__, (base, cls), dict(members))
    for name in dir(combined):
        if (name.startswith("_") and name not in _SPECIAL) or name in _STABLE:
            continue
        found = inspect.getattr_static(combined, name)
        if isinstance(found, property):
            members[name] = _fresh_property(name, found)
        elif inspect.isfunction(found):
            members[name] = _fresh_method(found)
    return type(cls.__name__, (base, cls), members)


class PropertyMirror(_Mirrored):
    """Mixed into each class of properties."""

    def _assigned(self, name: str, put: Any, value: Any) -> None:
        node = self._node_mirror()
        # A number that is assigned needs nothing of what was there before: the program clamps it.
        if node is not None and not (name == "value" and isinstance(self, (OrdinalProperty, MinMaxProperty))):
            node._freshen()
        with guard():
            self._pushed = False
            put(self, value)
            if node is not None and name in _VALUES and not self._pushed:
                # Equal to what was known; the program may hold something newer.
                node._push_leaves(self)

    def _clamp(self, values: Any) -> Any:
        return list(values) if self._node_mirror() is not None else super()._clamp(values)  # type: ignore[misc]

    def _handed_out(self, found: Any) -> Any:
        node = self._node_mirror()
        if node is not None and isinstance(self, LiveProperty) and found is self._value:
            node._core.lend(self)
        return found

    def _push_if_written(self) -> bool:
        """Sends what was done to a live value. False when the property is not in the program any more."""
        node = self._node_mirror()
        if node is None:
            return False
        if self._take_write():  # type: ignore[attr-defined]
            node._push_leaves(self)
        return True

    def _call_back(self) -> None:
        if not (self._dependents or self._callbacks or self._calls_more):  # type: ignore[attr-defined]
            return
        with unguarded():
            super()._call_back()  # type: ignore[misc]

    def onChange(self, callback: Any) -> None:
        """Calls back, without arguments, after each change, whoever made it. Raises TypeError for what cannot be called."""
        node = self._node_mirror()
        if node is not None:
            # What changed before is no news.
            node._freshen()
        super().onChange(callback)  # type: ignore[misc]
        if node is not None:
            node._core.watch()


class CompositeMirror(PropertyMirror):
    """Mixed into composites."""

    def __getattr__(self, name: str) -> Any:
        with guard():
            return super().__getattr__(name)  # type: ignore[misc]

    def insertProperty(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what properties it has."""
        raise own_code("adding a property to")

    def removeProperty(self, *args: Any, **options: Any) -> Any:
        """Raises NotImplementedError: a node's own code decides what properties it has."""
        raise own_code("removing a property of")


# How long the code of a node may take to add or remove an element of a list, in seconds.
_PATIENCE = 20.0


class ListMirror(CompositeMirror):
    """Mixed into lists. Elements come and go by the list's own buttons, which the node's code answers."""

    def __getattr__(self, name: str) -> Any:
        button = self._control(name)
        return super().__getattr__(name) if button is None else button

    def _control(self, identifier: str) -> Any:
        return next((part for part in vars(self).get("_controls", ()) if part._identifier == identifier), None)

    def _adders(self) -> list:
        return [part for part in self._controls if part._identifier.startswith("add")]  # type: ignore[attr-defined]

    def _press(self, button: Any) -> None:
        """Presses a button and waits for other elements."""
        node, before = self._node_mirror(), list(self._children)  # type: ignore[attr-defined]
        if node is None:
            raise own_code("changing a list of")
        button.press()
        end = time.monotonic() + _PATIENCE
        while True:
            revision = node._core.revision()
            node._freshen()
            if self._children != before:  # type: ignore[attr-defined]
                return
            if time.monotonic() > end:
                raise TimeoutError(f"the node did not answer the press of {button.path} within {_PATIENCE:.0f} s; is it busy?")
            node._core.ask("network.wait", revision=revision, timeout=0.5)

    @property
    def prefabCount(self) -> int:
        """Number of prefabs that can be added from outside."""
        return len(self._adders())

    @property
    def uiFlags(self) -> ListPropertyUIFlags:
        """What the user, and a script, can do."""
        static = ListPropertyUIFlag.Static
        adds = ListPropertyUIFlag.Add if self._adders() else static
        return ListPropertyUIFlags(int(adds) | int(static if self._control("remove") is None else ListPropertyUIFlag.Remove))

    @property
    def maxNumberOfElements(self) -> int:
        """Raises NotImplementedError: only the node's own code knows."""
        raise own_code("asking for the limit of a list of")

    def constructProperty(self, prefabIndex: int) -> Any:
        """Adds a copy of a prefab and returns it; None when the list is full. Raises IndexError for no such prefab."""
        adders = self._adders()
        if not isinstance(prefabIndex, int) or not 0 <= prefabIndex < len(adders):
            raise IndexError(f"{self._what()} has {len(adders)} prefabs to add, not one of index {prefabIndex}")  # type: ignore[attr-defined]
        if adders[prefabIndex]._read_only:
            return None
        before = list(self._children)  # type: ignore[attr-defined]
        self._press(adders[prefabIndex])
        return next((child for child in self._children if child not in before), None)  # type: ignore[attr-defined]

    def removeProperty(self, which: Any) -> Any:
        """Removes the last element and returns it. Raises NotImplementedError for others: the node's own code removes those."""
        children = self._children  # type: ignore[attr-defined]
        prop = which if isinstance(which, Property) else self.properties[which]  # type: ignore[attr-defined]
        remove = self._control("remove")
        if not children or prop is not children[-1] or remove is None:
            raise own_code("removing other than the last element of a list of")
        self._press(remove)
        return prop

    def clear(self) -> None:
        """Removes all elements, the last first."""
        while self._children:  # type: ignore[attr-defined]
            self.removeProperty(self._children[-1])  # type: ignore[attr-defined]

    def addPrefab(self, prefab: Any) -> None:
        """Raises NotImplementedError: a node's own code decides what can be added."""
        raise own_code("adding a prefab to a list of")

    def getPrefab(self, index: int) -> Any:
        """Raises NotImplementedError: prefabs are in the node's own code."""
        raise own_code("asking for a prefab of")


class PortMirror(_Mirrored):
    """Mixed into each class of ports."""

    processor: Any

    @property
    def _processor(self) -> Any:  # type: ignore[override]
        return self.__dict__.get("processor")

    def _assigned(self, name: str, put: Any, value: Any) -> None:
        raise own_code("changing a port of")

    @property
    def _connections(self) -> int:
        return len(self._connected())  # type: ignore[attr-defined]

    @property
    def _each_changed(self) -> list:
        return [False] * self._connections

    @property
    def _data(self) -> Any:
        node = self._node_mirror()
        if isinstance(self, Inport):
            return [] if node is None else [outport._data for outport in self._connected()]
        return None if node is None else node._core.ask("port.data", node=node._node, port=self._identifier, inport=False)

    def setData(self, *data: Any) -> None:
        """Raises NotImplementedError: only the processor itself sets what it gives out."""
        raise own_code("setting data on an outport of")

    detachData = detatchData = clear = setData  # type: ignore[assignment]


class OutportMirror(PortMirror):
    """Mixed into outports."""

    @property
    def data(self) -> Any:
        """What is on the port: the array of a volume, layer or buffer, of an image that of its first color layer, else the data itself;
        None without any. Read-only.
        """
        data = self._data
        if isinstance(data, Image):
            return data.colorLayers[0].data if data.colorLayers else None
        return getattr(data, "data", data)


def own_code(what: str) -> NotImplementedError:
    return unsupported(f"{what} a node of the network", "the code of its processor decides what it has", "do it in the processor's class")


def as_mirror(prop: Any) -> Any:
    """Makes a property, and those in it, mirrors."""
    composite = ListMirror if isinstance(prop, ListProperty) else CompositeMirror
    owner = isinstance(prop, PropertyOwner)
    prop.__class__ = mirrored(type(prop), composite if owner else PropertyMirror)
    for child in prop._parts() if isinstance(prop, CompositeProperty) else vars(prop).get("_children", ()):
        if not isinstance(child, PropertyMirror):
            as_mirror(child)
    return prop


# What an update of a property keeps of the old one.
_KEPT = ("_owner", "_callbacks", "_dependents", "_children", "_modified", "_noted", "_speaker", "_named", "_value", "_pushed")


def is_heard(prop: Any) -> bool:
    """Whether a property, or one that holds it, has callbacks."""
    while isinstance(prop, Property):
        if prop._callbacks:
            return True
        prop = prop._owner
    return False


def _shape(json: dict) -> tuple:
    """Two properties of one shape are the same one with other limits."""
    kind = json["kind"] or {"type": None}
    default = kind.get("default")
    parts = tuple(_shape(child) for child in kind["children"]) if has_fixed_parts(json) and "children" in kind else ()
    return json["identifier"], kind["type"], class_name(json), len(default) if isinstance(default, list) else 0, parts


def merged(owner: Any, children: list, before: list, after: list, doubt: bool) -> list:
    """The properties that a message lists: those that were there stay the same objects."""
    old = {_shape(json): (json, child) for json, child in zip(before, children)}
    made = []
    for json in after:
        was, child = old.get(_shape(json), (None, None))
        if was is None or child is None:
            child = as_mirror(property_of(json))
        elif was != json or doubt:
            _update(child, was, json, doubt)
        child._owner = owner
        made.append(child)
    return made


def _update(prop: Any, was: dict, json: dict, doubt: bool) -> None:
    if json["kind"] and json["kind"]["type"] == "composite":
        prop._semantics = PropertySemantics(PropertySemantics.Default)
        apply_common(prop, json)
        prop._collapsed = json["kind"]["collapsed"]
        put_parts(prop, merged(prop, prop._parts(), was["kind"]["children"], json["kind"]["children"], doubt))
        return
    fresh = vars(property_of(json))
    vars(prop).update({name: value for name, value in fresh.items() if name not in _KEPT})
