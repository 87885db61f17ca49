"""Properties and ports made of what the program says of a node."""

from __future__ import annotations

from typing import Any

from .data._ports import port_class
from .properties import _minmax, _optional, _ordinal, _transforms
from .properties._buttons import ButtonGroupProperty
from .properties._camera import CameraProperty
from .properties._composite import BoolCompositeProperty, CompositeProperty
from .properties._enums import WIRE_LEVELS, WIRE_SEMANTICS, AcceptMode, ConstraintBehavior, InvalidationLevel, PropertySemantics
from .properties._file import DirectoryProperty, FileExtension, FileProperty
from .properties._list import ListProperty
from .properties._option import BaseOptionProperty, OptionPropertyDouble, OptionPropertyFloat, OptionPropertyInt, OptionPropertyString
from .properties._pattern import FilePatternProperty
from .properties._property import Property
from .properties._ranges import DataRangeProperty, ValueAxisProperty
from .properties._simple import BoolProperty, ButtonProperty, StringProperty
from .properties._transfer_function import IsoTFProperty, IsoValueProperty, TransferFunctionProperty

_BOUNDS = {member.name.lower(): member for member in ConstraintBehavior}
_SEMANTICS = {**{wire: name for name, wire in WIRE_SEMANTICS.items()}, "code": "TextEditor", "color": "Color"}


def _by_name(*classes: type) -> dict:
    return {cls.__name__: cls for cls in classes}


_OPTIONS = _by_name(BaseOptionProperty, OptionPropertyInt, OptionPropertyFloat, OptionPropertyDouble, OptionPropertyString)
# Composites whose parts alone make up what they tell; others are seen as plain ones.
_OF_FIXED_PARTS = {
    **_optional.CLASSES,
    **_by_name(
        DataRangeProperty, FilePatternProperty, IsoTFProperty, ValueAxisProperty, _transforms.TransformListProperty,
        _transforms.TranslateProperty, _transforms.RotateProperty, _transforms.ScaleProperty, _transforms.CustomTransformProperty,
    ),
}  # fmt: skip
_COMPOSITES = {**_OF_FIXED_PARTS, **_by_name(BoolCompositeProperty, ButtonGroupProperty, CompositeProperty, ListProperty)}


def class_name(json: dict) -> str:
    """The class that a message names; empty where the kind alone says it."""
    return json.get("class", "").rsplit(".", 1)[-1]


def has_fixed_parts(json: dict) -> bool:
    """Whether the parts of a composite belong to its class."""
    return class_name(json) in _OF_FIXED_PARTS


def _floats(value: Any) -> Any:
    """Numbers of a message, which has words for infinity."""
    return [float(part) for part in value] if isinstance(value, list) else float(value)


