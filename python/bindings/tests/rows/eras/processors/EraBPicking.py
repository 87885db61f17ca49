# Name: EraBPicking
import inviwopy as ivw
from inviwopy.data import *
from inviwopy.properties import *
from inviwopy.glm import vec3, vec4
import numpy as np

class EraBPicking(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = MeshOutport("mesh")
        self.addOutport(self.outport)
        self.camera = CameraProperty("camera", "Camera")
        self.picked = IntProperty("picked", "Picked", -1, -1, 1000)
        self.addProperties([self.camera, self.picked])
        self.pm = ivw.PickingMapper(self, 1, self.callback)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.picking", displayName="Era B Picking", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBPicking.processorInfo()
    def callback(self, event):
        if event.pressState == ivw.PickingPressState.Press and ivw.PickingPressItem.Primary in event.pressItems:
            self.picked.value = event.pickedId
            event.markAsUsed()
    def process(self):
        self.pm.resize(4)
        mesh = Mesh(DrawType.Points, ConnectivityType.Unconnected)
        mesh.addBuffer(BufferType.PositionAttrib, Buffer(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)))
        mesh.addBuffer(BufferType.PickingAttrib, Buffer(np.array([self.pm.pickingId(i) for i in range(4)], dtype=np.uint32)))
        mesh.addBuffer(BufferType.RadiiAttrib, Buffer(np.full(4, 0.1, dtype=np.float32)))
        mesh.addIndices(MeshInfo(DrawType.Points, ConnectivityType.Unconnected), IndexBufferUINT32(np.arange(4, dtype=np.uint32)))
        self.outport.setData(mesh)
