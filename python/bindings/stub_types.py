"""What the source does not say of types, for ``stubs.py``: types of what is made at run time, and arguments of properties.

Keys are names of classes, or ``Class.member``; types are written as in a stub.
"""

from __future__ import annotations

from typing import Any

# What modules import besides what their source does, and their type variables.
HEADS = {
    "inviwopy.glm._bound": """
        from ._vector import _Array, _Numbers, _Real, _Whole
        _E = TypeVar("_E")
        # What is taken for an element.
        _A = TypeVar("_A")
    """,
    "inviwopy.properties._owner": """
        from .._processor import Processor
        _P = TypeVar("_P", bound=Property)
    """,
    "inviwopy.properties._ordinal": """
        from ..glm._matrix import Matrix
        from ..glm._vector import _Array, _Numbers, _Real, _Whole
        _V = TypeVar("_V")
        # What is taken for a value.
        _A = TypeVar("_A")
        _Vector: TypeAlias = Union[_Real, _Numbers]
        _Matrix: TypeAlias = Union[_Real, _Numbers, Matrix[Any, Any], Sequence[_Numbers]]
    """,
    "inviwopy.properties._ref": """
        from .. import glm
        from ..glm._vector import _Real, _Whole
        from ._ordinal import _A, _V, _Matrix, _Vector
    """,
    "inviwopy.properties._optional": """
        from .. import glm
        from ..glm._vector import _Real, _Whole
        from ._ordinal import _A, _V, _Matrix, _Vector
    """,
    "inviwopy.properties._minmax": """
        from ..glm._vector import _Numbers, _Real, _Whole
        _V = TypeVar("_V")
        _N = TypeVar("_N")
        _A = TypeVar("_A")
    """,
    "inviwopy.properties": """
        from .. import glm
        from ..doc import Document
        from ..glm._vector import _Numbers, _Real, _Whole
        from ._minmax import MinMaxProperty
        from ._optional import OptionalProperty
        from ._ordinal import MatrixProperty, OrdinalProperty, _Matrix, _Vector
        from ._ref import MatrixRefProperty, OrdinalRefProperty
    """,
    "inviwopy.data": "from ._buffer import TypedBuffer",
    "inviwopy.properties._option": """
        _V = TypeVar("_V")
    """,
    "inviwopy.properties._camera": """
        from ..data._port_base import Inport
        from ..glm import mat4
        from ..glm._vector import _Numbers, _Real
    """,
    "inviwopy.properties._ranges": "from ..data._port_base import Inport",
    "inviwopy.properties._transfer_function": """
        from ..data._port_base import Inport
        _S = TypeVar("_S")
    """,
    "inviwopy.data._port_base": """
        _T = TypeVar("_T")
        # What is taken for data.
        _A = TypeVar("_A")
    """,
    "inviwopy.data._ports": """
        from ..glm._vector import _Array, _Numbers
        from ._layer import LayerPy
        from ._volume import VolumePy
    """,
    "inviwopy._processor": """
        from ._info import CodeState, Tags
        _I = TypeVar("_I", bound=Inport[Any])
        _O = TypeVar("_O", bound=Outport[Any, Any])
    """,
    "inviwopy.data._volume": "import numpy as np",
    "inviwopy._keys": "from ._enum import Flags",
    "inviwopy._picking": "from ._enum import Flags",
    "inviwopy.properties._path": """
        _Path = pathlib.Path
    """,
}

# Classes that have type parameters.
BASES = {
    "BoundVector": "list[_E], Generic[_E, _A]",
    "NumberVector": "BoundVector[_E, _A]",
    "StringVector": "BoundVector[str, str]",
    "OrdinalProperty": "Property, Generic[_V, _A]",
    "MatrixProperty": "OrdinalProperty[_V, _A]",
    "OrdinalRefProperty": "_Reference, OrdinalProperty[_V, _A]",
    "MatrixRefProperty": "_Reference, MatrixProperty[_V, _A]",
    "OptionalProperty": "CompositeProperty, Generic[_V, _A]",
    "MinMaxProperty": "Property, Generic[_V, _N, _A]",
    "BaseOptionProperty": "Property, Generic[_V]",
    "OptionPropertyInt": "BaseOptionProperty[int]",
    "OptionPropertyFloat": "BaseOptionProperty[float]",
    "OptionPropertyString": "BaseOptionProperty[str]",
    "PointsProperty": "LiveProperty, Generic[_S]",
    "TransferFunctionProperty": "PointsProperty[data.TransferFunction]",
    "IsoValueProperty": "PointsProperty[data.IsoValueCollection]",
    "Inport": "Port, Generic[_T]",
    "FlatInport": "Inport[_T]",
    "Outport": "Port, Generic[_T, _A]",
    "ImageOutportBase": "Outport[_T, _A]",
    "VolumeSequence": "BoundVector[Volume, Volume]",
    "MeshSequence": "BoundVector[Mesh, Mesh]",
    "DataFrameInport": "Inport[DataFrame]",
    "DataFrameOutport": "Outport[DataFrame, DataFrame]",
}


