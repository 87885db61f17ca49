# Name: EraBVolume
import inviwopy as ivw
from inviwopy.data import Volume, VolumeOutport, InterpolationType, Wrapping
from inviwopy.glm import vec3, mat3, mat4, dvec2
from inviwopy.properties import *
import numpy as np


class EraBVolume(ivw.Processor):
    """Channels, data map, basis, axes: as of 2023."""

    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = VolumeOutport("outport", help=ivw.md2doc("A volume of **two** channels"))
        self.addOutport(self.outport)
        self.basis = FloatMat3Property("basis", "Basis", mat3(1))
        self.range = DoubleMinMaxProperty(identifier="range", displayName="Range", valueMin=0.0, valueMax=1.0, rangeMin=-10.0, rangeMax=10.0)
        self.dim = IntVec3Property(identifier="dim", displayName="Dim", value=ivw.glm.ivec3(2, 3, 4), min=(ivw.glm.ivec3(1), ConstraintBehavior.Immutable), max=(ivw.glm.ivec3(8), ConstraintBehavior.Mutable), increment=ivw.glm.ivec3(1))
        self.addProperties([self.basis, self.range, self.dim])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.volume", displayName="Era B Volume", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags([ivw.Tags.PY]), help=ivw.doc.Document())

    def getProcessorInfo(self):
        return EraBVolume.processorInfo()

    def process(self):
        x, y, z = self.dim.value.x, self.dim.value.y, self.dim.value.z
        data = np.ascontiguousarray(np.arange(x * y * z * 2, dtype=np.uint16).reshape(z, y, x, 2))
        volume = Volume(data)
        volume.basis = self.basis.value
        volume.offset = vec3(-0.5, -0.5, -0.5)
        volume.dataMap.dataRange = dvec2(0, 99)
        volume.dataMap.valueRange = self.range.value
        volume.dataMap.valueAxis.name = "density"
        volume.dataMap.valueAxis.unit = ivw.data.Unit("e/Angstrom^3")
        volume.axes[0].name = "left"
        volume.interpolation = InterpolationType.Nearest
        volume.wrapping = [Wrapping.Repeat, Wrapping.Mirror, Wrapping.Clamp]
        self.outport.setData(volume)
