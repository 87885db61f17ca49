"""Processors for the compatibility tests: one gives a volume, one takes and gives, each with properties of many kinds."""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Volume, VolumeInport, VolumeMultiInport, VolumeOutport
from inviwopy.properties import (
    BoolCompositeProperty,
    BoolProperty,
    ButtonProperty,
    CameraProperty,
    CompositeProperty,
    FileProperty,
    FloatMinMaxProperty,
    FloatProperty,
    FloatVec3Property,
    IntProperty,
    IntVec2Property,
    OptionPropertyString,
    StringOption,
    StringProperty,
    TransferFunctionProperty,
)


class CompatSource(ivw.Processor):
    """Gives a volume whose voxels all are ``number``."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.out = VolumeOutport("outport", "The volume.")
        self.addOutport(self.out)
        self.number = IntProperty("number", "Number", 1, 0, 100)
        self.factor = FloatProperty("factor", "Factor", 0.5, 0.0, 1.0)
        self.point = FloatVec3Property("point", "Point", [0.0, 0.0, 0.0], [-1.0] * 3, [1.0] * 3)
        self.counts = IntVec2Property("counts", "Counts", [1, 2], [0, 0], [9, 9])
        self.switch = BoolProperty("switch", "Switch", False)
        self.label = StringProperty("label", "Label", "a")
        self.file = FileProperty("file", "File")
        self.range = FloatMinMaxProperty("range", "Range", 0.25, 0.75, 0.0, 1.0)
        self.choice = OptionPropertyString("choice", "Choice", [StringOption(each, each.upper(), each) for each in "abc"])
        self.button = ButtonProperty("button", "Button")
        self.tf = TransferFunctionProperty("tf", "Transfer Function")
        self.camera = CameraProperty("camera", "Camera", (0, 0, 2))
        self.group = CompositeProperty("settings", "Settings")
        self.group.addProperty(IntProperty("inner", "Inner", 3, 0, 9))
        self.group.addProperty(FloatProperty("other", "Other", 0.5, 0.0, 1.0))
        self.extra = BoolCompositeProperty("extra", "Extra", True)
        self.extra.addProperty(IntProperty("inner", "Inner", 4, 0, 9))
        self.addProperties([
            self.number, self.factor, self.point, self.counts, self.switch, self.label, self.file, self.range, self.choice,
            self.button, self.tf, self.camera, self.group, self.extra,
        ])  # fmt: skip

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.example.CompatSource", "Compat Source", "Compat", ivw.CodeState.Experimental, "PY, Compat")

    def process(self):
        if self.label.value == "fail":
            raise ValueError("asked to fail")
        self.out.setData(Volume(np.full((2, 3, 4), self.number.value, np.uint8)))


class CompatFilter(ivw.Processor):
    """Passes a volume on."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.addInport(VolumeInport("inport", "What is passed on."))
        self.more = self.addInport(VolumeMultiInport("more", "More."))
        self.more.optional = True
        self.addOutport(VolumeOutport("outport"))
        self.addProperty(IntProperty("number", "Number", 5, 0, 1000))
        self.addProperty(FloatProperty("factor", "Factor", 0.25, 0.0, 2.0))
        group = CompositeProperty("settings", "Settings")
        group.addProperty(IntProperty("inner", "Inner", 0, 0, 9))
        group.addProperty(IntProperty("alone", "Alone", 0, 0, 9))
        self.addProperty(group)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.example.CompatFilter", "Compat Filter", "Compat")

    def process(self):
        self.outports.outport.setData(self.inports.inport.getData())
