# Name: EraALayer
import inviwopy as ivw
from inviwopy.data import Layer, LayerType, Image, ImageOutport
from inviwopy.glm import size2_t
import numpy as np

class EraALayer(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = ImageOutport("outport")
        self.addOutport(self.outport, owner=False)
        self.color = ivw.properties.FloatVec4Property("color", "Color", ivw.glm.vec4(1, 0.5, 0, 1), ivw.glm.vec4(0), ivw.glm.vec4(1), ivw.glm.vec4(0.01), ivw.properties.InvalidationLevel.InvalidOutput, ivw.properties.PropertySemantics.Color)
        self.addProperty(self.color)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.era.a.layer", "Era A Layer", "Image", ivw.CodeState.Stable, ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraALayer.processorInfo()
    def process(self):
        img = Image(size2_t(8, 4), ivw.data.formats.DataVec4FLOAT32)
        pixels = np.zeros((4, 8, 4), dtype=np.float32)
        pixels[:] = self.color.value.array
        img.colorLayers[0].data = pixels
        self.outport.setData(img)
