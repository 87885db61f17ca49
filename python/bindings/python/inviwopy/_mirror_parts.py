"""Mirrors of properties and ports: what their classes do, with the program behind it."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from ._ask import unsupported
from ._core import guard, is_inside, unguarded
from ._mirror_build import property_of
from .data._image import Image
from .data._port_base import Inport
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
    prop.__class__ = mirrored(type(prop), CompositeMirror if isinstance(prop, PropertyOwner) else PropertyMirror)
    for child in vars(prop).get("_children", ()):
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
    return json["identifier"], kind["type"], len(default) if isinstance(default, list) else 0


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
    fresh = vars(property_of({**json, "kind": {**json["kind"], "children": []}} if "children" in (json["kind"] or {}) else json))
    vars(prop).update({name: value for name, value in fresh.items() if name not in _KEPT})
    if json["kind"] and json["kind"]["type"] == "composite":
        prop._children = merged(prop, prop._children, was["kind"]["children"], json["kind"]["children"], doubt)
