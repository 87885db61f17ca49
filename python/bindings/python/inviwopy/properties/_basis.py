"""Where data lie in space, with the user's own basis in its place."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._enum import Enum
from ..glm import mat4, vec3
from ._composite import CompositeProperty
from ._enums import InvalidationLevel, PropertySemantics
from ._option import IntOption, OptionPropertyInt
from ._ordinal import CLASSES as _NUMBERS
from ._ordinal import LARGEST_FLOAT
from ._simple import BoolProperty, ButtonProperty


class BasisPropertyMode(Enum):
    """How a basis is edited: three vectors, or three lengths."""

    General = 0
    Orthogonal = 1


class BasisProperty(CompositeProperty):
    """Basis and offset of an entity: shown, and with ``override`` the user's own in their place.

    Children: ``mode``, ``reference`` (all of it, or one voxel), ``override``, ``update``, ``size``, ``a``, ``b``, ``c``,
    ``autoCenter``, ``offset``, ``restore``.
    """

    _level = InvalidationLevel.InvalidOutput
    # The leaves are being set to show a matrix: the offset is not centered meanwhile.
    _showing = False

    def _setup(self, given: dict) -> None:
        level, valid = self._invalidation, InvalidationLevel.Valid
        self._model, self._dimensions = np.eye(4), np.ones(3)
        modes = [IntOption("general", "General Basis", 0), IntOption("orthogonal", "Orthogonal Basis", 1)]
        references = [IntOption("Volume", "Volume", 0), IntOption("Voxel", "Voxel", 1)]
        self._mode = OptionPropertyInt("mode", "Mode", modes, 0, valid)
        self._reference = OptionPropertyInt("reference", "Reference", references, 0, valid)
        self._override = BoolProperty("override", "Override", False, level)
        self._update_new = BoolProperty("update", "Update On New Data", True, valid)
        self._size = self._vector("size", "Size", vec3(1), 0.0)
        self._basis = [self._vector(name, name.upper(), vec3(*np.eye(3)[i]), -LARGEST_FLOAT) for i, name in enumerate("abc")]
        self._center = BoolProperty("autoCenter", "Center Automatically", True, valid)
        self._offset = self._vector("offset", "Offset", vec3(0), -LARGEST_FLOAT)
        self._restore = ButtonProperty("restore", "Revert Override", invalidationLevel=valid)
        head = [self._mode, self._reference, self._override, self._update_new, self._size]
        self.addProperties([*head, *self._basis, self._center, self._offset, self._restore])

    def _vector(self, identifier: str, name: str, value: vec3, least: float) -> Any:
        spin_box = PropertySemantics.SpinBox
        return _NUMBERS["FloatVec3Property"](identifier, name, value, least, LARGEST_FLOAT, 0.001, self._invalidation, spin_box)

    def _connect(self) -> None:
        for prop in (self._size, *self._basis):
            prop.readonlyDependsOn(self._override, lambda override: not override.value)
            prop.onChange(self._recenter)
        for cause in (self._override, self._center):
            self._offset.readonlyDependsOn(cause, lambda _: not self._override.value or self._center.value)
        self._size.visibilityDependsOn(self._mode, lambda mode: mode.value == BasisPropertyMode.Orthogonal)
        for prop in self._basis:
            prop.visibilityDependsOn(self._mode, lambda mode: mode.value == BasisPropertyMode.General)
        self._mode.onChange(self._check_mode)
        self._reference.onChange(self._change_reference)
        self._override.onChange(lambda: self._override.value or self._show(self._model))
        self._center.onChange(self._recenter)
        self._restore.onChange(lambda: self._show(self._model))

    # The leaves hold the user's basis, or show the entity's.

    def _scale(self) -> np.ndarray:
        return self._dimensions if self._reference.value == 1 else np.ones(3)

    def _columns(self) -> np.ndarray:
        if self._mode.value == BasisPropertyMode.Orthogonal:
            return np.diag(np.array(self._size.value, np.float64))
        return np.array([list(prop.value) for prop in self._basis], np.float64).T

    def _leaves_matrix(self, scale: np.ndarray) -> np.ndarray:
        matrix = np.eye(4)
        matrix[:3, :3] = self._columns() * scale
        matrix[:3, 3] = np.array(self._offset.value, np.float64) * scale
        return matrix

    def _show(self, matrix: np.ndarray) -> None:
        columns, offset = matrix[:3, :3] / self._scale(), matrix[:3, 3] / self._scale()
        with self._as_one_change():
            self._showing = True
            try:
                for i, prop in enumerate(self._basis):
                    prop.value = vec3(*columns[:, i])
                self._size.value = vec3(*np.linalg.norm(columns, axis=0))
                self._offset.value = vec3(*offset)
            finally:
                self._showing = False

    def _recenter(self) -> None:
        if self._override.value and self._center.value and not self._showing:
            self._offset.value = vec3(*(-0.5 * self._columns().sum(1)))

    def _check_mode(self) -> None:
        if self._mode.value == BasisPropertyMode.Orthogonal:
            columns = np.array([list(prop.value) for prop in self._basis], np.float64)
            if np.count_nonzero(columns - np.diag(np.diagonal(columns))):
                self._note("mode", f"{self._what()} stays general: its vectors are not along the axes")
                self._mode.value = int(BasisPropertyMode.General)
        self._recenter()

    def _change_reference(self) -> None:
        # The same basis in other units: until now the leaves held those of the other reference.
        self._show(self._leaves_matrix(self._dimensions if self._reference.value == 0 else np.ones(3)))

    @property
    def basisAndOffset(self) -> mat4:
        """The model matrix: the user's where ``override`` is on, else that of the entity."""
        matrix = self._leaves_matrix(self._scale()) if self._override.value else self._model
        return mat4(*matrix.T.ravel())

    def updateForNewEntity(self, entity: Any, *more: Any) -> None:
        """Shows the basis of a volume or other entity, or of a model matrix and dimensions.

        The last argument, ``deserialize``, keeps an override, as ``update`` off does; else the user's own starts from the new one.
        """
        if hasattr(entity, "modelMatrix"):
            matrix, dimensions, rest = entity.modelMatrix, getattr(entity, "dimensions", (1, 1, 1)), more
        else:
            matrix, dimensions, rest = entity, more[0], more[1:]
        keep = self._override.value and (bool(rest and rest[0]) or not self._update_new.value)
        self._model = np.array(matrix if hasattr(matrix, "array") else mat4(matrix), np.float64)
        sizes = [float(n) for n in dimensions]
        self._dimensions = np.array((sizes + [1.0, 1.0])[:3])
        if not keep:
            self._show(self._model)
            for prop in (self._size, *self._basis, self._offset):
                prop.setCurrentStateAsDefault()

    def updateEntity(self, entity: Any) -> None:
        """Gives an entity the basis."""
        entity.modelMatrix = self.basisAndOffset
