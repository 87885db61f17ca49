# Name: EraCVectors
import inviwopy as ivw
from inviwopy import glm
import numpy as np


class EraCVectors(ivw.Processor):
    """Typed vectors as of September 2025."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.floats = self.addOutport(ivw.floatVectorOutport("floats"))
        self.points = self.addOutport(ivw.vec3VectorOutport("points"))
        self.matrices = self.addOutport(ivw.mat4VectorOutport("matrices"))

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.c.vectors", displayName="Era C Vectors", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraCVectors.processorInfo()

    def process(self):
        self.floats.setData(glm.floatVector(np.linspace(0, 1, 5, dtype=np.float32)))
        points = glm.vec3Vector()
        points.append(glm.vec3(1, 2, 3))
        points.extend([glm.vec3(4), [5, 6, 7]])
        self.points.setData(points)
        self.matrices.setData(glm.mat4Vector([glm.mat4(1), glm.mat4(2)]))
