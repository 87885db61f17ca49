# Name: EraBGlobalsOfModule
import os
import inviwopy as ivw
import numpy as np
from inviwopy.properties import *

HERE = os.path.dirname(os.path.abspath(__file__))
cache = {}

def cached(key, make):
    if key not in cache:
        cache[key] = make()
    return cache[key]

class EraBGlobalsOfModule(ivw.Processor):
    """Module-level state, __file__, a class attribute, class identifiers without dots."""
    instances = 0
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        type(self).instances += 1
        self.text = StringProperty("text", "Text", "")
        self.text.semantics = PropertySemantics.Multiline
        self.note = StringProperty("note", "Note", "", invalidationLevel=InvalidationLevel.Valid)
        self.addProperties([self.text, self.note])
        self.addOutport(ivw.data.VolumeOutport("outport"))
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="eraglobals", displayName="Era B Globals", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBGlobalsOfModule.processorInfo()
    def process(self):
        global cache
        made = cached(self.text.value, lambda: len(cache) + 1)
        self.note.value = f"{os.path.basename(HERE)} {made} {len(cache)} {self.identifier} {self.displayName}"
