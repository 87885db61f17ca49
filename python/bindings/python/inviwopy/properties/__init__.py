"""Properties: what a person sets on a processor."""

from __future__ import annotations

from . import _minmax, _optional, _ordinal, _ref
from ._basis import BasisProperty, BasisPropertyMode
from ._buttons import ButtonGroupProperty, ButtonGroupPropertyButton
from ._camera import CameraProperty
from ._composite import BoolCompositeProperty, CompositeProperty
from ._enums import (
    AcceptMode,
    ConstraintBehavior,
    FileMode,
    InvalidationLevel,
    ListPropertyUIFlag,
    ListPropertyUIFlags,
    PropertySemantics,
)
from ._factory import PropertyEditorWidget, PropertyFactory, PropertyWidget
from ._file import DirectoryProperty, FileExtension, FileProperty
from ._information import (
    ImageInformationProperty,
    LayerInformationProperty,
    MeshInformationProperty,
    VolumeInformationProperty,
)
from ._list import ListProperty
from ._option import (
    BaseOptionProperty,
    DoubleOption,
    FloatOption,
    IntOption,
    OptionPropertyDouble,
    OptionPropertyFloat,
    OptionPropertyInt,
    OptionPropertyString,
    StringOption,
)
from ._owner import PropertyOwner
from ._path import PathText
from ._pattern import FilePatternProperty
from ._property import Property
from ._ranges import DataRangeProperty, ValueAxisProperty
from ._simple import BoolProperty, ButtonProperty, StringProperty
from ._transfer_function import IsoTFProperty, IsoValueProperty, TransferFunctionProperty
from ._transforms import TransformListProperty

_NUMBERS = {**_ordinal.CLASSES, **_ref.CLASSES, **_optional.CLASSES, **_minmax.CLASSES}
globals().update(_NUMBERS)

_MADE = (
    BasisProperty, BoolCompositeProperty, BoolProperty, ButtonGroupProperty, ButtonProperty, CameraProperty, CompositeProperty,
    DataRangeProperty, DirectoryProperty, FilePatternProperty, FileProperty, ImageInformationProperty, IsoTFProperty,
    IsoValueProperty, LayerInformationProperty, ListProperty, MeshInformationProperty, OptionPropertyDouble,
    OptionPropertyFloat, OptionPropertyInt, OptionPropertyString, StringProperty, TransferFunctionProperty,
    TransformListProperty, ValueAxisProperty, VolumeInformationProperty,
)  # fmt: skip
# A reference needs functions, so that none can be made by name.
_BY_NAME = (*_MADE, *(cls for cls in _NUMBERS.values() if cls not in _ref.CLASSES.values()))
PropertyFactory._classes = {f"org.inviwo.{cls.__name__}": cls for cls in _BY_NAME}

__all__ = [
    "AcceptMode", "BaseOptionProperty", "BasisPropertyMode", "ButtonGroupPropertyButton", "ConstraintBehavior", "DoubleOption",
    "FileExtension", "FileMode", "FloatOption", "IntOption", "InvalidationLevel", "ListPropertyUIFlag", "ListPropertyUIFlags",
    "PathText", "Property", "PropertyEditorWidget", "PropertyFactory", "PropertyOwner", "PropertySemantics", "PropertyWidget",
    "StringOption", *(cls.__name__ for cls in _MADE), *_NUMBERS,
]  # fmt: skip
