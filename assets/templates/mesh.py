"""{{DisplayName}}: makes a mesh. As it stands, a surface of waves.

This text is the help of the processor. Save the file, and the running processor changes.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Buffer, BufferType, ConnectivityType, DrawType, IndexBufferUINT32, Mesh, MeshOutport
from inviwopy.properties import FloatProperty, IntProperty, InvalidationLevel


class {{ClassName}}(ivw.Processor):
    def __init__(self, id, name):
        """Runs once for each node: ports, properties, and what is kept between runs."""
        super().__init__(id, name)

        self.outport = MeshOutport("outport", "Triangles with normals and colors; connect a Mesh Renderer.")
        self.addOutport(self.outport)

        # InvalidResources: a change runs initializeResources() before process(). Without it, process() alone.
        self.points = IntProperty(
            "points", "Points a side", value=80, min=2, max=1000, increment=1, invalidationLevel=InvalidationLevel.InvalidResources
        )
        self.waves = FloatProperty("waves", "Waves", value=2.0, min=0.0, max=10.0, increment=0.1)
        self.height = FloatProperty("height", "Height", value=0.1, min=0.0, max=0.5, increment=0.01)
        self.addProperties([self.points, self.waves, self.height])

        self.triangles = None

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
        """Prepares what several runs share: files, tables, models. Here: which points each triangle joins."""
        index = np.arange(self.points.value**2, dtype=np.uint32).reshape(self.points.value, -1)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
        # Two triangles a square, counterclockwise seen from above.
        self.triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1)

    def process(self):
        """Reads the properties and sets the outport. Runs whenever one of them changed."""
        n = self.points.value
        y, x = (part.ravel() for part in np.mgrid[-0.5 : 0.5 : n * 1j, -0.5 : 0.5 : n * 1j])
        k, height = 2 * np.pi * self.waves.value, self.height.value
        z = height * np.sin(k * x) * np.cos(k * y)
        positions = np.stack([x, y, z], axis=-1)
        self.progress(0.5)

        # What the surface rises along x and y gives the direction that it faces: light needs it.
        rise_x, rise_y = height * k * np.cos(k * x) * np.cos(k * y), -height * k * np.sin(k * x) * np.sin(k * y)
        normals = np.stack([-rise_x, -rise_y, np.ones_like(z)], axis=-1)
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        part = (z / max(2 * height, 1e-6) + 0.5)[:, None]
        colors = (1 - part) * np.array([0.1, 0.3, 0.7, 1]) + part * np.array([1, 0.9, 0.6, 1])

        # One row for each point: (n, 3) positions and normals, (n, 4) red, green, blue, opacity.
        mesh = Mesh(DrawType.Triangles, ConnectivityType.Unconnected)
        mesh.addBuffer(BufferType.PositionAttrib, Buffer(positions.astype(np.float32)))
        mesh.addBuffer(BufferType.NormalAttrib, Buffer(normals.astype(np.float32)))
        mesh.addBuffer(BufferType.ColorAttrib, Buffer(colors.astype(np.float32)))
        mesh.addIndices(mesh.defaultMeshInfo, IndexBufferUINT32(self.triangles))
        self.outport.setData(mesh)
