# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Sequence
from typing import Union
from ..glm._vector import _Array
from ._layer import LayerPy
from ._volume import VolumePy
from .. import glm
from ._buffer import Buffer
from ._image import Image
from ._layer import Layer
from ._mesh import Mesh
from ._mesh import MeshSequence
from ._port_base import FlatInport
from ._port_base import ImageOutportBase
from ._port_base import Inport
from ._port_base import Outport
from ._port_base import Port
from ._volume import Volume
from ._volume import VolumeSequence
CLASSES: dict
def port_class(data_type: str, inport: bool, multi: bool) -> type: ...
class VolumeInport(Inport[Volume]):
    """Takes Volume data in."""
class VolumeMultiInport(Inport[Volume]):
    """Takes Volume data of several connections in."""
class VolumeFlatMultiInport(FlatInport[Volume]):
    """Takes Volume data, and sequences of it, of several connections in."""
class VolumeOutport(Outport[Volume, Union[Volume, VolumePy]]):
    """Gives Volume data out."""
class LayerInport(Inport[Layer]):
    """Takes Layer data in."""
class LayerMultiInport(Inport[Layer]):
    """Takes Layer data of several connections in."""
class LayerFlatMultiInport(FlatInport[Layer]):
    """Takes Layer data, and sequences of it, of several connections in."""
class LayerOutport(Outport[Layer, Union[Layer, LayerPy]]):
    """Gives Layer data out."""
class ImageInport(Inport[Image]):
    """Takes Image data in."""
class ImageMultiInport(Inport[Image]):
    """Takes Image data of several connections in."""
class ImageFlatMultiInport(FlatInport[Image]):
    """Takes Image data, and sequences of it, of several connections in."""
class ImageOutport(ImageOutportBase[Image, Union[Image, Layer]]):
    """Gives Image data out."""
class BufferInport(Inport[Buffer]):
    """Takes Buffer data in."""
class BufferMultiInport(Inport[Buffer]):
    """Takes Buffer data of several connections in."""
class BufferFlatMultiInport(FlatInport[Buffer]):
    """Takes Buffer data, and sequences of it, of several connections in."""
class BufferOutport(Outport[Buffer, Buffer]):
    """Gives Buffer data out."""
class MeshInport(Inport[Mesh]):
    """Takes Mesh data in."""
class MeshMultiInport(Inport[Mesh]):
    """Takes Mesh data of several connections in."""
class MeshFlatMultiInport(FlatInport[Mesh]):
    """Takes Mesh data, and sequences of it, of several connections in."""
class MeshOutport(Outport[Mesh, Mesh]):
    """Gives Mesh data out."""
class VolumeSequenceInport(Inport[VolumeSequence]):
    """Takes VolumeSequence data in."""
class VolumeSequenceMultiInport(Inport[VolumeSequence]):
    """Takes VolumeSequence data of several connections in."""
class VolumeSequenceFlatMultiInport(FlatInport[VolumeSequence]):
    """Takes VolumeSequence data, and sequences of it, of several connections in."""
class VolumeSequenceOutport(Outport[VolumeSequence, Union[VolumeSequence, Sequence[Volume]]]):
    """Gives VolumeSequence data out."""
class MeshSequenceInport(Inport[MeshSequence]):
    """Takes MeshSequence data in."""
class MeshSequenceMultiInport(Inport[MeshSequence]):
    """Takes MeshSequence data of several connections in."""
class MeshSequenceFlatMultiInport(FlatInport[MeshSequence]):
    """Takes MeshSequence data, and sequences of it, of several connections in."""
class MeshSequenceOutport(Outport[MeshSequence, Union[MeshSequence, Sequence[Mesh]]]):
    """Gives MeshSequence data out."""
class floatVectorInport(Inport[glm.floatVector]):
    """Takes floatVector data in."""
class floatVectorMultiInport(Inport[glm.floatVector]):
    """Takes floatVector data of several connections in."""
class floatVectorFlatMultiInport(FlatInport[glm.floatVector]):
    """Takes floatVector data, and sequences of it, of several connections in."""
class floatVectorOutport(Outport[glm.floatVector, Union[glm.floatVector, Sequence[Any], _Array]]):
    """Gives floatVector data out."""
class doubleVectorInport(Inport[glm.doubleVector]):
    """Takes doubleVector data in."""
class doubleVectorMultiInport(Inport[glm.doubleVector]):
    """Takes doubleVector data of several connections in."""
class doubleVectorFlatMultiInport(FlatInport[glm.doubleVector]):
    """Takes doubleVector data, and sequences of it, of several connections in."""
class doubleVectorOutport(Outport[glm.doubleVector, Union[glm.doubleVector, Sequence[Any], _Array]]):
    """Gives doubleVector data out."""
class intVectorInport(Inport[glm.intVector]):
    """Takes intVector data in."""
class intVectorMultiInport(Inport[glm.intVector]):
    """Takes intVector data of several connections in."""
class intVectorFlatMultiInport(FlatInport[glm.intVector]):
    """Takes intVector data, and sequences of it, of several connections in."""
class intVectorOutport(Outport[glm.intVector, Union[glm.intVector, Sequence[Any], _Array]]):
    """Gives intVector data out."""
class uintVectorInport(Inport[glm.uintVector]):
    """Takes uintVector data in."""
class uintVectorMultiInport(Inport[glm.uintVector]):
    """Takes uintVector data of several connections in."""
class uintVectorFlatMultiInport(FlatInport[glm.uintVector]):
    """Takes uintVector data, and sequences of it, of several connections in."""
