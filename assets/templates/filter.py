"""{{DisplayName}}: makes a volume of a volume. As it stands, it smooths.

This text is the help of the processor. Save the file, and the running processor changes.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeInport, VolumeOutport
from inviwopy.properties import IntProperty, InvalidationLevel


class {{ClassName}}(ivw.Processor):
    def __init__(self, id, name):
        """Runs once for each node: ports, properties, and what is kept between runs."""
        super().__init__(id, name)

        self.inport = VolumeInport("inport", "The volume that is smoothed.")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport", "The smoothed volume, float32.")
        self.addOutport(self.outport)

        # InvalidResources: a change runs initializeResources() before process(). Without it, process() alone.
        self.radius = IntProperty(
            "radius", "Radius (voxels)", value=2, min=0, max=10, increment=1, invalidationLevel=InvalidationLevel.InvalidResources
        )
        self.addProperty(self.radius)

        self.weights = None

    @staticmethod
    def processorInfo():
        """How the processor is listed. The class identifier is what workspaces name; keep it."""
        return ivw.ProcessorInfo(
            classIdentifier="{{class_identifier}}",
            displayName="{{DisplayName}}",
            category="Python",
            codeState=ivw.CodeState.Experimental,
            tags=ivw.Tags.PY,
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return {{ClassName}}.processorInfo()

    def initializeResources(self):
        """Prepares what several runs share: files, tables, models. Here: the weights of a bell curve."""
        radius = self.radius.value
        weights = np.exp(-2 * (np.arange(-radius, radius + 1) / max(radius, 1)) ** 2)
        self.weights = (weights / weights.sum()).astype(np.float32)

    def process(self):
        """Reads the inport and the properties, and sets the outport. Runs whenever one of them changed."""
        volume = self.inport.getData()
        # (z, y, x), or (z, y, x, channel) with 2 to 4 channels. It is read-only: others read it, too; astype makes a copy.
        result = volume.data.astype(np.float32)

        radius = len(self.weights) // 2
        for axis in range(3):
            size = result.shape[axis]
            widths = [(radius, radius) if n == axis else (0, 0) for n in range(result.ndim)]
            padded = np.moveaxis(np.pad(result, widths, mode="edge"), axis, 0)
            result = np.zeros_like(result)
            along = np.moveaxis(result, axis, 0)
            for n, weight in enumerate(self.weights):
                # Shows how far it is, and ends the run when it is not needed any more.
                self.progress((axis + n / len(self.weights)) / 3)
                along += weight * padded[n : n + size]

        smoothed = Volume(result)
        # Where it lies in space, names and units of axes, and the range of values.
        smoothed.copyMetaDataFrom(volume)
        self.outport.setData(smoothed)
