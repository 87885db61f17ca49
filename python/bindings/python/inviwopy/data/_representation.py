"""Representations: the memory behind a volume or layer. There is one, an array; other programs' copies of it are not seen here."""

from __future__ import annotations

from typing import Any, ClassVar, Optional

from ._spatial import Sampled


def named(cls: type, names: tuple, args: tuple, keywords: dict) -> dict:
    """Arguments by name. Raises TypeError for unknown, double and superfluous ones."""
    given = dict(zip(names, args))
    wrong = [name for name in keywords if name not in names or name in given]
    if wrong or len(args) > len(names):
        what = wrong[0] if wrong else f"{len(args)} arguments"
        raise TypeError(f"{cls.__name__} takes the arguments ({', '.join(names)}), not {what}")
    return {**given, **keywords}


class Representation(Sampled):
    """What VolumePy and LayerPy share."""

    _owner: Optional[Any] = None

    @property
    def swizzleMask(self) -> Any:
        """Which channel each component of a color comes from."""
        return self.swizzlemask

    @swizzleMask.setter
    def swizzleMask(self, value: Any) -> None:
        self.swizzlemask = value

    def isValid(self) -> bool:
        """Whether the array is what its owner holds."""
        return self._owner is None or self._owner._voxels is self._voxels  # type: ignore[attr-defined]

    def setValid(self, valid: bool) -> None:
        """Nothing: there is only one representation, which is always valid."""

    def getOwner(self) -> Any:
        """The volume or layer, or None."""
        return self._owner

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self._size())  # type: ignore[attr-defined]
        return f"<{type(self).__name__} {size} {self.format}>"  # type: ignore[attr-defined]


class Represented:
    """What Volume and Layer share: their one representation."""

    _representation: ClassVar[Any] = None
    _cleared: bool = False

    def _represent(self: Any, representation: Any) -> None:
        if not isinstance(representation, self._representation):
            expected = self._representation.__name__
            raise TypeError(f"{type(self).__name__} takes a {expected} as representation, not {type(representation).__name__}")
        self._adopt_voxels(representation._voxels)
        self._look(representation.swizzlemask, representation.interpolation, representation.wrapping)
        representation._owner = self
        self._cleared = False

    def _represented(self: Any) -> Any:
        cls = self._representation
        representation = cls.__new__(cls)
        representation._adopt_voxels(self._voxels)
        representation._channels = self._channels
        representation._look(self.swizzlemask, self.interpolation, self.wrapping)
        representation._owner = self
        if hasattr(self, "_layertype"):
            representation._layertype = self._layertype
        return representation

    def _editable(self: Any) -> Any:
        self._voxels = self._voxels.editable()
        return self._represented()

    def hasRepresentations(self) -> bool:
        """Whether there are elements: always, except after ``clearRepresentations``."""
        return not self._cleared

    def addRepresentation(self, representation: Any) -> None:
        """Takes the elements of a representation, which replace those that were there."""
        self._represent(representation)

    def removeRepresentation(self: Any, representation: Any) -> None:
        """Takes the elements away; zeros are left. Raises ValueError for a representation of something else."""
        if getattr(representation, "_voxels", None) is not self._voxels:
            raise ValueError(f"the {type(self).__name__} does not have this representation")
        self.clearRepresentations()

    def clearRepresentations(self: Any) -> None:
        """Takes the elements away; zeros of the same size and format are left."""
        self._fill_zeros(self._size(), self.format)
        self._cleared = True

    def removeOtherRepresentations(self, representation: Any) -> None:
        """Nothing: there are no others."""

    def invalidateAllOther(self, representation: Any) -> None:
        """Nothing: there are no others. What is published is the array as it is then."""