class uintVectorOutport(Outport[glm.uintVector, Union[glm.uintVector, Sequence[Any], _Array]]):
    """Gives uintVector data out."""
class vec2VectorInport(Inport[glm.vec2Vector]):
    """Takes vec2Vector data in."""
class vec2VectorMultiInport(Inport[glm.vec2Vector]):
    """Takes vec2Vector data of several connections in."""
class vec2VectorFlatMultiInport(FlatInport[glm.vec2Vector]):
    """Takes vec2Vector data, and sequences of it, of several connections in."""
class vec2VectorOutport(Outport[glm.vec2Vector, Union[glm.vec2Vector, Sequence[Any], _Array]]):
    """Gives vec2Vector data out."""
class vec3VectorInport(Inport[glm.vec3Vector]):
    """Takes vec3Vector data in."""
class vec3VectorMultiInport(Inport[glm.vec3Vector]):
    """Takes vec3Vector data of several connections in."""
class vec3VectorFlatMultiInport(FlatInport[glm.vec3Vector]):
    """Takes vec3Vector data, and sequences of it, of several connections in."""
class vec3VectorOutport(Outport[glm.vec3Vector, Union[glm.vec3Vector, Sequence[Any], _Array]]):
    """Gives vec3Vector data out."""
class vec4VectorInport(Inport[glm.vec4Vector]):
    """Takes vec4Vector data in."""
class vec4VectorMultiInport(Inport[glm.vec4Vector]):
    """Takes vec4Vector data of several connections in."""
class vec4VectorFlatMultiInport(FlatInport[glm.vec4Vector]):
    """Takes vec4Vector data, and sequences of it, of several connections in."""
class vec4VectorOutport(Outport[glm.vec4Vector, Union[glm.vec4Vector, Sequence[Any], _Array]]):
    """Gives vec4Vector data out."""
class dvec2VectorInport(Inport[glm.dvec2Vector]):
    """Takes dvec2Vector data in."""
class dvec2VectorMultiInport(Inport[glm.dvec2Vector]):
    """Takes dvec2Vector data of several connections in."""
class dvec2VectorFlatMultiInport(FlatInport[glm.dvec2Vector]):
    """Takes dvec2Vector data, and sequences of it, of several connections in."""
class dvec2VectorOutport(Outport[glm.dvec2Vector, Union[glm.dvec2Vector, Sequence[Any], _Array]]):
    """Gives dvec2Vector data out."""
class dvec3VectorInport(Inport[glm.dvec3Vector]):
    """Takes dvec3Vector data in."""
class dvec3VectorMultiInport(Inport[glm.dvec3Vector]):
    """Takes dvec3Vector data of several connections in."""
class dvec3VectorFlatMultiInport(FlatInport[glm.dvec3Vector]):
    """Takes dvec3Vector data, and sequences of it, of several connections in."""
class dvec3VectorOutport(Outport[glm.dvec3Vector, Union[glm.dvec3Vector, Sequence[Any], _Array]]):
    """Gives dvec3Vector data out."""
class dvec4VectorInport(Inport[glm.dvec4Vector]):
    """Takes dvec4Vector data in."""
class dvec4VectorMultiInport(Inport[glm.dvec4Vector]):
    """Takes dvec4Vector data of several connections in."""
class dvec4VectorFlatMultiInport(FlatInport[glm.dvec4Vector]):
    """Takes dvec4Vector data, and sequences of it, of several connections in."""
class dvec4VectorOutport(Outport[glm.dvec4Vector, Union[glm.dvec4Vector, Sequence[Any], _Array]]):
    """Gives dvec4Vector data out."""
class ivec2VectorInport(Inport[glm.ivec2Vector]):
    """Takes ivec2Vector data in."""
class ivec2VectorMultiInport(Inport[glm.ivec2Vector]):
    """Takes ivec2Vector data of several connections in."""
class ivec2VectorFlatMultiInport(FlatInport[glm.ivec2Vector]):
    """Takes ivec2Vector data, and sequences of it, of several connections in."""
class ivec2VectorOutport(Outport[glm.ivec2Vector, Union[glm.ivec2Vector, Sequence[Any], _Array]]):
    """Gives ivec2Vector data out."""
class ivec3VectorInport(Inport[glm.ivec3Vector]):
    """Takes ivec3Vector data in."""
class ivec3VectorMultiInport(Inport[glm.ivec3Vector]):
    """Takes ivec3Vector data of several connections in."""
class ivec3VectorFlatMultiInport(FlatInport[glm.ivec3Vector]):
    """Takes ivec3Vector data, and sequences of it, of several connections in."""
class ivec3VectorOutport(Outport[glm.ivec3Vector, Union[glm.ivec3Vector, Sequence[Any], _Array]]):
    """Gives ivec3Vector data out."""
class ivec4VectorInport(Inport[glm.ivec4Vector]):
    """Takes ivec4Vector data in."""
class ivec4VectorMultiInport(Inport[glm.ivec4Vector]):
    """Takes ivec4Vector data of several connections in."""
class ivec4VectorFlatMultiInport(FlatInport[glm.ivec4Vector]):
    """Takes ivec4Vector data, and sequences of it, of several connections in."""
class ivec4VectorOutport(Outport[glm.ivec4Vector, Union[glm.ivec4Vector, Sequence[Any], _Array]]):
    """Gives ivec4Vector data out."""
class uvec2VectorInport(Inport[glm.uvec2Vector]):
    """Takes uvec2Vector data in."""
