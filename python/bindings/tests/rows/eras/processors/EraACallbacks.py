# Name: EraACallbacks
import inviwopy as ivw
from inviwopy.properties import *

class EraACallbacks(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.count = IntProperty("count", "Count", 1, 0, 10)
        self.twice = IntProperty("twice", "Twice", 2, 0, 20)
        self.push = ButtonProperty("push", "Push")
        self.log = StringProperty("log", "Log", "")
        self.outport = ivw.data.VolumeOutport("outport")
        for p in [self.count, self.twice, self.push, self.log]:
            self.addProperty(p)
        self.addOutport(self.outport)
        self.pushes = 0
        def changed():
            self.twice.value = 2 * self.count.value
            self.twice.maxValue = max(20, 4 * self.count.value)
        self.count.onChange(changed)
        self.push.onChange(lambda: self.pushed())

    def pushed(self):
        self.pushes += 1

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.a.callbacks", displayName="Era A Callbacks", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraACallbacks.processorInfo()
    def process(self):
        self.log.value = "pushes %d modified %s" % (self.pushes, self.push.isModified)
        self.outport.setData(ivw.data.Volume(__import__("numpy").zeros((2, 2, 2), "uint8")))
