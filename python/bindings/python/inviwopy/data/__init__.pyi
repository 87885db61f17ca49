# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from ._buffer import TypedBuffer
from . import buffertraits, formats
from .._arrays import FormatError
from ._bit_set import BitSet
from ._buffer import Buffer
from ._camera import Camera, OrthographicCamera, PerspectiveCamera, SkewedPerspectiveCamera
from ._enums import BufferTarget, BufferType, BufferUsage, ConnectivityType, DrawType, ImageChannel, InterpolationType, LayerType, TFPrimitiveSetType, Wrapping
from ._image import Image
from ._layer import Layer, LayerPy
from ._mesh import BasicMesh, BufferInfo, ColoredMesh, Mesh, MeshInfo, MeshSequence, PosTexColorMesh, SphereMesh
from ._port_base import Inport, Outport, Port
from ._ports import VolumeInport, VolumeMultiInport, VolumeFlatMultiInport, VolumeOutport, LayerInport, LayerMultiInport, LayerFlatMultiInport, LayerOutport, ImageInport, ImageMultiInport, ImageFlatMultiInport, ImageOutport, BufferInport, BufferMultiInport, BufferFlatMultiInport, BufferOutport, MeshInport, MeshMultiInport, MeshFlatMultiInport, MeshOutport, VolumeSequenceInport, VolumeSequenceMultiInport, VolumeSequenceFlatMultiInport, VolumeSequenceOutport, MeshSequenceInport, MeshSequenceMultiInport, MeshSequenceFlatMultiInport, MeshSequenceOutport, floatVectorInport, floatVectorMultiInport, floatVectorFlatMultiInport, floatVectorOutport, doubleVectorInport, doubleVectorMultiInport, doubleVectorFlatMultiInport, doubleVectorOutport, intVectorInport, intVectorMultiInport, intVectorFlatMultiInport, intVectorOutport, uintVectorInport, uintVectorMultiInport, uintVectorFlatMultiInport, uintVectorOutport, vec2VectorInport, vec2VectorMultiInport, vec2VectorFlatMultiInport, vec2VectorOutport, vec3VectorInport, vec3VectorMultiInport, vec3VectorFlatMultiInport, vec3VectorOutport, vec4VectorInport, vec4VectorMultiInport, vec4VectorFlatMultiInport, vec4VectorOutport, dvec2VectorInport, dvec2VectorMultiInport, dvec2VectorFlatMultiInport, dvec2VectorOutport, dvec3VectorInport, dvec3VectorMultiInport, dvec3VectorFlatMultiInport, dvec3VectorOutport, dvec4VectorInport, dvec4VectorMultiInport, dvec4VectorFlatMultiInport, dvec4VectorOutport, ivec2VectorInport, ivec2VectorMultiInport, ivec2VectorFlatMultiInport, ivec2VectorOutport, ivec3VectorInport, ivec3VectorMultiInport, ivec3VectorFlatMultiInport, ivec3VectorOutport, ivec4VectorInport, ivec4VectorMultiInport, ivec4VectorFlatMultiInport, ivec4VectorOutport, uvec2VectorInport, uvec2VectorMultiInport, uvec2VectorFlatMultiInport, uvec2VectorOutport, uvec3VectorInport, uvec3VectorMultiInport, uvec3VectorFlatMultiInport, uvec3VectorOutport, uvec4VectorInport, uvec4VectorMultiInport, uvec4VectorFlatMultiInport, uvec4VectorOutport, mat2VectorInport, mat2VectorMultiInport, mat2VectorFlatMultiInport, mat2VectorOutport, mat2x3VectorInport, mat2x3VectorMultiInport, mat2x3VectorFlatMultiInport, mat2x3VectorOutport, mat2x4VectorInport, mat2x4VectorMultiInport, mat2x4VectorFlatMultiInport, mat2x4VectorOutport, mat3x2VectorInport, mat3x2VectorMultiInport, mat3x2VectorFlatMultiInport, mat3x2VectorOutport, mat3VectorInport, mat3VectorMultiInport, mat3VectorFlatMultiInport, mat3VectorOutport, mat3x4VectorInport, mat3x4VectorMultiInport, mat3x4VectorFlatMultiInport, mat3x4VectorOutport, mat4x2VectorInport, mat4x2VectorMultiInport, mat4x2VectorFlatMultiInport, mat4x2VectorOutport, mat4x3VectorInport, mat4x3VectorMultiInport, mat4x3VectorFlatMultiInport, mat4x3VectorOutport, mat4VectorInport, mat4VectorMultiInport, mat4VectorFlatMultiInport, mat4VectorOutport, dmat2VectorInport, dmat2VectorMultiInport, dmat2VectorFlatMultiInport, dmat2VectorOutport, dmat2x3VectorInport, dmat2x3VectorMultiInport, dmat2x3VectorFlatMultiInport, dmat2x3VectorOutport, dmat2x4VectorInport, dmat2x4VectorMultiInport, dmat2x4VectorFlatMultiInport, dmat2x4VectorOutport, dmat3x2VectorInport, dmat3x2VectorMultiInport, dmat3x2VectorFlatMultiInport, dmat3x2VectorOutport, dmat3VectorInport, dmat3VectorMultiInport, dmat3VectorFlatMultiInport, dmat3VectorOutport, dmat3x4VectorInport, dmat3x4VectorMultiInport, dmat3x4VectorFlatMultiInport, dmat3x4VectorOutport, dmat4x2VectorInport, dmat4x2VectorMultiInport, dmat4x2VectorFlatMultiInport, dmat4x2VectorOutport, dmat4x3VectorInport, dmat4x3VectorMultiInport, dmat4x3VectorFlatMultiInport, dmat4x3VectorOutport, dmat4VectorInport, dmat4VectorMultiInport, dmat4VectorFlatMultiInport, dmat4VectorOutport, imat2VectorInport, imat2VectorMultiInport, imat2VectorFlatMultiInport, imat2VectorOutport, imat2x3VectorInport, imat2x3VectorMultiInport, imat2x3VectorFlatMultiInport, imat2x3VectorOutport, imat2x4VectorInport, imat2x4VectorMultiInport, imat2x4VectorFlatMultiInport, imat2x4VectorOutport, imat3x2VectorInport, imat3x2VectorMultiInport, imat3x2VectorFlatMultiInport, imat3x2VectorOutport, imat3VectorInport, imat3VectorMultiInport, imat3VectorFlatMultiInport, imat3VectorOutport, imat3x4VectorInport, imat3x4VectorMultiInport, imat3x4VectorFlatMultiInport, imat3x4VectorOutport, imat4x2VectorInport, imat4x2VectorMultiInport, imat4x2VectorFlatMultiInport, imat4x2VectorOutport, imat4x3VectorInport, imat4x3VectorMultiInport, imat4x3VectorFlatMultiInport, imat4x3VectorOutport, imat4VectorInport, imat4VectorMultiInport, imat4VectorFlatMultiInport, imat4VectorOutport, umat2VectorInport, umat2VectorMultiInport, umat2VectorFlatMultiInport, umat2VectorOutport, umat2x3VectorInport, umat2x3VectorMultiInport, umat2x3VectorFlatMultiInport, umat2x3VectorOutport, umat2x4VectorInport, umat2x4VectorMultiInport, umat2x4VectorFlatMultiInport, umat2x4VectorOutport, umat3x2VectorInport, umat3x2VectorMultiInport, umat3x2VectorFlatMultiInport, umat3x2VectorOutport, umat3VectorInport, umat3VectorMultiInport, umat3VectorFlatMultiInport, umat3VectorOutport, umat3x4VectorInport, umat3x4VectorMultiInport, umat3x4VectorFlatMultiInport, umat3x4VectorOutport, umat4x2VectorInport, umat4x2VectorMultiInport, umat4x2VectorFlatMultiInport, umat4x2VectorOutport, umat4x3VectorInport, umat4x3VectorMultiInport, umat4x3VectorFlatMultiInport, umat4x3VectorOutport, umat4VectorInport, umat4VectorMultiInport, umat4VectorFlatMultiInport, umat4VectorOutport, PythonInport, PythonMultiInport, PythonFlatMultiInport, PythonOutport
from ._representation import Representation as LayerRepresentation, Representation as VolumeRepresentation
from ._spatial import Axis, DataMapper, SwizzleMask, Unit
from ._transfer_function import IsoValueCollection, TFPrimitive, TFPrimitiveData, TFPrimitiveSet, TransferFunction
from ._volume import Volume, VolumePy, VolumeSequence
from .formats import DataFormat, NumericType
class BufferFLOAT16(TypedBuffer):
    """A buffer of FLOAT16."""
