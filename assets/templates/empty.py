"""{{DisplayName}}: does nothing yet.

This text is the help of the processor. Save the file, and the running processor changes.
"""

import inviwopy as ivw


class {{ClassName}}(ivw.Processor):
    def __init__(self, id, name):
        """Runs once for each node: ports, properties, and what is kept between runs."""
        super().__init__(id, name)
        # self.inport = ivw.data.VolumeInport("inport", "What it works on.")
        # self.addInport(self.inport)
        # self.outport = ivw.data.VolumeOutport("outport", "What it makes.")
        # self.addOutport(self.outport)
        # self.factor = ivw.properties.FloatProperty("factor", "Factor", value=1.0, min=0.0, max=10.0, increment=0.1)
        # self.addProperty(self.factor)

    @staticmethod
    def processorInfo():
        """How the processor is listed. The class identifier is what workspaces name; keep it."""
        return ivw.ProcessorInfo(
            classIdentifier="{{class_identifier}}",
            displayName="{{DisplayName}}",
            category="Python",
            codeState=ivw.CodeState.Experimental,
            tags=ivw.Tags.PY,
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return {{ClassName}}.processorInfo()

    def initializeResources(self):
        """Prepares what several runs share: files, tables, models."""

    def process(self):
        """Reads inports and properties, and sets outports. Runs whenever one of them changed."""
        # volume = self.inport.getData()
        # result = ivw.data.Volume(volume.data * self.factor.value)
        # result.copyMetaDataFrom(volume)
        # self.outport.setData(result)
