"""Smooths a volume with a Gaussian, as `scipy.ndimage.gaussian_filter` does.

* *Sigma* is the standard deviation in voxels; 0 passes the volume on.
* *Boundary* says how the volume goes on beyond its edges.
* Whole numbers stay whole numbers, cut off after each axis, unless *Result as float32* is on. `float16` is computed as `float32`.
* NaN spreads as far as the filter reaches (4 sigma); replace it before with an Array Expression: `np.nan_to_num(a)`.

Needs SciPy.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import BoolProperty, ConstraintBehavior, FloatProperty, OptionPropertyString, StringOption

from _blocks import for_scipy

# Rows of lines that are filtered between two looks at whether to stop.
STEP = 16


class GaussianFilter(ivw.Processor):
    """Separable, so one axis after the other."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "What is smoothed; channels are smoothed one by one.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "The smoothed volume.")
        self.addOutport(self.outport)

        limits = {"min": (0.0, ConstraintBehavior.Immutable), "max": (10.0, ConstraintBehavior.Ignore)}
        self.sigma = FloatProperty("sigma", "Sigma (voxels)", value=1.0, increment=0.1, **limits)
        modes = ["reflect", "constant", "nearest", "mirror", "wrap"]
        self.mode = OptionPropertyString("mode", "Boundary", [StringOption(mode, mode, mode) for mode in modes])
        self.asFloat = BoolProperty("asFloat", "Result as float32", False)
        self.addProperties([self.sigma, self.mode, self.asFloat])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.GaussianFilter",
            displayName="Gaussian Filter",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, SciPy, Volume, Smoothing",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return GaussianFilter.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from scipy import ndimage

        volume = self.inport.getData()
        array = for_scipy(volume.data)
        result = np.empty(array.shape, np.float32 if self.asFloat.value else array.dtype)
        if self.sigma.value == 0:
            result[...] = array
        else:
            source = array
            for axis in range(3):
                # Lines along one axis do not depend on each other, so they can be taken a few rows at a time.
                across = 1 if axis == 0 else 0
                count = array.shape[across]
                for start in range(0, count, STEP):
                    self.progress((axis + start / count) / 3)
                    part = (slice(None),) * across + (slice(start, start + STEP),)
                    ndimage.gaussian_filter1d(source[part], self.sigma.value, axis, output=result[part], mode=self.mode.value)
                source = result
        if volume.data.dtype == np.float16 and not self.asFloat.value:
            result = result.astype(np.float16)
        smoothed = Volume(result)
        smoothed.copyMetaDataFrom(volume)
        self.outport.setData(smoothed)