def _number(json: dict, kind: dict) -> Property:
    integral = kind["type"].startswith("int")
    read = (lambda value: value) if integral else _floats
    length = len(kind["default"]) if "vector" in kind["type"] else 1
    # A reference is one to whoever has its functions.
    cls = _ordinal.CLASSES.get(class_name(json).replace("RefProperty", "Property"))
    if cls is None or (cls._integral, cls._length) != (integral, length):
        # Longer ones are matrices, column by column.
        names = {1: "Int" if integral else "Float", 9: "FloatMat3", 16: "FloatMat4"}
        cls = _ordinal.CLASSES[names.get(length, f"{'Int' if integral else 'Float'}Vec{length}") + "Property"]
    low, high = (_BOUNDS[bound] for bound in kind["bounds"])
    return cls(
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
    cls = _minmax.CLASSES.get(class_name(json))
    if cls is None or cls._integral != kind["integer"]:
        cls = _minmax.CLASSES["IntMinMaxProperty" if kind["integer"] else "FloatMinMaxProperty"]
    read = (lambda value: int(float(value))) if kind["integer"] else float
    numbers = [*kind["default"], *kind["range"], kind["increment"], kind["min_separation"]]
    return cls(json["identifier"], json["display_name"], *(read(number) for number in numbers))


def _option(json: dict, kind: dict) -> Property:
    cls = _OPTIONS.get(class_name(json), OptionPropertyString)
    options = [cls._option(identifier, name, cls._value_of(value)) for identifier, name, value in kind["choices"]]
    prop = cls(json["identifier"], json["display_name"], options)
    prop._take(kind["default"])
    return prop


def _file(json: dict, kind: dict) -> Property:
    prop = FileProperty(json["identifier"], json["display_name"], kind["default"])
    prop.acceptMode = AcceptMode.Save if kind["save"] else AcceptMode.Open
    for extension in kind["filters"]:
        prop.addNameFilter(FileExtension(extension, extension))
    return prop


def _live(*classes: Any) -> Any:
    def make(json: dict, kind: dict) -> Property:
        prop = _by_name(*classes).get(class_name(json), classes[0])(json["identifier"], json["display_name"])
        prop._take(kind["default"])
        return prop

    return make


def _composite(json: dict, kind: dict) -> Property:
    children = kind["children"]
    switch = bool(children) and children[0]["identifier"] == "checked" and children[0]["kind"]["type"] == "bool"
    otherwise = BoolCompositeProperty if switch and class_name(json) != "CompositeProperty" else CompositeProperty
    prop = _COMPOSITES.get(class_name(json), otherwise)(json["identifier"], json["display_name"])
    parts = [property_of(child) for child in children]
    if not _refit(prop, parts):
        prop = CompositeProperty(json["identifier"], json["display_name"])
        _refit(prop, parts)
    prop._collapsed = kind["collapsed"]
    return prop


def _tree(parts: list, above: str = "") -> dict:
    """Parts and their parts by path. What is in lists belongs to no class."""
    found: dict = {}
    for part in parts:
        path = above + part._identifier
        found[path] = part
        if isinstance(part, CompositeProperty) and not isinstance(part, ListProperty):
            found.update(_tree(part._parts(), path + "."))
    return found


def _refit(prop: Any, parts: list) -> bool:
    """Gives a composite these parts in place of those that its class made. False when it has not all that the class counts on.

    How one part follows another is left to the node's own code.
    """
    new = _tree(parts)
    if not isinstance(prop, ListProperty):
        theirs = {}
        for path, part in _tree(prop._parts()).items():
            if type(new.get(path)) is not type(part):
                return False
            theirs[id(part)] = new[path]
        for name, value in list(vars(prop).items()):
            if isinstance(value, (list, tuple)) and value and all(id(each) in theirs for each in value):
                vars(prop)[name] = type(value)(theirs[id(each)] for each in value)
            elif id(value) in theirs:
                vars(prop)[name] = theirs[id(value)]
    prop._callbacks, prop._dependents = [], []
    put_parts(prop, parts)
    return True


def put_parts(prop: Any, parts: list) -> None:
    """Makes these the parts of a composite."""
    for part in parts:
        part._owner = prop
    if isinstance(prop, ListProperty):
        # What the list itself needs comes first, and of that the text of its elements last.
        count = next((i + 1 for i, part in enumerate(parts) if part._identifier == "elements"), 0)
        prop._controls, prop._elements = parts[:count], parts[count - 1] if count else prop._elements
        parts = parts[count:]
    prop._children = parts


def _simple(cls: Any) -> Any:
    return lambda json, kind: cls(json["identifier"], json["display_name"], kind["default"])


_MAKERS: dict = {
    "float": _number, "int": _number, "float_vector": _number, "int_vector": _number, "color": _color, "min_max": _min_max,
    "bool": _simple(BoolProperty), "string": _simple(StringProperty), "directory": _simple(DirectoryProperty),
    "button": lambda json, kind: ButtonProperty(json["identifier"], json["display_name"]), "option": _option, "file": _file,
    "transfer_function": _live(TransferFunctionProperty, IsoValueProperty), "camera": _live(CameraProperty), "composite": _composite,
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
