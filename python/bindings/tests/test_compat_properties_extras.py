"""Composites of Inviwo's base module: bases, ranges, information about data, lists of transformations."""

from __future__ import annotations

import json
import math
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
from inviwopy.data import Buffer, BufferType, DrawType, Image, Layer, LayerInport, Mesh, Volume, VolumeInport, Wrapping
from inviwopy.doc import Document
from inviwopy.glm import dvec2, mat3, mat4, vec3
from inviwopy.properties import (
    BasisProperty,
    BasisPropertyMode,
    BoolCompositeProperty,
    CompositeProperty,
    DataRangeProperty,
    ImageInformationProperty,
    InvalidationLevel,
    LayerInformationProperty,
    MeshInformationProperty,
    TransformListProperty,
    ValueAxisProperty,
    VolumeInformationProperty,
)


def example_volume() -> Volume:
    volume = Volume(np.zeros((4, 3, 2), np.uint16))
    volume.dataMap.dataRange, volume.dataMap.valueRange = (1, 9), (-2, 2)
    volume.dataMap.valueAxis.name, volume.dataMap.valueAxis.unit = "Density", "kg"
    volume.modelMatrix = mat4((2, 0, 0, 0), (0, 3, 0, 0), (0, 0, 4, 0), (5, 6, 7, 1))
    return volume


def in_processor(prop: Any) -> ivw.Processor:
    processor = ivw.Processor("P", "P")
    processor.addProperty(prop)
    return processor


def math_of(matrix: Any) -> np.ndarray:
    return np.array(matrix, float)


# BasisProperty


def test_basis_shows_an_entity() -> None:
    prop = BasisProperty("b", "B", Document("Help."), InvalidationLevel.Valid)
    volume = example_volume()
    prop.updateForNewEntity(volume)
    assert isinstance(prop, CompositeProperty) and prop.basisAndOffset == volume.modelMatrix
    assert (prop.a.value, prop.b.value, prop.c.value) == (vec3(2, 0, 0), vec3(0, 3, 0), vec3(0, 0, 4))
    assert (prop.offset.value, prop.properties["size"].value) == (vec3(5, 6, 7), vec3(2, 3, 4))
    assert prop.a.readOnly and prop.offset.readOnly and prop.a.visible and not prop.properties["size"].visible
    prop.reference.value = 1
    assert prop.a.value == vec3(1, 0, 0) and prop.basisAndOffset == volume.modelMatrix
    assert prop.invalidationLevel == InvalidationLevel.Valid
    prop.updateForNewEntity(mat4(2), (1, 1, 1), False)
    assert prop.a.value == vec3(2, 0, 0)


def test_basis_is_overridden() -> None:
    prop, volume = BasisProperty("b", "B"), example_volume()
    prop.updateForNewEntity(volume)
    prop.override.value = True
    assert not prop.a.readOnly and prop.offset.readOnly and prop.basisAndOffset == volume.modelMatrix
    prop.a.value = (10, 0, 0)
    assert prop.offset.value == vec3(-5, -1.5, -2), "it is centered automatically"
    prop.autoCenter.value = False
    prop.offset.value = (1, 2, 3)
    expected = np.diag([10.0, 3, 4, 1])
    expected[:3, 3] = [1, 2, 3]
    np.testing.assert_allclose(math_of(prop.basisAndOffset), expected)
    prop.updateEntity(volume)
    np.testing.assert_allclose(math_of(volume.modelMatrix), expected)
    prop.mode.value = int(BasisPropertyMode.Orthogonal)
    assert prop.properties["size"].visible and not prop.a.visible
    prop.properties["size"].value = (1, 1, 1)
    np.testing.assert_allclose(math_of(prop.basisAndOffset)[:3, :3], np.eye(3))
    prop.updateForNewEntity(example_volume(), True)
    np.testing.assert_allclose(math_of(prop.basisAndOffset)[:3, :3], np.eye(3), err_msg="deserialize keeps the override")
    prop.restore.press()
    np.testing.assert_allclose(math_of(prop.basisAndOffset), math_of(example_volume().modelMatrix))
    prop.override.value = False
    assert prop.basisAndOffset == example_volume().modelMatrix


def test_skewed_basis_stays_general() -> None:
    prop = BasisProperty("b", "B")
    processor = in_processor(prop)
    prop.updateForNewEntity(mat4((1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)), (1, 1, 1))
    prop.mode.value = 1
    assert prop.mode.value == 0 and "stays general" in processor._notes[0]


