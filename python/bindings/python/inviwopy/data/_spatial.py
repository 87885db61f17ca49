"""Where data lies in space and what its values mean."""

from __future__ import annotations

from typing import Any, Optional

from ..glm import dvec2, mat3, mat4, vec3
from ._enums import ImageChannel


class Unit:
    """A unit of measure: ``Unit("mm")``."""

    def __init__(self, text: object = "") -> None:
        self._text = str(text)

    def to_string(self, format: str = "") -> str:  # noqa: A002
        """The text of the unit."""
        return self._text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Unit({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return self._text == str(other) if isinstance(other, (Unit, str)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)


class Axis:
    """Name and unit of an axis or of a value."""

    def __init__(self, name: str = "", unit: Any = "") -> None:
        self.name = str(name)
        self.unit = unit

    @property
    def unit(self) -> Unit:
        """The unit; a text may be assigned."""
        return self._unit

    @unit.setter
    def unit(self, value: Any) -> None:
        self._unit = value if isinstance(value, Unit) else Unit(value)

    def __repr__(self) -> str:
        return f"Axis({self.name!r}, {self.unit!r})"

    def __eq__(self, other: object) -> bool:
        return (self.name, self.unit) == (other.name, other.unit) if isinstance(other, Axis) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


class DataMapper:
    """How stored values map to physical ones.

    A range that nothing set reads as the full range of the type, as in Inviwo, and is sent as "not set".
    """

    def __init__(self, format: Any = None) -> None:  # noqa: A002
        self._full = (format.lowest, format.max) if format is not None else (0.0, 1.0)
        self._ranges: dict[str, dvec2] = {}
        self.valueAxis = Axis()

    def _get(self, name: str) -> dvec2:
        # The vector that is handed out is kept: `dataMap.dataRange.x = 1` counts as setting it.
        return self._ranges.setdefault(name, dvec2(*self._full))

    def _stated(self, name: str) -> Optional[list]:
        value = self._ranges.get(name)
        return None if value is None or list(value) == list(self._full) else list(value)

    @property
    def dataRange(self) -> dvec2:
        """Stored values that stand for 0 and 1 of a transfer function."""
        return self._get("data")

    @dataRange.setter
    def dataRange(self, value: Any) -> None:
        self._ranges["data"] = dvec2(value)

    @property
    def valueRange(self) -> dvec2:
        """Physical values of the ends of the data range."""
        return self._get("value")

    @valueRange.setter
    def valueRange(self, value: Any) -> None:
        self._ranges["value"] = dvec2(value)

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
        other._full = self._full
        other._ranges = {name: dvec2(value) for name, value in self._ranges.items()}
        other.valueAxis = Axis(self.valueAxis.name, self.valueAxis.unit)
        return other


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

    rgb: SwizzleMask
    rgba: SwizzleMask
    rgbZeroAlpha: SwizzleMask
    luminance: SwizzleMask
    luminanceAlpha: SwizzleMask
    redGreen: SwizzleMask
    depth: SwizzleMask

    def __init__(self, *channels: Any) -> None:
        if len(channels) == 1 and isinstance(channels[0], SwizzleMask):
            channels = channels[0].channels
        if len(channels) not in (0, 4):
            raise TypeError(f"a swizzle mask has 4 channels, got {len(channels)}")
        self.channels = tuple(ImageChannel(channel) for channel in (channels or (0, 1, 2, 3)))

    def __getitem__(self, index: int) -> ImageChannel:
        return self.channels[index]

    def __len__(self) -> int:
        return 4

    def __eq__(self, other: object) -> bool:
        return self.channels == other.channels if isinstance(other, SwizzleMask) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.channels)

    def __repr__(self) -> str:
        return f"SwizzleMask({', '.join(channel.name for channel in self.channels)})"


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
