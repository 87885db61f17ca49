"""Processors that are in no network yet, and how they become nodes."""

from __future__ import annotations

from typing import Any, Optional

from ._ask import ask
from ._core import Core, guard
from ._mirror import NodeMirror, make_mirror, values_to_take_along
from ._mirror_build import amendments
from .data._port_base import Inport, Port
from .properties._property import Property

# A network of which nobody knows: a class is made there once to see what it has.
_shelf: Optional[int] = None


def create(class_identifier: str) -> Any:
    """A processor of a class of the program, in no network yet. Raises KeyError for an unknown class."""
    global _shelf
    if _shelf is None:
        _shelf = ask("network.new")["network"]
    node = ask("network.add", network=_shelf, **{"class": class_identifier})["node"]
    try:
        answer = ask("node.interface", network=_shelf, node=node)
        record = next(each for each in ask("network.state", network=_shelf)["nodes"] if each["id"] == node)
    finally:
        ask("network.remove", network=_shelf, nodes=[node])
    mirror = make_mirror(class_identifier)
    mirror._take_interface(answer["interface"], answer["values"], 0)
    mirror._identifier, mirror._display_name = record["identifier"], record["name"]
    mirror._given_names = (record["identifier"], record["name"])
    mirror._original = mirror._described
    return mirror


def add(core: Core, mirror: NodeMirror) -> None:
    """Adds a detached mirror with what was done to it."""
    values = values_to_take_along(mirror)
    with guard():
        described = [child._describe() for child in mirror._children]
    changes = amendments(vars(mirror).get("_original", described), described)
    names = vars(mirror).get("_given_names", (None, None))
    extra: dict = {}
    if mirror._identifier and mirror._identifier != names[0]:
        extra["identifier"] = mirror._identifier
    if mirror._display_name and mirror._display_name != names[1]:
        extra["name"] = mirror._display_name
    if any(mirror._meta._position):
        extra["position"] = [float(part) for part in mirror._meta._position]
    node = core.ask("network.add", values=values, **{"class": mirror._class}, **extra)["node"]
    core.adopt_mirror(node, mirror)
    mirror._bind(core, core.record(node))  # type: ignore[arg-type]
    mirror._revision = -1
    for path, change in changes.items():
        core.ask("property.amend", node=node, path=path, changes=change)
    mirror._freshen()
    mirror._original, mirror._given_names = mirror._described, (mirror._identifier, mirror._display_name)
    if mirror._meta._wanted:
        mirror._meta.selected = True
    if mirror._has_listeners():
        core.watch()


def become_mirror(processor: Any) -> None:
    """An instance of a person's own class becomes the mirror of a node of that class, with the values that it has."""
    from voxloom._register import identifier_of

    cls = type(processor)
    mirror = create(identifier_of(cls))
    for path, leaf in processor._leaves():
        theirs = mirror.getPropertyByPath(path)
        if theirs is not None and leaf._to_wire() is not None:
            with guard():
                theirs._take(leaf._to_wire())
        for callback in leaf._callbacks if theirs is not None else ():
            with guard():
                theirs.onChange(callback)
    position, names = processor._meta._position, (processor._identifier, processor._display_name)
    # Attributes of the instance go on naming the same properties and ports.
    attributes = {}
    for name, value in vars(processor).items():
        if isinstance(value, Property) and value._processor is processor:
            attributes[name] = mirror.getPropertyByPath(_below(value, processor))
        elif isinstance(value, Port) and value.processor is processor:
            attributes[name] = (mirror.getInport if isinstance(value, Inport) else mirror.getOutport)(value._identifier)
        elif not name.startswith("_"):
            attributes[name] = value
    state = {**attributes, **vars(mirror)}
    for port in (*mirror._inports, *mirror._outports):
        port.processor = processor
    for child in mirror._children:
        child._owner = processor
    processor.__dict__.clear()
    processor.__class__ = type(cls.__name__, (NodeMirror, cls), {"__module__": cls.__module__, "processorInfo": None})
    processor.__dict__.update(state)
    processor._meta._processor = processor
    processor._meta._position, processor._identifier, processor._display_name = position, *names


def _below(prop: Any, processor: Any) -> str:
    parts = []
    while prop is not processor:
        parts.append(prop._identifier)
        prop = prop._owner
    return ".".join(reversed(parts))
