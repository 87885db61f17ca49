"""An example of picking: points that say where they are and can be chosen with the mouse.

Connect it to a Mesh Renderer. The mouse over a point shows its number and position; a click with the primary button
selects it, or takes it out of the selection. *Selected* holds the numbers of the selected points, and can be edited.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Buffer, BufferType, ConnectivityType, DrawType, Mesh, MeshOutport
from inviwopy.properties import FloatProperty, FloatVec4Property, IntProperty, PropertySemantics, StringProperty


class PointPicking(ivw.Processor):
    """Points on a sphere; each has an id that the renderer writes where the point is seen."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = MeshOutport("outport", "Points with positions, colors, radii and picking ids.")
        self.addOutport(self.outport)
        self.count = IntProperty("count", "Points", value=200, min=1, max=10000, increment=1)
        self.radius = FloatProperty("radius", "Radius", value=0.01, min=0.001, max=0.1, increment=0.001)
        self.color = FloatVec4Property("color", "Color", value=(0.3, 0.6, 0.9, 1.0), semantics=PropertySemantics.Color)
        self.highlight = FloatVec4Property(
            "highlight", "Color of selected ones", value=(1.0, 0.7, 0.1, 1.0), semantics=PropertySemantics.Color
        )
        self.selected = StringProperty("selected", "Selected", "")
        self.addProperties([self.count, self.radius, self.color, self.highlight, self.selected])
        # Calls back for everything that the mouse does over one of so many ids.
        self.picking = ivw.PickingMapper(self, self.count.value, self.picked)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.PointPicking",
            displayName="Point Picking",
            category="Example",
            codeState=ivw.CodeState.Stable,
            tags="PY, Example, Mesh, Picking",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return PointPicking.processorInfo()

    def picked(self, event):
        point = event.pickedId
        if event.hoverState in (ivw.PickingHoverState.Enter, ivw.PickingHoverState.Move):
            x, y, z = self.positions()[point]
            event.setToolTip(f"Point {point} at ({x:.2f}, {y:.2f}, {z:.2f})")
        if event.pressState == ivw.PickingPressState.Press and event.pressItem == ivw.PickingPressItem.Primary:
            selection = self.selection() ^ {point}
            # Writing the property runs `process` again, and is one step to undo.
            self.selected.value = ", ".join(map(str, sorted(selection)))
            event.markAsUsed()

    def selection(self):
        """The numbers of the selected points."""
        try:
            return {int(part) for part in self.selected.value.split(",") if part.strip()}
        except ValueError:
            raise ValueError(f"Selected takes numbers of points with commas between them, got {self.selected.value!r}") from None

    def positions(self):
        """Points spread evenly over a sphere of diameter 1, (n, 3) float32."""
        n = np.arange(self.count.value) + 0.5
        height, angle = 1 - 2 * n / self.count.value, np.pi * (1 + 5**0.5) * n
        ring = np.sqrt(1 - height**2)
        return np.stack([ring * np.cos(angle), ring * np.sin(angle), height], axis=1).astype(np.float32) / 2

    def process(self):
        count = self.count.value
        self.picking.resize(count)
        colors = np.tile(np.array(self.color.value, np.float32), (count, 1))
        colors[[point for point in self.selection() if 0 <= point < count]] = self.highlight.value
        mesh = Mesh(DrawType.Points, ConnectivityType.Unconnected)
        mesh.addBuffer(BufferType.PositionAttrib, Buffer(self.positions()))
        mesh.addBuffer(BufferType.ColorAttrib, Buffer(colors))
        mesh.addBuffer(BufferType.RadiiAttrib, Buffer(np.full(count, self.radius.value, np.float32)))
        mesh.addBuffer(BufferType.PickingAttrib, Buffer(np.array([self.picking.pickingId(n) for n in range(count)], np.uint32)))
        self.outport.setData(mesh)
