# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Optional
from .properties._file import FileExtension
class _FileHandler:
    def __init__(self) -> None: ...
    def clone(self) -> Any: ...
    @property
    def extensions(self) -> list: ...
    def addExtension(self, extension: FileExtension) -> None: ...
    def setOption(self, key: str, value: Any) -> bool: ...
    def getOption(self, key: str) -> Any: ...
class DataReader(_FileHandler):
    def readData(self, filePath: Any, metaDataOwner: Any=None) -> Any: ...
class DataWriter(_FileHandler):
    def __init__(self) -> None: ...
    def getOverwrite(self) -> bool: ...
    def setOverwrite(self, value: bool) -> None: ...
    def writeData(self, data: Any, filePath: Any) -> None: ...
READERS: dict[Any, Any]
WRITERS: dict[Any, Any]
class _Factory:
    def getExtensions(self, what: str) -> list: ...
class DataReaderFactory(_Factory):
    def hasKey(self, extension: Any) -> bool: ...
    def create(self, extension: Any) -> Optional[DataReader]: ...
    def getImageReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasImageReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readImage(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForImage(self) -> list: 
        """The extensions (FileExtension) of files of Image."""
    @property
    def image(self) -> Any: ...
    def getLayerReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasLayerReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readLayer(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForLayer(self) -> list: 
        """The extensions (FileExtension) of files of Layer."""
    @property
    def layer(self) -> Any: ...
    def getMeshReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasMeshReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readMesh(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForMesh(self) -> list: 
        """The extensions (FileExtension) of files of Mesh."""
    @property
    def mesh(self) -> Any: ...
    def getVolumeReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasVolumeReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readVolume(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForVolume(self) -> list: 
        """The extensions (FileExtension) of files of Volume."""
    @property
    def volume(self) -> Any: ...
    def getTransferFunctionReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasTransferFunctionReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readTransferFunction(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForTransferFunction(self) -> list: 
        """The extensions (FileExtension) of files of TransferFunction."""
    @property
    def transferfunction(self) -> Any: ...
    def getIsoValueCollectionReader(self, path: Any, fallback: Any = None) -> Any: 
        """The reader, or None."""
    def hasIsoValueCollectionReader(self, path: Any) -> bool: 
        """Whether there is a reader."""
    def readIsoValueCollection(self, path: Any, extension: Any = None) -> Any: 
        """The data of a file."""
    def getExtensionsForIsoValueCollection(self) -> list: 
        """The extensions (FileExtension) of files of IsoValueCollection."""
    @property
    def isovaluecollection(self) -> Any: ...
class DataWriterFactory(_Factory):
    def getExtensions(self, what: str) -> list: ...
    def hasKey(self, extension: Any) -> bool: ...
    def create(self, extension: Any) -> Optional[DataWriter]: ...
    def getImageWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasImageWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeImage(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForImage(self) -> list: 
        """The extensions (FileExtension) of files of Image."""
    def getLayerWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasLayerWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeLayer(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForLayer(self) -> list: 
        """The extensions (FileExtension) of files of Layer."""
    def getMeshWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasMeshWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeMesh(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForMesh(self) -> list: 
        """The extensions (FileExtension) of files of Mesh."""
    def getVolumeWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasVolumeWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeVolume(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForVolume(self) -> list: 
        """The extensions (FileExtension) of files of Volume."""
    def getTransferFunctionWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasTransferFunctionWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeTransferFunction(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForTransferFunction(self) -> list: 
        """The extensions (FileExtension) of files of TransferFunction."""
    def getIsoValueCollectionWriter(self, path: Any, fallback: Any = None) -> Any: 
        """The writer, or None."""
    def hasIsoValueCollectionWriter(self, path: Any) -> bool: 
        """Whether there is a writer."""
    def writeIsoValueCollection(self, data: Any, path: Any, extension: Any = None) -> Any: 
        """Writes data."""
    def getExtensionsForIsoValueCollection(self) -> list: 
        """The extensions (FileExtension) of files of IsoValueCollection."""
class TypedReaderFactory:
    def __init__(self, factory: DataReaderFactory, what: str) -> None: ...
    def getExtensions(self) -> list: ...
    def getReader(self, path: Any, fallbackPath: Any=None) -> Any: ...
    def hasReader(self, path: Any) -> bool: ...
    def read(self, path: Any, fileExtension: Any=None) -> Any: ...
class ImageDataReader(DataReader):
    """Reads files of Image."""
class LayerDataReader(DataReader):
    """Reads files of Layer."""
class MeshDataReader(DataReader):
    """Reads files of Mesh."""
class VolumeDataReader(DataReader):
    """Reads files of Volume."""
class TransferFunctionDataReader(DataReader):
    """Reads files of TransferFunction."""
class IsoValueCollectionDataReader(DataReader):
    """Reads files of IsoValueCollection."""
class ImageDataWriter(DataWriter):
    """Writes files of Image."""
class LayerDataWriter(DataWriter):
    """Writes files of Layer."""
class MeshDataWriter(DataWriter):
    """Writes files of Mesh."""
class VolumeDataWriter(DataWriter):
    """Writes files of Volume."""
class TransferFunctionDataWriter(DataWriter):
    """Writes files of TransferFunction."""
class IsoValueCollectionDataWriter(DataWriter):
    """Writes files of IsoValueCollection."""
__all__ = [
    "DataReader",
    "DataReaderFactory",
    "DataWriter",
    "DataWriterFactory",
    "ImageDataReader",
    "LayerDataReader",
    "MeshDataReader",
    "VolumeDataReader",
    "TransferFunctionDataReader",
    "IsoValueCollectionDataReader",
    "ImageDataWriter",
    "LayerDataWriter",
    "MeshDataWriter",
    "VolumeDataWriter",
    "TransferFunctionDataWriter",
    "IsoValueCollectionDataWriter",
]
