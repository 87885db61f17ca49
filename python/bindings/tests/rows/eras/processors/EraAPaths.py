# Name: EraAPaths
import inviwopy
from inviwopy.properties import StringProperty
class EraAPaths(inviwopy.Processor):
    def __init__(self, id, name):
        inviwopy.Processor.__init__(self, id, name)
        self.where = StringProperty("where", "Where", inviwopy.app.getPath(inviwopy.PathType.Volumes) + "/boron.dat")
        self.addProperty(self.where)
    @staticmethod
    def processorInfo():
        return inviwopy.ProcessorInfo(classIdentifier="org.era.a.paths", displayName="Era A Paths", category="Undefined", codeState=inviwopy.CodeState.Broken, tags=inviwopy.Tags.PY)
    def getProcessorInfo(self):
        return EraAPaths.processorInfo()
    def process(self):
        inviwopy.logInfo("paths: " + self.where.value)
        inviwopy.logWarn("careful"); inviwopy.logError("wrong")
