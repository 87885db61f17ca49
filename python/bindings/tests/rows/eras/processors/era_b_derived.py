import inviwopy as ivw
import numpy as np
from era_beside import FilterBase, brightest
import era_above
from inviwopy.properties import FloatProperty


class Thresholding(FilterBase):
    """Its file has another name, its base class is in a helper beside it."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.threshold = FloatProperty("threshold", "Threshold", 0.5, 0.0, 1.0)
        self.addProperty(self.threshold)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.thresholding", displayName="Thresholding", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return Thresholding.processorInfo()

    def apply(self, array):
        return (array > self.threshold.value * brightest(self.inport.getData())).astype(np.uint8) * era_above.scaled(10)
