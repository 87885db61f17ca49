"""Reads a NumPy file (.npy) as a volume: the example of Inviwo's manual, "Python Processors"."""

from pathlib import Path

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeOutport
from inviwopy.properties import FileProperty, InvalidationLevel


class NumpySource(ivw.Processor):
    """Loads the array when the file changes, and hands it out as a volume without copying it."""

    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = VolumeOutport("outport")
        self.addOutport(self.outport)

        self.file = FileProperty("file", "Numpy Volume (.npy)", invalidationLevel=InvalidationLevel.InvalidResources)
        self.addProperty(self.file)
        self.array = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.inviwo.numpysource",
            displayName="NumpySource",
            category="Python",
            codeState=ivw.CodeState.Stable,
            tags=ivw.Tags.PY,
        )

    def getProcessorInfo(self):
        return NumpySource.processorInfo()

    def initializeResources(self):
        if Path(self.file.value).exists() and self.file.value.endswith(".npy"):
            self.array = np.load(self.file.value)
        else:
            print("Invalid file path.")

    def process(self):
        if self.array is not None:
            self.outport.setData(Volume(self.array))
