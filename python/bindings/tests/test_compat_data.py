"""Rows of Inviwo's `data` on formats, enumerations, volumes and arrays: each test is a row of docs/compatibility/data.md."""

from __future__ import annotations

import array as array_module
import enum
import warnings
from typing import Any

import numpy as np
import pytest
import voxloom
from inviwopy import data
from inviwopy.data import (
    Axis,
    Buffer,
    DataMapper,
    FormatError,
    ImageChannel,
    InterpolationType,
    Layer,
    LayerPy,
    NumericType,
    SwizzleMask,
    Unit,
    Volume,
    VolumePy,
    VolumeSequence,
    Wrapping,
    formats,
)
from inviwopy.glm import mat3, mat4, size2_t, size3_t, vec3
from test_arrays import across, address

TYPES = {"FLOAT": ("float", (16, 32, 64)), "INT": ("int", (8, 16, 32, 64)), "UINT": ("uint", (8, 16, 32, 64))}
FORMATS = [(n, kind, bits) for n in (1, 2, 3, 4) for kind, (_, sizes) in TYPES.items() for bits in sizes]


def grid(*shape: int, dtype: Any = np.float32) -> np.ndarray:
    """An array that owns its memory, all elements different."""
    return np.arange(int(np.prod(shape))).astype(dtype).reshape(shape).copy()


# Formats and enumerations


@pytest.mark.parametrize(("components", "kind", "bits"), FORMATS)
def test_format(components: int, kind: str, bits: int) -> None:
    """Each dtype and number of channels, both ways, with all members of DataFormat."""
    identifier = ("" if components == 1 else f"Vec{components}") + f"{kind}{bits}"
    form = getattr(formats, f"Data{identifier}")
    dtype = np.dtype(f"{TYPES[kind][0]}{bits}")
    assert (form.components, form.precision, form.size, form.id) == (components, bits, components * bits // 8, identifier)
    limits = np.finfo(dtype) if kind == "FLOAT" else np.iinfo(dtype)
    assert form.max == float(limits.max) and form.lowest == float(limits.min)
    assert form.min == float(limits.tiny if kind == "FLOAT" else limits.min)
    expected = {"FLOAT": NumericType.Float, "INT": NumericType.SignedInteger, "UINT": NumericType.UnsignedInteger}
    assert form.numericType == expected[kind] and str(form) == f"Data{identifier}"
    channels = (components,) if components > 1 else ()
    assert Volume(np.ones((2, 2, 2, *channels), dtype)).format == form
    zeros = Volume(size=size3_t(4, 3, 2), format=form)
    assert zeros.data.shape == (2, 3, 4, *channels) and zeros.data.dtype == dtype and not zeros.data.any()
    assert list(Volume(size=size3_t(1), format=form).dataMap.dataRange) == [form.lowest, form.max]


@pytest.mark.parametrize("dtype", ["complex64", "complex128", "longdouble", "datetime64[s]", "object", "U3", "S3", "f4,f4"])
@pytest.mark.parametrize(
    ("make", "shape"), [(Volume, (2, 2, 2)), (VolumePy, (2, 2, 2)), (Layer, (2, 2)), (LayerPy, (2, 2)), (Buffer, (2,))]
)
def test_refused_dtype(dtype: str, make: Any, shape: tuple) -> None:
    """Inviwo's text, the dtype, and what is accepted; a ValueError and a TypeError."""
    expected = (
        r"Could not map the type of the given array to an inviwo format: .* is not supported. Supported are uint8, .*float64, and bool"
    )
    for kind in (ValueError, TypeError, FormatError):
        with pytest.raises(kind, match=expected):
            make(np.zeros(shape, dtype))


@pytest.mark.parametrize(("make", "shape"), [(Volume, (2, 2, 2, 5)), (Layer, (2, 2, 5)), (Buffer, (2, 5))])
def test_five_channels(make: Any, shape: tuple) -> None:
    with pytest.raises(ValueError, match=r"Could not map the type of the given array to an inviwo format: .* 1 to 4 channels"):
        make(np.zeros(shape))


ENUMS = {
    "InterpolationType": ["Linear", "Nearest"],
    "Wrapping": ["Clamp", "Repeat", "Mirror"],
    "LayerType": ["Color", "Depth", "Picking"],
    "ImageChannel": ["Red", "Green", "Blue", "Alpha", "Zero", "One"],
    "BufferType": [
        "PositionAttrib", "NormalAttrib", "ColorAttrib", "TexCoordAttrib", "CurvatureAttrib", "IndexAttrib", "RadiiAttrib",
        "PickingAttrib", "ScalarMetaAttrib", "Unknown",
    ],
    "BufferUsage": ["Static", "Dynamic"],
    "BufferTarget": ["Data", "Index"],
    "DrawType": ["NotSpecified", "Points", "Lines", "Triangles"],
    "ConnectivityType": ["Unconnected", "Strip", "Loop", "Fan", "Adjacency", "StripAdjacency"],
    "NumericType": ["NotSpecialized", "Float", "UnsignedInteger", "SignedInteger"],
    "TFPrimitiveSetType": ["Relative", "Absolute"],
}  # fmt: skip


@pytest.mark.parametrize("name", ENUMS)
def test_enum(name: str) -> None:
    """As pybind11's: of an int, to an int, members, text, and usable as an int."""
    cls: Any = getattr(data, name)
    assert list(cls.__members__) == ENUMS[name] and issubclass(cls, enum.IntEnum)
    for number, member in enumerate(ENUMS[name]):
        value = getattr(cls, member)
        assert cls(number) is value and int(value) == value.__int__() == number and value == number
        assert str(value) == f"{name}.{member}" and value.name == member and range(100)[value] == number
    with pytest.raises(ValueError):
        cls(99)


def test_old_name_of_unconnected() -> None:
    assert getattr(data.ConnectivityType, "None") is data.ConnectivityType.Unconnected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rgba", "rgba"), ("rgb", "rgb1"), ("rgbZeroAlpha", "rgb0"), ("luminance", "rrr1"), ("luminanceAlpha", "rrrg"),
        ("redGreen", "rg01"), ("depth", "rrr1"),
    ],
)  # fmt: skip
def test_swizzle_mask(name: str, text: str) -> None:
    mask = getattr(SwizzleMask, name)
    assert repr(mask) == text and SwizzleMask(mask) == mask and SwizzleMask(*mask) == mask
    assert hash(SwizzleMask(mask)) == hash(mask) and (mask == SwizzleMask.rgba) == (name == "rgba")


