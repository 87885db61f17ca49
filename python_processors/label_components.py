"""Numbers the connected parts of a volume, as `scipy.ndimage.label` does.

* Values above *Threshold* are foreground; NaN is background.
* *Neighbors* says what touches: faces (6 neighbors), edges too (18), or corners too (26).
* Parts of fewer voxels than *Least size* are dropped, and the others numbered again without gaps.
* The result is `int32`: 0 for the background, 1 to *Count* for the parts, in the order in which they begin, or with
  *Largest first* by their size.

Needs SciPy. For a volume of several channels, pick one before with an Array Expression: `a[..., 0]`.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import InterpolationType, Volume, VolumeInport, VolumeOutport
from inviwopy.properties import BoolProperty, ConstraintBehavior, FloatProperty, IntOption, IntProperty, OptionPropertyInt


class LabelComponents(ivw.Processor):
    """Threshold, label, and sort out what is too small."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "A volume of one channel.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "The number of the part that each voxel belongs to, int32.")
        self.addOutport(self.outport)

        free, many = ConstraintBehavior.Ignore, 2**31 - 1
        self.threshold = FloatProperty("threshold", "Threshold", value=0.0, min=(0.0, free), max=(255.0, free), increment=0.01)
        neighbors = [IntOption("faces", "6 (faces)", 1), IntOption("edges", "18 (edges)", 2), IntOption("corners", "26 (corners)", 3)]
        self.neighbors = OptionPropertyInt("neighbors", "Neighbors", neighbors)
        self.leastSize = IntProperty("leastSize", "Least size (voxels)", value=1, min=1, max=(1000, free), increment=1)
        self.largestFirst = BoolProperty("largestFirst", "Largest first", False)
        self.count = IntProperty("count", "Count", value=0, min=0, max=many, increment=1)
        self.largest = IntProperty("largest", "Largest part (voxels)", value=0, min=0, max=many, increment=1)
        self.count.readOnly = self.largest.readOnly = True
        self.addProperties([self.threshold, self.neighbors, self.leastSize, self.largestFirst, self.count, self.largest])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.LabelComponents",
            displayName="Label Components",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, SciPy, Volume, Segmentation",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return LabelComponents.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from scipy import ndimage

        volume = self.inport.getData()
        if volume.data.ndim != 3:
            raise ValueError(
                f"Label Components takes a volume of one channel, this one has {volume.data.shape[-1]}; "
                "pick one before with an Array Expression: a[..., 0]"
            )
        structure = ndimage.generate_binary_structure(3, self.neighbors.value)
        labels, count = ndimage.label(volume.data > self.threshold.value, structure)
        self.progress(0.6)
        sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
        kept = np.flatnonzero(sizes >= self.leastSize.value)
        if self.largestFirst.value:
            kept = kept[np.argsort(-sizes[kept], kind="stable")]
        if len(kept) < count or self.largestFirst.value:
            self.progress(0.8)
            numbers = np.zeros(count + 1, labels.dtype)
            numbers[kept + 1] = np.arange(1, len(kept) + 1)
            labels = numbers[labels]
        self.count.value = len(kept)
        self.largest.value = int(sizes[kept].max()) if len(kept) else 0

        labeled = Volume(labels)
        plain = labeled.dataMap
        labeled.copyMetaDataFrom(volume)
        # Between two labels there is no third.
        labeled.dataMap, labeled.interpolation = plain, InterpolationType.Nearest
        labeled.dataMap.dataRange = labeled.dataMap.valueRange = (0, max(len(kept), 1))
        labeled.dataMap.valueAxis.name = "label"
        self.outport.setData(labeled)
