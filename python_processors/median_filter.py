"""Takes the median of the neighborhood of each voxel, as `scipy.ndimage.median_filter` does: removes specks, keeps edges.

* *Radius* in voxels: 1 looks at 3 x 3 x 3 voxels, 2 at 5 x 5 x 5. The time grows with the number of voxels looked at.
* Beyond the edges the volume goes on mirrored.
* A neighborhood that holds NaN has no defined median; replace NaN before with an Array Expression: `np.nan_to_num(a)`.

Needs SciPy.
"""

import inviwopy as ivw
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import ConstraintBehavior, IntProperty

from _blocks import by_blocks, for_scipy


class MedianFilter(ivw.Processor):
    """Works block by block: a block with its surroundings gives what the whole volume would."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "What is filtered; channels are filtered one by one.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "The filtered volume, of the same type.")
        self.addOutport(self.outport)
        limits = {"min": (0, ConstraintBehavior.Immutable), "max": (5, ConstraintBehavior.Ignore)}
        self.radius = IntProperty("radius", "Radius (voxels)", value=1, increment=1, **limits)
        self.addProperty(self.radius)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.MedianFilter",
            displayName="Median Filter",
            category="Volume Operation",
            codeState=ivw.CodeState.Stable,
            tags="PY, SciPy, Volume, Smoothing",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return MedianFilter.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from scipy import ndimage

        volume = self.inport.getData()
        radius, array = self.radius.value, volume.data
        size = (2 * radius + 1,) * 3 + (1,) * (array.ndim - 3)
        # Smaller blocks where a voxel takes longer, so that stopping stays quick.
        edge = 64 if radius <= 2 else 32 if radius <= 4 else 16
        result = by_blocks(self, for_scipy(array), radius, lambda block: ndimage.median_filter(block, size=size), edge)
        filtered = Volume(result.astype(array.dtype, copy=False))
        filtered.copyMetaDataFrom(volume)
        self.outport.setData(filtered)
