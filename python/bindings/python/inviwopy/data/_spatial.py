"""Where data lies in space and what its values mean."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Optional

from ..glm import dvec2, mat3, mat4, vec3
from ._enums import ImageChannel, InterpolationType, Wrapping

_UNIT_FIELD = re.compile(r"\{(?::([^{}]*))?\}")


class Unit:
    """A unit of measure: ``Unit("mm")``. The text is kept as it is, and not understood."""

    def __init__(self, unit: object = "") -> None:
        if not isinstance(unit, (str, Unit)):
            raise TypeError(f"a unit is a text, as 'mm', got {unit!r}")
        self._text = str(unit)

    def to_string(self, format: str = "{}") -> str:  # noqa: A002
        """The text of the unit, put in for the braces of ``format``: ``"{: [}"`` gives `` [mm]``, and nothing for no unit."""
        return _UNIT_FIELD.sub(lambda match: self._formatted(match.group(1) or ""), format or "{}")

    def _formatted(self, spec: str) -> str:
        """As Inviwo's specification has it: a space before, and the kind of brackets, both only when there is a unit."""
        if not self._text:
            return ""
        close = next((pair for pair in ("[]", "()") if pair[0] in spec), ("", ""))
        return (" " if spec.startswith(" ") else "") + close[0] + self._text + close[1]

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return self._text == str(other) if isinstance(other, (Unit, str)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)


