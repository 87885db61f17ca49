# Name: EraAShared
# Other files of the folder have imported these.
class EraAShared(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport)
        self.level = ivw.properties.FloatProperty("level", "Level", 2.0, min=(0.0, cb.Immutable), max=(5.0, cb.Ignore))
        self.addProperty(self.level)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(classIdentifier="org.era.a.shared", displayName="Era A Shared", category="Python", codeState=ivw.CodeState.Stable, tags=ivw.Tags.PY)

    def getProcessorInfo(self):
        return EraAShared.processorInfo()

    def process(self):
        table = df.DataFrame(3)
        table.addFloatColumn("a", np.arange(3, dtype=np.float32))
        self.outport.setData(ivw.data.Volume(np.full((2, 2, 2), self.level.value + table.rows, dtype=np.float32)))