class IndexBufferFLOAT16(TypedBuffer):
    """A buffer of FLOAT16."""
class BufferFLOAT32(TypedBuffer):
    """A buffer of FLOAT32."""
class IndexBufferFLOAT32(TypedBuffer):
    """A buffer of FLOAT32."""
class BufferFLOAT64(TypedBuffer):
    """A buffer of FLOAT64."""
class IndexBufferFLOAT64(TypedBuffer):
    """A buffer of FLOAT64."""
class BufferINT8(TypedBuffer):
    """A buffer of INT8."""
class IndexBufferINT8(TypedBuffer):
    """A buffer of INT8."""
class BufferINT16(TypedBuffer):
    """A buffer of INT16."""
class IndexBufferINT16(TypedBuffer):
    """A buffer of INT16."""
class BufferINT32(TypedBuffer):
    """A buffer of INT32."""
class IndexBufferINT32(TypedBuffer):
    """A buffer of INT32."""
class BufferINT64(TypedBuffer):
    """A buffer of INT64."""
class IndexBufferINT64(TypedBuffer):
    """A buffer of INT64."""
class BufferUINT8(TypedBuffer):
    """A buffer of UINT8."""
class IndexBufferUINT8(TypedBuffer):
    """A buffer of UINT8."""
class BufferUINT16(TypedBuffer):
    """A buffer of UINT16."""