class uvec2VectorMultiInport(Inport[glm.uvec2Vector]):
    """Takes uvec2Vector data of several connections in."""
class uvec2VectorFlatMultiInport(FlatInport[glm.uvec2Vector]):
    """Takes uvec2Vector data, and sequences of it, of several connections in."""
class uvec2VectorOutport(Outport[glm.uvec2Vector, Union[glm.uvec2Vector, Sequence[Any], _Array]]):
    """Gives uvec2Vector data out."""
class uvec3VectorInport(Inport[glm.uvec3Vector]):
    """Takes uvec3Vector data in."""
class uvec3VectorMultiInport(Inport[glm.uvec3Vector]):
    """Takes uvec3Vector data of several connections in."""
class uvec3VectorFlatMultiInport(FlatInport[glm.uvec3Vector]):
    """Takes uvec3Vector data, and sequences of it, of several connections in."""
class uvec3VectorOutport(Outport[glm.uvec3Vector, Union[glm.uvec3Vector, Sequence[Any], _Array]]):
    """Gives uvec3Vector data out."""
class uvec4VectorInport(Inport[glm.uvec4Vector]):
    """Takes uvec4Vector data in."""
class uvec4VectorMultiInport(Inport[glm.uvec4Vector]):
    """Takes uvec4Vector data of several connections in."""
class uvec4VectorFlatMultiInport(FlatInport[glm.uvec4Vector]):
    """Takes uvec4Vector data, and sequences of it, of several connections in."""
class uvec4VectorOutport(Outport[glm.uvec4Vector, Union[glm.uvec4Vector, Sequence[Any], _Array]]):
    """Gives uvec4Vector data out."""
class mat2VectorInport(Inport[glm.mat2Vector]):
    """Takes mat2Vector data in."""
class mat2VectorMultiInport(Inport[glm.mat2Vector]):
    """Takes mat2Vector data of several connections in."""
class mat2VectorFlatMultiInport(FlatInport[glm.mat2Vector]):
    """Takes mat2Vector data, and sequences of it, of several connections in."""
class mat2VectorOutport(Outport[glm.mat2Vector, Union[glm.mat2Vector, Sequence[Any], _Array]]):
    """Gives mat2Vector data out."""
class mat2x3VectorInport(Inport[glm.mat2x3Vector]):
    """Takes mat2x3Vector data in."""
class mat2x3VectorMultiInport(Inport[glm.mat2x3Vector]):
    """Takes mat2x3Vector data of several connections in."""
class mat2x3VectorFlatMultiInport(FlatInport[glm.mat2x3Vector]):
    """Takes mat2x3Vector data, and sequences of it, of several connections in."""
class mat2x3VectorOutport(Outport[glm.mat2x3Vector, Union[glm.mat2x3Vector, Sequence[Any], _Array]]):
    """Gives mat2x3Vector data out."""
class mat2x4VectorInport(Inport[glm.mat2x4Vector]):
    """Takes mat2x4Vector data in."""
class mat2x4VectorMultiInport(Inport[glm.mat2x4Vector]):
    """Takes mat2x4Vector data of several connections in."""
class mat2x4VectorFlatMultiInport(FlatInport[glm.mat2x4Vector]):
    """Takes mat2x4Vector data, and sequences of it, of several connections in."""
class mat2x4VectorOutport(Outport[glm.mat2x4Vector, Union[glm.mat2x4Vector, Sequence[Any], _Array]]):
    """Gives mat2x4Vector data out."""
class mat3x2VectorInport(Inport[glm.mat3x2Vector]):
    """Takes mat3x2Vector data in."""
class mat3x2VectorMultiInport(Inport[glm.mat3x2Vector]):
    """Takes mat3x2Vector data of several connections in."""
class mat3x2VectorFlatMultiInport(FlatInport[glm.mat3x2Vector]):
    """Takes mat3x2Vector data, and sequences of it, of several connections in."""
class mat3x2VectorOutport(Outport[glm.mat3x2Vector, Union[glm.mat3x2Vector, Sequence[Any], _Array]]):
    """Gives mat3x2Vector data out."""
class mat3VectorInport(Inport[glm.mat3Vector]):
    """Takes mat3Vector data in."""
class mat3VectorMultiInport(Inport[glm.mat3Vector]):
    """Takes mat3Vector data of several connections in."""
class mat3VectorFlatMultiInport(FlatInport[glm.mat3Vector]):
    """Takes mat3Vector data, and sequences of it, of several connections in."""
class mat3VectorOutport(Outport[glm.mat3Vector, Union[glm.mat3Vector, Sequence[Any], _Array]]):
    """Gives mat3Vector data out."""
class mat3x4VectorInport(Inport[glm.mat3x4Vector]):
    """Takes mat3x4Vector data in."""
class mat3x4VectorMultiInport(Inport[glm.mat3x4Vector]):
    """Takes mat3x4Vector data of several connections in."""
class mat3x4VectorFlatMultiInport(FlatInport[glm.mat3x4Vector]):
    """Takes mat3x4Vector data, and sequences of it, of several connections in."""
class mat3x4VectorOutport(Outport[glm.mat3x4Vector, Union[glm.mat3x4Vector, Sequence[Any], _Array]]):
    """Gives mat3x4Vector data out."""
class mat4x2VectorInport(Inport[glm.mat4x2Vector]):
    """Takes mat4x2Vector data in."""
class mat4x2VectorMultiInport(Inport[glm.mat4x2Vector]):
    """Takes mat4x2Vector data of several connections in."""
