"""Takes a slice out of a volume.

* *Axis* is the one that the slice is perpendicular to; *Slice* counts along it from 0, and -1 is the middle.
* Columns and rows of the layer are the two other axes of the volume: x and y across z, x and z across y, y and z across x.
  Row 0 is the bottom row.
* The layer lies in space where the slice lies in the volume, and keeps names, units and data range. Where the volume
  states no data range, the range of all its values is used, so that brightness stays the same from slice to slice.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Axis, Layer, LayerOutport, VolumeInport
from inviwopy.properties import ConstraintBehavior, IntProperty, OptionPropertyString, StringOption

from _placement import drawn_model, matrix, slice_index


class SliceToLayer(ivw.Processor):
    """Keeps the range of the values between runs."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "The volume.")
        self.addInport(self.inport)
        self.outport = LayerOutport("outport", "The slice, of the type of the volume.")
        self.addOutport(self.outport)
        self.axis = OptionPropertyString("axis", "Axis", [StringOption(axis, axis, axis) for axis in "zyx"])
        limits = {"min": (-1, ConstraintBehavior.Immutable), "max": (100, ConstraintBehavior.Ignore)}
        self.slice = IntProperty("slice", "Slice (-1: middle)", value=-1, increment=1, **limits)
        self.addProperties([self.axis, self.slice])
        self.range = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.SliceToLayer",
            displayName="Slice To Layer",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, Volume, Layer, Slice",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return SliceToLayer.processorInfo()

    def process(self):
        volume = self.inport.getData()
        if self.inport.isChanged() or self.range is None:
            self.range = volume.dataMap.statedDataRange or finite_range(volume.data)
        kept = {"x": "yz", "y": "xz", "z": "xy"}[self.axis.value]
        across = "zyx".index(self.axis.value)
        count = volume.data.shape[across]
        self.slice.maxValue = count - 1
        index = slice_index(self.slice.value, count, self.axis.value)

        layer = Layer(np.array(np.take(volume.data, index, axis=across)))
        data_map = volume.dataMap.clone()
        if data_map.statedDataRange is None:
            data_map.dataRange = data_map.valueRange = self.range
        layer.dataMap = data_map
        column, row, normal = ("xyz".index(axis) for axis in (*kept, self.axis.value))
        layer.axes = [Axis(volume.axes[axis].name, volume.axes[axis].unit) for axis in (column, row)]
        layer.interpolation = volume.interpolation
        model = drawn_model(volume)
        placed = np.eye(4)
        placed[:, 0], placed[:, 1], placed[:, 2] = model[:, column], model[:, row], model[:, normal]
        placed[:, 3] = model[:, 3] + model[:, normal] * (index + 0.5) / count
        layer.modelMatrix, layer.worldMatrix = matrix(placed), volume.worldMatrix
        self.outport.setData(layer)


def finite_range(array):
    """The least and the greatest finite value; (0, 1) where there is none."""
    if array.dtype.kind == "f":
        array = array[np.isfinite(array)]
    return (float(array.min()), float(array.max())) if array.size else (0.0, 1.0)
