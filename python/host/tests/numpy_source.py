import inviwopy as ivw
from inviwopy.properties import FileProperty, InvalidationLevel
from inviwopy.data       import Volume, VolumeOutport

import numpy as np
from pathlib import Path

class NumpySource(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = VolumeOutport("outport")  # Define Outport
        self.addOutport(self.outport)            # Add port to processor

        self.file = FileProperty("file", "Numpy Volume (.npy)",
            invalidationLevel=InvalidationLevel(2)) # invalidate resources on change
        self.addProperty(self.file)
        self.array = None    # Init to None

    @staticmethod
    def processorInfo():                 # General information on this processor
        return ivw.ProcessorInfo(
            classIdentifier = "org.inviwo.numpysource",
    		displayName = "NumpySource",
    		category = "Python",
    		codeState = ivw.CodeState.Stable,
    		tags = ivw.Tags.PY
        )

    def getProcessorInfo(self): return NumpySource.processorInfo()

    def initializeResources(self):
        if Path(self.file.value).exists() and self.file.value.endswith('.npy'):
            self.array = np.load(self.file.value)
        else: print('Invalid file path.')

    def process(self):
        if self.array is not None:
            vol = Volume(self.array)
            self.outport.setData(vol)