def test_copies_of_a_basis_are_independent() -> None:
    prop = BasisProperty("b", "B")
    copy = prop.clone()
    copy.override.value, copy.autoCenter.value = True, False
    copy.a.value = (7, 0, 0)
    assert not copy.a.readOnly and prop.a.readOnly and prop.a.value == vec3(1, 0, 0) and copy.basisAndOffset[0][0] == 7


# Ranges and axes

RANGES = {DataRangeProperty: "useCustomRange", ValueAxisProperty: "useCustomAxis"}


@pytest.mark.parametrize("cls", RANGES)
@pytest.mark.parametrize("inport", [VolumeInport, LayerInport])
def test_values_come_from_an_inport(cls: Any, inport: Any) -> None:
    port = inport("in")
    prop = cls("r", "R", port)
    entity = example_volume() if inport is VolumeInport else Layer(np.zeros((3, 2), np.uint8))
    entity.dataMap.dataRange, entity.dataMap.valueAxis.name = (1, 9), "Density"
    port._receive([entity], True)
    for callback in port._callbacks:
        callback()
    assert (prop.dataRange if cls is DataRangeProperty else prop.valueName) == (dvec2(1, 9) if cls is DataRangeProperty else "Density")
    assert prop.getPropertyByIdentifier(RANGES[cls]).visible and not cls("r", "R", port, False).getPropertyByIdentifier(RANGES[cls]).visible
    with pytest.raises(TypeError, match="takes an inport or None as inport, got 3"):
        cls("r", "R", port=3)


def test_data_ranges() -> None:
    prop = DataRangeProperty("r", "R", True, InvalidationLevel.Valid)
    assert prop.invalidationLevel == InvalidationLevel.Valid and prop.dataRange == prop.valueRange == dvec2(0, 255)
    prop.updateFromVolume(example_volume())
    prop.updateFromVolume(None)
    assert (prop.dataRange, prop.valueRange, prop.customRangeEnabled) == (dvec2(1, 9), dvec2(-2, 2), False)
    assert prop.customDataRange == prop.customValueRange == dvec2(0, 1) and prop.properties["dataRange"].readOnly
    prop.useCustomRange.checked = True
    assert prop.customRangeEnabled and prop.dataRange == dvec2(0, 1)
    prop.useCustomRange.copyFromInput.press()
    assert (prop.dataRange, prop.customValueRange) == (dvec2(1, 9), dvec2(-2, 2))
    prop.useCustomRange.checked = False
    prop.dataRange, prop.valueRange = (0, 4), (0, 5)
    assert (prop.dataRange, prop.valueRange) == (dvec2(0, 4), dvec2(0, 5))
    prop.updateFromLayer(Layer(np.zeros((3, 2), np.uint8)))
    assert prop.dataRange == dvec2(0, 255)
    never = DataRangeProperty("r", "R", customRanges=False)
    never.useCustomRange.checked = True
    assert not never.customRangeEnabled


def test_value_axes() -> None:
    prop = ValueAxisProperty("r", "R")
    prop.updateFromVolume(example_volume())
    assert (prop.valueName, str(prop.valueUnit), prop.customAxisEnabled) == ("Density", "kg", False)
    prop.useCustomAxis.customValueName.value, prop.useCustomAxis.customValueUnit.value = "Own", "m"
    prop.useCustomAxis.checked = True
    assert (prop.valueName, str(prop.valueUnit), prop.customValueName, str(prop.customValueUnit)) == ("Own", "m", "Own", "m")
    prop.useCustomAxis.copyFromInput.press()
    assert prop.customAxisEnabled and prop.valueName == "Density"
    prop.useCustomAxis.checked = False
    prop.valueName, prop.valueUnit = "Set", "s"
    assert (prop.valueName, str(prop.valueUnit)) == ("Set", "s")
    prop.updateFromLayer(Layer(np.zeros((3, 2), np.uint8)))
    assert prop.valueName == ""


# Information


