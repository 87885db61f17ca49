# Name: EraBTable
import inviwopy as ivw
import ivwdataframe as df
import ivwbnl
import numpy as np

class EraBTable(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.table = df.DataFrameOutport("table")
        self.brushing = ivwbnl.BrushingAndLinkingInport("brushing")
        self.brushing.optional = True
        self.addOutport(self.table)
        self.addInport(self.brushing)
    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.b.table", displayName="Era B Table", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)
    def getProcessorInfo(self):
        return EraBTable.processorInfo()
    def process(self):
        frame = df.DataFrame(0)
        frame.addFloatColumn("x", np.array([1, 2, 3], dtype=np.float32))
        frame.addIntColumn("n", np.array([4, 5, 6], dtype=np.int32))
        frame.addCategoricalColumn("kind", ["a", "b", "a"])
        frame.updateIndex()
        self.table.setData(frame)
