# Name: EraBMulti
import inviwopy as ivw
from inviwopy.data import VolumeMultiInport, VolumeOutport, Volume, VolumeSequence, VolumeSequenceOutport
import numpy as np

class EraBMulti(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.inports_ = VolumeMultiInport("volumes")
        self.addInport(self.inports_, group="a")
        self.sum = VolumeOutport("sum")
        self.all = VolumeSequenceOutport("all")
        self.addOutport(self.sum, group="a")
        self.addOutport(self.all, "b")
        self.names = ivw.properties.StringProperty("names", "Names")
        self.addProperty(self.names)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.multi", displayName="Era B Multi", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBMulti.processorInfo()
    def process(self):
        volumes = self.inports_.getVectorData()
        self.names.value = ",".join(port.processor.identifier for port, _ in self.inports_.getSourceVectorData())
        self.sum.setData(Volume(np.sum([v.data.astype(np.float32) for v in volumes], axis=0)))
        self.all.setData(VolumeSequence(volumes))