class IndexBufferUINT16(TypedBuffer):
    """A buffer of UINT16."""
class BufferUINT32(TypedBuffer):
    """A buffer of UINT32."""
class IndexBufferUINT32(TypedBuffer):
    """A buffer of UINT32."""
class BufferUINT64(TypedBuffer):
    """A buffer of UINT64."""
class IndexBufferUINT64(TypedBuffer):
    """A buffer of UINT64."""
class BufferVec2FLOAT16(TypedBuffer):
    """A buffer of Vec2FLOAT16."""
class IndexBufferVec2FLOAT16(TypedBuffer):
    """A buffer of Vec2FLOAT16."""
class BufferVec2FLOAT32(TypedBuffer):
    """A buffer of Vec2FLOAT32."""
class IndexBufferVec2FLOAT32(TypedBuffer):
    """A buffer of Vec2FLOAT32."""
class BufferVec2FLOAT64(TypedBuffer):
    """A buffer of Vec2FLOAT64."""
class IndexBufferVec2FLOAT64(TypedBuffer):
    """A buffer of Vec2FLOAT64."""
class BufferVec2INT8(TypedBuffer):
    """A buffer of Vec2INT8."""
class IndexBufferVec2INT8(TypedBuffer):
    """A buffer of Vec2INT8."""
class BufferVec2INT16(TypedBuffer):
    """A buffer of Vec2INT16."""
class IndexBufferVec2INT16(TypedBuffer):
    """A buffer of Vec2INT16."""
class BufferVec2INT32(TypedBuffer):
    """A buffer of Vec2INT32."""
class IndexBufferVec2INT32(TypedBuffer):
    """A buffer of Vec2INT32."""
class BufferVec2INT64(TypedBuffer):
    """A buffer of Vec2INT64."""
class IndexBufferVec2INT64(TypedBuffer):
    """A buffer of Vec2INT64."""
class BufferVec2UINT8(TypedBuffer):
    """A buffer of Vec2UINT8."""
class IndexBufferVec2UINT8(TypedBuffer):
    """A buffer of Vec2UINT8."""
class BufferVec2UINT16(TypedBuffer):
    """A buffer of Vec2UINT16."""
class IndexBufferVec2UINT16(TypedBuffer):
    """A buffer of Vec2UINT16."""
class BufferVec2UINT32(TypedBuffer):
    """A buffer of Vec2UINT32."""
class IndexBufferVec2UINT32(TypedBuffer):
    """A buffer of Vec2UINT32."""
class BufferVec2UINT64(TypedBuffer):
    """A buffer of Vec2UINT64."""
class IndexBufferVec2UINT64(TypedBuffer):
    """A buffer of Vec2UINT64."""
class BufferVec3FLOAT16(TypedBuffer):
    """A buffer of Vec3FLOAT16."""
class IndexBufferVec3FLOAT16(TypedBuffer):
    """A buffer of Vec3FLOAT16."""
