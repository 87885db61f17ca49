# Name: EraBLists
import inviwopy as ivw
from inviwopy.properties import *


class Entry(CompositeProperty):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.weight = FloatProperty("weight", "Weight", 1.0, 0.0, 10.0)
        self.addProperty(self.weight)


class EraBLists(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.list = ListProperty("list", "List")
        self.list.addPrefab(Entry("entry", "Entry"))
        self.total = FloatProperty("total", "Total", 0.0, min=(0.0, ConstraintBehavior.Ignore), max=(1.0, ConstraintBehavior.Ignore), invalidationLevel=InvalidationLevel.Valid)
        self.total.readOnly = True
        self.addProperties([self.list, self.total])
        self.addOutport(ivw.data.VolumeOutport("outport"))

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.lists", displayName="Era B Lists", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraBLists.processorInfo()

    def initializeResources(self):
        while self.list.size() < 2:
            self.list.constructProperty(0)

    def process(self):
        self.total.value = sum(entry.weight.value for entry in self.list.properties) + 10
