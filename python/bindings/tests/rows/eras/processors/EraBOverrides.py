# Name: EraBOverrides
import inviwopy as ivw

class EraBOverrides(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.inport = ivw.data.VolumeInport("inport")
        self.outport = ivw.data.VolumeOutport("outport")
        self.addInport(self.inport); self.addOutport(self.outport)
        self.a = ivw.properties.IntProperty("a", "A", 0)
        self.log = ivw.properties.StringProperty("log", "Log", invalidationLevel=ivw.properties.InvalidationLevel.Valid)
        self.addProperties([self.a, self.log])
        self.seen = []
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.overrides", displayName="Era B Overrides", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBOverrides.processorInfo()
    def invalidate(self, level, modifiedProperty=None):
        self.seen.append("invalidate")
        super().invalidate(level, modifiedProperty)
    def setValid(self):
        self.seen.append("valid")
        super().setValid()
    def doIfNotReady(self):
        self.seen.append("not ready")
    def process(self):
        if self.inport.isChanged():
            self.seen.append("changed")
        self.log.value = ",".join(dict.fromkeys(self.seen))
        self.outport.setData(self.inport.getData())