def test_swizzle_mask_constructors() -> None:
    assert SwizzleMask() == SwizzleMask.rgba
    mask = SwizzleMask(red=ImageChannel.Blue, green=ImageChannel.Zero, blue=ImageChannel.One, alpha=3)
    assert list(mask) == [ImageChannel.Blue, ImageChannel.Zero, ImageChannel.One, ImageChannel.Alpha]
    with pytest.raises(TypeError, match="4 channels"):
        SwizzleMask(ImageChannel.Red)


# Volume


def test_volume_of_an_array() -> None:
    """(z, y, x) and (z, y, x, c)."""
    values = grid(2, 3, 4)
    volume = Volume(values)
    assert volume.dimensions == size3_t(4, 3, 2) and type(volume.dimensions) is size3_t
    np.testing.assert_array_equal(volume.data, values)
    assert Volume(grid(2, 3, 4, 2)).dimensions == size3_t(4, 3, 2) and Volume(grid(2, 3, 4, 2)).channels == 2


def test_volume_of_a_volume_py() -> None:
    """Zero copy, with swizzle mask, interpolation and wrapping."""
    values = grid(2, 3, 4)
    representation = VolumePy(values, SwizzleMask.rgb, InterpolationType.Nearest, [Wrapping.Repeat, Wrapping.Clamp, Wrapping.Mirror])
    volume = Volume(representation)
    assert address(volume.data) == address(values)
    assert volume.swizzlemask == SwizzleMask.rgb and volume.interpolation == InterpolationType.Nearest
    assert volume.wrapping == [Wrapping.Repeat, Wrapping.Clamp, Wrapping.Mirror]
    assert representation.getOwner() is volume and representation.isValid()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Volume(
            size=size3_t(4, 3, 2), format=formats.DataVec3UINT8, interpolation=1, wrapping=[1, 1, 1], swizzleMask=SwizzleMask.rgb
        ),
        lambda: Volume(size3_t(4, 3, 2), formats.DataVec3UINT8, SwizzleMask.rgb, InterpolationType.Nearest, [Wrapping.Repeat] * 3),
    ],
)
def test_volume_of_a_size(make: Any) -> None:
    volume = make()
    assert volume.data.shape == (2, 3, 4, 3) and volume.interpolation == InterpolationType.Nearest
    assert volume.wrapping == [Wrapping.Repeat] * 3 and volume.swizzlemask == SwizzleMask.rgb
    volume.data[1, 2, 3] = (1, 2, 3)
    assert across(volume).data[1, 2, 3].tolist() == [1, 2, 3], "a volume made by its size is filled through data"
    with pytest.raises(TypeError, match=r"takes a format of inviwopy.data.formats"):
        Volume(size=size3_t(1), format="float32")
    with pytest.raises(ValueError, match="size of 3 numbers"):
        Volume(size=size2_t(1), format=formats.DataUINT8)


