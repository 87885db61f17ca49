"""The classes of ports, one set for each type of data."""

from __future__ import annotations

from typing import Any

from .. import glm
from ._buffer import Buffer
from ._image import Image
from ._layer import Layer
from ._mesh import Mesh, MeshSequence
from ._port_base import FlatInport, ImageOutportBase, Inport, Outport, Port
from ._volume import Volume, VolumeSequence

# What stands for data of another type: the source by name, and the type that it becomes.
_STAND_INS = (("VolumePy", Volume), ("LayerPy", Layer), ("Layer", Image))
_ELEMENTS = {VolumeSequence: Volume, MeshSequence: Mesh}


def _single(self: Outport, data: Any) -> Any:
    for source, target in _STAND_INS:
        if type(data).__name__ == source and self._python_type is target:
            return target(data)
    raise self._wrong(data)


def _sequence(self: Outport, data: Any) -> Any:
    """A list of data stands for a sequence."""
    element = _ELEMENTS[self._python_type]
    if not isinstance(data, (list, tuple)):
        raise self._wrong(data)
    wrong = next((each for each in data if not isinstance(each, element)), None)
    if wrong is not None:
        raise TypeError(f"the outport {self._identifier} takes a list of {element.__name__}, but it holds a {type(wrong).__name__}")
    return self._python_type(data)


def _numbers(self: Outport, data: Any) -> Any:
    """A list or array stands for a vector of numbers."""
    if not isinstance(data, (list, tuple)) and not hasattr(data, "__array__"):
        raise self._wrong(data)
    try:
        return self._python_type(data)
    except (TypeError, ValueError) as error:
        raise TypeError(f"the outport {self._identifier} takes a {self._python_type.__name__}: {error}") from None


# Suffix of the class, base, words, ending of the class identifier.
_FORMS: tuple = (
    ("Inport", Inport, False, "Takes {} data in.", "inport"),
    ("MultiInport", Inport, True, "Takes {} data of several connections in.", "multi.inport"),
    ("FlatMultiInport", FlatInport, True, "Takes {} data, and sequences of it, of several connections in.", "flat.multi.inport"),
    ("Outport", Outport, False, "Gives {} data out.", "outport"),
)

__all__ = ["Inport", "Outport", "Port"]
# Data type → suffix → class.
CLASSES: dict = {}


def _add(name: str, python_type: Any, module: str, convert: Any = None) -> None:
    data_type = "org.inviwo.PythonObject" if name == "Python" else f"org.inviwo.{name}"
    for suffix, base, multi, words, ending in _FORMS:
        image = name == "Image"
        members: dict = {
            "__module__": module,
            "__doc__": words.format(name),
            "_data_type": data_type,
            "_python_type": python_type,
            "_class_identifier": f"org.inviwo.Image{suffix}" if image else f"{data_type}.{ending}",
        }
        if suffix == "Outport":
            base = ImageOutportBase if image else base
            if convert is not None:
                members["_convert"] = convert
        else:
            members["_multi"] = multi
        made = type(name + suffix, (base,), members)
        globals()[name + suffix] = made
        CLASSES.setdefault(data_type, {})[suffix] = made
        __all__.append(name + suffix)  # noqa: PYI056


for _type in (Volume, Layer, Image, Buffer, Mesh):
    _add(_type.__name__, _type, "inviwopy.data", _single)
for _type in (VolumeSequence, MeshSequence):
    _add(_type.__name__, _type, "inviwopy.data", _sequence)
for _type in glm.VECTORS.values():
    _add(_type.__name__, _type, "inviwopy", _numbers)
_add("Python", object, "inviwopy")


def port_class(data_type: str, inport: bool, multi: bool) -> type:
    """The class of a port of the program; a base class for a type that Python does not know."""
    forms = CLASSES.get(data_type)
    if forms is not None:
        return forms["Outport" if not inport else "MultiInport" if multi else "Inport"]
    base = Inport if inport else Outport
    return type(base.__name__, (base,), {"__module__": "inviwopy.data", "_data_type": data_type, "_multi": multi})
