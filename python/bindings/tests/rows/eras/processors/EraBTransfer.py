# Name: EraBTransfer
import inviwopy as ivw
from inviwopy.data import *
from inviwopy.properties import *
from inviwopy.glm import *
import numpy as np

class EraBTransfer(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.inport = VolumeInport("inport", help=ivw.unindentMd2doc("What is colored"))
        self.addInport(self.inport)
        self.outport = VolumeOutport("outport")
        self.addOutport(self.outport)
        self.tf = TransferFunctionProperty("tf", "TF", TransferFunction([[0.0, "#000000ff"], [1.0, "#ff0000ff"]]), self.inport)
        self.isotf = IsoTFProperty("isotf", "Iso TF", self.inport)
        self.info = StringProperty("info", "Info"); self.info.readOnly = True
        self.addProperties([self.tf, self.isotf, self.info])
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.transfer", displayName="Era B Transfer", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBTransfer.processorInfo()
    def process(self):
        volume = self.inport.getData()
        lo, hi = volume.dataMap.dataRange.x, volume.dataMap.dataRange.y
        table = np.array([self.tf.value.sample(x).array for x in np.linspace(0, 1, 256)], dtype=np.float32)
        index = np.clip((volume.data.astype(np.float64) - lo) / (hi - lo) * 255, 0, 255).astype(int)
        result = Volume((table[index] * 255).astype(np.uint8))
        result.modelMatrix = volume.modelMatrix
        result.worldMatrix = volume.worldMatrix
        self.info.value = "{} points, first at {:.1f}".format(len(self.tf.value), self.tf.value[0].pos)
        self.outport.setData(result)
