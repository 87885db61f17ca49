"""Properties: what a person sets on a processor."""

from __future__ import annotations

from . import _minmax, _ordinal
from ._composite import BoolCompositeProperty, CompositeProperty
from ._enums import AcceptMode, ConstraintBehavior, FileMode, InvalidationLevel, PropertySemantics
from ._file import DirectoryProperty, FileExtension, FileProperty
from ._live import CameraProperty, TransferFunctionProperty
from ._option import (
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
from ._property import Property
from ._simple import BoolProperty, ButtonProperty, StringProperty

globals().update(_ordinal.CLASSES)
globals().update(_minmax.CLASSES)

__all__ = [
    "AcceptMode", "BoolCompositeProperty", "BoolProperty", "ButtonProperty", "CameraProperty", "CompositeProperty",
    "ConstraintBehavior", "DirectoryProperty", "DoubleOption", "FileExtension", "FileMode", "FileProperty",
    "FloatOption", "IntOption", "InvalidationLevel", "OptionPropertyDouble", "OptionPropertyFloat",
    "OptionPropertyInt", "OptionPropertyString", "PathText", "Property", "PropertyOwner", "PropertySemantics",
    "StringOption", "StringProperty", "TransferFunctionProperty", *_ordinal.CLASSES, *_minmax.CLASSES,
]  # fmt: skip
