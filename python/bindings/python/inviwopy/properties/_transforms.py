"""A matrix made of translations, rotations and scalings in a row."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..glm import mat4, rotate, vec3
from ._composite import CompositeProperty
from ._enums import ConstraintBehavior, InvalidationLevel, PropertySemantics
from ._list import ListProperty
from ._option import IntOption, OptionPropertyInt
from ._ordinal import CLASSES as _NUMBERS
from ._ordinal import LARGEST_FLOAT

_IGNORE = ConstraintBehavior.Ignore


class TransformProperty(CompositeProperty):
    """One step; ``matrix`` is what it does."""

    _level = InvalidationLevel.InvalidOutput

    def _vector(self, identifier: str, name: str, value: float) -> Any:
        limits = ((-10.0, _IGNORE), (10.0, _IGNORE), 0.01)
        return _NUMBERS["FloatVec3Property"](identifier, name, vec3(value), *limits, self._invalidation, PropertySemantics.SpinBox)

    @property
    def matrix(self) -> mat4:
        """The matrix of this step."""
        raise NotImplementedError


class TranslateProperty(TransformProperty):
    """Moves by ``translate_``."""

    def _setup(self, given: dict) -> None:
        self.addProperty(self._vector("translate_", "Translate", 0.0))

    @property
    def matrix(self) -> mat4:
        """The matrix of this step."""
        m = mat4(1)
        for i, part in enumerate(self.properties["translate_"].value):
            m[3][i] = part
        return m


class RotateProperty(TransformProperty):
    """Turns by ``angle``, in the unit of ``mode``, about ``axis``."""

    def _setup(self, given: dict) -> None:
        modes = [IntOption("rad", "Radians", 0), IntOption("deg", "Degrees", 1)]
        self._mode = OptionPropertyInt("mode", "Angle Measure", modes, 1, self._invalidation)
        self._axis = _NUMBERS["FloatVec3Property"]("axis", "Axis", vec3(1, 0, 0), -1.0, 1.0, 0.01, self._invalidation)
        self._angle = _NUMBERS["FloatProperty"]("angle", "Angle", 0.0, (0.0, _IGNORE), (360.0, _IGNORE), 1.0, self._invalidation)
        self.addProperties([self._mode, self._axis, self._angle])

    def _connect(self) -> None:
        self._mode.onChange(self._convert)

    def _convert(self) -> None:
        convert, most = (math.degrees, 360.0) if self._mode.value == 1 else (math.radians, 2 * math.pi)
        self._angle.value = convert(self._angle.value)
        self._angle.maxValue = most

    @property
    def matrix(self) -> mat4:
        """The matrix of this step; of an axis of no length it does nothing."""
        axis, angle = self._axis.value, self._angle.value
        if not any(axis):
            return mat4(1)
        return rotate(mat4(1), math.radians(angle) if self._mode.value == 1 else angle, axis)


class ScaleProperty(TransformProperty):
    """Scales by ``scale``."""

    def _setup(self, given: dict) -> None:
        self.addProperty(self._vector("scale", "Scale", 1.0))

    @property
    def matrix(self) -> mat4:
        """The matrix of this step."""
        m = mat4(1)
        for i, part in enumerate(self.properties["scale"].value):
            m[i][i] = part
        return m


class CustomTransformProperty(TransformProperty):
    """Any matrix: the child ``matrix``."""

    def _setup(self, given: dict) -> None:
        limits = ((-LARGEST_FLOAT, _IGNORE), (LARGEST_FLOAT, _IGNORE), 0.001)
        self.addProperty(_NUMBERS["FloatMat4Property"]("matrix", "Matrix", mat4(1), *limits, self._invalidation))

    @property
    def matrix(self) -> mat4:
        """The matrix of this step, a copy."""
        return self.properties["matrix"].value


class TransformListProperty(CompositeProperty):
    """Steps, done one after the other: the list ``internalTransforms``, and their product, ``result``."""

    _level = InvalidationLevel.InvalidOutput

    def _setup(self, given: dict) -> None:
        self._steps = ListProperty("internalTransforms", "Transformations", invalidationLevel=self._invalidation)
        for cls, identifier, name in (
            (TranslateProperty, "translation", "Translation"),
            (RotateProperty, "rotation", "Rotation"),
            (ScaleProperty, "scaling", "Scaling"),
            (CustomTransformProperty, "custom", "Custom Matrix"),
        ):
            self._steps.addPrefab(cls(identifier, name, self._invalidation))
        limits = ((-LARGEST_FLOAT, _IGNORE), (LARGEST_FLOAT, _IGNORE), 0.001)
        self._result = _NUMBERS["FloatMat4Property"]("result", "Result", mat4(1), *limits, InvalidationLevel.Valid)
        self._result.readOnly = True
        self.addProperties([self._steps, self._result])

    def _connect(self) -> None:
        self._steps.onChange(self._show)

    def _show(self) -> None:
        self._result.value = self.matrix

    @property
    def matrix(self) -> mat4:
        """The product: the first step is done first."""
        total = np.eye(4)
        for step in self._steps.properties:
            total = np.array(step.matrix, np.float64) @ total
        return mat4(*total.T.ravel())
