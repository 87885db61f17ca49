# Name: EraBReuse
import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeOutport, VolumePy
class EraBReuse(ivw.Processor):
    """Keeps its work buffer and writes into it each time."""
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.out = VolumeOutport("outport"); self.addOutport(self.out)
        self.value = ivw.properties.IntProperty("number", "Number", 1, 0, 255)
        self.addProperty(self.value)
        self.work = np.zeros((64, 128, 256), dtype=np.uint8)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.reuse", displayName="Era B Reuse", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self): return EraBReuse.processorInfo()
    def process(self):
        self.work[...] = self.value.value
        self.out.setData(Volume(VolumePy(self.work)))