class mat4x2VectorFlatMultiInport(FlatInport[glm.mat4x2Vector]):
    """Takes mat4x2Vector data, and sequences of it, of several connections in."""
class mat4x2VectorOutport(Outport[glm.mat4x2Vector, Union[glm.mat4x2Vector, Sequence[Any], _Array]]):
    """Gives mat4x2Vector data out."""
class mat4x3VectorInport(Inport[glm.mat4x3Vector]):
    """Takes mat4x3Vector data in."""
class mat4x3VectorMultiInport(Inport[glm.mat4x3Vector]):
    """Takes mat4x3Vector data of several connections in."""
class mat4x3VectorFlatMultiInport(FlatInport[glm.mat4x3Vector]):
    """Takes mat4x3Vector data, and sequences of it, of several connections in."""
class mat4x3VectorOutport(Outport[glm.mat4x3Vector, Union[glm.mat4x3Vector, Sequence[Any], _Array]]):
    """Gives mat4x3Vector data out."""
class mat4VectorInport(Inport[glm.mat4Vector]):
    """Takes mat4Vector data in."""
class mat4VectorMultiInport(Inport[glm.mat4Vector]):
    """Takes mat4Vector data of several connections in."""
class mat4VectorFlatMultiInport(FlatInport[glm.mat4Vector]):
    """Takes mat4Vector data, and sequences of it, of several connections in."""
class mat4VectorOutport(Outport[glm.mat4Vector, Union[glm.mat4Vector, Sequence[Any], _Array]]):
    """Gives mat4Vector data out."""
class dmat2VectorInport(Inport[glm.dmat2Vector]):
    """Takes dmat2Vector data in."""
class dmat2VectorMultiInport(Inport[glm.dmat2Vector]):
    """Takes dmat2Vector data of several connections in."""
class dmat2VectorFlatMultiInport(FlatInport[glm.dmat2Vector]):
    """Takes dmat2Vector data, and sequences of it, of several connections in."""
class dmat2VectorOutport(Outport[glm.dmat2Vector, Union[glm.dmat2Vector, Sequence[Any], _Array]]):
    """Gives dmat2Vector data out."""
class dmat2x3VectorInport(Inport[glm.dmat2x3Vector]):
    """Takes dmat2x3Vector data in."""
class dmat2x3VectorMultiInport(Inport[glm.dmat2x3Vector]):
    """Takes dmat2x3Vector data of several connections in."""
class dmat2x3VectorFlatMultiInport(FlatInport[glm.dmat2x3Vector]):
    """Takes dmat2x3Vector data, and sequences of it, of several connections in."""
class dmat2x3VectorOutport(Outport[glm.dmat2x3Vector, Union[glm.dmat2x3Vector, Sequence[Any], _Array]]):
    """Gives dmat2x3Vector data out."""
class dmat2x4VectorInport(Inport[glm.dmat2x4Vector]):
    """Takes dmat2x4Vector data in."""
class dmat2x4VectorMultiInport(Inport[glm.dmat2x4Vector]):
    """Takes dmat2x4Vector data of several connections in."""
class dmat2x4VectorFlatMultiInport(FlatInport[glm.dmat2x4Vector]):
    """Takes dmat2x4Vector data, and sequences of it, of several connections in."""
class dmat2x4VectorOutport(Outport[glm.dmat2x4Vector, Union[glm.dmat2x4Vector, Sequence[Any], _Array]]):
    """Gives dmat2x4Vector data out."""
class dmat3x2VectorInport(Inport[glm.dmat3x2Vector]):
    """Takes dmat3x2Vector data in."""
class dmat3x2VectorMultiInport(Inport[glm.dmat3x2Vector]):
    """Takes dmat3x2Vector data of several connections in."""
class dmat3x2VectorFlatMultiInport(FlatInport[glm.dmat3x2Vector]):
    """Takes dmat3x2Vector data, and sequences of it, of several connections in."""
class dmat3x2VectorOutport(Outport[glm.dmat3x2Vector, Union[glm.dmat3x2Vector, Sequence[Any], _Array]]):
    """Gives dmat3x2Vector data out."""
class dmat3VectorInport(Inport[glm.dmat3Vector]):
    """Takes dmat3Vector data in."""
class dmat3VectorMultiInport(Inport[glm.dmat3Vector]):
    """Takes dmat3Vector data of several connections in."""
class dmat3VectorFlatMultiInport(FlatInport[glm.dmat3Vector]):
    """Takes dmat3Vector data, and sequences of it, of several connections in."""
class dmat3VectorOutport(Outport[glm.dmat3Vector, Union[glm.dmat3Vector, Sequence[Any], _Array]]):
    """Gives dmat3Vector data out."""
class dmat3x4VectorInport(Inport[glm.dmat3x4Vector]):
    """Takes dmat3x4Vector data in."""
class dmat3x4VectorMultiInport(Inport[glm.dmat3x4Vector]):
    """Takes dmat3x4Vector data of several connections in."""
class dmat3x4VectorFlatMultiInport(FlatInport[glm.dmat3x4Vector]):
    """Takes dmat3x4Vector data, and sequences of it, of several connections in."""
class dmat3x4VectorOutport(Outport[glm.dmat3x4Vector, Union[glm.dmat3x4Vector, Sequence[Any], _Array]]):
    """Gives dmat3x4Vector data out."""
class dmat4x2VectorInport(Inport[glm.dmat4x2Vector]):
    """Takes dmat4x2Vector data in."""
class dmat4x2VectorMultiInport(Inport[glm.dmat4x2Vector]):
    """Takes dmat4x2Vector data of several connections in."""
