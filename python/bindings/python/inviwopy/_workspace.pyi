# Written by stubs.py: do not edit.
# ruff: noqa
# fmt: off
from typing import Any
from typing import Callable
import xml.etree.ElementTree as xml
from ._enum import Enum
class WorkspaceSaveMode(Enum):
    Disk = 0
    Undo = 1
class Handle:
    def __init__(self, network: int, test: Callable[[Any, dict], bool], callback: Callable[..., Any]) -> None: ...
    def close(self) -> None: ...
    def __del__(self) -> None: ...
class WorkspaceManager:
    def __init__(self, network: Any) -> None: ...
    def clear(self) -> None: ...
    def save(self, path: Any, mode: Any=WorkspaceSaveMode.Disk) -> None: ...
    def load(self, path: Any, mode: Any=WorkspaceSaveMode.Disk) -> None: ...
    def saveToString(self, refPath: Any='', mode: Any=WorkspaceSaveMode.Disk) -> str: ...
    def loadFromString(self, xml: str, refPath: Any='', mode: Any=WorkspaceSaveMode.Disk) -> None: ...
    def isModified(self) -> bool: ...
    @property
    def modified(self) -> bool: ...
    def setModified(self) -> None: ...
    def onModified(self, callback: Callable[[], Any]) -> Handle: ...
    def onModifiedChanged(self, callback: Callable[[bool], Any]) -> Handle: ...
    def onClear(self, callback: Callable[[], Any]) -> Handle: ...
class SerializationTarget(Enum):
    Node = 0
    Attribute = 1
class Serializer:
    def __init__(self, filename: Any, rootElement: str='InviwoWorkspace') -> None: ...
    def serialize(self, key: str, value: Any, target: Any=SerializationTarget.Node) -> None: ...
    def writeFile(self) -> None: ...