class BufferVec3FLOAT32(TypedBuffer):
    """A buffer of Vec3FLOAT32."""
class IndexBufferVec3FLOAT32(TypedBuffer):
    """A buffer of Vec3FLOAT32."""
class BufferVec3FLOAT64(TypedBuffer):
    """A buffer of Vec3FLOAT64."""
class IndexBufferVec3FLOAT64(TypedBuffer):
    """A buffer of Vec3FLOAT64."""
class BufferVec3INT8(TypedBuffer):
    """A buffer of Vec3INT8."""
class IndexBufferVec3INT8(TypedBuffer):
    """A buffer of Vec3INT8."""
class BufferVec3INT16(TypedBuffer):
    """A buffer of Vec3INT16."""
class IndexBufferVec3INT16(TypedBuffer):
    """A buffer of Vec3INT16."""
class BufferVec3INT32(TypedBuffer):
    """A buffer of Vec3INT32."""
class IndexBufferVec3INT32(TypedBuffer):
    """A buffer of Vec3INT32."""
class BufferVec3INT64(TypedBuffer):
    """A buffer of Vec3INT64."""
class IndexBufferVec3INT64(TypedBuffer):
    """A buffer of Vec3INT64."""
class BufferVec3UINT8(TypedBuffer):
    """A buffer of Vec3UINT8."""
class IndexBufferVec3UINT8(TypedBuffer):
    """A buffer of Vec3UINT8."""
class BufferVec3UINT16(TypedBuffer):
    """A buffer of Vec3UINT16."""
class IndexBufferVec3UINT16(TypedBuffer):
    """A buffer of Vec3UINT16."""
class BufferVec3UINT32(TypedBuffer):
    """A buffer of Vec3UINT32."""
class IndexBufferVec3UINT32(TypedBuffer):
    """A buffer of Vec3UINT32."""
class BufferVec3UINT64(TypedBuffer):
    """A buffer of Vec3UINT64."""
class IndexBufferVec3UINT64(TypedBuffer):
    """A buffer of Vec3UINT64."""
class BufferVec4FLOAT16(TypedBuffer):
    """A buffer of Vec4FLOAT16."""
class IndexBufferVec4FLOAT16(TypedBuffer):
    """A buffer of Vec4FLOAT16."""
class BufferVec4FLOAT32(TypedBuffer):
    """A buffer of Vec4FLOAT32."""
class IndexBufferVec4FLOAT32(TypedBuffer):
    """A buffer of Vec4FLOAT32."""
class BufferVec4FLOAT64(TypedBuffer):
    """A buffer of Vec4FLOAT64."""
class IndexBufferVec4FLOAT64(TypedBuffer):
    """A buffer of Vec4FLOAT64."""
class BufferVec4INT8(TypedBuffer):
    """A buffer of Vec4INT8."""
class IndexBufferVec4INT8(TypedBuffer):
    """A buffer of Vec4INT8."""
class BufferVec4INT16(TypedBuffer):
    """A buffer of Vec4INT16."""
class IndexBufferVec4INT16(TypedBuffer):
    """A buffer of Vec4INT16."""
class BufferVec4INT32(TypedBuffer):
    """A buffer of Vec4INT32."""
class IndexBufferVec4INT32(TypedBuffer):
    """A buffer of Vec4INT32."""
class BufferVec4INT64(TypedBuffer):
    """A buffer of Vec4INT64."""
class IndexBufferVec4INT64(TypedBuffer):
    """A buffer of Vec4INT64."""
class BufferVec4UINT8(TypedBuffer):
    """A buffer of Vec4UINT8."""
class IndexBufferVec4UINT8(TypedBuffer):
    """A buffer of Vec4UINT8."""
class BufferVec4UINT16(TypedBuffer):
    """A buffer of Vec4UINT16."""
class IndexBufferVec4UINT16(TypedBuffer):
    """A buffer of Vec4UINT16."""
class BufferVec4UINT32(TypedBuffer):
    """A buffer of Vec4UINT32."""
class IndexBufferVec4UINT32(TypedBuffer):
    """A buffer of Vec4UINT32."""
class BufferVec4UINT64(TypedBuffer):
    """A buffer of Vec4UINT64."""
class IndexBufferVec4UINT64(TypedBuffer):
    """A buffer of Vec4UINT64."""