def test_volume_information() -> None:
    prop, volume = VolumeInformationProperty("i", "I"), example_volume()
    volume.wrapping = [Wrapping.Mirror, Wrapping.Clamp, Wrapping.Repeat]
    volume.axes[1].name = "depth"
    prop.updateForNewVolume(volume)
    shown = {path: leaf._to_wire() for path, leaf in prop._leaf_paths("i")}
    assert shown["i.dimensions"] == [2, 3, 4] and shown["i.numVoxels"] == 24 and shown["i.channels"] == 1 and "uint16" in shown["i.format"]
    assert shown["i.dataRange"] == [1, 9] and shown["i.valueName"] == "Density" and shown["i.valueUnit"] == "kg"
    assert shown["i.axesNames.y"] == "depth" and shown["i.xWrappingX"] == "mirror" and prop.dimensions.readOnly
    assert isinstance(prop, BoolCompositeProperty) and not prop.checked
    prop.dataRange.value, prop.interpolation.value, prop.axesUnits.x.value = (0, 3), 1, "mm"
    other = example_volume()
    prop.updateVolume(other)
    assert other.dataMap.dataRange == dvec2(0, 3) and int(other.interpolation) == 1 and str(other.axes[0].unit) == "mm"
    assert list(other.wrapping) == [Wrapping.Mirror, Wrapping.Clamp, Wrapping.Repeat]
    prop.checked = True
    prop.updateForNewVolume(example_volume())
    assert prop.dataRange.value == dvec2(0, 3), "changes are kept"
    prop.checked = False
    prop.updateForNewVolume(example_volume(), False)
    assert prop.dataRange.value == dvec2(0, 3)
    prop.updateForNewVolume(example_volume(), True)
    assert prop.dataRange.value == dvec2(1, 9)
    json.dumps(prop._describe())


def test_layer_and_image_information() -> None:
    layer = Layer(np.zeros((3, 2, 4), np.float32))
    prop = LayerInformationProperty("i", "I")
    prop.updateForNewLayer(layer)
    assert list(prop.dimensions.value) == [2, 3] and prop.channels.value == 4 and prop.numPixels.value == 6
    prop.valueName.value = "Own"
    prop.updateLayer(layer)
    assert layer.dataMap.valueAxis.name == "Own"
    image = ImageInformationProperty("i", "I")
    calls: list[int] = []
    image.onChange(lambda: calls.append(1))
    image.updateForNewImage(Image([layer, Layer(np.zeros((3, 2), np.uint8))]))
    assert list(image.dimensions.value) == [2, 3] and image.numColorLayers.value == 2 and image.layers.size() >= 2 and len(calls) == 1
    assert image.layers.layer1.displayName == "Color Layer 2" and image.layers.layer1.channels.value == 1
    image.updateForNewMesh(Image(layer))
    assert image.numColorLayers.value == 1, "the name that Inviwo's binding has"


def test_mesh_information() -> None:
    mesh = Mesh(DrawType.Triangles)
    mesh.addBuffer(BufferType.PositionAttrib, Buffer(np.array([[0, 0, 0], [1, 2, 3], [4, 0, 0]], np.float32)))
    mesh.basis, mesh.offset = mat3(2), vec3(1, 2, 3)
    prop = MeshInformationProperty("i", "I")
    prop.meshProperties.checked = True
    prop.updateForNewMesh(mesh)
    assert prop.defaultMeshInfo.defaultDrawType.value == "Triangles" and prop.numBuffers.value == 1 and prop.numIndexBuffers.value == 0
    assert list(prop.meshProperties.extent.value) == [4, 2, 3] and prop.transformations.basis.value[0][0] == 2
    assert list(prop.transformations.offset.value) == [1, 2, 3]
    buffer = prop.buffers.meshbuffer0
    assert (buffer.type.value, buffer.properties["size"].value, buffer.format.value) == ("PositionAttrib", 3, "float32 x 3")
    prop.updateForNewMesh(Mesh())
    assert prop.buffers.empty() and list(prop.meshProperties.extent.value) == [0, 0, 0]


# Transformations


def test_transform_lists() -> None:
    prop = TransformListProperty("t", "T", Document("Help."))
    processor = in_processor(prop)
    assert prop.matrix == mat4(1) and prop.internalTransforms.prefabCount == 4
    calls: list[int] = []
    prop.onChange(lambda: calls.append(1))
    for name in ("add2", "add1", "add0"):
        processor.getPropertyByPath(f"t.internalTransforms.{name}")._notify()
    scale, turn, move = prop.internalTransforms.properties
    assert (scale.identifier, turn.identifier, move.identifier) == ("scaling", "rotation", "translation") and calls
    scale.scale.value, turn.axis.value, turn.angle.value, move.translate_.value = (2, 3, 4), (0, 0, 1), 90, (5, 6, 7)
    np.testing.assert_allclose(math_of(prop.matrix) @ [1, 1, 1, 1], [5 - 3, 6 + 2, 7 + 4, 1], atol=1e-5)
    assert prop.result.value == prop.matrix and prop.result.readOnly
    turn.mode.value = 0
    assert turn.angle.value == pytest.approx(math.pi / 2)
    np.testing.assert_allclose(math_of(prop.matrix) @ [1, 1, 1, 1], [2, 8, 11, 1], atol=1e-5)
    prop.internalTransforms.clear()
    custom = prop.internalTransforms.constructProperty(3)
    custom.properties["matrix"].value = mat4(2)
    assert prop.matrix == prop.result.value == mat4(2)
