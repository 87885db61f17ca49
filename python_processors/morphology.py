"""Erodes, dilates, opens or closes a volume, as `scipy.ndimage` does.

* *Grey*: the least (erode) or greatest (dilate) value of the neighborhood; the type stays. Beyond the edges the volume goes on mirrored.
* *Binary*: values above *Threshold* are foreground; the result is `uint8` with 0 and 1. Beyond the edges is background.
* *Open* erodes, then dilates: removes specks. *Close* dilates, then erodes: fills holes.
* The neighborhood is a box or a ball of a *Radius* in voxels.

Needs SciPy.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import InterpolationType, Volume, VolumeInport, VolumeOutport
from inviwopy.properties import ConstraintBehavior, FloatProperty, IntProperty, OptionPropertyString, StringOption

from _blocks import by_blocks, for_scipy

STEPS = {"erode": ["erosion"], "dilate": ["dilation"], "open": ["erosion", "dilation"], "close": ["dilation", "erosion"]}


class Morphology(ivw.Processor):
    """One or two steps, each block by block."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "What is worked on; channels are taken one by one.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "The result: the type of the input (grey) or uint8 with 0 and 1 (binary).")
        self.addOutport(self.outport)

        def choice(identifier, label, values):
            return OptionPropertyString(identifier, label, [StringOption(value, value.capitalize(), value) for value in values])

        self.operation = choice("operation", "Operation", list(STEPS))
        self.mode = choice("mode", "Mode", ["grey", "binary"])
        self.shape = choice("shape", "Neighborhood", ["box", "ball"])
        limits = {"min": (0, ConstraintBehavior.Immutable), "max": (8, ConstraintBehavior.Ignore)}
        self.radius = IntProperty("radius", "Radius (voxels)", value=1, increment=1, **limits)
        free = ConstraintBehavior.Ignore
        self.threshold = FloatProperty("threshold", "Threshold", value=0.0, min=(0.0, free), max=(255.0, free), increment=0.01)
        self.threshold.visibilityDependsOn(self.mode, lambda mode: mode.value == "binary")
        self.addProperties([self.operation, self.mode, self.shape, self.radius, self.threshold])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.Morphology",
            displayName="Morphology",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, SciPy, Volume, Segmentation",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return Morphology.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from scipy import ndimage

        volume = self.inport.getData()
        radius, binary = self.radius.value, self.mode.value == "binary"
        neighborhood = np.ones((2 * radius + 1,) * 3, bool)
        if self.shape.value == "ball":
            z, y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1, -radius : radius + 1]
            neighborhood = x * x + y * y + z * z <= radius * radius
        neighborhood = neighborhood.reshape(neighborhood.shape + (1,) * (volume.data.ndim - 3))

        def step(name):
            function = getattr(ndimage, f"binary_{name}" if binary else f"grey_{name}")
            if binary:
                return lambda block: function(block, structure=neighborhood)
            # A box given by its size is worked on axis by axis, which is much faster.
            shape = {"size": neighborhood.shape} if self.shape.value == "box" else {"footprint": neighborhood}
            return lambda block: function(block, **shape)

        result = volume.data > self.threshold.value if binary else for_scipy(volume.data)
        steps = STEPS[self.operation.value]
        for done, name in enumerate(steps):
            result = by_blocks(self, result, radius, step(name), share=(done / len(steps), (done + 1) / len(steps)))
        worked = Volume(result.astype(np.uint8 if binary else volume.data.dtype, copy=False))
        plain = worked.dataMap
        worked.copyMetaDataFrom(volume)
        if binary:
            worked.dataMap, worked.interpolation = plain, InterpolationType.Nearest
            worked.dataMap.dataRange = worked.dataMap.valueRange = (0, 1)
        self.outport.setData(worked)