class dmat4x2VectorFlatMultiInport(FlatInport[glm.dmat4x2Vector]):
    """Takes dmat4x2Vector data, and sequences of it, of several connections in."""
class dmat4x2VectorOutport(Outport[glm.dmat4x2Vector, Union[glm.dmat4x2Vector, Sequence[Any], _Array]]):
    """Gives dmat4x2Vector data out."""
class dmat4x3VectorInport(Inport[glm.dmat4x3Vector]):
    """Takes dmat4x3Vector data in."""
class dmat4x3VectorMultiInport(Inport[glm.dmat4x3Vector]):
    """Takes dmat4x3Vector data of several connections in."""
class dmat4x3VectorFlatMultiInport(FlatInport[glm.dmat4x3Vector]):
    """Takes dmat4x3Vector data, and sequences of it, of several connections in."""
class dmat4x3VectorOutport(Outport[glm.dmat4x3Vector, Union[glm.dmat4x3Vector, Sequence[Any], _Array]]):
    """Gives dmat4x3Vector data out."""
class dmat4VectorInport(Inport[glm.dmat4Vector]):
    """Takes dmat4Vector data in."""
class dmat4VectorMultiInport(Inport[glm.dmat4Vector]):
    """Takes dmat4Vector data of several connections in."""
class dmat4VectorFlatMultiInport(FlatInport[glm.dmat4Vector]):
    """Takes dmat4Vector data, and sequences of it, of several connections in."""
class dmat4VectorOutport(Outport[glm.dmat4Vector, Union[glm.dmat4Vector, Sequence[Any], _Array]]):
    """Gives dmat4Vector data out."""
class imat2VectorInport(Inport[glm.imat2Vector]):
    """Takes imat2Vector data in."""
class imat2VectorMultiInport(Inport[glm.imat2Vector]):
    """Takes imat2Vector data of several connections in."""
class imat2VectorFlatMultiInport(FlatInport[glm.imat2Vector]):
    """Takes imat2Vector data, and sequences of it, of several connections in."""
class imat2VectorOutport(Outport[glm.imat2Vector, Union[glm.imat2Vector, Sequence[Any], _Array]]):
    """Gives imat2Vector data out."""
class imat2x3VectorInport(Inport[glm.imat2x3Vector]):
    """Takes imat2x3Vector data in."""
class imat2x3VectorMultiInport(Inport[glm.imat2x3Vector]):
    """Takes imat2x3Vector data of several connections in."""
class imat2x3VectorFlatMultiInport(FlatInport[glm.imat2x3Vector]):
    """Takes imat2x3Vector data, and sequences of it, of several connections in."""
class imat2x3VectorOutport(Outport[glm.imat2x3Vector, Union[glm.imat2x3Vector, Sequence[Any], _Array]]):
    """Gives imat2x3Vector data out."""
class imat2x4VectorInport(Inport[glm.imat2x4Vector]):
    """Takes imat2x4Vector data in."""
class imat2x4VectorMultiInport(Inport[glm.imat2x4Vector]):
    """Takes imat2x4Vector data of several connections in."""
class imat2x4VectorFlatMultiInport(FlatInport[glm.imat2x4Vector]):
    """Takes imat2x4Vector data, and sequences of it, of several connections in."""
class imat2x4VectorOutport(Outport[glm.imat2x4Vector, Union[glm.imat2x4Vector, Sequence[Any], _Array]]):
    """Gives imat2x4Vector data out."""
class imat3x2VectorInport(Inport[glm.imat3x2Vector]):
    """Takes imat3x2Vector data in."""
class imat3x2VectorMultiInport(Inport[glm.imat3x2Vector]):
    """Takes imat3x2Vector data of several connections in."""
class imat3x2VectorFlatMultiInport(FlatInport[glm.imat3x2Vector]):
    """Takes imat3x2Vector data, and sequences of it, of several connections in."""
class imat3x2VectorOutport(Outport[glm.imat3x2Vector, Union[glm.imat3x2Vector, Sequence[Any], _Array]]):
    """Gives imat3x2Vector data out."""
class imat3VectorInport(Inport[glm.imat3Vector]):
    """Takes imat3Vector data in."""
class imat3VectorMultiInport(Inport[glm.imat3Vector]):
    """Takes imat3Vector data of several connections in."""
class imat3VectorFlatMultiInport(FlatInport[glm.imat3Vector]):
    """Takes imat3Vector data, and sequences of it, of several connections in."""
class imat3VectorOutport(Outport[glm.imat3Vector, Union[glm.imat3Vector, Sequence[Any], _Array]]):
    """Gives imat3Vector data out."""
class imat3x4VectorInport(Inport[glm.imat3x4Vector]):
    """Takes imat3x4Vector data in."""
class imat3x4VectorMultiInport(Inport[glm.imat3x4Vector]):
    """Takes imat3x4Vector data of several connections in."""
class imat3x4VectorFlatMultiInport(FlatInport[glm.imat3x4Vector]):
    """Takes imat3x4Vector data, and sequences of it, of several connections in."""
class imat3x4VectorOutport(Outport[glm.imat3x4Vector, Union[glm.imat3x4Vector, Sequence[Any], _Array]]):
    """Gives imat3x4Vector data out."""
class imat4x2VectorInport(Inport[glm.imat4x2Vector]):
    """Takes imat4x2Vector data in."""
class imat4x2VectorMultiInport(Inport[glm.imat4x2Vector]):
    """Takes imat4x2Vector data of several connections in."""
