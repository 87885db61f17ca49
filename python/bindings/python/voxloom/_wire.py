"""Data as messages describe it, and back."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np
from inviwopy import _arrays
from inviwopy._native import native
from inviwopy.data import (
    Axis,
    Buffer,
    BufferInfo,
    BufferTarget,
    BufferType,
    BufferUsage,
    ConnectivityType,
    DataMapper,
    DrawType,
    Image,
    InterpolationType,
    Layer,
    LayerType,
    Mesh,
    MeshInfo,
    SwizzleMask,
    Volume,
    Wrapping,
)
from inviwopy.data._spatial import Spatial
from inviwopy.glm import mat4
from inviwopy.properties._property import real

from . import _wire_lists

_DRAW = {DrawType.NotSpecified: "points", DrawType.Points: "points", DrawType.Lines: "lines", DrawType.Triangles: "triangles"}
_JOIN = {
    ConnectivityType.Unconnected: "unconnected",
    ConnectivityType.Strip: "strip",
    ConnectivityType.Loop: "loop",
    ConnectivityType.Fan: "fan",
}


class Objects:
    """Python objects that flow through ports: they stay here, and the program holds their numbers."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._next = 1

    def add(self, value: Any) -> int:
        """Keeps an object; its number."""
        handle, self._next = self._next, self._next + 1
        self._objects[handle] = value
        return handle

    def get(self, handle: int) -> Any:
        """The object of a number."""
        return self._objects[handle]

    def drop(self, handle: int) -> None:
        """Forgets an object."""
        self._objects.pop(handle, None)


# Out


def _axis(axis: Axis) -> dict:
    return {"name": axis.name, "unit": str(axis.unit)}


def _space(data: Spatial) -> dict:
    def flat(matrix: Any) -> list:
        return [float(value) for column in matrix for value in column]

    return {"model": None if data._model is None else flat(data._model), "world": flat(data._world)}


def _map(data_map: DataMapper) -> dict:
    def pair(values: Optional[list]) -> Optional[list]:
        return None if values is None else [real(value) for value in values]

    return {
        "data_range": pair(data_map.statedDataRange),
        "value_range": pair(data_map.statedValueRange),
        "axis": _axis(data_map.valueAxis),
    }


def _array(grid: Any, outgoing: Any) -> dict:
    array = grid._voxels.array
    return {
        "shape": list(array.shape[: grid._axes]),
        "channels": grid.channels,
        "format": _arrays.format_of(array.dtype),
        "bytes": outgoing.attach(grid._voxels.outgoing()),
    }


def _layer(layer: Layer, outgoing: Any) -> dict:
    return {
        "array": _array(layer, outgoing),
        "kind": LayerType(layer.layertype).name,
        "space": _space(layer),
        "map": _map(layer.dataMap),
        "axes": [_axis(axis) for axis in layer.axes],
        "interpolation": InterpolationType(layer.interpolation).name,
    }


def _floats(array: Optional[np.ndarray], width: int, fill: float) -> np.ndarray:
    """The attribute as float32 of shape (n, width), completed or cut."""
    if array is None:
        return np.empty((0, width), np.float32)
    array = array.reshape(len(array), -1)
    if array.dtype.kind in "ui" and width == 4:
        array = array / np.float32(np.iinfo(array.dtype).max)
    result = np.full((len(array), width), fill, np.float32)
    count = min(width, array.shape[1])
    result[:, :count] = array[:, :count]
    return result


def _mesh(mesh: Mesh, outgoing: Any) -> dict:
    def attach(array: np.ndarray) -> dict:
        return outgoing.attach(_arrays.store(array).outgoing())

    mesh.check()
    main = (BufferType.PositionAttrib, BufferType.NormalAttrib, BufferType.ColorAttrib)
    widths = (3, 3, 4)
    arrays = [_floats(mesh.attribute(kind), width, 1.0 if width == 4 else 0.0) for kind, width in zip(main, widths)]
    vertices = len(arrays[0])
    indices = []
    for info, buffer in mesh.indexBuffers:
        if info.ct not in _JOIN:
            raise ValueError(f"the mesh has an index list with {info.ct.name}, which is not supported; use Strip, Loop, Fan or Unconnected")
        indices.append([_DRAW[info.dt], _JOIN[info.ct], attach(np.array(buffer.data, np.uint32))])
    if not indices and vertices:
        info = mesh.defaultMeshInfo
        indices.append([_DRAW[info.dt], _JOIN.get(info.ct, "unconnected"), attach(np.arange(vertices, dtype=np.uint32))])
    others = [(info.type.name, buffer) for info, buffer in mesh.buffers if info.type not in main]
    return {
        "type": "mesh",
        "positions": attach(arrays[0]),
        "normals": attach(arrays[1]),
        "colors": attach(arrays[2]),
        "indices": indices,
        "attributes": [[name, _array(buffer, outgoing)] for name, buffer in others if buffer.size],
        "space": _space(mesh),
    }


