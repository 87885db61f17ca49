"""Makes a mesh of the surface at a value, as `skimage.measure.marching_cubes` does.

* *Isovalue* in data values. The slider gets the range of the data; the default is moved to its middle when it lies outside.
* *Step* takes every n-th voxel only: a coarser mesh, sooner.
* The mesh lies where the volume lies, matrices included. Triangles and normals face from high values to low ones.
* Nothing is made next to NaN.

Needs scikit-image. It cannot be stopped half-way: it is one call.
"""

import inviwopy as ivw
import numpy as np
from inviwopy.data import Buffer, BufferType, ConnectivityType, DrawType, IndexBufferUINT32, Mesh, MeshOutport, VolumeInport
from inviwopy.properties import BoolProperty, ConstraintBehavior, FloatProperty, FloatVec4Property, IntProperty, PropertySemantics

from _placement import drawn_model, matrix

DEFAULT = 0.5


class MarchingCubes(ivw.Processor):
    """One call, and from its order (z, y, x) in voxels to (x, y, z) in the unit cube of the data."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.inport = VolumeInport("inport", "A volume of one channel, at least 2 voxels along each axis.")
        self.addInport(self.inport)
        self.outport = MeshOutport("outport", "Triangles with normals and colors.")
        self.addOutport(self.outport)
        free = ConstraintBehavior.Ignore
        self.isovalue = FloatProperty("isovalue", "Isovalue", value=DEFAULT, min=(0.0, free), max=(1.0, free), increment=0.001)
        self.step = IntProperty("step", "Step (voxels)", value=1, min=1, max=16, increment=1)
        self.normals = BoolProperty("normals", "Normals", True)
        self.color = FloatVec4Property("color", "Color", value=(0.9, 0.8, 0.7, 1.0), semantics=PropertySemantics.Color)
        self.vertices = IntProperty("vertices", "Vertices", value=0, min=0, max=2**31 - 1, increment=1)
        self.triangles = IntProperty("triangles", "Triangles", value=0, min=0, max=2**31 - 1, increment=1)
        self.vertices.readOnly = self.triangles.readOnly = True
        self.addProperties([self.isovalue, self.step, self.normals, self.color, self.vertices, self.triangles])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.MarchingCubes",
            displayName="Marching Cubes",
            category="Mesh Creation",
            codeState=ivw.CodeState.Stable,
            tags="PY, scikit-image, Volume, Mesh, Isosurface",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return MarchingCubes.processorInfo()

    def process(self):
        # Imported here: the list of processors does not wait for it, and is complete without it.
        from skimage.measure import marching_cubes

        volume = self.inport.getData()
        array = volume.data
        if array.ndim != 3 or min(array.shape) < 2:
            raise ValueError(
                "Marching Cubes takes a volume of one channel and at least 2 voxels along each axis, "
                f"this one has the shape {array.shape}; pick a channel before with an Array Expression: a[..., 0]"
            )
        known = np.isfinite(array) if array.dtype.kind == "f" else None
        if known is not None and known.all():
            known = None
        values = array if known is None else array[known]
        if not values.size:
            raise ValueError("the volume holds no finite value")
        low, high = float(values.min()), float(values.max())
        self.isovalue.minValue, self.isovalue.maxValue = low, high
        if self.isovalue.value == DEFAULT and not low < DEFAULT < high:
            self.isovalue.value = (low + high) / 2
        level = self.isovalue.value
        if not low < level < high:
            raise ValueError(f"the isovalue {level:g} lies outside the data, which reaches from {low:g} to {high:g}: there is no surface")
        self.progress(0.1)
        # What the call converts to anyway; it does not take arrays that are read-only, as those of inports are.
        array = array.astype(np.float32)
        if known is not None:
            array[~known] = low
            # The mask is looked at for one corner of each cube: the one with the highest indices answers for all eight.
            for axis in range(3):
                known, n = np.moveaxis(known, axis, 0).copy(), self.step.value
                known[n:] &= known[:-n].copy()
                known = np.moveaxis(known, 0, axis)
        points, triangles, normals, _ = marching_cubes(array, level, step_size=self.step.value, mask=known, gradient_direction="descent")
        self.progress(0.9)

        # A voxel's value lies at its center.
        size = np.array(array.shape[::-1], np.float32)
        mesh = Mesh(DrawType.Triangles, ConnectivityType.Unconnected)
        mesh.addBuffer(BufferType.PositionAttrib, Buffer(np.ascontiguousarray((points[:, ::-1] + np.float32(0.5)) / size)))
        if self.normals.value:
            # Normals shrink where positions grow.
            directions = normals[:, ::-1] * size
            length = np.linalg.norm(directions, axis=1, keepdims=True)
            directions = (directions / np.maximum(length, 1e-30)).astype(np.float32)
            mesh.addBuffer(BufferType.NormalAttrib, Buffer(directions))
        mesh.addBuffer(BufferType.ColorAttrib, Buffer(np.tile(np.array(self.color.value, np.float32), (len(points), 1))))
        # Seen from low values, corners run clockwise in (z, y, x) and so counterclockwise in (x, y, z), unless the matrix mirrors, too.
        model = drawn_model(volume)
        triangles = triangles if np.linalg.det(model) > 0 else triangles[:, ::-1]
        mesh.addIndices(mesh.defaultMeshInfo, IndexBufferUINT32(np.ascontiguousarray(triangles, np.uint32).ravel()))
        mesh.modelMatrix, mesh.worldMatrix = matrix(model), volume.worldMatrix
        self.vertices.value, self.triangles.value = len(points), len(triangles)
        self.outport.setData(mesh)
