# Name: EraBClone
import inviwopy as ivw
import numpy as np
from inviwopy.data import VolumeInport, VolumeOutport
class EraBClone(ivw.Processor):
    """Writes into a clone of what it gets."""
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.inport = VolumeInport("inport"); self.addInport(self.inport)
        self.outport = VolumeOutport("outport"); self.addOutport(self.outport)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.clone", displayName="Era B Clone", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self): return EraBClone.processorInfo()
    def process(self):
        volume = self.inport.getData().clone()
        volume.data[volume.data > 3] = 0
        volume.dataMap.dataRange = (0, 3)
        self.outport.setData(volume)
