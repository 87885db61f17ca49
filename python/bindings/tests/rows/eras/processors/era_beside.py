"""A helper beside the processors, with a base class of several."""
import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeInport, VolumeOutport


def brightest(volume):
    return float(np.max(volume.data))


class FilterBase(ivw.Processor):
    """What filters have in common; no processor itself."""

    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.inport = VolumeInport("inport")
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport")
        self.addOutport(self.outport)

    def apply(self, array):
        raise NotImplementedError

    def process(self):
        volume = self.inport.getData()
        result = Volume(self.apply(volume.data))
        result.copyMetaDataFrom(volume)
        self.outport.setData(result)