class Axis:
    """Name and unit of an axis or of a value."""

    def __init__(self, name: str = "", unit: Any = "") -> None:
        self.name = name
        self.unit = unit

    @property
    def name(self) -> str:
        """What is measured. TypeError for what is no text."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"the name of an axis is a text, got {value!r}")
        self._name = value

    @property
    def unit(self) -> Unit:
        """The unit; a text may be assigned."""
        return self._unit

    @unit.setter
    def unit(self, value: Any) -> None:
        self._unit = value if isinstance(value, Unit) else Unit(value)

    def clone(self) -> Axis:
        """A copy."""
        return Axis(self.name, self.unit)

    def __repr__(self) -> str:
        return f"{self.name}{self.unit.to_string('{: [}')}"

    def __eq__(self, other: object) -> bool:
        return (self.name, self.unit) == (other.name, other.unit) if isinstance(other, Axis) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _axis(value: Any) -> Axis:
    if not isinstance(value, Axis):
        raise TypeError(f"an Axis is needed, as Axis('x', Unit('mm')), not {type(value).__name__}")
    return value.clone()


class DataMapper:
    """How stored values map to physical ones.

    A range that nothing set reads as the full range of the type, as in Inviwo, and is sent as "not set".
    """

    def __init__(self, format: Any = None) -> None:  # noqa: A002
        self._full = (format.lowest, format.max) if format is not None else (0.0, 1.0)
        self._ranges: dict[str, dvec2] = {}
        self._assigned: set = set()
        self.valueAxis = Axis()

    def _get(self, name: str) -> dvec2:
        # The vector that is handed out is kept: `dataMap.dataRange.x = 1` counts as setting it.
        return self._ranges.setdefault(name, dvec2(*self._full))

    def _set(self, name: str, value: Any) -> None:
        # In place: who holds the vector sees it.
        self._get(name)[:] = dvec2(value)
        self._assigned.add(name)

    def _stated(self, name: str) -> Optional[list]:
        value = self._ranges.get(name)
        return None if value is None or (name not in self._assigned and list(value) == list(self._full)) else list(value)

    @property
    def dataRange(self) -> dvec2:
        """Stored values that stand for 0 and 1 of a transfer function. Live."""
        return self._get("data")

    @dataRange.setter
    def dataRange(self, value: Any) -> None:
        self._set("data", value)

    @property
    def valueRange(self) -> dvec2:
        """Physical values of the ends of the data range. Live."""
        return self._get("value")

    @valueRange.setter
    def valueRange(self, value: Any) -> None:
        self._set("value", value)

    @property
    def valueAxis(self) -> Axis:
        """Name and unit of the values. Live; what is assigned is copied."""
        return self._value_axis

    @valueAxis.setter
    def valueAxis(self, value: Any) -> None:
        self._value_axis = _axis(value)

    @property
    def statedDataRange(self) -> Optional[list]:
        """The data range as [low, high], or None when nothing set one."""
        return self._stated("data")

    @property
    def statedValueRange(self) -> Optional[list]:
        """The value range as [low, high], or None when nothing set one."""
        return self._stated("value")

    def clone(self) -> DataMapper:
        """A copy."""
        other = DataMapper()
        other._full, other._assigned = self._full, set(self._assigned)
        other._ranges = {name: dvec2(value) for name, value in self._ranges.items()}
        other.valueAxis = self.valueAxis
        return other

    def __repr__(self) -> str:
        return f"DataMapper[data: {self.dataRange}, value: {self.valueRange}, axis: {self.valueAxis}]"


class Sampled:
    """How elements are looked at: channels, interpolation and what lies beyond the edges; and what values and axes mean."""

    _axes: ClassVar[int] = 0

    def _look(self, swizzlemask: Any, interpolation: Any, wrapping: Any) -> None:
        self.swizzlemask, self.interpolation, self.wrapping = swizzlemask, interpolation, wrapping

    def _mean(self) -> None:
        """The meaning that a fresh volume or layer has."""
        self._data_map = DataMapper(self.format)  # type: ignore[attr-defined]
        self._named_axes = [Axis(name) for name in "xyz"[: self._axes]]

    def _copy_meaning_to(self, other: Any) -> None:
        other._look(self.swizzlemask, self.interpolation, self.wrapping)
        other._data_map = self._data_map.clone()
        other._named_axes = [axis.clone() for axis in self._named_axes]

    @property
    def swizzlemask(self) -> SwizzleMask:
        """Which channel each component of a color comes from."""
        return self._swizzlemask

    @swizzlemask.setter
    def swizzlemask(self, value: Any) -> None:
        self._swizzlemask = SwizzleMask(value)

    @property
    def interpolation(self) -> InterpolationType:
        """How values between elements are made."""
        return self._interpolation

    @interpolation.setter
    def interpolation(self, value: Any) -> None:
        self._interpolation = InterpolationType(value)

    @property
    def wrapping(self) -> list:
        """What lies beyond the edge, for each axis. A list of as many Wrapping is assigned."""
        return self._wrapping

    @wrapping.setter
    def wrapping(self, value: Any) -> None:
        if not isinstance(value, (list, tuple)) or len(value) != self._axes:
            raise TypeError(f"{self._axes} values of Wrapping are needed, one for each axis, got {value!r}")
        self._wrapping = [Wrapping(each) for each in value]

    @property
    def dataMap(self) -> DataMapper:
        """Ranges and axis of the values. Live; what is assigned is copied."""
        return self._data_map

    @dataMap.setter
    def dataMap(self, value: Any) -> None:
        if not isinstance(value, DataMapper):
            raise TypeError(f"a DataMapper is needed, not {type(value).__name__}")
        self._data_map = value.clone()

    @property
    def axes(self) -> list:
        """Name and unit of each axis, x first. Live; what is assigned is copied."""
        return self._named_axes

    @axes.setter
    def axes(self, value: Any) -> None:
        if not isinstance(value, (list, tuple)) or len(value) != self._axes:
            raise TypeError(f"{self._axes} values of Axis are needed, got {value!r}")
        self._named_axes = [_axis(each) for each in value]

    def getAxis(self, index: int) -> Axis:
        """Name and unit of an axis, live."""
        return self._named_axes[index]


class Spatial:
    """Model and world matrix of a volume, layer or mesh. Data occupies the unit cube unless a model matrix says otherwise."""

    def __init__(self) -> None:
        self._model: Optional[mat4] = None
        self._world = mat4(1)

    @property
    def modelMatrix(self) -> mat4:
        """Data to model. Identity until it is set."""
        return mat4(1) if self._model is None else mat4(self._model)

    @modelMatrix.setter
    def modelMatrix(self, value: Any) -> None:
        self._model = mat4(value)

    @property
    def statedModelMatrix(self) -> Optional[mat4]:
        """The model matrix, or None when nothing set one: a volume is then drawn with cubic voxels, longest edge 1, centered."""
        return None if self._model is None else mat4(self._model)

    @property
    def worldMatrix(self) -> mat4:
        """Model to world."""
        return mat4(self._world)

    @worldMatrix.setter
    def worldMatrix(self, value: Any) -> None:
        self._world = mat4(value)

    @property
    def basis(self) -> mat3:
        """The first three columns of the model matrix."""
        return mat3(self.modelMatrix)

    @basis.setter
    def basis(self, value: Any) -> None:
        model, basis = self.modelMatrix, mat3(value)
        for column in range(3):
            model[column] = [*basis[column], model[column][3]]
        self._model = model

    @property
    def offset(self) -> vec3:
        """The last column of the model matrix."""
        return vec3(self.modelMatrix[3])

    @offset.setter
    def offset(self, value: Any) -> None:
        model = self.modelMatrix
        model[3] = [*vec3(value), model[3][3]]
        self._model = model

    def _copy_space_to(self, other: Spatial) -> None:
        other._model = None if self._model is None else mat4(self._model)
        other._world = mat4(self._world)


class SwizzleMask:
    """Which channel each component of a color comes from."""

    rgb: ClassVar[SwizzleMask]
    rgba: ClassVar[SwizzleMask]
    rgbZeroAlpha: ClassVar[SwizzleMask]
    luminance: ClassVar[SwizzleMask]
    luminanceAlpha: ClassVar[SwizzleMask]
    redGreen: ClassVar[SwizzleMask]
    depth: ClassVar[SwizzleMask]

    def __init__(self, red: Any = None, green: Any = None, blue: Any = None, alpha: Any = None) -> None:
        """``rgba`` of nothing, of another mask, or of four ImageChannel. Raises TypeError for another number of them."""
        given = (red, green, blue, alpha)
        if isinstance(red, SwizzleMask) and given[1:] == (None, None, None):
            given = red.channels
        elif given == (None, None, None, None):
            given = (0, 1, 2, 3)
        elif None in given:
            raise TypeError(
                f"a SwizzleMask has 4 channels, as SwizzleMask(ImageChannel.Red, …), got {[c for c in given if c is not None]!r}"
            )
        self.channels = tuple(ImageChannel(channel) for channel in given)

    def __getitem__(self, index: int) -> ImageChannel:
        return self.channels[index]

    def __len__(self) -> int:
        return 4

    def __eq__(self, other: object) -> bool:
        return self.channels == other.channels if isinstance(other, SwizzleMask) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.channels)

    def __repr__(self) -> str:
        return "".join("rgba01"[channel] for channel in self.channels)


for _name, _channels in {
    "rgba": (0, 1, 2, 3),
    "rgb": (0, 1, 2, 5),
    "rgbZeroAlpha": (0, 1, 2, 4),
    "luminance": (0, 0, 0, 5),
    "luminanceAlpha": (0, 0, 0, 1),
    "redGreen": (0, 1, 4, 5),
    "depth": (0, 0, 0, 5),
}.items():
    setattr(SwizzleMask, _name, SwizzleMask(*_channels))