class Deserializer:
    def __init__(self, filename: Any, rootElement: str='InviwoWorkspace') -> None: ...
    def deserializeString(self, key: str, read: Any = ..., name: str = 'String') -> Any: 
        """The String of a key."""
    def deserializeStringVector(self, key: str, read: Any = ...) -> list: 
        """The list of String of a key."""
    def deserializePath(self, key: str, read: Any = ..., name: str = 'Path') -> Any: 
        """The Path of a key."""
    def deserializePathVector(self, key: str, read: Any = ...) -> list: 
        """The list of Path of a key."""
    def deserializeBool(self, key: str, read: Any = ..., name: str = 'Bool') -> Any: 
        """The Bool of a key."""
    def deserializeBoolVector(self, key: str, read: Any = ...) -> list: 
        """The list of Bool of a key."""
    def deserializeDouble(self, key: str, read: Any = ..., name: str = 'Double') -> Any: 
        """The Double of a key."""
    def deserializeDoubleVector(self, key: str, read: Any = ...) -> list: 
        """The list of Double of a key."""
    def deserializeFloat(self, key: str, read: Any = ..., name: str = 'Float') -> Any: 
        """The Float of a key."""
    def deserializeFloatVector(self, key: str, read: Any = ...) -> list: 
        """The list of Float of a key."""
    def deserializeInt(self, key: str, read: Any = ..., name: str = 'Int') -> Any: 
        """The Int of a key."""
    def deserializeIntVector(self, key: str, read: Any = ...) -> list: 
        """The list of Int of a key."""
    def deserializeInt8(self, key: str, read: Any = ..., name: str = 'Int8') -> Any: 
        """The Int8 of a key."""
    def deserializeInt8Vector(self, key: str, read: Any = ...) -> list: 
        """The list of Int8 of a key."""
    def deserializeInt16(self, key: str, read: Any = ..., name: str = 'Int16') -> Any: 
        """The Int16 of a key."""
    def deserializeInt16Vector(self, key: str, read: Any = ...) -> list: 
        """The list of Int16 of a key."""
    def deserializeInt32(self, key: str, read: Any = ..., name: str = 'Int32') -> Any: 
        """The Int32 of a key."""
    def deserializeInt32Vector(self, key: str, read: Any = ...) -> list: 
        """The list of Int32 of a key."""
    def deserializeInt64(self, key: str, read: Any = ..., name: str = 'Int64') -> Any: 
        """The Int64 of a key."""
    def deserializeInt64Vector(self, key: str, read: Any = ...) -> list: 
        """The list of Int64 of a key."""
    def deserializeUInt8(self, key: str, read: Any = ..., name: str = 'UInt8') -> Any: 
        """The UInt8 of a key."""
    def deserializeUInt8Vector(self, key: str, read: Any = ...) -> list: 
        """The list of UInt8 of a key."""
    def deserializeUInt16(self, key: str, read: Any = ..., name: str = 'UInt16') -> Any: 
        """The UInt16 of a key."""
    def deserializeUInt16Vector(self, key: str, read: Any = ...) -> list: 
        """The list of UInt16 of a key."""
    def deserializeUInt32(self, key: str, read: Any = ..., name: str = 'UInt32') -> Any: 
        """The UInt32 of a key."""
    def deserializeUInt32Vector(self, key: str, read: Any = ...) -> list: 
        """The list of UInt32 of a key."""
    def deserializeUInt64(self, key: str, read: Any = ..., name: str = 'UInt64') -> Any: 
        """The UInt64 of a key."""
    def deserializeUInt64Vector(self, key: str, read: Any = ...) -> list: 
        """The list of UInt64 of a key."""
    def deserializeSize_t(self, key: str, read: Any = ..., name: str = 'Size_t') -> Any: 
        """The Size_t of a key."""
    def deserializeSize_tVector(self, key: str, read: Any = ...) -> list: 
        """The list of Size_t of a key."""
    def deserializeVec2(self, key: str, read: Any = ..., name: str = 'vec2') -> Any: 
        """The vec2 of a key."""
    def deserializeVec2Vector(self, key: str, read: Any = ...) -> list: 
        """The list of vec2 of a key."""
    def deserializeVec3(self, key: str, read: Any = ..., name: str = 'vec3') -> Any: 
        """The vec3 of a key."""
    def deserializeVec3Vector(self, key: str, read: Any = ...) -> list: 
        """The list of vec3 of a key."""
    def deserializeVec4(self, key: str, read: Any = ..., name: str = 'vec4') -> Any: 
        """The vec4 of a key."""
    def deserializeVec4Vector(self, key: str, read: Any = ...) -> list: 
        """The list of vec4 of a key."""
    def deserializeDvec2(self, key: str, read: Any = ..., name: str = 'dvec2') -> Any: 
        """The dvec2 of a key."""
    def deserializeDvec2Vector(self, key: str, read: Any = ...) -> list: 
        """The list of dvec2 of a key."""
    def deserializeDvec3(self, key: str, read: Any = ..., name: str = 'dvec3') -> Any: 
        """The dvec3 of a key."""
    def deserializeDvec3Vector(self, key: str, read: Any = ...) -> list: 
        """The list of dvec3 of a key."""
    def deserializeDvec4(self, key: str, read: Any = ..., name: str = 'dvec4') -> Any: 
        """The dvec4 of a key."""
    def deserializeDvec4Vector(self, key: str, read: Any = ...) -> list: 
        """The list of dvec4 of a key."""
    def deserializeIvec2(self, key: str, read: Any = ..., name: str = 'ivec2') -> Any: 
        """The ivec2 of a key."""
    def deserializeIvec2Vector(self, key: str, read: Any = ...) -> list: 
        """The list of ivec2 of a key."""
    def deserializeIvec3(self, key: str, read: Any = ..., name: str = 'ivec3') -> Any: 
        """The ivec3 of a key."""
    def deserializeIvec3Vector(self, key: str, read: Any = ...) -> list: 
        """The list of ivec3 of a key."""
    def deserializeIvec4(self, key: str, read: Any = ..., name: str = 'ivec4') -> Any: 
        """The ivec4 of a key."""
    def deserializeIvec4Vector(self, key: str, read: Any = ...) -> list: 
        """The list of ivec4 of a key."""
    def deserializeUvec2(self, key: str, read: Any = ..., name: str = 'uvec2') -> Any: 
        """The uvec2 of a key."""
    def deserializeUvec2Vector(self, key: str, read: Any = ...) -> list: 
        """The list of uvec2 of a key."""
    def deserializeUvec3(self, key: str, read: Any = ..., name: str = 'uvec3') -> Any: 
        """The uvec3 of a key."""
    def deserializeUvec3Vector(self, key: str, read: Any = ...) -> list: 
        """The list of uvec3 of a key."""
    def deserializeUvec4(self, key: str, read: Any = ..., name: str = 'uvec4') -> Any: 
        """The uvec4 of a key."""
    def deserializeUvec4Vector(self, key: str, read: Any = ...) -> list: 
        """The list of uvec4 of a key."""
__all__ = [
    "Deserializer",
    "SerializationTarget",
    "Serializer",
    "WorkspaceManager",
    "WorkspaceSaveMode",
]
