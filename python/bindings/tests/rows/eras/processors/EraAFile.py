# Name: EraAFile
import inviwopy as ivw
from inviwopy.properties import FileProperty, InvalidationLevel, StringProperty
import os, sys

class EraAFile(ivw.Processor):
    # the file's value is a string
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport, owner=True)
        self.file = FileProperty("filename", "File", "", "default", InvalidationLevel.InvalidResources)
        self.said = StringProperty("said", "Said", "")
        self.addProperty(self.file, owner=True)
        self.addProperty(self.said, owner=True)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.era.a.file", "Era A File", "Python", ivw.CodeState.Experimental, ivw.Tags([ivw.Tags.PY, ivw.Tag("text")]), True)

    def getProcessorInfo(self):
        return EraAFile.processorInfo()

    def initializeResources(self):
        value = self.file.value
        if value == '' or len(value) == 0 or not value:
            self.said.value = "nothing"
            return
        parts = value.split('/')
        base, ext = os.path.splitext(value)
        with open(value) as f:
            text = f.read().strip()
        hidden = value.startswith('/') and '.txt' in value and value.lower().endswith('.txt')
        self.said.value = "File: " + value[len(os.path.dirname(value)) + 1:] + ";" + parts[-1] + ";" + ext + ";" + text + ";" + str(hidden) + ";" + os.path.join(os.path.dirname(value), "x")[-2:] + ";" + value.replace('.txt', '.dat')[-3:]

    def process(self):
        print("era a: " + self.file.value)
