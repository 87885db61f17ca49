# Name: EraBNamed
from enum import IntEnum
import inviwopy as ivw
from inviwopy.properties import OptionPropertyInt, IntOption, BoolProperty, IntProperty, StringProperty, BoolCompositeProperty, FloatProperty


class Mode(IntEnum):
    Add = 3
    Multiply = 7


class Helper:
    pass


class EraBNamed(ivw.Processor):
    """Options, dependences, composites. The file is called otherwise; `# Name:` says the class."""

    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.mode = OptionPropertyInt("mode", "Mode", [IntOption("add", "Add", Mode.Add), IntOption("multiply", "Multiply", Mode.Multiply)], 0)
        self.factor = IntProperty("factor", "Factor", 2, 0, 10)
        self.more = BoolCompositeProperty("more", "More", False)
        self.inner = FloatProperty("inner", "Inner", 0.5)
        self.more.addProperty(self.inner)
        self.result = StringProperty("result", "Result")
        self.result.readOnly = True
        self.factor.visibilityDependsOn(self.mode, lambda p: p.value == Mode.Multiply)
        self.inner.readonlyDependsOn(self.more, lambda p: not p.isChecked())
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport)
        self.addProperties([self.mode, self.factor, self.more, self.result])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.named", displayName="Era B Named", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraBNamed.processorInfo()

    def process(self):
        if self.mode.value == Mode.Add:
            text = "add"
        elif self.mode.value == Mode.Multiply:
            text = f"multiply {self.factor.value}"
        self.result.value = f"{text} {self.mode.selectedIndex} {self.mode.selectedIdentifier} {self.mode.selectedValue} {bool(self.more)}"