class imat4x2VectorFlatMultiInport(FlatInport[glm.imat4x2Vector]):
    """Takes imat4x2Vector data, and sequences of it, of several connections in."""
class imat4x2VectorOutport(Outport[glm.imat4x2Vector, Union[glm.imat4x2Vector, Sequence[Any], _Array]]):
    """Gives imat4x2Vector data out."""
class imat4x3VectorInport(Inport[glm.imat4x3Vector]):
    """Takes imat4x3Vector data in."""
class imat4x3VectorMultiInport(Inport[glm.imat4x3Vector]):
    """Takes imat4x3Vector data of several connections in."""
class imat4x3VectorFlatMultiInport(FlatInport[glm.imat4x3Vector]):
    """Takes imat4x3Vector data, and sequences of it, of several connections in."""
class imat4x3VectorOutport(Outport[glm.imat4x3Vector, Union[glm.imat4x3Vector, Sequence[Any], _Array]]):
    """Gives imat4x3Vector data out."""
class imat4VectorInport(Inport[glm.imat4Vector]):
    """Takes imat4Vector data in."""
class imat4VectorMultiInport(Inport[glm.imat4Vector]):
    """Takes imat4Vector data of several connections in."""
class imat4VectorFlatMultiInport(FlatInport[glm.imat4Vector]):
    """Takes imat4Vector data, and sequences of it, of several connections in."""
class imat4VectorOutport(Outport[glm.imat4Vector, Union[glm.imat4Vector, Sequence[Any], _Array]]):
    """Gives imat4Vector data out."""
class umat2VectorInport(Inport[glm.umat2Vector]):
    """Takes umat2Vector data in."""
class umat2VectorMultiInport(Inport[glm.umat2Vector]):
    """Takes umat2Vector data of several connections in."""
class umat2VectorFlatMultiInport(FlatInport[glm.umat2Vector]):
    """Takes umat2Vector data, and sequences of it, of several connections in."""
class umat2VectorOutport(Outport[glm.umat2Vector, Union[glm.umat2Vector, Sequence[Any], _Array]]):
    """Gives umat2Vector data out."""
class umat2x3VectorInport(Inport[glm.umat2x3Vector]):
    """Takes umat2x3Vector data in."""
class umat2x3VectorMultiInport(Inport[glm.umat2x3Vector]):
    """Takes umat2x3Vector data of several connections in."""
class umat2x3VectorFlatMultiInport(FlatInport[glm.umat2x3Vector]):
    """Takes umat2x3Vector data, and sequences of it, of several connections in."""
class umat2x3VectorOutport(Outport[glm.umat2x3Vector, Union[glm.umat2x3Vector, Sequence[Any], _Array]]):
    """Gives umat2x3Vector data out."""
class umat2x4VectorInport(Inport[glm.umat2x4Vector]):
    """Takes umat2x4Vector data in."""
class umat2x4VectorMultiInport(Inport[glm.umat2x4Vector]):
    """Takes umat2x4Vector data of several connections in."""
class umat2x4VectorFlatMultiInport(FlatInport[glm.umat2x4Vector]):
    """Takes umat2x4Vector data, and sequences of it, of several connections in."""
class umat2x4VectorOutport(Outport[glm.umat2x4Vector, Union[glm.umat2x4Vector, Sequence[Any], _Array]]):
    """Gives umat2x4Vector data out."""
class umat3x2VectorInport(Inport[glm.umat3x2Vector]):
    """Takes umat3x2Vector data in."""
class umat3x2VectorMultiInport(Inport[glm.umat3x2Vector]):
    """Takes umat3x2Vector data of several connections in."""
class umat3x2VectorFlatMultiInport(FlatInport[glm.umat3x2Vector]):
    """Takes umat3x2Vector data, and sequences of it, of several connections in."""
class umat3x2VectorOutport(Outport[glm.umat3x2Vector, Union[glm.umat3x2Vector, Sequence[Any], _Array]]):
    """Gives umat3x2Vector data out."""
class umat3VectorInport(Inport[glm.umat3Vector]):
    """Takes umat3Vector data in."""
class umat3VectorMultiInport(Inport[glm.umat3Vector]):
    """Takes umat3Vector data of several connections in."""
class umat3VectorFlatMultiInport(FlatInport[glm.umat3Vector]):
    """Takes umat3Vector data, and sequences of it, of several connections in."""
class umat3VectorOutport(Outport[glm.umat3Vector, Union[glm.umat3Vector, Sequence[Any], _Array]]):
    """Gives umat3Vector data out."""
class umat3x4VectorInport(Inport[glm.umat3x4Vector]):
    """Takes umat3x4Vector data in."""
class umat3x4VectorMultiInport(Inport[glm.umat3x4Vector]):
    """Takes umat3x4Vector data of several connections in."""
class umat3x4VectorFlatMultiInport(FlatInport[glm.umat3x4Vector]):
    """Takes umat3x4Vector data, and sequences of it, of several connections in."""
class umat3x4VectorOutport(Outport[glm.umat3x4Vector, Union[glm.umat3x4Vector, Sequence[Any], _Array]]):
    """Gives umat3x4Vector data out."""
class umat4x2VectorInport(Inport[glm.umat4x2Vector]):
    """Takes umat4x2Vector data in."""
class umat4x2VectorMultiInport(Inport[glm.umat4x2Vector]):
    """Takes umat4x2Vector data of several connections in."""
class umat4x2VectorFlatMultiInport(FlatInport[glm.umat4x2Vector]):
    """Takes umat4x2Vector data, and sequences of it, of several connections in."""
