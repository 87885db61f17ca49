# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
class PositionsBuffer1D:
    """A mesh whose vertices have PositionAttrib."""
    def getVertices(self) -> Any: 
        """The live buffer of PositionAttrib."""
    def setVertexPosition(self, index: int, value: Any) -> None: 
        """Changes PositionAttrib of a vertex. Raises IndexError when there is none at the index."""
class PositionsBuffer2D:
    """A mesh whose vertices have PositionAttrib."""
    def getVertices(self) -> Any: 
        """The live buffer of PositionAttrib."""
    def setVertexPosition(self, index: int, value: Any) -> None: 
        """Changes PositionAttrib of a vertex. Raises IndexError when there is none at the index."""
class PositionsBuffer3D:
    """A mesh whose vertices have PositionAttrib."""
    def getVertices(self) -> Any: 
        """The live buffer of PositionAttrib."""
    def setVertexPosition(self, index: int, value: Any) -> None: 
        """Changes PositionAttrib of a vertex. Raises IndexError when there is none at the index."""
class NormalBuffer:
    """A mesh whose vertices have NormalAttrib."""
    def getNormals(self) -> Any: 
        """The live buffer of NormalAttrib."""
    def setVertexNormal(self, index: int, value: Any) -> None: 
        """Changes NormalAttrib of a vertex. Raises IndexError when there is none at the index."""
class ColorsBuffer:
    """A mesh whose vertices have ColorAttrib."""
    def getColors(self) -> Any: 
        """The live buffer of ColorAttrib."""
    def setVertexColor(self, index: int, value: Any) -> None: 
        """Changes ColorAttrib of a vertex. Raises IndexError when there is none at the index."""
class TexCoordBuffer1D:
    """A mesh whose vertices have TexCoordAttrib."""
    def getTexCoords(self) -> Any: 
        """The live buffer of TexCoordAttrib."""
    def setVertexTexCoord(self, index: int, value: Any) -> None: 
        """Changes TexCoordAttrib of a vertex. Raises IndexError when there is none at the index."""
class TexCoordBuffer2D:
    """A mesh whose vertices have TexCoordAttrib."""
    def getTexCoords(self) -> Any: 
        """The live buffer of TexCoordAttrib."""
    def setVertexTexCoord(self, index: int, value: Any) -> None: 
        """Changes TexCoordAttrib of a vertex. Raises IndexError when there is none at the index."""
class TexCoordBuffer3D:
    """A mesh whose vertices have TexCoordAttrib."""
    def getTexCoords(self) -> Any: 
        """The live buffer of TexCoordAttrib."""
    def setVertexTexCoord(self, index: int, value: Any) -> None: 
        """Changes TexCoordAttrib of a vertex. Raises IndexError when there is none at the index."""
class CurvatureBuffer:
    """A mesh whose vertices have CurvatureAttrib."""
    def getCurvatures(self) -> Any: 
        """The live buffer of CurvatureAttrib."""
    def setVertexCurvature(self, index: int, value: Any) -> None: 
        """Changes CurvatureAttrib of a vertex. Raises IndexError when there is none at the index."""
class IndexBuffer:
    """A mesh whose vertices have IndexAttrib."""
    def getIndex(self) -> Any: 
        """The live buffer of IndexAttrib."""
    def setVertexIndex(self, index: int, value: Any) -> None: 
        """Changes IndexAttrib of a vertex. Raises IndexError when there is none at the index."""
class RadiiBuffer:
    """A mesh whose vertices have RadiiAttrib."""
    def getRadii(self) -> Any: 
        """The live buffer of RadiiAttrib."""
    def setVertexRadius(self, index: int, value: Any) -> None: 
        """Changes RadiiAttrib of a vertex. Raises IndexError when there is none at the index."""
class PickingBuffer:
    """A mesh whose vertices have PickingAttrib."""
    def getPicking(self) -> Any: 
        """The live buffer of PickingAttrib."""
    def setVertexPicking(self, index: int, value: Any) -> None: 
        """Changes PickingAttrib of a vertex. Raises IndexError when there is none at the index."""
class ScalarMetaBuffer:
    """A mesh whose vertices have ScalarMetaAttrib."""
    def getScalarMeta(self) -> Any: 
        """The live buffer of ScalarMetaAttrib."""
    def setVertexScalarMeta(self, index: int, value: Any) -> None: 
        """Changes ScalarMetaAttrib of a vertex. Raises IndexError when there is none at the index."""
__all__ = [
    "PositionsBuffer1D",
    "PositionsBuffer2D",
    "PositionsBuffer3D",
    "NormalBuffer",
    "ColorsBuffer",
    "TexCoordBuffer1D",
    "TexCoordBuffer2D",
    "TexCoordBuffer3D",
    "CurvatureBuffer",
    "IndexBuffer",
    "RadiiBuffer",
    "PickingBuffer",
    "ScalarMetaBuffer",
]
