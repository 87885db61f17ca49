"""Properties and ports made of what the program says of a node."""

from __future__ import annotations

from typing import Any

from .data._ports import port_class
from .properties import _minmax, _ordinal
from .properties._camera import CameraProperty
from .properties._composite import BoolCompositeProperty, CompositeProperty
from .properties._enums import WIRE_LEVELS, WIRE_SEMANTICS, AcceptMode, ConstraintBehavior, InvalidationLevel, PropertySemantics
from .properties._file import DirectoryProperty, FileExtension, FileProperty
from .properties._option import OptionPropertyString, StringOption
from .properties._property import Property
from .properties._simple import BoolProperty, ButtonProperty, StringProperty
from .properties._transfer_function import TransferFunctionProperty

_BOUNDS = {member.name.lower(): member for member in ConstraintBehavior}
_SEMANTICS = {**{wire: name for name, wire in WIRE_SEMANTICS.items()}, "code": "TextEditor", "color": "Color"}


def _floats(value: Any) -> Any:
    """Numbers of a message, which has words for infinity."""
    return [float(part) for part in value] if isinstance(value, list) else float(value)


def _number(json: dict, kind: dict) -> Property:
    integral = kind["type"].startswith("int")
    read = (lambda value: value) if integral else _floats
    if "vector" in kind["type"]:
        length = len(kind["default"])
        # Longer ones are matrices, column by column.
        names = {9: "FloatMat3", 16: "FloatMat4"}
        name = names.get(length, f"{'Int' if integral else 'Float'}Vec{length}") + "Property"
    else:
        name = "IntProperty" if integral else "FloatProperty"
    low, high = (_BOUNDS[bound] for bound in kind["bounds"])
    return _ordinal.CLASSES[name](
        json["identifier"],
        json["display_name"],
        read(kind["default"]),
        (read(kind["min"]), low),
        (read(kind["max"]), high),
        read(kind["increment"]),
    )


def _color(json: dict, kind: dict) -> Property:
    return _ordinal.CLASSES["FloatVec4Property"](
        json["identifier"], json["display_name"], _floats(kind["default"]), [0.0] * 4, [1.0] * 4, 0.01, semantics=PropertySemantics.Color
    )


def _min_max(json: dict, kind: dict) -> Property:
    name = "IntMinMaxProperty" if kind["integer"] else "FloatMinMaxProperty"
    read = (lambda value: int(float(value))) if kind["integer"] else float
    numbers = [*kind["default"], *kind["range"], kind["increment"], kind["min_separation"]]
    return _minmax.CLASSES[name](json["identifier"], json["display_name"], *(read(number) for number in numbers))


def _option(json: dict, kind: dict) -> Property:
    options = [StringOption(identifier, name, identifier) for identifier, name in kind["choices"]]
    prop = OptionPropertyString(json["identifier"], json["display_name"], options)
    prop._take(kind["default"])
    return prop


def _file(json: dict, kind: dict) -> Property:
    prop = FileProperty(json["identifier"], json["display_name"], kind["default"])
    prop.acceptMode = AcceptMode.Save if kind["save"] else AcceptMode.Open
    for extension in kind["filters"]:
        prop.addNameFilter(FileExtension(extension, extension))
    return prop


def _live(cls: Any) -> Any:
    def make(json: dict, kind: dict) -> Property:
        prop = cls(json["identifier"], json["display_name"])
        prop._take(kind["default"])
        return prop

    return make


def _composite(json: dict, kind: dict) -> Property:
    children = kind["children"]
    switch = bool(children) and children[0]["identifier"] == "checked" and children[0]["kind"]["type"] == "bool"
    if switch:
        prop: Any = BoolCompositeProperty(json["identifier"], json["display_name"], children[0]["kind"]["default"])
        apply_common(prop._children[0], children[0])
        children = children[1:]
    else:
        prop = CompositeProperty(json["identifier"], json["display_name"])
    for child in children:
        prop.addProperty(property_of(child))
    prop.collapsed = kind["collapsed"]
    return prop


def _simple(cls: Any) -> Any:
    return lambda json, kind: cls(json["identifier"], json["display_name"], kind["default"])


_MAKERS: dict = {
    "float": _number, "int": _number, "float_vector": _number, "int_vector": _number, "color": _color, "min_max": _min_max,
    "bool": _simple(BoolProperty), "string": _simple(StringProperty), "directory": _simple(DirectoryProperty),
    "button": lambda json, kind: ButtonProperty(json["identifier"], json["display_name"]), "option": _option, "file": _file,
    "transfer_function": _live(TransferFunctionProperty), "camera": _live(CameraProperty), "composite": _composite,
}  # fmt: skip


def apply_common(prop: Property, json: dict) -> None:
    """What all properties have, of a message."""
    prop._display_name, prop._help = json["display_name"], json.get("help", "")
    prop._visible, prop._read_only = json["visible"], json["read_only"]
    prop._invalidation = InvalidationLevel(WIRE_LEVELS.index(json["invalidation"]))
    if json["semantics"] != "default":
        prop._semantics = PropertySemantics(_SEMANTICS[json["semantics"]])


def property_of(json: dict) -> Property:
    """A property of a message, with its default as its value; one without a known kind has no value."""
    kind = json["kind"]
    make = _MAKERS.get(kind["type"]) if kind else None
    prop = Property(json["identifier"], json["display_name"]) if make is None else make(json, kind)
    apply_common(prop, json)
    prop.setCurrentStateAsDefault()
    for each in (prop, *getattr(prop, "_children", ())):
        each._modified = False
    return prop


def port_of(json: dict, inport: bool) -> Any:
    """A port of a message."""
    port = port_class(json["data_type"], inport, json["multi"])(json["identifier"], json.get("help", ""))
    if inport:
        port._optional = json["optional"]
    return port


def leaves_of(properties: list, prefix: str = "") -> dict:
    """Message of each property that is no composite, by path."""
    found: dict = {}
    for json in properties:
        path = prefix + json["identifier"]
        if json["kind"] and json["kind"]["type"] == "composite":
            found[path] = {**json, "kind": {"type": "composite", "collapsed": json["kind"]["collapsed"]}}
            found.update(leaves_of(json["kind"]["children"], path + "."))
        else:
            found[path] = json
    return found


# What of a kind may change at run time, by its name in requests.
_LIMITS = ("min", "max", "increment", "choices", "min_separation", "filters", "save", "collapsed")
AMENDABLE = frozenset(("min", "max", "increment", "choices", "display_name", "visible", "read_only", "semantics"))
_COMMON = ("display_name", "visible", "read_only", "semantics", "help", "invalidation")


def amendments(before: list, after: list) -> dict:
    """What differs between two descriptions of the same properties: path → changes as ``property.amend`` takes them."""
    old, found = leaves_of(before), {}
    for path, json in leaves_of(after).items():
        if path not in old or json == old[path]:
            continue
        changes = {name: json[name] for name in _COMMON if json[name] != old[path][name]}
        kind, was = json["kind"] or {}, old[path]["kind"] or {}
        changes.update({name: kind[name] for name in _LIMITS if name in kind and kind[name] != was.get(name)})
        if kind.get("range") != was.get("range"):
            changes["min"], changes["max"] = kind["range"]
        if changes:
            found[path] = changes
    return found