class umat4x2VectorOutport(Outport[glm.umat4x2Vector, Union[glm.umat4x2Vector, Sequence[Any], _Array]]):
    """Gives umat4x2Vector data out."""
class umat4x3VectorInport(Inport[glm.umat4x3Vector]):
    """Takes umat4x3Vector data in."""
class umat4x3VectorMultiInport(Inport[glm.umat4x3Vector]):
    """Takes umat4x3Vector data of several connections in."""
class umat4x3VectorFlatMultiInport(FlatInport[glm.umat4x3Vector]):
    """Takes umat4x3Vector data, and sequences of it, of several connections in."""
class umat4x3VectorOutport(Outport[glm.umat4x3Vector, Union[glm.umat4x3Vector, Sequence[Any], _Array]]):
    """Gives umat4x3Vector data out."""
class umat4VectorInport(Inport[glm.umat4Vector]):
    """Takes umat4Vector data in."""
class umat4VectorMultiInport(Inport[glm.umat4Vector]):
    """Takes umat4Vector data of several connections in."""
class umat4VectorFlatMultiInport(FlatInport[glm.umat4Vector]):
    """Takes umat4Vector data, and sequences of it, of several connections in."""
class umat4VectorOutport(Outport[glm.umat4Vector, Union[glm.umat4Vector, Sequence[Any], _Array]]):
    """Gives umat4Vector data out."""
class PythonInport(Inport[Any]):
    """Takes Python data in."""
class PythonMultiInport(Inport[Any]):
    """Takes Python data of several connections in."""
class PythonFlatMultiInport(FlatInport[Any]):
    """Takes Python data, and sequences of it, of several connections in."""
class PythonOutport(Outport[Any, Any]):
    """Gives Python data out."""