def test_volume_matrices() -> None:
    """Identity by default; basis and offset are columns of the model matrix; what is read is a copy."""
    volume = Volume(grid(2, 2, 2))
    assert volume.modelMatrix == mat4(1) and volume.worldMatrix == mat4(1)
    volume.basis, volume.offset = mat3(vec3(2, 0, 0), vec3(0, 3, 0), vec3(0, 0, 4)), vec3(-1, -2, -3)
    assert volume.modelMatrix.array.tolist() == [[2, 0, 0, 0], [0, 3, 0, 0], [0, 0, 4, 0], [-1, -2, -3, 1]]
    volume.modelMatrix = mat4(5)
    assert volume.basis == mat3(5) and volume.offset == vec3(0)
    volume.offset = [1, 2, 3]
    volume.worldMatrix = np.eye(4) * 2
    assert volume.offset == vec3(1, 2, 3) and volume.worldMatrix == mat4(2)
    volume.modelMatrix[0][0] = 77
    assert volume.modelMatrix[0][0] == 5
    other = across(volume)
    assert other.modelMatrix == volume.modelMatrix and other.worldMatrix == mat4(2)
    with pytest.raises(TypeError, match="mat4 takes"):
        volume.modelMatrix = [1, 2, 3]


@pytest.mark.parametrize(
    ("dtype", "low", "high"), [("uint8", 0, 255), ("int16", -32768, 32767), ("float32", -3.4028234663852886e38, 3.4028234663852886e38)]
)
def test_data_range_by_default(dtype: str, low: float, high: float) -> None:
    """The full range of the type, which is sent as not set."""
    volume = Volume(grid(2, 2, 2, dtype=dtype))
    assert list(volume.dataMap.dataRange) == [low, high] == list(volume.dataMap.valueRange)
    assert across(volume).dataMap.statedDataRange is None
    volume.dataMap.dataRange = volume.dataMap.dataRange
    assert across(volume).dataMap.statedDataRange == [low, high], "assigning it states it"


def test_data_map_is_live() -> None:
    volume = Volume(grid(2, 2, 2))
    mapper, held = volume.dataMap, volume.dataMap.dataRange
    mapper.dataRange = (1, 2)
    assert list(held) == [1, 2], "who holds the range sees it"
    held.y = 5
    mapper.valueRange = [0, 100]
    mapper.valueAxis.name, mapper.valueAxis.unit = "density", Unit("g/cm^3")
    other = across(volume).dataMap
    assert list(other.dataRange) == [1, 5] and list(other.valueRange) == [0, 100] and str(other.valueAxis) == "density [g/cm^3]"
    given = DataMapper()
    assert list(given.dataRange) == [0, 1]
    given.dataRange, given.valueAxis = (3, 4), Axis("a", Unit("m"))
    volume.dataMap = given
    given.dataRange = (7, 8)
    assert list(volume.dataMap.dataRange) == [3, 4] and volume.dataMap.valueAxis == Axis("a", "m"), "what is assigned is copied"
    assert repr(volume.dataMap) == "DataMapper[data: [3 4], value: [0 1], axis: a [m]]"
    for wrong in (5, "text"):
        with pytest.raises(TypeError, match="a DataMapper is needed"):
            volume.dataMap = wrong
    with pytest.raises(TypeError, match="dvec2 takes 2 numbers"):
        volume.dataMap.dataRange = (1, 2, 3)


