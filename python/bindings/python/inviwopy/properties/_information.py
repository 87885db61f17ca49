"""What data are: properties that show and, where that makes sense, set it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..data import InterpolationType, Wrapping
from ..glm import dmat3, dmat4, dvec3
from . import _camera_view as view
from ._composite import BoolCompositeProperty, CompositeProperty
from ._enums import InvalidationLevel, PropertySemantics
from ._option import IntOption, OptionPropertyInt
from ._ordinal import CLASSES as _NUMBERS
from ._property import Property
from ._ranges import LARGEST, range_property
from ._simple import StringProperty

_VALID, _TEXT = InvalidationLevel.Valid, PropertySemantics.Text
_MOST = 2**63 - 1


def _count(identifier: str, name: str, cls: str = "Size_tProperty") -> Property:
    return _NUMBERS[cls](identifier, name, 0, 0, _MOST, 1, _VALID, _TEXT)


def _words(identifier: str, name: str, level: InvalidationLevel = _VALID) -> Property:
    return StringProperty(identifier, name, "", level)


def _choice(identifier: str, name: str, members: Any, level: InvalidationLevel) -> Property:
    options = [IntOption(member.name.lower(), member.name, int(member)) for member in members]
    return OptionPropertyInt(identifier, name, options, 0, level)


def _transform(identifier: str, name: str, size: int = 4) -> Property:
    prop = _NUMBERS[f"DoubleMat{size}Property"](identifier, name, 1.0, -LARGEST, LARGEST, 0.001, _VALID)
    prop.readOnly = True
    return prop


def _point(identifier: str, name: str) -> Property:
    prop = _NUMBERS["DoubleVec3Property"](identifier, name, 0.0, -LARGEST, LARGEST, 0.001, _VALID, _TEXT)
    prop.readOnly = True
    return prop


def _show(prop: Any, value: Any) -> None:
    prop.value = value
    prop.setCurrentStateAsDefault()


class _GridInformation(BoolCompositeProperty):
    """Of data on a grid: what they are, read-only, and what can be set. ``checked`` keeps what was set when other data come."""

    _level = InvalidationLevel.InvalidOutput
    _arguments = ()
    _size_class = "IntSize3Property"
    _axes = "xyz"
    _count_name = ("numVoxels", "Number of Voxels")

    def _setup(self, given: dict) -> None:
        super()._setup(given)
        self._switch.displayName, self._switch.invalidationLevel = "Keep Changes", _VALID
        level = self._invalidation
        size = _count("dimensions", "Dimensions", self._size_class)
        facts = [size, _words("format", "Format"), _count("channels", "Channels"), _count(*self._count_name)]
        for prop in facts:
            prop.readOnly = True
        names, units = (CompositeProperty(f"axes{part}", f"Axes {part}", level) for part in ("Names", "Units"))
        for axis in self._axes:
            names.addProperty(_words(axis, axis, level))
            units.addProperty(_words(axis, axis, level))
        meta = [
            range_property("dataRange", "Data range", 255.0, level),
            range_property("valueRange", "Value range", 255.0, level),
            _words("valueName", "Value name", level),
            _words("valueUnit", "Value unit", level),
            _choice("interpolation", "Interpolation", InterpolationType, level),
            names,
            units,
            *(_choice(f"{axis}WrappingX", f"{axis.upper()} Wrapping", Wrapping, level) for axis in self._axes),
        ]
        self.addProperties([*facts, *meta])

    def _update_for_new(self, data: Any, overwrite: Any) -> None:
        sizes = [int(n) for n in data.dimensions]
        array = data.data
        channels = array.shape[-1] if array.ndim > len(sizes) else 1
        facts = {"dimensions": sizes, "format": f"{array.dtype.name} x {channels}", "channels": channels}
        facts[self._count_name[0]] = int(np.prod(sizes, dtype=object))
        with self._as_one_change():
            for identifier, value in facts.items():
                _show(self.properties[identifier], value)
            if overwrite and not self.checked:
                for prop, value in self._meta_of(data):
                    _show(prop, value)

    def _meta_of(self, data: Any) -> list:
        """(property, value that the data have)."""
        dataMap, properties = data.dataMap, self.properties
        rows = [
            (properties["dataRange"], dataMap.dataRange),
            (properties["valueRange"], dataMap.valueRange),
            (properties["valueName"], dataMap.valueAxis.name),
            (properties["valueUnit"], str(dataMap.valueAxis.unit)),
            (properties["interpolation"], int(data.interpolation)),
        ]
        for i, name in enumerate(self._axes):
            rows.append((properties["axesNames"].properties[name], data.axes[i].name))
            rows.append((properties["axesUnits"].properties[name], str(data.axes[i].unit)))
            rows.append((properties[f"{name}WrappingX"], int(data.wrapping[i])))
        return rows

    def _update(self, data: Any) -> None:
        properties = self.properties
        data.dataMap.dataRange, data.dataMap.valueRange = properties["dataRange"].value, properties["valueRange"].value
        data.dataMap.valueAxis.name, data.dataMap.valueAxis.unit = properties["valueName"].value, properties["valueUnit"].value
        data.interpolation = InterpolationType(properties["interpolation"].value)
        for i, name in enumerate(self._axes):
            data.axes[i].name = properties["axesNames"].properties[name].value
            data.axes[i].unit = properties["axesUnits"].properties[name].value
        data.wrapping = [Wrapping(properties[f"{name}WrappingX"].value) for name in self._axes]


class VolumeInformationProperty(_GridInformation):
    """What a volume is: dimensions, format, ranges, value axis, interpolation, axes and wrapping."""

    def updateForNewVolume(self, volume: Any, overwrite: Any = True) -> None:
        """Shows a volume; what was set stays where ``overwrite`` is false or ``checked`` (Keep Changes) is on."""
        self._update_for_new(volume, overwrite)

    def updateVolume(self, volume: Any) -> None:
        """Gives a volume what is set here."""
        self._update(volume)


class LayerInformationProperty(_GridInformation):
    """What a layer is: dimensions, format, ranges, value axis, interpolation, axes and wrapping."""

    _size_class = "IntSize2Property"
    _axes = "xy"
    _count_name = ("numPixels", "Number of Pixels")

    def updateForNewLayer(self, layer: Any, overwrite: Any = True) -> None:
        """Shows a layer; what was set stays where ``overwrite`` is false or ``checked`` (Keep Changes) is on."""
        self._update_for_new(layer, overwrite)

    def updateLayer(self, layer: Any) -> None:
        """Gives a layer what is set here."""
        self._update(layer)


class ImageInformationProperty(CompositeProperty):
    """What an image is: ``dimensions``, ``imageType``, ``numColorLayers``, and one child of ``layers`` for each layer."""

    _level = InvalidationLevel.InvalidOutput

    def _setup(self, given: dict) -> None:
        facts = [_count("dimensions", "Dimensions", "IntSize2Property"), _words("imageType", "Image Type")]
        facts.append(_count("numColorLayers", "Number of Color Layers"))
        for prop in facts:
            prop.readOnly = True
        self._layers = CompositeProperty("layers", "Layers", _VALID)
        self._layers.collapsed = True
        self.addProperties([*facts, self._layers])

    def updateForNewImage(self, image: Any, deserialize: bool = False) -> None:
        """Shows an image."""
        parts = [part for part, layer in (("Depth", image.depth), ("Picking", image.picking)) if layer is not None]
        layers = [(f"Color Layer {i + 1}", layer) for i, layer in enumerate(image.colorLayers)]
        layers += [(f"{part} Layer", getattr(image, part.lower())) for part in parts]
        with self._as_one_change():
            _show(self.properties["dimensions"], list(image.dimensions))
            _show(self.properties["imageType"], f"Color{'+'.join(['', *parts])}" if parts else "ColorOnly")
            _show(self.properties["numColorLayers"], len(image.colorLayers))
            _fit_length(self._layers, len(layers), lambda i: LayerInformationProperty(f"layer{i}", "", _VALID))
            for prop, (name, layer) in zip(self._layers.properties, layers):
                prop.displayName = name
                prop.updateForNewLayer(layer)

    # The name that Inviwo's binding has.
    updateForNewMesh = updateForNewImage


class BufferInformationProperty(CompositeProperty):
    """What a buffer of a mesh is: ``type``, ``format`` and ``size``."""

    _level = InvalidationLevel.Valid

    def _setup(self, given: dict) -> None:
        self.addProperties([_words("type", "Type"), _words("format", "Format"), _count("size", "Size")])
        for prop in self.properties:
            prop.readOnly = True

    def updateFromBuffer(self, kind: str, buffer: Any) -> None:
        """Shows a buffer."""
        array = np.asarray(buffer.data)
        channels = array.shape[1] if array.ndim > 1 else 1
        values = (kind, f"{array.dtype.name} x {channels}", len(array))
        for prop, value in zip(self.properties, values):
            _show(prop, value)


class MeshInformationProperty(CompositeProperty):
    """What a mesh is: draw type, buffers, transformations, and, where ``meshProperties`` is on, its extent."""

    _level = InvalidationLevel.InvalidOutput
    _SHOWN = 20

    def _setup(self, given: dict) -> None:
        self._info = CompositeProperty("defaultMeshInfo", "Default Mesh Info", _VALID)
        self._info.addProperties([_words("defaultDrawType", "Draw Type"), _words("defaultConnectivity", "Connectivity")])
        counts = [_count("numBuffers", "Number of Buffers"), _count("numIndexBuffers", "Number of Index Buffers")]
        for prop in (*self._info.properties, *counts):
            prop.readOnly = True
        self._transforms = CompositeProperty("transformations", "Transformations", _VALID)
        model, world = _transform("modelTransform_", "Model Transform"), _transform("worldTransform_", "World Transform")
        self._transforms.addProperties([model, world, _transform("basis", "Basis", 3), _point("offset", "Offset")])
        self._extent = BoolCompositeProperty("meshProperties", "Mesh Properties", False, self._invalidation)
        self._extent.addProperties([_point("minPos", "Minimum Pos"), _point("maxPos", "Maximum Pos"), _point("extent", "Extent")])
        self._buffers = CompositeProperty("buffers", "Buffers", _VALID)
        self._indices = CompositeProperty("indexBuffers", "Index Buffers", _VALID)
        groups = [self._transforms, self._extent, self._buffers, self._indices]
        for group in (self._info, *groups):
            group.collapsed = True
        self.addProperties([self._info, *counts, *groups])

    def updateForNewMesh(self, mesh: Any) -> None:
        """Shows a mesh; its extent where ``meshProperties`` is checked."""
        info, buffers, indices = mesh.defaultMeshInfo, list(mesh.buffers), list(mesh.indexBuffers)
        with self._as_one_change():
            for prop, value in zip(self._info.properties, (info.dt.name, info.ct.name)):
                _show(prop, value)
            _show(self.properties["numBuffers"], len(buffers))
            _show(self.properties["numIndexBuffers"], len(indices))
            values = (dmat4(mesh.modelMatrix), dmat4(mesh.worldMatrix), dmat3(mesh.basis), dvec3(*mesh.offset))
            for prop, value in zip(self._transforms.properties, values):
                _show(prop, value)
            self._show_extent(mesh)
            for group, rows, name in ((self._buffers, buffers, "meshbuffer"), (self._indices, indices[: self._SHOWN], "indexbuffer")):
                _fit_length(group, len(rows), lambda i, name=name: BufferInformationProperty(f"{name}{i}", ""))
                for number, (prop, (what, buffer)) in enumerate(zip(group.properties, rows), 1):
                    prop.displayName = f"{'Buffer' if name == 'meshbuffer' else 'Index Buffer'} {number}"
                    prop.updateFromBuffer(what.type.name if hasattr(what, "type") else f"{what.dt.name} {what.ct.name}", buffer)

    def _show_extent(self, mesh: Any) -> None:
        points = view.positions_of(mesh) if self._extent.checked else None
        if points is None or not len(points):
            low = high = np.zeros(3)
        else:
            low, high = points.min(0), points.max(0)
        for identifier, value in (("minPos", low), ("maxPos", high), ("extent", high - low)):
            _show(self._extent.properties[identifier], list(value))


def _fit_length(group: CompositeProperty, count: int, make: Any) -> None:
    """Adds and removes children at the end until there are so many."""
    while group.size() < count:
        child = make(group.size())
        child.readOnly = True
        group.addProperty(child)
    while group.size() > count:
        group.removeProperty(group.size() - 1)