__all__ = [
    "Inport",
    "Outport",
    "Port",
    "VolumeInport",
    "VolumeMultiInport",
    "VolumeFlatMultiInport",
    "VolumeOutport",
    "LayerInport",
    "LayerMultiInport",
    "LayerFlatMultiInport",
    "LayerOutport",
    "ImageInport",
    "ImageMultiInport",
    "ImageFlatMultiInport",
    "ImageOutport",
    "BufferInport",
    "BufferMultiInport",
    "BufferFlatMultiInport",
    "BufferOutport",
    "MeshInport",
    "MeshMultiInport",
    "MeshFlatMultiInport",
    "MeshOutport",
    "VolumeSequenceInport",
    "VolumeSequenceMultiInport",
    "VolumeSequenceFlatMultiInport",
    "VolumeSequenceOutport",
    "MeshSequenceInport",
    "MeshSequenceMultiInport",
    "MeshSequenceFlatMultiInport",
    "MeshSequenceOutport",
    "floatVectorInport",
    "floatVectorMultiInport",
    "floatVectorFlatMultiInport",
    "floatVectorOutport",
    "doubleVectorInport",
    "doubleVectorMultiInport",
    "doubleVectorFlatMultiInport",
    "doubleVectorOutport",
    "intVectorInport",
    "intVectorMultiInport",
    "intVectorFlatMultiInport",
    "intVectorOutport",
    "uintVectorInport",
    "uintVectorMultiInport",
    "uintVectorFlatMultiInport",
    "uintVectorOutport",
    "vec2VectorInport",
    "vec2VectorMultiInport",
    "vec2VectorFlatMultiInport",
    "vec2VectorOutport",
    "vec3VectorInport",
    "vec3VectorMultiInport",
    "vec3VectorFlatMultiInport",
    "vec3VectorOutport",
    "vec4VectorInport",
    "vec4VectorMultiInport",
    "vec4VectorFlatMultiInport",
    "vec4VectorOutport",
    "dvec2VectorInport",
    "dvec2VectorMultiInport",
    "dvec2VectorFlatMultiInport",
    "dvec2VectorOutport",
    "dvec3VectorInport",
    "dvec3VectorMultiInport",
    "dvec3VectorFlatMultiInport",
    "dvec3VectorOutport",
    "dvec4VectorInport",
    "dvec4VectorMultiInport",
    "dvec4VectorFlatMultiInport",
    "dvec4VectorOutport",
    "ivec2VectorInport",
    "ivec2VectorMultiInport",
    "ivec2VectorFlatMultiInport",
    "ivec2VectorOutport",
    "ivec3VectorInport",
    "ivec3VectorMultiInport",
    "ivec3VectorFlatMultiInport",
    "ivec3VectorOutport",
    "ivec4VectorInport",
    "ivec4VectorMultiInport",
    "ivec4VectorFlatMultiInport",
    "ivec4VectorOutport",
    "uvec2VectorInport",
    "uvec2VectorMultiInport",
    "uvec2VectorFlatMultiInport",
    "uvec2VectorOutport",
    "uvec3VectorInport",
    "uvec3VectorMultiInport",
    "uvec3VectorFlatMultiInport",
    "uvec3VectorOutport",
    "uvec4VectorInport",
    "uvec4VectorMultiInport",
    "uvec4VectorFlatMultiInport",
    "uvec4VectorOutport",
    "mat2VectorInport",
    "mat2VectorMultiInport",
    "mat2VectorFlatMultiInport",
    "mat2VectorOutport",
    "mat2x3VectorInport",
    "mat2x3VectorMultiInport",
    "mat2x3VectorFlatMultiInport",
    "mat2x3VectorOutport",
    "mat2x4VectorInport",
    "mat2x4VectorMultiInport",
    "mat2x4VectorFlatMultiInport",
    "mat2x4VectorOutport",
    "mat3x2VectorInport",
    "mat3x2VectorMultiInport",
    "mat3x2VectorFlatMultiInport",
    "mat3x2VectorOutport",
    "mat3VectorInport",
    "mat3VectorMultiInport",
    "mat3VectorFlatMultiInport",
    "mat3VectorOutport",
    "mat3x4VectorInport",
    "mat3x4VectorMultiInport",
    "mat3x4VectorFlatMultiInport",
    "mat3x4VectorOutport",
    "mat4x2VectorInport",
    "mat4x2VectorMultiInport",
    "mat4x2VectorFlatMultiInport",
    "mat4x2VectorOutport",
    "mat4x3VectorInport",
    "mat4x3VectorMultiInport",
    "mat4x3VectorFlatMultiInport",
    "mat4x3VectorOutport",
    "mat4VectorInport",
    "mat4VectorMultiInport",
    "mat4VectorFlatMultiInport",
    "mat4VectorOutport",
    "dmat2VectorInport",
    "dmat2VectorMultiInport",
    "dmat2VectorFlatMultiInport",
    "dmat2VectorOutport",
    "dmat2x3VectorInport",
    "dmat2x3VectorMultiInport",
    "dmat2x3VectorFlatMultiInport",
    "dmat2x3VectorOutport",
    "dmat2x4VectorInport",
    "dmat2x4VectorMultiInport",
    "dmat2x4VectorFlatMultiInport",
    "dmat2x4VectorOutport",
    "dmat3x2VectorInport",
    "dmat3x2VectorMultiInport",
    "dmat3x2VectorFlatMultiInport",
    "dmat3x2VectorOutport",
    "dmat3VectorInport",
    "dmat3VectorMultiInport",
    "dmat3VectorFlatMultiInport",
    "dmat3VectorOutport",
    "dmat3x4VectorInport",
    "dmat3x4VectorMultiInport",
    "dmat3x4VectorFlatMultiInport",
    "dmat3x4VectorOutport",
    "dmat4x2VectorInport",
    "dmat4x2VectorMultiInport",
    "dmat4x2VectorFlatMultiInport",
    "dmat4x2VectorOutport",
    "dmat4x3VectorInport",
    "dmat4x3VectorMultiInport",
    "dmat4x3VectorFlatMultiInport",
    "dmat4x3VectorOutport",
    "dmat4VectorInport",
    "dmat4VectorMultiInport",
    "dmat4VectorFlatMultiInport",
    "dmat4VectorOutport",
    "imat2VectorInport",
    "imat2VectorMultiInport",
    "imat2VectorFlatMultiInport",
    "imat2VectorOutport",
    "imat2x3VectorInport",
    "imat2x3VectorMultiInport",
    "imat2x3VectorFlatMultiInport",
    "imat2x3VectorOutport",
    "imat2x4VectorInport",
    "imat2x4VectorMultiInport",
    "imat2x4VectorFlatMultiInport",
    "imat2x4VectorOutport",
    "imat3x2VectorInport",
    "imat3x2VectorMultiInport",
    "imat3x2VectorFlatMultiInport",
    "imat3x2VectorOutport",
    "imat3VectorInport",
    "imat3VectorMultiInport",
    "imat3VectorFlatMultiInport",
    "imat3VectorOutport",
    "imat3x4VectorInport",
    "imat3x4VectorMultiInport",
    "imat3x4VectorFlatMultiInport",
    "imat3x4VectorOutport",
    "imat4x2VectorInport",
    "imat4x2VectorMultiInport",
    "imat4x2VectorFlatMultiInport",
    "imat4x2VectorOutport",
    "imat4x3VectorInport",
    "imat4x3VectorMultiInport",
    "imat4x3VectorFlatMultiInport",
    "imat4x3VectorOutport",
    "imat4VectorInport",
    "imat4VectorMultiInport",
    "imat4VectorFlatMultiInport",
    "imat4VectorOutport",
    "umat2VectorInport",
    "umat2VectorMultiInport",
    "umat2VectorFlatMultiInport",
    "umat2VectorOutport",
    "umat2x3VectorInport",
    "umat2x3VectorMultiInport",
    "umat2x3VectorFlatMultiInport",
    "umat2x3VectorOutport",
    "umat2x4VectorInport",
    "umat2x4VectorMultiInport",
    "umat2x4VectorFlatMultiInport",
    "umat2x4VectorOutport",
    "umat3x2VectorInport",
    "umat3x2VectorMultiInport",
    "umat3x2VectorFlatMultiInport",
    "umat3x2VectorOutport",
    "umat3VectorInport",
    "umat3VectorMultiInport",
    "umat3VectorFlatMultiInport",
    "umat3VectorOutport",
    "umat3x4VectorInport",
    "umat3x4VectorMultiInport",
    "umat3x4VectorFlatMultiInport",
    "umat3x4VectorOutport",
    "umat4x2VectorInport",
    "umat4x2VectorMultiInport",
    "umat4x2VectorFlatMultiInport",
    "umat4x2VectorOutport",
    "umat4x3VectorInport",
    "umat4x3VectorMultiInport",
    "umat4x3VectorFlatMultiInport",
    "umat4x3VectorOutport",
    "umat4VectorInport",
    "umat4VectorMultiInport",
    "umat4VectorFlatMultiInport",
    "umat4VectorOutport",
    "PythonInport",
    "PythonMultiInport",
    "PythonFlatMultiInport",
    "PythonOutport",
]