def test_axes_are_live() -> None:
    volume = Volume(grid(2, 2, 2))
    assert [axis.name for axis in volume.axes] == ["x", "y", "z"] and str(volume.axes[0].unit) == ""
    volume.axes[1].name, volume.axes[1].unit = "height", "mm"
    volume.axes[2] = Axis("depth", Unit("cm"))
    assert volume.getAxis(1).name == "height"
    assert [str(axis) for axis in across(volume).axes] == ["x", "height [mm]", "depth [cm]"]
    volume.axes = [Axis("a", Unit("m"))] * 3
    volume.axes[0].name = "b"
    assert [axis.name for axis in volume.axes] == ["b", "a", "a"]
    with pytest.raises(TypeError, match="3 values of Axis"):
        volume.axes = [Axis()]


def test_unit_and_axis() -> None:
    unit = Unit("e/Angstrom^3")
    assert str(unit) == repr(unit) == unit.to_string() == "e/Angstrom^3" and unit == Unit("e/Angstrom^3") != Unit("m")
    assert Unit("mm").to_string("size{: [}") == "size [mm]" and Unit("").to_string("size{: [}") == "size"
    assert Unit("mm").to_string("{: (}") == " (mm)" and Unit("mm").to_string("in {}") == "in mm"
    axis = Axis("r", Unit("Angstrom"))
    assert (axis.name, axis.unit) == ("r", Unit("Angstrom")) and repr(axis) == "r [Angstrom]"
    with pytest.raises(TypeError, match="a unit is a text"):
        Unit(5)
    with pytest.raises(TypeError, match="the name of an axis is a text"):
        axis.name = 5


def test_volume_sampling() -> None:
    """swizzlemask, interpolation, wrapping."""
    volume = Volume(grid(2, 2, 2))
    assert (
        volume.swizzlemask == SwizzleMask.rgba
        and volume.interpolation == InterpolationType.Linear
        and volume.wrapping == [Wrapping.Clamp] * 3
    )
    volume.swizzlemask, volume.interpolation = SwizzleMask.luminance, InterpolationType.Nearest
    volume.wrapping = [Wrapping.Mirror, Wrapping.Repeat, Wrapping.Clamp]
    other = across(volume)
    assert (
        other.interpolation == InterpolationType.Nearest
        and other.wrapping == volume.wrapping
        and volume.swizzlemask == SwizzleMask.luminance
    )
    for wrong in (Wrapping.Clamp, [Wrapping.Clamp]):
        with pytest.raises(TypeError, match="3 values of Wrapping"):
            volume.wrapping = wrong
    with pytest.raises(ValueError):
        volume.interpolation = 7


def test_volume_data_is_replaced() -> None:
    """Setting takes any shape and dtype that VolumePy takes; metadata stays."""
    volume = Volume(grid(2, 3, 4))
    volume.offset = vec3(1, 2, 3)
    values = grid(4, 2, 2, 3, dtype=np.uint8)
    volume.data = values
    assert volume.dimensions == size3_t(2, 2, 4) and volume.format == formats.DataVec3UINT8 and volume.offset == vec3(1, 2, 3)
    np.testing.assert_array_equal(across(volume).data, values)
    with pytest.raises(ValueError, match="Ndims must be either 3 or 4"):
        volume.data = np.zeros((2, 2))
    np.testing.assert_array_equal(volume.data, values)


