# Name: EraAMesh
import inviwopy as ivw
from inviwopy.glm import vec2, vec3, vec4
from inviwopy.data import *
import numpy as np
import math

class EraAMesh(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.mesh = MeshOutport("mesh")
        self.addOutport(self.mesh, owner=False)
        self.sides = ivw.properties.IntProperty("sides", "Number of Sides", 6, 3, 100)
        self.addProperty(self.sides)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.a.mesh", displayName="Era A Mesh", category="Mesh", codeState=ivw.CodeState.Stable, tags=ivw.Tags("PY, Mesh"))
    def getProcessorInfo(self):
        return EraAMesh.processorInfo()

    def process(self):
        n = self.sides.value
        mesh = BasicMesh(DrawType.Triangles, ConnectivityType.Unconnected)
        mesh.addVertices([(vec3(0), vec3(0, 0, 1), vec3(0), vec4(1))])
        for i in range(n):
            a = 2 * math.pi * i / n
            mesh.addVertex(vec3(math.cos(a), math.sin(a), 0), vec3(0, 0, 1), vec3(0), vec4(1, 0, 0, 1))
        ib = mesh.addIndexBuffer(DrawType.Triangles, ConnectivityType.Unconnected)
        ib.size = 3 * n
        ib.data = np.array([[0, 1 + i, 1 + (i + 1) % n] for i in range(n)], dtype=np.uint32).ravel()
        self.mesh.setData(mesh)
