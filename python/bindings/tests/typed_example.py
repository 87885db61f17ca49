"""A processor and a script as people write them, for a strict type checker: `cargo xtask check stubs` runs mypy over it, pytest runs it.

Each line that ends in ``type: ignore`` is a mistake that the checker has to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import inviwopy as ivw
import numpy as np
import voxloom as vx
from inviwopy import glm
from inviwopy.data import BufferFLOAT32, DataFormat, Volume
from inviwopy.data.formats import DataFLOAT32
from inviwopy.properties import (
    BoolProperty,
    ConstraintBehavior,
    FileProperty,
    FloatProperty,
    FloatVec3Property,
    IntMinMaxProperty,
    IntOption,
    IntProperty,
    IntVec2OptProperty,
    InvalidationLevel,
    OptionPropertyInt,
    PropertySemantics,
    TransferFunctionProperty,
)
from ivwdataframe import DataFrame, DataFrameOutport

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Threshold(ivw.Processor):
    """Voxels above a threshold."""

    def __init__(self, id: str, name: str) -> None:
        super().__init__(id, name)
        self.inport = self.addInport(ivw.data.VolumeInport("inport", ivw.md2doc("The volume.")))
        self.outport = self.addOutport(ivw.data.VolumeOutport("outport"))
        self.table = self.addOutport(DataFrameOutport("table"), owner=False)
        self.threshold = FloatProperty("threshold", "Threshold", 0.5, (0.0, ConstraintBehavior.Immutable), 10.0, 0.1)
        self.scale = FloatProperty("scale", displayName="Scale", value=2, invalidationLevel=InvalidationLevel.InvalidOutput)
        self.offset = FloatProperty("offset", "Offset", ivw.md2doc("Added to *each* voxel."), 0.0, -1.0, 1.0)
        self.count = IntProperty("count", "Count", 1, help="How often.")
        self.color = FloatVec3Property("color", "Color", glm.vec3(1, 0, 0), semantics=PropertySemantics.Color)
        self.invert = BoolProperty("invert", "Invert", InvalidationLevel.InvalidResources)
        self.limits = IntMinMaxProperty("limits", "Limits", 0, 100)
        self.crop = IntVec2OptProperty("crop", "Crop")
        self.file = FileProperty("file", "File")
        self.tf = TransferFunctionProperty("tf", "Transfer Function")
        self.axis = OptionPropertyInt("axis", "Axis", [IntOption("x", "X", 0), IntOption("y", "Y", 1)], 1)
        self.addProperties([self.threshold, self.scale, self.offset, self.count, self.color, self.invert])
        self.addProperties([self.limits, self.crop, self.file, self.tf, self.axis])
        self.threshold.onChange(self.describe)
        self.color.visibilityDependsOn(self.invert, lambda invert: not invert.value)

    @staticmethod
    def processorInfo() -> ivw.ProcessorInfo:
        """What it is called."""
        return ivw.ProcessorInfo("org.example.Threshold", "Threshold", "Examples", ivw.CodeState.Stable, ivw.Tags([ivw.Tag.PY]))

    def describe(self) -> str:
        """All values in a line."""
        threshold: float = self.threshold.value
        red: float = self.color.value.x
        low: int = self.limits.value.x
        crop: glm.ivec2 | None = self.crop.value
        suffix: str = self.file.value.suffix
        points: int = self.tf.value.size
        axis: int = self.axis.value
        up: glm.vec3 = glm.normalize(self.color.value) * 2.0
        turned: glm.vec4 = glm.mat4(1) * glm.vec4(up, 1)
        return f"{threshold} {red} {low} {crop} {suffix} {points} {axis} {turned[0]}"

    def process(self) -> None:
        """Compares each voxel."""
        volume = self.inport.getData()
        voxels: NDArray[Any] = volume.data > self.threshold.value * self.scale.value
        result = Volume(voxels.astype(np.float32))
        result.dataMap.dataRange = glm.dvec2(0, 1)
        self.outport.setData(result)
        frame = DataFrame(2)
        frame.addFloatColumn("share", [voxels.mean(), 1.0])
        self.table.setData(frame)
        self.progress(1.0)


class Ramp(vx.Processor):
    """Gives out the numbers 0 to 7."""

    processorInfo = ivw.ProcessorInfo("org.example.Ramp", "Ramp")

    def __init__(self, id: str, name: str) -> None:
        super().__init__(id, name)
        self.outport = self.addOutport(ivw.data.VolumeOutport("outport"))

    def process(self) -> None:
        """The numbers, (z, y, x)."""
        self.outport.setData(vx.Volume(np.arange(8, dtype=np.float32).reshape(2, 2, 2)))


def compute(threshold: float) -> NDArray[Any]:
    """The voxels of a ramp above a threshold, as a network finds them."""
    identifiers: list[str] = [*vx.register(Threshold), *vx.register(Ramp)]
    with vx.Network() as net:
        node = net.add(identifiers[0], identifier="Threshold", threshold=threshold, scale=1.0)
        source = net.add(Ramp, position=(0, 100))
        net.connect(source.outports.outport, node.inports.inport)
        net.evaluate(node, timeout=30.0)
        voxels: NDArray[Any] = node.outports.outport.data.copy()
        return voxels


def formats() -> tuple[DataFormat, int]:
    """A format, and the number of elements of a buffer of it."""
    return DataFLOAT32, BufferFLOAT32(np.zeros(3, np.float32)).size


def mistakes(node: Threshold) -> None:
    """What a checker has to find."""
    node.threshold.value = "high"  # type: ignore[assignment]
    node.threshold.maximum = 1.0  # type: ignore[attr-defined]
    node.color.value = 1 + 2j  # type: ignore[assignment]
    node.color.value.w = 1.0  # type: ignore[attr-defined]
    node.invert.value = "yes"  # type: ignore[assignment]
    node.outport.setData(DataFrame())  # type: ignore[arg-type]
    node.addProperty(node.outport)  # type: ignore[type-var]
    FloatProperty("gain", "Gain", "much")  # type: ignore[call-overload]
    FloatProperty("gain", "Gain", 0.5, minimum=0.0)  # type: ignore[call-overload]
    glm.dot(node.color.value)  # type: ignore[call-arg]
    DataFrame().addFloatColum("misspelled", [1.0])  # type: ignore[attr-defined]
    ivw.ProcessorInfo("a", "b").category = "c"  # type: ignore[misc]
    vx.Networks()  # type: ignore[attr-defined]
