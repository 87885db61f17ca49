# Name: EraBPorts
import inviwopy as ivw
from inviwopy.data import VolumeInport, VolumeOutport, Volume
from inviwopy.properties import IntProperty, StringProperty
import numpy as np


class EraBPorts(ivw.Processor):
    """Ports come and go with a property."""

    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.count = IntProperty("count", "Count", 1, 0, 5)
        self.heard = StringProperty("heard", "Heard")
        self.addProperties([self.count, self.heard])
        self.outport = VolumeOutport("outport")
        self.addOutport(self.outport)
        self.extra = []
        self.changes = 0
        self.count.onChange(self.adjust)
        self.adjust()

    def adjust(self):
        while len(self.extra) < self.count.value:
            port = VolumeInport("in" + str(len(self.extra)))
            port.optional = True
            port.onChange(self.arrived)
            self.addInport(port)
            self.extra.append(port)
        while len(self.extra) > self.count.value:
            self.removeInport(self.extra.pop())

    def arrived(self):
        self.changes += 1

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.ports", displayName="Era B Ports", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraBPorts.processorInfo()

    def process(self):
        total = sum(int(port.getData().data.max()) for port in self.extra if port.hasData())
        self.heard.value = f"{len(self.extra)} ports, {self.changes > 0}"
        self.outport.setData(Volume(np.full((2, 2, 2), total, np.uint8)))
