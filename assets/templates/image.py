"""{{DisplayName}}: draws an image. As it stands, a gradient from one color to another.

This text is the help of the processor. Save the file, and the running processor changes.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Image, ImageOutport, Layer
from inviwopy.properties import FloatProperty, FloatVec4Property, PropertySemantics


class {{ClassName}}(ivw.Processor):
    def __init__(self, id, name):
        """Runs once for each node: ports, properties, and what is kept between runs."""
        super().__init__(id, name)

        self.outport = ImageOutport("outport", "The image.")
        self.addOutport(self.outport)

        color = PropertySemantics.Color
        self.bottom = FloatVec4Property("bottom", "Bottom", value=(0.05, 0.1, 0.3, 1.0), semantics=color)
        self.top = FloatVec4Property("top", "Top", value=(1.0, 0.7, 0.4, 1.0), semantics=color)
        self.angle = FloatProperty("angle", "Angle (degrees)", value=0.0, min=-180.0, max=180.0, increment=1.0)
        self.addProperties([self.bottom, self.top, self.angle])

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
        """Prepares what several runs share: files, tables, models. A gradient needs nothing."""

    def process(self):
        """Draws in the size that is asked for, that of a canvas say. Runs whenever the size or a property changed."""
        width, height = (int(n) for n in self.outport.dimensions)

        # Positions of the pixels, -0.5 to 0.5. Row 0 of an image is the bottom row.
        y = (np.arange(height)[:, None] + 0.5) / height - 0.5
        x = (np.arange(width)[None, :] + 0.5) / width - 0.5
        angle = np.radians(self.angle.value)
        part = np.clip(np.cos(angle) * y + np.sin(angle) * x + 0.5, 0, 1)[..., None]
        self.progress(0.5)

        # (y, x, channel) with red, green, blue and opacity.
        colors = (1 - part) * np.array(self.bottom.value) + part * np.array(self.top.value)
        self.outport.setData(Image(Layer(np.round(colors * 255).astype(np.uint8))))