def _glm(cls: Any) -> str:
    return "float" if cls._vector is None else f"glm.{cls._vector.__name__}"


def _number(cls: Any) -> str:
    return "int" if cls._integral else "float"


def _value_of(cls: Any) -> str:
    """Parameters of a class of numbers: what its value is, and what is taken for one."""
    if hasattr(cls, "_columns"):
        return f"{_glm(cls)}, _Matrix"
    if cls._vector is not None:
        return f"{_glm(cls)}, _Vector"
    return "int, _Whole" if cls._integral else "float, _Real"


def _elements_of(cls: Any) -> str:
    if cls._shape == ():
        return "int, _Whole" if cls._name in ("int", "uint") else "float, _Real"
    module = "_vector" if len(cls._shape) == 1 else "_matrix"
    taken = "_Real | _Numbers" if module == "_vector" else "_Real | _Numbers | _matrix.Matrix[Any, Any]"
    return f"{module}.{cls._name}, {taken}"


_TAKEN = {
    "Volume": "Union[Volume, VolumePy]",
    "Layer": "Union[Layer, LayerPy]",
    "Image": "Union[Image, Layer]",
    "VolumeSequence": "Union[VolumeSequence, Sequence[Volume]]",
    "MeshSequence": "Union[MeshSequence, Sequence[Mesh]]",
    "object": "Any",
}


def _data_of(cls: Any) -> str:
    """Parameters of a port: its data, and what is taken for them."""
    kind = cls._python_type
    vector = kind.__module__ == "inviwopy.glm"
    name = f"glm.{kind.__name__}" if vector else "Any" if kind is object else kind.__name__
    if cls.__name__.endswith("Inport"):
        return name
    return f"{name}, {f'Union[{name}, Sequence[Any], _Array]' if vector else _TAKEN.get(kind.__name__, name)}"


# Parameters of bases of classes that are made at run time, given the class.
PARAMETERS = {
    "NumberVector": _elements_of,
    "OrdinalProperty": _value_of,
    "MatrixProperty": _value_of,
    "OrdinalRefProperty": _value_of,
    "MatrixRefProperty": _value_of,
    "OptionalProperty": lambda cls: _value_of(cls._class),
    "MinMaxProperty": lambda cls: f"{_glm(cls)}, {_number(cls)}, {'_Whole' if cls._integral else '_Real'}",
    "Inport": _data_of,
    "FlatInport": _data_of,
    "Outport": _data_of,
    "ImageOutportBase": _data_of,
}

# Of attributes: what is read, and what may be assigned (None: nothing may); ClassVar and Final are told as they are.
ATTRIBUTES = {
    "OrdinalProperty.value": ("_V", "_A"),
    "OrdinalProperty.minValue": ("_V", "_A"),
    "OrdinalProperty.maxValue": ("_V", "_A"),
    "OrdinalProperty.increment": ("_V", "_A"),
    "OptionalProperty.value": ("Optional[_V]", "Optional[_A]"),
    "OptionalProperty.minValue": ("_V", "_A"),
    "OptionalProperty.maxValue": ("_V", "_A"),
    "OptionalProperty.increment": ("_V", "_A"),
    "MinMaxProperty.value": ("_V", "_Numbers"),
    "MinMaxProperty.range": ("_V", "_Numbers"),
    "MinMaxProperty.rangeMin": ("_N", "_A"),
    "MinMaxProperty.rangeMax": ("_N", "_A"),
    "MinMaxProperty.increment": ("_N", "_A"),
    "MinMaxProperty.minSeparation": ("_N", "_A"),
    "BoolProperty.value": ("bool", "bool"),
    "StringProperty.value": ("str", "str"),
    "FileProperty.value": ("PathText", "Union[str, os.PathLike[str]]"),
    "BaseOptionProperty.value": ("_V", "_V"),
    "BaseOptionProperty.selectedValue": ("_V", "_V"),
    "BaseOptionProperty.values": ("list[_V]", None),
    "PointsProperty.value": ("_S", "_S"),
    "CameraProperty.value": ("data.Camera", "data.Camera"),
    **{f"CameraProperty.{name}": ("vec3", "_Numbers") for name in ("lookFrom", "lookTo", "lookUp")},
    **{f"CameraProperty.{name}": ("float", "_Real") for name in ("aspectRatio", "nearPlane", "farPlane")},
    **{f"CameraProperty.look{end}{bound}Value": ("vec3", None) for end in ("From", "To") for bound in ("Min", "Max")},
    **{f"CameraProperty.{name}Matrix": ("mat4", None) for name in ("view", "projection", "inverseView", "inverseProjection")},
    **{f"IsoTFProperty.{name}": ("dvec2", "Any") for name in ("mask", "zoomH", "zoomV")},
    **{f"ProcessorInfo.{name}": ("Final[str]", None) for name in ("classIdentifier", "displayName", "category", "help")},
    "ProcessorInfo.codeState": ("Final[CodeState]", None),
    "ProcessorInfo.tags": ("Final[Tags]", None),
    "ProcessorInfo.visible": ("Final[bool]", None),
    **{f"Tags.{name}": ("ClassVar[Tags]", None) for name in ("CPU", "GL", "CL", "PY", "Empty")},
    # Gives way to what a processor assigns.
    "Processor.path": ("ClassVar[Any]", None),
    "Processor.codeState": ("CodeState", None),
    "Processor.tags": ("Tags", None),
}

