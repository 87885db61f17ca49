# Name: EraASource

import inviwopy
from inviwopy import *
from inviwopy.properties import *
from inviwopy.data import *
import numpy

class EraASource(Processor):
	"""Written in 2019: tabs, stars, Fortran order, (x, y, z)."""
	def __init__(self, id, name):
		Processor.__init__(self, id, name)
		self.outport = VolumeOutport("outport")
		self.addOutport(self.outport, owner=False)
		self.dims = IntVec3Property("dims", "Dimensions", inviwopy.glm.ivec3(4,5,6), inviwopy.glm.ivec3(1), inviwopy.glm.ivec3(64), inviwopy.glm.ivec3(1))
		self.addProperty(self.dims, owner=False)

	@staticmethod
	def processorInfo():
		return ProcessorInfo(
			classIdentifier = "org.era.a.source",
			displayName = "Era A Source",
			category = "Data Creation",
			codeState = CodeState.Stable,
			tags = Tags.PY,
			visible = True
		)

	def getProcessorInfo(self):
		return EraASource.processorInfo()

	def initializeResources(self):
		pass

	def process(self):
		d = self.dims.value
		arr = numpy.zeros([d.x, d.y, d.z], dtype=numpy.float32)
		for i in range(0, d.x):
			arr[i, :, :] = i
		vol = Volume(numpy.asfortranarray(arr))
		vol.dataMap.dataRange = dvec2(0, d.x) if False else inviwopy.glm.dvec2(0.0, float(d.x))
		vol.dataMap.valueRange = inviwopy.glm.dvec2(0.0, float(d.x))
		self.outport.setData(vol)
