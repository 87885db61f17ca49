"""Rows of Inviwo's `data` on layers, images and buffers: each test is a row of docs/compatibility/data.md."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from inviwopy import data
from inviwopy.data import (
    Buffer,
    BufferFLOAT32,
    BufferTarget,
    BufferUsage,
    BufferVec3FLOAT32,
    Image,
    IndexBufferUINT32,
    InterpolationType,
    Layer,
    LayerPy,
    LayerType,
    SwizzleMask,
    Volume,
    Wrapping,
    formats,
)
from inviwopy.glm import mat3, mat4, size2_t, vec3
from test_arrays import across, address
from test_compat_data import FORMATS, TYPES, grid

# Layer


def test_layer_of_an_array() -> None:
    """(y, x) and (y, x, c), row 0 at the bottom."""
    values = grid(3, 4)
    layer = Layer(values)
    assert layer.dimensions == size2_t(4, 3) and type(layer.dimensions) is size2_t and layer.layertype == LayerType.Color
    np.testing.assert_array_equal(across(layer).data, values)
    assert Layer(grid(3, 4, 3)).format == formats.DataVec3FLOAT32
    with pytest.raises(ValueError, match="Ndims must be either 2 or 3"):
        Layer(np.zeros(3))


def test_layer_of_a_layer_py() -> None:
    values = grid(3, 4)
    representation = LayerPy(values, LayerType.Depth, SwizzleMask.depth, InterpolationType.Nearest, [Wrapping.Repeat] * 2)
    layer = Layer(representation)
    assert address(layer.data) == address(values) and layer.layertype == LayerType.Depth and layer.swizzlemask == SwizzleMask.depth
    assert layer.interpolation == InterpolationType.Nearest and layer.wrapping == [Wrapping.Repeat] * 2


def test_layer_of_a_size() -> None:
    layer = Layer(
        size2_t(4, 3), formats.DataVec4UINT8, LayerType.Picking, SwizzleMask.rgb, InterpolationType.Nearest, [Wrapping.Mirror] * 2
    )
    assert layer.data.shape == (3, 4, 4) and layer.layertype == LayerType.Picking and layer.wrapping == [Wrapping.Mirror] * 2
    assert not Layer(size2_t(4, 3), formats.DataFLOAT32).data.any()
    other = across(layer)
    assert other.layertype == LayerType.Picking and other.interpolation == InterpolationType.Nearest


def test_layer_attributes() -> None:
    """layertype is read-only; swizzlemask, interpolation, wrapping, matrices, dataMap and axes are not."""
    layer = Layer(grid(3, 4))
    with pytest.raises(AttributeError):
        layer.layertype = LayerType.Depth
    layer.swizzlemask, layer.interpolation, layer.wrapping = SwizzleMask.rgb, InterpolationType.Nearest, [Wrapping.Repeat, Wrapping.Clamp]
    layer.basis, layer.offset, layer.worldMatrix = mat3(2), (1, 2, 3), mat4(3)
    layer.dataMap.dataRange, layer.axes[1].unit = (0, 5), "s"
    other = across(layer)
    assert other.basis == mat3(2) and other.offset == vec3(1, 2, 3) and other.worldMatrix == mat4(3)
    assert list(other.dataMap.dataRange) == [0, 5] and [str(axis) for axis in other.axes] == ["x", "y [s]"]
    assert layer.indexMatrix.array.diagonal().tolist() == [4, 3, 1, 1] and Volume(grid(2, 3, 4)).indexMatrix.array.diagonal().tolist() == [
        4,
        3,
        2,
        1,
    ]
    assert Layer.modelMatrixFromDimensions(size2_t(4, 2)).array.diagonal().tolist() == [1, 0.5, 1, 1]
    assert Layer.modelMatrixFromDimensions(size2_t(2, 4)).array.diagonal().tolist() == [0.5, 1, 1, 1]


def test_layer_dimensions() -> None:
    layer = Layer(grid(3, 4))
    layer.setDimensions(size2_t(4, 3))
    assert layer.data[1, 1] == 5
    layer.setDimensions(size2_t(2, 5))
    assert layer.dimensions == size2_t(2, 5) and layer.format == formats.DataFLOAT32 and not layer.data.any()


def test_layer_data_is_written_in_place() -> None:
    layer = Layer(size2_t(4, 3), formats.DataFLOAT32)
    layer.data[2, 3] = 5
    view = layer.data
    assert layer.data[2, 3] == 5 and across(layer).data[2, 3] == 5
    view[0] = 1
    assert across(layer).data[0].tolist() == [1] * 4, "also after it was sent"


def test_layer_data_is_set() -> None:
    """A copy; exact dtype and shape."""
    layer, values = Layer(grid(3, 4)), np.ones((3, 4), np.float32)
    layer.data = values
    values[...] = 2
    assert (layer.data == 1).all()
    for wrong in (np.ones((3, 4)), np.ones((4, 3), np.float32), np.ones((3, 4, 2), np.float32)):
        with pytest.raises(ValueError, match=r"Layer.data takes an array of float32 and the shape \(3, 4\), got"):
            layer.data = wrong
    assert (layer.data == 1).all()


def test_layer_clone_and_representations() -> None:
    layer = Layer(LayerPy(grid(3, 4), LayerType.Depth))
    clone = layer.clone()
    clone.offset, clone.dataMap.dataRange = (1, 1, 1), (0, 1)
    assert layer.offset == vec3(0) and layer.dataMap.statedDataRange is None and clone.layertype == LayerType.Depth
    assert address(clone.data) == address(layer.data)
    assert layer.getLayerPyRepresentation().layertype == LayerType.Depth and not layer.getLayerPyRepresentation().data.flags.writeable
    layer.getEditableLayerPyRepresentation().data[0, 0] = 9
    assert layer.data[0, 0] == 9 and clone.data[0, 0] == 0


def test_layer_py() -> None:
    representation = LayerPy(grid(3, 4))
    assert (
        representation.dimensions == size2_t(4, 3)
        and representation.format == formats.DataFLOAT32
        and representation.layertype == LayerType.Color
    )
    representation.interpolation, representation.wrapping, representation.swizzleMask = 1, [Wrapping.Repeat] * 2, SwizzleMask.rgb
    layer = Layer(representation)
    assert (layer.interpolation, layer.wrapping, layer.swizzlemask) == (1, [Wrapping.Repeat] * 2, SwizzleMask.rgb)
    zeros = LayerPy(size2_t(4, 3), LayerType.Color, formats.DataUINT8)
    zeros.data[...] = 2
    assert zeros.data.shape == (3, 4) and (Layer(zeros).data == 2).all()


def decoded(path: Path) -> np.ndarray:
    """The array of a PNG, top row first; of those that layers write."""
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(content):
        (length,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        chunks[kind] = content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + chunks[kind])
        at += 12 + length
    width, height, bits, color = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    channels = {0: 1, 4: 2, 2: 3, 6: 4}[color]
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    return lines[:, 1:].copy().view(f">u{bits // 8}").reshape(height, width, channels)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_layer_save_png(tmp_path: Path, dtype: str, channels: int) -> None:
    """The bottom row last."""
    values = (grid(3, 4, channels) * 5).astype(dtype)
    Layer(values if channels > 1 else values[..., 0].copy()).save(tmp_path / "a.png")
    np.testing.assert_array_equal(decoded(tmp_path / "a.png"), values[::-1])


def test_layer_save_others(tmp_path: Path) -> None:
    layer = Layer(grid(3, 4))
    layer.save(str(tmp_path / "a.npy"))
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), layer.data)
    with pytest.raises(ValueError, match="PNG holds uint8 or uint16, got float32"):
        layer.save(tmp_path / "a.png")
    with pytest.raises(ValueError, match=r"written as .png or .npy, not as .tga"):
        layer.save(tmp_path / "a.tga")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npy"]


# Image


def test_image_of_layers() -> None:
    color, more = Layer(grid(3, 4)), Layer(grid(3, 4, 4))
    image = Image(color)
    assert image.dimensions == size2_t(4, 3) and image.colorLayers == [color] and image.depth is None and image.picking is None
    image.addColorLayer(more)
    assert image.colorLayers[1] is more and [len(across(image).colorLayers), len(Image([color, more]).colorLayers)] == [2, 2]
    depth = Layer(LayerPy(grid(3, 4), LayerType.Depth))
    whole = across(Image([color, depth]))
    assert len(whole.colorLayers) == 1 and whole.depth.layertype == LayerType.Depth and whole.depth.data[1, 1] == 5
    with pytest.raises(ValueError, match=r"the image is \[4 3\], the layer \[2 2\]"):
        image.addColorLayer(Layer(grid(2, 2)))
    for wrong in (5, [], [5]):
        with pytest.raises(TypeError, match="Image takes a Layer, a list of them, or a size and a format"):
            Image(wrong)


def test_image_of_a_size() -> None:
    image = Image(size2_t(4, 3), formats.DataVec4UINT8)
    assert image.colorLayers[0].data.shape == (3, 4, 4) and across(image).depth is None
    image.depth.data[...] = 0.5
    image.picking.data[0, 0] = (1, 2, 3, 4)
    image.colorLayers[0].data[2, 3] = 9
    other = across(image)
    assert (other.depth.data == 0.5).all() and other.picking.data[0, 0].tolist() == [1, 2, 3, 4] and other.colorLayers[0].data[2, 3, 0] == 9
    assert (image.depth.layertype, image.picking.layertype) == (LayerType.Depth, LayerType.Picking)
    image.setDimensions(size2_t(2, 2))
    assert image.dimensions == size2_t(2, 2) == image.depth.dimensions == image.picking.dimensions


def test_image_clone() -> None:
    image = Image(size2_t(4, 3), formats.DataUINT8)
    clone = image.clone()
    clone.colorLayers[0].data[...] = 7
    clone.depth.data[...] = 1
    assert not image.colorLayers[0].data.any() and not image.depth.data.any()


# Buffer


def test_buffer_of_an_array() -> None:
    """(n,) and (n, c)."""
    values = grid(5, 3)
    buffer = Buffer(values)
    assert buffer.size == len(buffer) == 5 and buffer.format == formats.DataVec3FLOAT32
    assert buffer.target == BufferTarget.Data and buffer.usage == BufferUsage.Static and address(buffer.data) == address(values)
    np.testing.assert_array_equal(across(buffer).data, values)
    assert (
        Buffer(grid(5)).format == formats.DataFLOAT32
        and repr(Buffer(grid(5))) == "<Buffer: target = Data usage = Static format = FLOAT32 size = 5>"
    )


@pytest.mark.parametrize("prefix", ["Buffer", "IndexBuffer"])
@pytest.mark.parametrize(("components", "kind", "bits"), FORMATS)
def test_typed_buffer(prefix: str, components: int, kind: str, bits: int) -> None:
    """Each Buffer<Fmt> and IndexBuffer<Fmt>: of a size, of an array of exactly its dtype, size, data, clone."""
    identifier = ("" if components == 1 else f"Vec{components}") + f"{kind}{bits}"
    cls = getattr(data, prefix + identifier)
    dtype, channels = np.dtype(f"{TYPES[kind][0]}{bits}"), (components,) if components > 1 else ()
    assert cls(0).size == 0 and cls(0).data.shape == (0, *channels) and cls(0).data.dtype == dtype
    buffer = cls(3, BufferUsage.Dynamic)
    assert buffer.usage == BufferUsage.Dynamic and buffer.target == (BufferTarget.Data if prefix == "Buffer" else BufferTarget.Index)
    assert buffer.data.shape == (3, *channels) and buffer.data.dtype == dtype and not buffer.data.any() and buffer.format.id == identifier
    values = np.ones((3, *channels), dtype)
    buffer.data = values
    buffer.data[0] = 7
    clone = buffer.clone()
    buffer.size = 5
    assert (buffer.data[0] == 7).all() and (buffer.data[1:3] == 1).all() and not buffer.data[3:].any(), "more elements are zeros"
    buffer.size = 1
    assert buffer.size == 1 and (buffer.data == 7).all() and clone.size == 3 and type(clone) is cls
    assert (cls(values, BufferUsage.Static).data == 1).all() and cls(data=values).size == 3 and cls(size=2).size == 2
    for wrong in (
        np.ones((3, *channels), np.complex64),
        np.ones((2, 3, 4, 5), dtype),
        np.ones((3, *channels), "float32" if bits == 64 else "float64"),
    ):
        with pytest.raises(ValueError, match=f"{cls.__name__} takes an array of {dtype} and the shape"):
            cls(wrong)


def test_buffer_data_is_set() -> None:
    """Exact dtype and shape; a copy."""
    buffer, values = BufferFLOAT32(3), np.ones(3, np.float32)
    buffer.data = values
    values[0] = 5
    assert buffer.data.tolist() == [1, 1, 1]
    for wrong in (np.ones(3), np.ones(4, np.float32), np.ones((3, 1), np.float32)):
        with pytest.raises(ValueError, match=r"BufferFLOAT32.data takes an array of float32 and the shape \(3,\), got"):
            buffer.data = wrong
    empty = IndexBufferUINT32()
    with pytest.raises(ValueError, match="set its size first"):
        empty.data = np.ones(3, np.uint32)
    with pytest.raises(ValueError, match="0 or more"):
        empty.size = -1


def test_buffer_is_written_in_place() -> None:
    buffer = BufferVec3FLOAT32(2)
    buffer.data[1] = (1, 2, 3)
    assert across(buffer).data.tolist() == [[0, 0, 0], [1, 2, 3]]
    view = buffer.data
    view[0] = 5
    assert across(buffer).data[0].tolist() == [5, 5, 5], "also after it was sent"
