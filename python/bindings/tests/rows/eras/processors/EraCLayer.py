# Name: EraCLayer
import inviwopy as ivw
from inviwopy.data import Layer, LayerOutport, Axis, Unit, SwizzleMask
from inviwopy.glm import mat4, vec3, dvec2, size2_t
import numpy as np


class EraCLayer(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = LayerOutport("outport", help=ivw.doc.Document("A layer"))
        self.addOutport(self.outport)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.era.c.layer", displayName="Era C Layer", category="Python", codeState=ivw.CodeState.Stable,
            tags=ivw.Tags.PY, help=ivw.unindentMd2doc("""
                # A heading
                And *text*.
            """))

    def getProcessorInfo(self):
        return EraCLayer.processorInfo()

    def process(self):
        layer = Layer(np.arange(12, dtype=np.float32).reshape(3, 4))
        layer.swizzlemask = SwizzleMask.luminance
        layer.modelMatrix = mat4(2)
        layer.dataMap.dataRange = dvec2(0, 11)
        layer.dataMap.valueAxis = Axis("height", Unit("m"))
        layer.axes[0].name = "x"
        self.outport.setData(layer)