def test_volume_data_that_was_received_is_read_only() -> None:
    received = across(Volume(grid(2, 3, 4)))
    with pytest.raises(ValueError, match="read-only"):
        received.data[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        Volume(grid(2, 3, 4)).data[0] = 1


def test_volume_clone() -> None:
    volume = Volume(grid(2, 3, 4))
    volume.dataMap.dataRange, volume.axes[0].name = (1, 2), "a"
    clone = volume.clone()
    assert address(clone.data) == address(volume.data) and list(clone.dataMap.dataRange) == [1, 2] and clone.axes[0].name == "a"
    clone.dataMap.dataRange, clone.axes[0].name, clone.offset = (5, 6), "b", (1, 1, 1)
    assert list(volume.dataMap.dataRange) == [1, 2] and volume.axes[0].name == "a" and volume.offset == vec3(0)
    own = Volume(size=size3_t(2), format=formats.DataUINT8)
    other = own.clone()
    other.data[...] = 7
    assert not own.data.any() and other.data.all()


@pytest.mark.parametrize("to", [True, False])
def test_volume_copies_metadata(to: bool) -> None:
    source, target = Volume(grid(2, 2, 2)), Volume(grid(3, 3, 3))
    source.modelMatrix, source.worldMatrix, source.interpolation = mat4(2), mat4(3), 1
    source.dataMap.valueRange, source.axes[2].unit = (0, 9), "mm"
    source.wrapping, source.swizzlemask = [Wrapping.Repeat] * 3, SwizzleMask.depth
    source.copyMetaDataTo(target) if to else target.copyMetaDataFrom(source)
    assert (target.modelMatrix, target.worldMatrix, target.interpolation) == (mat4(2), mat4(3), 1) and target.dimensions == size3_t(3)
    assert list(target.dataMap.valueRange) == [0, 9] and str(target.axes[2].unit) == "mm"
    assert target.wrapping == [Wrapping.Repeat] * 3 and target.swizzlemask == SwizzleMask.depth
    source.axes[2].unit = "cm"
    assert str(target.axes[2].unit) == "mm"
    with pytest.raises(TypeError, match="between volumes"):
        source.copyMetaDataTo(5)


def test_volume_representations() -> None:
    values, others = grid(2, 3, 4), grid(3, 3, 3)
    volume = Volume(values)
    representation = volume.getVolumePyRepresentation()
    assert volume.hasRepresentations() and address(representation.data) == address(values) and representation.getOwner() is volume
    assert (
        not representation.data.flags.writeable
        and representation.format == formats.DataFLOAT32
        and representation.dimensions == size3_t(4, 3, 2)
    )
    editable = volume.getEditableVolumePyRepresentation()
    editable.data[1, 1, 1] = 1000
    assert volume.data[1, 1, 1] == 1000 and across(volume).data[1, 1, 1] == 1000 and values[1, 1, 1] == 17
    assert editable.isValid() and not representation.isValid()
    volume.invalidateAllOther(editable)
    volume.removeOtherRepresentations(editable)
    assert volume.data[1, 1, 1] == 1000
    volume.addRepresentation(VolumePy(others))
    assert volume.dimensions == size3_t(3) and address(volume.data) == address(others)
    with pytest.raises(ValueError, match="does not have this representation"):
        volume.removeRepresentation(editable)
    volume.removeRepresentation(volume.getVolumePyRepresentation())
    assert not volume.hasRepresentations() and not volume.data.any() and volume.dimensions == size3_t(3)
    volume.addRepresentation(VolumePy(others))
    volume.clearRepresentations()
    assert not volume.hasRepresentations() and volume.data.shape == (3, 3, 3)
    with pytest.raises(TypeError, match="takes a VolumePy as representation"):
        volume.addRepresentation(others)


def test_an_input_is_edited_in_a_copy() -> None:
    """What another processor made is not changed through the editable representation."""
    received = across(Volume(grid(2, 3, 4)))
    before = received.data
    received.getEditableVolumePyRepresentation().data[...] = 5
    assert (received.data == 5).all() and before[1, 1, 1] == 17


def test_volume_py() -> None:
    values = grid(2, 3, 4)
    representation = VolumePy(data=values, interpolation=InterpolationType.Nearest)
    assert address(representation.data) == address(values) and representation.dimensions == size3_t(4, 3, 2)
    assert representation.interpolation == InterpolationType.Nearest and representation.swizzleMask == SwizzleMask.rgba
    representation.wrapping = [Wrapping.Repeat] * 3
    representation.swizzleMask = SwizzleMask.rgb
    representation.setValid(True)
    assert Volume(representation).wrapping == [Wrapping.Repeat] * 3 and Volume(representation).swizzlemask == SwizzleMask.rgb
    zeros = VolumePy(size3_t(4, 3, 2), formats.DataVec2INT16, SwizzleMask.rgb)
    zeros.data[...] = 3
    assert zeros.format == formats.DataVec2INT16 and (Volume(zeros).data == 3).all() and zeros.swizzleMask == SwizzleMask.rgb
    assert VolumePy(size=size3_t(1, 2, 3), format=formats.DataUINT8).data.shape == (3, 2, 1)
    with pytest.raises(ValueError, match="Ndims must be either 3 or 4"):
        VolumePy(np.zeros((2, 2)))
    with pytest.raises(TypeError, match="takes the arguments"):
        VolumePy(values, colour=3)


def test_fortran_order() -> None:
    """(x, y, z) as Inviwo had it until 2023, said with the cure; `voxloom.Volume` keeps the axes."""
    values = np.asfortranarray(grid(3, 4, 5))
    for volume in (Volume(values), Volume(VolumePy(values))):
        assert volume.dimensions == size3_t(3, 4, 5) and address(volume.data) == address(values)
        assert "np.ascontiguousarray" in volume.notes[0]
    assert voxloom.Volume(values).dimensions == size3_t(5, 4, 3)
    both = np.ones((1, 1, 5), np.float32)
    assert both.flags.f_contiguous and both.flags.c_contiguous and Volume(both).dimensions == size3_t(5, 1, 1) and not Volume(both).notes


def test_volume_sequence() -> None:
    """A list of volumes that takes nothing else."""
    one, two = Volume(grid(2, 2, 2)), Volume(grid(3, 3, 3))
    sequence = VolumeSequence([one])
    sequence.append(two)
    sequence.extend([one])
    assert len(sequence) == 3 and sequence[1] is two and list(sequence) == [one, two, one] and type(sequence[:2]) is VolumeSequence
    sequence[1].offset = (1, 2, 3)
    assert two.offset == vec3(1, 2, 3)
    with pytest.raises(TypeError, match=r"VolumeSequence holds Volume values.*a Volume is needed"):
        sequence.append(grid(2, 2, 2))
    with pytest.raises(TypeError, match="element 1"):
        VolumeSequence([one, None])
    sequence.pop()
    sequence.clear()
    assert len(VolumeSequence()) == len(sequence) == 0


# Arrays of other libraries


class Interface:
    """An array of another library, by `__array_interface__`."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values
        self.__array_interface__ = values.__array_interface__


class DLPack:
    """An array of another library, by DLPack."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def __dlpack__(self, **keywords: Any) -> Any:
        return self._values.__dlpack__(**keywords)

    def __dlpack_device__(self) -> Any:
        return self._values.__dlpack_device__()


class OnDevice(DLPack):
    """One that lies on a GPU."""

    def __dlpack__(self, **keywords: Any) -> Any:
        raise BufferError("the array is on a GPU")


class ArrayMethod:
    """One that makes an array of itself."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return self._values


def _memoryview(values: np.ndarray) -> memoryview:
    return memoryview(values)


@pytest.mark.parametrize("kind", [Interface, DLPack, ArrayMethod, _memoryview])
def test_arrays_of_other_libraries(kind: Any) -> None:
    values = grid(2, 3, 4)
    if kind is DLPack and not hasattr(np, "from_dlpack"):
        pytest.skip("this NumPy has no DLPack")
    volume = Volume(kind(values))
    values = values.copy()
    np.testing.assert_array_equal(volume.data, values)
    np.testing.assert_array_equal(across(volume).data, values)


def test_buffers_of_the_standard_library() -> None:
    assert Buffer(array_module.array("f", [1, 2, 3])).data.tolist() == [1, 2, 3]
    assert Buffer(bytearray(b"abc")).data.tolist() == [97, 98, 99]
    with pytest.raises(TypeError, match=r"takes a numpy.ndarray, not list"):
        Volume([[[1]]])
    with pytest.raises(TypeError, match="not bytes"):
        Buffer(b"abc")
    with pytest.raises(TypeError, match="masked"):
        Volume(np.ma.zeros((2, 2, 2)))


def test_arrays_on_a_device_are_refused_in_words() -> None:
    with pytest.raises(TypeError, match=r"cannot read the .*OnDevice .*: the array is on a GPU. Copy it to the CPU"):
        Volume(OnDevice(grid(2, 2, 2)))


def test_no_warnings_on_ordinary_use() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        volume = Volume(grid(2, 2, 2))
        volume.dataMap.dataRange = (0, 1)
        assert across(volume).data.sum() == 28
