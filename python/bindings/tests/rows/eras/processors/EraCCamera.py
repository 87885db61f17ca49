# Name: EraCCamera
import inviwopy as ivw
from inviwopy import camerautil
from inviwopy.glm import vec3, mat4
from inviwopy.properties import CameraProperty, ButtonProperty, ButtonGroupProperty, ButtonGroupPropertyButton, StringProperty, InvalidationLevel


class EraCCamera(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.camera = CameraProperty("camera", "Camera", vec3(0, 0, 3), vec3(0), vec3(0, 1, 0))
        self.view = ButtonGroupProperty("view", "View", [ButtonGroupPropertyButton(name="Front", action=self.front), ButtonGroupPropertyButton(name="Far", action=lambda: self.camera.setLook(vec3(0, 0, 30), vec3(0), vec3(0, 1, 0)))])
        self.said = StringProperty("said", "Said", invalidationLevel=InvalidationLevel.Valid)
        self.addProperties([self.camera, self.view, self.said])
        self.addOutport(ivw.data.VolumeOutport("outport"))

    def front(self):
        self.camera.lookFrom = vec3(0, -4, 0)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.c.camera", displayName="Era C Camera", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraCCamera.processorInfo()

    def process(self):
        camera = self.camera.camera
        self.said.value = f"{camera.lookFrom.x:.0f} {camera.lookFrom.y:.0f} {camera.lookFrom.z:.0f} {type(self.camera.viewMatrix).__name__}"