def describe(data: Any, outgoing: Any, objects: Objects) -> dict:
    """A description of data; its bytes are attached to ``outgoing``."""
    if isinstance(data, Volume):
        return {
            "type": "volume",
            "array": _array(data, outgoing),
            "space": _space(data),
            "map": _map(data.dataMap),
            "axes": [_axis(axis) for axis in data.axes],
            "interpolation": InterpolationType(data.interpolation).name,
            "wrapping": [Wrapping(wrapping).name for wrapping in data.wrapping],
            "notes": list(data.notes),
        }
    if isinstance(data, Layer):
        return {"type": "layer", **_layer(data, outgoing)}
    if isinstance(data, Buffer):
        return {"type": "buffer", "array": _array(data, outgoing)}
    if isinstance(data, Image):
        return {
            "type": "image",
            "color": [_layer(layer, outgoing) for layer in data.colorLayers],
            "depth": None if data._depth is None else _layer(data._depth, outgoing),
            "picking": None if data._picking is None else _layer(data._picking, outgoing),
        }
    if isinstance(data, Mesh):
        return _mesh(data, outgoing)
    listed = _wire_lists.describe(data, outgoing, lambda item: describe(item, outgoing, objects))
    if listed is not None:
        return listed
    summary = repr(data)
    return {"type": "object", "handle": objects.add(data), "summary": summary[:200].encode("utf-8", "replace").decode("utf-8")}


# In


class _Reader:
    """Restores the data of one message."""

    def __init__(self, attached: Any) -> None:
        self._attached = attached

    def voxels(self, array: dict) -> _arrays.Voxels:
        shape = tuple(array["shape"]) + ((array["channels"],) if array["channels"] > 1 else ())
        memory = self._attached.memory(array["bytes"])
        voxels = _arrays.Voxels(_arrays.view_of(memory, shape, _arrays.dtype_of(array["format"])))
        voxels.memory = memory
        return voxels

    def grid(self, cls: type, message: dict) -> Any:
        data = cls.__new__(cls)
        data._adopt_voxels(self.voxels(message["array"]))
        # The wire says one channel where a shape (…, 1) looks the same.
        data._channels = message["array"]["channels"]
        if "space" in message:
            self.space(data, message)
            data._mean()
            for name, key in (("dataRange", "data_range"), ("valueRange", "value_range")):
                if message["map"][key] is not None:
                    setattr(data.dataMap, name, [float(value) for value in message["map"][key]])
            data.dataMap.valueAxis = Axis(**message["map"]["axis"])
            data.axes = [Axis(**axis) for axis in message["axes"]]
            data.interpolation = InterpolationType[message["interpolation"]]
        return data

    @staticmethod
    def space(data: Any, message: dict) -> None:
        Spatial.__init__(data)
        space = message["space"]
        data._model = None if space["model"] is None else mat4(*space["model"])
        data._world = mat4(*space["world"])

    def layer(self, message: dict) -> Layer:
        layer = self.grid(Layer, message)
        layer._layertype = LayerType[message["kind"]]
        layer.swizzlemask, layer.wrapping = SwizzleMask.rgba, [Wrapping.Clamp] * 2
        return layer

    def volume(self, message: dict) -> Volume:
        volume = self.grid(Volume, message)
        volume.wrapping = [Wrapping[name] for name in message["wrapping"]]
        volume.swizzlemask = SwizzleMask.rgba
        volume.notes.extend(message.get("notes", ()))
        return volume

    def buffer(self, message: dict) -> Buffer:
        buffer = self.grid(Buffer, message)
        buffer.usage, buffer.target = BufferUsage.Static, BufferTarget.Data
        return buffer

    def image(self, message: dict) -> Image:
        image = Image([self.layer(layer) for layer in message["color"]])
        for name in ("depth", "picking"):
            if message[name] is not None:
                setattr(image, name, self.layer(message[name]))
        return image

    def sequence(self, message: dict) -> Any:
        return _wire_lists.sequence(message, lambda item: getattr(self, item["type"])(item))

    def numbers(self, message: dict) -> Any:
        return _wire_lists.numbers(message, lambda array: self.voxels(array).array)

    def data_frame(self, message: dict) -> Any:
        return _wire_lists.data_frame(message, lambda array: self.voxels(array).array)

    def mesh(self, message: dict) -> Mesh:
        mesh = Mesh()
        self.space(mesh, message)

        def read(part: dict, dtype: Any, width: int) -> Optional[Buffer]:
            memory = self._attached.memory(part)
            count = memory.nbytes // (np.dtype(dtype).itemsize * width)
            shape = (count, width) if width > 1 else (count,)
            return Buffer(_arrays.view_of(memory, shape, dtype)) if count else None

        parts = (("positions", 3, 0), ("normals", 3, 1), ("colors", 4, 2))
        for name, width, kind in parts:
            buffer = read(message[name], np.float32, width)
            if buffer is not None:
                mesh.addBuffer(BufferType(kind), buffer)
        draws, joins = {name: kind for kind, name in _DRAW.items()}, {name: kind for kind, name in _JOIN.items()}
        for draw, join, part in message["indices"]:
            buffer = read(part, np.uint32, 1)
            if buffer is not None:
                mesh.addIndices(MeshInfo(draws[draw], joins[join]), buffer)
        for name, array in message["attributes"]:
            kind = BufferType[name] if name in BufferType.__members__ else BufferType.Unknown
            mesh.addBuffer(BufferInfo(kind), self.buffer({"array": array}))
        return mesh


def restore(described: Optional[dict], attached: Any, objects: Objects) -> Any:
    """The data that a description stands for, over memory that is read-only; None for None."""
    if described is None:
        return None
    if described["type"] == "object":
        return objects.get(described["handle"])
    reader: Callable[[dict], Any] = getattr(_Reader(attached), described["type"])
    return reader(described)


def new_outgoing() -> Any:
    """Attachments for one message."""
    return native.Outgoing()