# Members that are told better than their source does.
MEMBERS = {
    "BoundVector.__init__": "def __init__(self, values: Union[Iterable[_A], _Array] = ()) -> None: ...",
    "BoundVector.append": "def append(self, value: Union[_E, _A]) -> None: ...",
    "BoundVector.extend": "def extend(self, values: Iterable[Union[_E, _A]]) -> None: ...",
    "BoundVector.insert": "def insert(self, index: SupportsIndex, value: Union[_E, _A]) -> None: ...",
    "BoundVector.__getitem__": """
        @overload
        def __getitem__(self, index: SupportsIndex) -> _E: ...
        @overload
        def __getitem__(self, index: slice) -> Self: ...
    """,
    "BoundVector.__setitem__": """
        @overload
        def __setitem__(self, index: SupportsIndex, value: Union[_E, _A]) -> None: ...
        @overload
        def __setitem__(self, index: slice, value: Iterable[Union[_E, _A]]) -> None: ...
    """,
    "BoundVector.__add__": "def __add__(self, other: Iterable[Union[_E, _A]]) -> Self: ...  # type: ignore[override]",
    "BoundVector.__iadd__": "def __iadd__(self, other: Iterable[Union[_E, _A]]) -> Self: ...  # type: ignore[override]",
    "BoundVector.copy": "def copy(self) -> Self: ...",
    "Property.clone": "def clone(self) -> Self: ...",
    "Property.setCurrentStateAsDefault": "def setCurrentStateAsDefault(self) -> Self: ...",
    "Property.resetToDefaultState": "def resetToDefaultState(self) -> Self: ...",
    "CompositeProperty.setCurrentStateAsDefault": "",
    "CompositeProperty.resetToDefaultState": "",
    "PropertyOwner.addProperty": "def addProperty(self, prop: _P, owner: bool = False) -> _P: ...",
    "PropertyOwner.addProperties": "def addProperties(self, props: Sequence[Property], owner: bool = False) -> None: ...",
    "PropertyOwner.insertProperty": "def insertProperty(self, index: int, prop: _P, owner: bool = False) -> _P: ...",
    "ListProperty.insertProperty": "",
    "Processor.addInport": 'def addInport(self, inport: _I, group: str = "default", owner: bool = False) -> _I: ...',
    "Processor.addOutport": 'def addOutport(self, outport: _O, group: str = "default", owner: bool = False) -> _O: ...',
    "BaseOptionProperty.addOption": "def addOption(self, id: str, name: Optional[str] = None, value: Optional[_V] = None) -> None: ...",
    # Not `Optional`: while `process` runs there is data, unless the port is optional.
    "Inport.getData": "def getData(self) -> Union[_T, Any]: ...",
    "Inport.getVectorData": "def getVectorData(self) -> list[_T]: ...",
    "Inport.getSourceVectorData": "def getSourceVectorData(self) -> list[tuple[Outport[Any, Any], _T]]: ...",
    "Inport.data": "def data(self) -> Iterator[_T]: ...",
    "Inport.outportAndData": "def outportAndData(self) -> Iterator[tuple[Outport[Any, Any], _T]]: ...",
    "Inport.changedAndData": "def changedAndData(self) -> Iterator[tuple[bool, _T]]: ...",
    "Inport.connectTo": "def connectTo(self, outport: Outport[Any, Any]) -> None: ...",
    "Inport.disconnectFrom": "def disconnectFrom(self, outport: Outport[Any, Any]) -> None: ...",
    "Outport.getData": "def getData(self) -> Union[_T, Any]: ...",
    "Outport.setData": "def setData(self, data: Optional[_A]) -> None: ...",
    "Outport.detachData": "def detachData(self) -> Union[_T, Any]: ...",
    "VolumePy.data": "@property  # type: ignore[misc]\ndef data(self) -> np.ndarray: ...",
    "PathText.parent": "@property\ndef parent(self) -> pathlib.Path: ...  # type: ignore[override]",
    "PointsProperty.setValues": "def setValues(self, values: Iterable[Any]) -> None: ...",
}

