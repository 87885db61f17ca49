# Name: EraCTaking
import inviwopy as ivw
from inviwopy.properties import StringProperty, FloatOptProperty, ConstraintBehavior, FileProperty


class EraCTaking(ivw.Processor):
    """Takes vectors and objects; optional numbers; valueAsString."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.floats = self.addInport(ivw.floatVectorInport("floats"))
        self.anything = self.addInport(ivw.PythonInport("anything"))
        self.anything.optional = True
        self.maybe = FloatOptProperty("maybe", "Maybe", None, min=(0.0, ConstraintBehavior.Editable), max=(1.0, ConstraintBehavior.Editable))
        self.file = FileProperty("file", "File", "/a/b.c")
        self.said = StringProperty("said", "Said")
        self.addProperties([self.maybe, self.file, self.said])
        self.addOutport(ivw.PythonOutport("out"))

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.c.taking", displayName="Era C Taking", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraCTaking.processorInfo()

    def process(self):
        total = sum(self.floats.getData())
        extra = self.anything.getData() if self.anything.hasData() else None
        self.said.value = f"{total:.2f} {self.maybe.value} {self.file.valueAsString()} {extra}"
        self.outports.out.setData({"total": total})
