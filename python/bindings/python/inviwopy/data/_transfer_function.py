"""Transfer function: color and opacity by value."""

from __future__ import annotations

import bisect
from typing import Any, Iterator

from ..glm import dvec2, vec4
from ._enums import TFPrimitiveSetType


def color_of(value: Any) -> vec4:
    """A color as vec4: ``"#rrggbb"``, ``"#rrggbbaa"``, 3 numbers (opaque) or 4. Raises TypeError or ValueError for other things."""
    if isinstance(value, str):
        digits = value[1:] if value.startswith("#") else ""
        if len(digits) not in (6, 8):
            raise ValueError(f"a color is written as #rrggbb or #rrggbbaa, got {value!r}")
        parts = [int(digits[i : i + 2], 16) / 255 for i in range(0, len(digits), 2)]
    else:
        parts = [float(part) for part in value]
    if len(parts) == 3:
        parts.append(1.0)
    return vec4(*parts)


class TFPrimitiveData:
    """A point: position and color."""

    def __init__(self, pos: float = 0.0, color: Any = (0, 0, 0, 0)) -> None:
        self.pos = float(pos)
        self.color = color

    @property
    def color(self) -> vec4:
        """Red, green, blue (sRGB) and opacity, each 0 to 1."""
        return self._color

    @color.setter
    def color(self, value: Any) -> None:
        self._color = color_of(value)

    @property
    def alpha(self) -> float:
        """The opacity."""
        return self._color[3]

    @alpha.setter
    def alpha(self, value: float) -> None:
        self._color[3] = value

    @property
    def data(self) -> TFPrimitiveData:
        """A copy."""
        return TFPrimitiveData(self.pos, self._color)

    @data.setter
    def data(self, value: TFPrimitiveData) -> None:
        self.pos, self.color = value.pos, value.color

    def setPositionAlpha(self, pos: float, alpha: float) -> None:
        """Sets both."""
        self.pos, self.alpha = float(pos), alpha

    def __eq__(self, other: object) -> bool:
        return (self.pos, self.color) == (other.pos, other.color) if isinstance(other, TFPrimitiveData) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"({self.pos:g}, {self._color!r})"


TFPrimitive = TFPrimitiveData


def _primitive(value: Any) -> TFPrimitiveData:
    if isinstance(value, TFPrimitiveData):
        return value.data
    if len(value) == 3:
        # Position, opacity, "#rrggbb".
        point = TFPrimitiveData(value[0], value[2])
        point.alpha = float(value[1])
        return point
    return TFPrimitiveData(value[0], value[1])


class TransferFunction:
    """Piecewise linear color and opacity over a value; constant beyond the first and last point."""

    def __init__(
        self,
        values: Any = (),
        type: TFPrimitiveSetType = TFPrimitiveSetType.Relative,  # noqa: A002
        textureSize: int = 1024,
    ) -> None:
        """``values`` are TFPrimitiveData, [pos, color] or [pos, alpha, "#rrggbb"]; a number is the texture size, which is ignored."""
        if isinstance(values, int):
            values = ()
        self._points: list[TFPrimitiveData] = []
        self.type = TFPrimitiveSetType(type)
        self.textureSize = textureSize
        self.mask = dvec2(0, 1)
        self.set(values)

    def set(self, values: Any) -> None:
        """Replaces all points."""
        self._points = sorted((_primitive(value) for value in values), key=lambda point: point.pos)

    def add(self, pos: Any, color: Any = None) -> None:
        """Adds a point: position and color, a dvec2 of position and opacity (white), a TFPrimitiveData, or a list of points."""
        if color is not None:
            points = [TFPrimitiveData(pos, color)]
        elif isinstance(pos, dvec2):
            points = [TFPrimitiveData(pos[0], (1, 1, 1, pos[1]))]
        elif isinstance(pos, TFPrimitiveData):
            points = [pos.data]
        else:
            points = [_primitive(value) for value in pos]
        for point in points:
            self._points.insert(bisect.bisect_right([p.pos for p in self._points], point.pos), point)

    def remove(self, point: Any) -> None:
        """Removes a point, given itself or by its index."""
        del self._points[point if isinstance(point, int) else next(i for i, p in enumerate(self._points) if p is point)]

    def clear(self) -> None:
        """Removes all points."""
        self._points.clear()

    def clearMask(self) -> None:
        """The mask from 0 to 1."""
        self.mask = dvec2(0, 1)

    @property
    def size(self) -> int:
        """Number of points."""
        return len(self._points)

    @property
    def empty(self) -> bool:
        """Whether there is no point."""
        return not self._points

    @property
    def range(self) -> dvec2:
        """The range of positions."""
        return dvec2(0, 1) if self.type == TFPrimitiveSetType.Relative or self.empty else dvec2(self._points[0].pos, self._points[-1].pos)

    def sample(self, x: float) -> vec4:
        """Color and opacity at a position, linear between points."""
        points = sorted(self._points, key=lambda point: point.pos)
        if not points or x != x:
            return vec4(0)
        after = bisect.bisect_right([point.pos for point in points], x)
        if after == 0 or after == len(points):
            return vec4(points[max(after - 1, 0)].color)
        a, b = points[after - 1], points[after]
        return a.color + (b.color - a.color) * ((x - a.pos) / (b.pos - a.pos))

    def __len__(self) -> int:
        return len(self._points)

    def __getitem__(self, index: int) -> TFPrimitiveData:
        return self._points[index]

    def __iter__(self) -> Iterator[TFPrimitiveData]:
        return iter(self._points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TransferFunction):
            return NotImplemented
        return (self._points, self.mask, self.type) == (other._points, other.mask, other.type)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"TransferFunction({self._points!r})"

    def toWire(self) -> dict:
        """The form in messages."""
        points = sorted(self._points, key=lambda point: point.pos)
        return {
            "points": [{"position": point.pos, "color": list(point.color)} for point in points],
            "mask": list(self.mask),
            "absolute": self.type == TFPrimitiveSetType.Absolute,
        }

    def fromWire(self, value: dict) -> None:
        """Takes over the form in messages."""
        self.set([TFPrimitiveData(point["position"], point["color"]) for point in value["points"]])
        self.mask = dvec2(*value["mask"])
        self.type = TFPrimitiveSetType.Absolute if value.get("absolute") else TFPrimitiveSetType.Relative