_BOUND = "Union[{0}, tuple[{0}, ConstraintBehavior]]"
_PATH = "Union[str, os.PathLike[str]]"
_INPORT = "Optional[Inport[Any]]"


def _ordinal(value: str) -> dict:
    bound = _BOUND.format(value)
    return {"value": value, "min": bound, "max": bound, "increment": value}


def _numbers(cls: Any) -> dict:
    taken = _value_of(cls).split(", ")[1]
    return {**_ordinal(taken), "get": "Callable[[], Any]", "set": "Callable[[Any], Any]"}


def _optional(cls: Any) -> dict:
    types = _ordinal(_value_of(cls._class).split(", ")[1])
    return {**types, "value": f"Optional[{types['value']}]"}


def _options(cls: Any) -> dict:
    return {"options": f"Sequence[{cls._option.__name__}]", "selectedIndex": "int"}


# Types of a property's own arguments, by the nearest class that is named here.
ARGUMENTS: dict = {
    "OrdinalProperty": _numbers,
    "OptionalProperty": _optional,
    "MinMaxProperty": lambda cls: {name: "_Whole" if cls._integral else "_Real" for name in cls._arguments},
    "BoolProperty": lambda cls: {"value": "bool"},
    "StringProperty": lambda cls: {"value": "str"},
    "ButtonProperty": lambda cls: {"action": "Optional[Callable[[], Any]]"},
    "BoolCompositeProperty": lambda cls: {"checked": "bool"},
    "FileProperty": lambda cls: {"value": _PATH, "contentType": "str"},
    "FilePatternProperty": lambda cls: {"pattern": _PATH, "directory": _PATH},
    "BaseOptionProperty": _options,
    "ButtonGroupProperty": lambda cls: {"buttons": "Sequence[ButtonGroupPropertyButton]"},
    "CameraProperty": lambda cls: {**dict.fromkeys(("eye", "center", "lookUp"), "_Numbers"), "inport": _INPORT},
    "DataRangeProperty": lambda cls: {"port": "Inport[Any]", "customRanges": "bool"},
    "ValueAxisProperty": lambda cls: {"port": "Inport[Any]", "customAxis": "bool"},
    "IsoTFProperty": lambda cls: {
        "isovalues": "Optional[data.IsoValueCollection]",
        "tf": "Optional[data.TransferFunction]",
        "inport": _INPORT,
    },
    "ListProperty": lambda cls: {
        "maxNumberOfElements": "int",
        "uiFlags": "Union[ListPropertyUIFlag, ListPropertyUIFlags, Iterable[ListPropertyUIFlag]]",
    },
    "PointsProperty": lambda cls: {"value": f"Optional[Union[data.{cls._class.__name__}, Sequence[Any]]]", "inport": _INPORT},
}

# Their defaults where the class does not hold them; `...` for what is made anew.
DEFAULTS = {
    "BoolProperty": {"value": "False"},
    "StringProperty": {"value": '""'},
    "ButtonProperty": {"action": "None"},
    "BoolCompositeProperty": {"checked": "False"},
    "FileProperty": {"value": '""', "contentType": '"default"'},
    "FilePatternProperty": {"pattern": '""', "directory": '""'},
    "BaseOptionProperty": {"options": "()", "selectedIndex": "0"},
    "ButtonGroupProperty": {"buttons": "()"},
    "CameraProperty": {"eye": "(0, 0, 2)", "center": "(0, 0, 0)", "lookUp": "(0, 1, 0)", "inport": "None"},
    "IsoTFProperty": {"isovalues": "None", "tf": "None", "inport": "None"},
    "DataRangeProperty": {"port": "...", "customRanges": "True"},
    "ValueAxisProperty": {"port": "...", "customAxis": "True"},
    "ListProperty": {"maxNumberOfElements": "0", "uiFlags": "..."},
    "PointsProperty": {"value": "None", "inport": "None"},
}

# Other positional forms of the arguments than all of them.
FORMS = {
    "DataRangeProperty": [("customRanges",)],
    "ValueAxisProperty": [("customAxis",)],
    "IsoTFProperty": [("inport",)],
}
