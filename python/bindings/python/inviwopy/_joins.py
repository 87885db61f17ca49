"""Connections and links between ports and properties, wherever their processors are."""

from __future__ import annotations

from typing import Any, Optional

from ._core import core_of
from .data._port_base import Inport, Outport, Port
from .properties._property import Property

# Where things are


def place_of(processor: Any) -> Optional[tuple]:
    """(network, node) of a processor, or None when it is in no network."""
    return None if processor is None else processor._place()


def _port_place(port: Any) -> Optional[tuple]:
    place = place_of(port.processor)
    return None if place is None else (*place, port._identifier, isinstance(port, Inport))


def same_port(a: Any, b: Any) -> bool:
    """Whether two objects stand for one port."""
    return a is b or (isinstance(a, Port) and isinstance(b, Port) and _port_place(a) is not None and _port_place(a) == _port_place(b))


def ports_connected_to(port: Any) -> list:
    """The ports at the other ends of the connections of a port, in order."""
    place = place_of(port.processor)
    if place is None:
        return []
    core, here = core_of(place[0]), {"node": place[1], "port": port._identifier}
    inwards = isinstance(port, Inport)
    ends = [(each["to"], each["from"]) if inwards else (each["from"], each["to"]) for each in core.state()["connections"]]
    found = []
    for near, far in ends:
        if near == here:
            mirror = core.mirror_of(far["node"])
            mirror._freshen()
            found.append(mirror.getOutport(far["port"]) if inwards else mirror.getInport(far["port"]))
    return [each for each in found if each is not None]


def ends_of(outport: Any, inport: Any) -> tuple:
    """The core and both ends as messages have them. Raises TypeError and ValueError."""
    if not isinstance(outport, Outport) or not isinstance(inport, Inport):
        raise TypeError(f"a connection goes from an outport to an inport, not from {type(outport).__name__} to {type(inport).__name__}")
    places = []
    for port in (outport, inport):
        place = place_of(port.processor)
        if place is None:
            raise ValueError(f"the port {port.path} is in no network: add its processor with network.addProcessor first")
        places.append(place)
    if places[0][0] != places[1][0]:
        raise ValueError(f"{outport.path} and {inport.path} are in different networks")
    ends = [{"node": place[1], "port": port._identifier} for place, port in zip(places, (outport, inport))]
    return core_of(places[0][0]), ends[0], ends[1]


def connect(outport: Any, inport: Any) -> None:
    """Connects two ports. Raises TypeError for what are none, ValueError when they do not fit."""
    core, start, end = ends_of(outport, inport)
    core.ask("network.connect", **{"from": start, "to": end})


def disconnect(outport: Any, inport: Any) -> None:
    """Takes a connection away, if it is there."""
    core, start, end = ends_of(outport, inport)
    if {"from": start, "to": end} in core.state()["connections"]:
        core.ask("network.disconnect", **{"from": start, "to": end})


def property_place(prop: Any) -> tuple:
    """((network, node), path). Raises TypeError and ValueError."""
    if not isinstance(prop, Property):
        raise TypeError(f"a link joins properties, not {type(prop).__name__}")
    owner = prop._processor
    place = place_of(owner)
    if place is None:
        raise ValueError(f"the property {prop._identifier} is in no network: add its processor with network.addProcessor first")
    parts, each = [], prop
    while each is not owner:
        parts.append(each._identifier)
        each = each._owner
    return place, ".".join(reversed(parts))


def leaf_links(source: Any, destination: Any) -> tuple:
    """The core, and the pairs of ends that a link of two properties is made of: of composites all parts of the same path."""
    (start, start_path), (end, end_path) = property_place(source), property_place(destination)
    if start[0] != end[0]:
        raise ValueError(f"{source.path} and {destination.path} are in different networks")

    def below(prop: Any, path: str) -> dict:
        return {found[len(path) :]: found for found, _ in prop._leaf_paths(path)}

    ours, theirs = below(source, start_path), below(destination, end_path)
    common = [relative for relative in ours if relative in theirs]
    if not common:
        raise ValueError(f"{source.path} and {destination.path} have no parts of the same name that could be linked")
    pairs = [({"node": start[1], "path": ours[each]}, {"node": end[1], "path": theirs[each]}) for each in common]
    return core_of(start[0]), [{"from": first, "to": second} for first, second in pairs]


class PortConnection:
    """A connection of an outport with an inport."""

    def __init__(self, outport: Any, inport: Any) -> None:
        if not isinstance(outport, Outport) or not isinstance(inport, Inport):
            raise TypeError(f"PortConnection takes an outport and an inport, not {type(outport).__name__} and {type(inport).__name__}")
        self._ports = (outport, inport)

    outport = property(lambda self: self._ports[0], doc="Where data comes from.")
    inport = property(lambda self: self._ports[1], doc="Where data goes.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PortConnection) and all(same_port(a, b) for a, b in zip(self._ports, other._ports))

    def __hash__(self) -> int:
        return hash(tuple(_port_place(port) for port in self._ports))

    def __repr__(self) -> str:
        return f"<PortConnection {self.outport.path} -> {self.inport.path}>"


class PropertyLink:
    """A link: what the source gets, the destination gets."""

    def __init__(self, src: Any, dst: Any) -> None:
        if not isinstance(src, Property) or not isinstance(dst, Property):
            raise TypeError(f"PropertyLink takes two properties, not {type(src).__name__} and {type(dst).__name__}")
        self._ends = (src, dst)

    source = property(lambda self: self._ends[0], doc="Whose value is taken.")
    destination = property(lambda self: self._ends[1], doc="Whose value is set.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PropertyLink) and all(_same_property(a, b) for a, b in zip(self._ends, other._ends))

    def __hash__(self) -> int:
        return hash(tuple(property_place(end) for end in self._ends))

    def __repr__(self) -> str:
        return f"<PropertyLink {self.source.path} -> {self.destination.path}>"


def _same_property(a: Any, b: Any) -> bool:
    return a is b or (a._processor is not None and b._processor is not None and property_place(a) == property_place(b))
