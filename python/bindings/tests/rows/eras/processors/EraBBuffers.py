# Name: EraBBuffers
import inviwopy as ivw
from inviwopy.data import Buffer, BufferOutport, BufferVec3FLOAT32, BufferUsage
import numpy as np
class EraBBuffers(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.out = BufferOutport("buffer"); self.addOutport(self.out)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.buffers", displayName="Era B Buffers", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self): return EraBBuffers.processorInfo()
    def process(self):
        b = BufferVec3FLOAT32(np.ones((5, 3), dtype=np.float32))
        b.data[2] = [1, 2, 3]
        self.out.setData(b)
