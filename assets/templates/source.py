"""{{DisplayName}}: makes a volume out of nothing, or out of a file. As it stands, it makes a ball with waves in it.

This text is the help of the processor. Save the file, and the running processor changes.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeOutport
from inviwopy.glm import mat3, vec3
from inviwopy.properties import FloatProperty, IntProperty, InvalidationLevel


class {{ClassName}}(ivw.Processor):
    def __init__(self, id, name):
        """Runs once for each node: ports, properties, and what is kept between runs."""
        super().__init__(id, name)

        self.outport = VolumeOutport("outport", "The volume, float32, 0 to 1.")
        self.addOutport(self.outport)

        # InvalidResources: a change runs initializeResources() before process(). Without it, process() alone.
        self.voxels = IntProperty(
            "voxels", "Voxels a side", value=64, min=2, max=512, increment=1, invalidationLevel=InvalidationLevel.InvalidResources
        )
        self.waves = FloatProperty("waves", "Waves", value=3.0, min=0.0, max=10.0, increment=0.1)
        self.addProperties([self.voxels, self.waves])

        self.radius = None

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
        """Prepares what several runs share: files, tables, models. Here: how far each voxel is from the middle."""
        # np.load(path) instead makes this a reader.
        z, y, x = np.ogrid[-1 : 1 : self.voxels.value * 1j, -1 : 1 : self.voxels.value * 1j, -1 : 1 : self.voxels.value * 1j]
        self.radius = np.sqrt(x * x + y * y + z * z).astype(np.float32)

    def process(self):
        """Reads the properties and sets the outport. Runs whenever one of them changed."""
        # The order of the axes is (z, y, x); a fourth one of 2 to 4 would be channels.
        array = np.empty(self.radius.shape, np.float32)
        for z, radius in enumerate(self.radius):
            # Shows how far it is, and ends the run when it is not needed any more.
            self.progress(z / len(array))
            waves = 0.5 + 0.5 * np.cos(2 * np.pi * self.waves.value * radius)
            array[z] = np.where(radius < 1, waves * (1 - radius), 0)

        # The array is handed over, not copied: it cannot be written from here on.
        volume = Volume(array)
        # Values that stand for the ends of a transfer function, and where the volume lies: a cube around the origin.
        volume.dataMap.dataRange = volume.dataMap.valueRange = (0, 1)
        volume.basis = mat3(1)
        volume.offset = vec3(-0.5)
        self.outport.setData(volume)