__all__ = [
    "Axis",
    "BasicMesh",
    "BitSet",
    "Buffer",
    "BufferInfo",
    "BufferTarget",
    "BufferType",
    "BufferUsage",
    "Camera",
    "ColoredMesh",
    "ConnectivityType",
    "DataFormat",
    "DataMapper",
    "DrawType",
    "FormatError",
    "Image",
    "ImageChannel",
    "InterpolationType",
    "IsoValueCollection",
    "Layer",
    "LayerPy",
    "LayerRepresentation",
    "LayerType",
    "Mesh",
    "MeshInfo",
    "MeshSequence",
    "NumericType",
    "OrthographicCamera",
    "PerspectiveCamera",
    "PosTexColorMesh",
    "SkewedPerspectiveCamera",
    "SphereMesh",
    "SwizzleMask",
    "TFPrimitive",
    "TFPrimitiveData",
    "TFPrimitiveSet",
    "TFPrimitiveSetType",
    "TransferFunction",
    "Unit",
    "Volume",
    "VolumePy",
    "VolumeRepresentation",
    "VolumeSequence",
    "Wrapping",
    "buffertraits",
    "formats",
    "BufferFLOAT16",
    "IndexBufferFLOAT16",
    "BufferFLOAT32",
    "IndexBufferFLOAT32",
    "BufferFLOAT64",
    "IndexBufferFLOAT64",
    "BufferINT8",
    "IndexBufferINT8",
    "BufferINT16",
    "IndexBufferINT16",
    "BufferINT32",
    "IndexBufferINT32",
    "BufferINT64",
    "IndexBufferINT64",
    "BufferUINT8",
    "IndexBufferUINT8",
    "BufferUINT16",
    "IndexBufferUINT16",
    "BufferUINT32",
    "IndexBufferUINT32",
    "BufferUINT64",
    "IndexBufferUINT64",
    "BufferVec2FLOAT16",
    "IndexBufferVec2FLOAT16",
    "BufferVec2FLOAT32",
    "IndexBufferVec2FLOAT32",
    "BufferVec2FLOAT64",
    "IndexBufferVec2FLOAT64",
    "BufferVec2INT8",
    "IndexBufferVec2INT8",
    "BufferVec2INT16",
    "IndexBufferVec2INT16",
    "BufferVec2INT32",
    "IndexBufferVec2INT32",
    "BufferVec2INT64",
    "IndexBufferVec2INT64",
    "BufferVec2UINT8",
    "IndexBufferVec2UINT8",
    "BufferVec2UINT16",
    "IndexBufferVec2UINT16",
    "BufferVec2UINT32",
    "IndexBufferVec2UINT32",
    "BufferVec2UINT64",
    "IndexBufferVec2UINT64",
    "BufferVec3FLOAT16",
    "IndexBufferVec3FLOAT16",
    "BufferVec3FLOAT32",
    "IndexBufferVec3FLOAT32",
    "BufferVec3FLOAT64",
    "IndexBufferVec3FLOAT64",
    "BufferVec3INT8",
    "IndexBufferVec3INT8",
    "BufferVec3INT16",
    "IndexBufferVec3INT16",
    "BufferVec3INT32",
    "IndexBufferVec3INT32",
    "BufferVec3INT64",
    "IndexBufferVec3INT64",
    "BufferVec3UINT8",
    "IndexBufferVec3UINT8",
    "BufferVec3UINT16",
    "IndexBufferVec3UINT16",
    "BufferVec3UINT32",
    "IndexBufferVec3UINT32",
    "BufferVec3UINT64",
    "IndexBufferVec3UINT64",
    "BufferVec4FLOAT16",
    "IndexBufferVec4FLOAT16",
    "BufferVec4FLOAT32",
    "IndexBufferVec4FLOAT32",
    "BufferVec4FLOAT64",
    "IndexBufferVec4FLOAT64",
    "BufferVec4INT8",
    "IndexBufferVec4INT8",
    "BufferVec4INT16",
    "IndexBufferVec4INT16",
    "BufferVec4INT32",
    "IndexBufferVec4INT32",
    "BufferVec4INT64",
    "IndexBufferVec4INT64",
    "BufferVec4UINT8",
    "IndexBufferVec4UINT8",
    "BufferVec4UINT16",
    "IndexBufferVec4UINT16",
    "BufferVec4UINT32",
    "IndexBufferVec4UINT32",
    "BufferVec4UINT64",
    "IndexBufferVec4UINT64",
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
