"""Transfer functions and isovalues: colors and opacities at positions."""

from __future__ import annotations

import bisect
from typing import Any, Iterator, Optional

from ..glm import dvec2, vec4
from ..glm._vector import is_scalar
from . import _tf_file
from ._enums import TFPrimitiveSetType

_LIST_FORMS = "expected a list of [pos, hex color] and/or [pos, alpha, hex color]"


def color_of(value: Any) -> vec4:
    """A color as vec4: ``"#rrggbb"``, ``"#rrggbbaa"``, 3 numbers (opaque) or 4. Raises TypeError or ValueError for other things."""
    if isinstance(value, str):
        digits = value[1:] if value.startswith("#") else ""
        try:
            if len(digits) not in (6, 8):
                raise ValueError
            parts = [int(digits[i : i + 2], 16) / 255 for i in range(0, len(digits), 2)]
        except ValueError:
            raise ValueError(f"a color is written as #rrggbb or #rrggbbaa, got {value!r}") from None
    else:
        try:
            parts = [float(part) for part in value]
        except TypeError:
            raise TypeError(f"a color is '#rrggbb', '#rrggbbaa' or 3 or 4 numbers, got {value!r}") from None
        if len(parts) not in (3, 4):
            raise ValueError(f"a color has 3 or 4 numbers, got {len(parts)}")
    return vec4([*parts, 1.0][:4])


def hex_of(color: vec4) -> str:
    """The color as ``#rrggbbaa``."""
    return "#" + "".join(f"{min(max(round(part * 255), 0), 255):02x}" for part in color)


class TFPrimitiveData:
    """A point by itself: position and color."""

    def __init__(self, pos: float = 0.0, color: Any = (0, 0, 0, 0)) -> None:
        self.pos = pos
        self.color = color

    @property
    def pos(self) -> float:
        """The position: part of the data range, or a value when the set is absolute."""
        return self._pos

    @pos.setter
    def pos(self, value: float) -> None:
        if not is_scalar(value):
            raise TypeError(f"a position is a number, got {value!r}")
        self._pos = float(value)

    @property
    def color(self) -> vec4:
        """Red, green, blue (sRGB) and opacity, each 0 to 1. Live; what is assigned is copied."""
        return self._color

    @color.setter
    def color(self, value: Any) -> None:
        self._color = color_of(value)

    def __eq__(self, other: object) -> bool:
        return (self.pos, self.color) == (other.pos, other.color) if isinstance(other, TFPrimitiveData) else NotImplemented

    def __lt__(self, other: TFPrimitiveData) -> bool:
        return self.pos < other.pos

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"TFPrimitiveData: [{self.pos:g}, {hex_of(self.color)}]"


class TFPrimitive(TFPrimitiveData):
    """A point of a transfer function or of isovalues, live."""

    @property
    def color(self) -> vec4:
        """Red, green, blue (sRGB) and opacity, each 0 to 1. Live; 3 numbers keep the opacity."""
        return self._color

    @color.setter
    def color(self, value: Any) -> None:
        color = color_of(value)
        if hasattr(self, "_color") and not isinstance(value, str) and len(value) == 3:
            color.a = self._color.a
        self._color = color

    @property
    def alpha(self) -> float:
        """The opacity."""
        return self._color.a

    @alpha.setter
    def alpha(self, value: float) -> None:
        self._color.a = value

    @property
    def data(self) -> TFPrimitiveData:
        """A copy by itself; assigning one sets position and color."""
        return TFPrimitiveData(self.pos, self._color)

    @data.setter
    def data(self, value: TFPrimitiveData) -> None:
        self.pos, self.color = value.pos, value.color

    def setPositionAlpha(self, pos: Any, alpha: Optional[float] = None) -> None:
        """Sets both, given as two numbers or as a dvec2."""
        if alpha is None:
            pos, alpha = dvec2(pos)
        self.pos, self.alpha = pos, alpha

    def __repr__(self) -> str:
        return f"<TFPrimitive: {self.pos:g}, {hex_of(self.color)}>"


def _primitive(value: Any) -> TFPrimitive:
    if isinstance(value, TFPrimitiveData):
        return TFPrimitive(value.pos, value.color)
    if not isinstance(value, (list, tuple)) or len(value) not in (2, 3):
        raise ValueError(_LIST_FORMS)
    if not is_scalar(value[0]):
        raise ValueError(f"expected a double (position), got {value[0]!r}")
    if len(value) == 2:
        return TFPrimitive(value[0], value[1])
    if not is_scalar(value[1]):
        raise ValueError(f"expected a double (alpha), got {value[1]!r}")
    point = TFPrimitive(value[0], value[2])
    point.alpha = value[1]
    return point


class TFPrimitiveSet:
    """Points in the order of their positions. The points are live: what is done to one is done to the set."""

    _what = "primitives"

    def __init__(self, values: Any = (), type: Any = TFPrimitiveSetType.Relative) -> None:  # noqa: A002
        """``values`` are TFPrimitiveData, [pos, color] or [pos, alpha, color]; a color is "#rrggbb", "#rrggbbaa" or numbers.

        Raises ValueError for other things.
        """
        self._type = TFPrimitiveSetType(type)
        self._mask = dvec2(0, 1)
        self._points: list[TFPrimitive] = []
        self.set(values)

    @property
    def type(self) -> TFPrimitiveSetType:  # noqa: A003
        """Whether positions are parts of the data range or values."""
        return self._type

    @property
    def mask(self) -> dvec2:
        """Positions outside are not drawn. Live; what is assigned is copied."""
        return self._mask

    @mask.setter
    def mask(self, value: Any) -> None:
        self._mask = dvec2(value)

    def clearMask(self) -> None:
        """The mask from 0 to 1."""
        self.mask = (0, 1)

    def _sorted(self) -> list:
        # Positions may have been changed through the points.
        self._points.sort(key=lambda point: point.pos)
        return self._points

    def set(self, values: Any) -> None:
        """Replaces all points."""
        self._points = [_primitive(value) for value in values]

    def add(self, pos: Any, color: Any = None) -> None:
        """Adds a point: position and color, a dvec2 of position and opacity, a TFPrimitiveData, or a list of points.

        A dvec2 takes the color that is at its position, white when there is none.
        """
        if color is not None:
            self._points.append(TFPrimitive(pos, color))
        elif isinstance(pos, dvec2):
            near = self._at(pos.x)
            self._points.append(TFPrimitive(pos.x, (*(list(near)[:3] if near else (1, 1, 1)), pos.y)))
        elif isinstance(pos, TFPrimitiveData):
            self._points.append(_primitive(pos))
        elif isinstance(pos, (list, tuple)):
            self._points.extend([_primitive(value) for value in pos])
        else:
            raise TypeError(f"add takes a position and a color, a dvec2, a TFPrimitiveData or a list of them, got {pos!r}")

    def remove(self, primitive: Any) -> None:
        """Removes a point, given itself or by its index. Raises ValueError or IndexError when there is none such."""
        if isinstance(primitive, TFPrimitiveData):
            found = [i for i, point in enumerate(self._sorted()) if point is primitive]
            if not found:
                raise ValueError(f"{primitive!r} is none of the {self._what}")
            primitive = found[0]
        del self._sorted()[primitive]

    def clear(self) -> None:
        """Removes all points."""
        self._points.clear()

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
        """The range of positions: 0 to 1, or from the first to the last when they are absolute."""
        if self.type == TFPrimitiveSetType.Relative or self.empty:
            return dvec2(0, 1)
        points = self._sorted()
        return dvec2(points[0].pos, points[-1].pos)

    def _at(self, x: float) -> Optional[vec4]:
        points = self._sorted()
        if not points or x != x:
            return None
        after = bisect.bisect_right([point.pos for point in points], x)
        if after == 0 or after == len(points):
            return vec4(points[max(after - 1, 0)].color)
        a, b = points[after - 1], points[after]
        return a.color + (b.color - a.color) * ((x - a.pos) / (b.pos - a.pos))

    def __len__(self) -> int:
        return len(self._points)

    def __getitem__(self, index: int) -> TFPrimitive:
        try:
            return self._sorted()[index]
        except IndexError:
            raise IndexError(f"there are {len(self)} {self._what}, not one at {index}") from None

    def __setitem__(self, index: int, value: TFPrimitiveData) -> None:
        self[index].data = value

    def __iter__(self) -> Iterator[TFPrimitive]:
        return iter(list(self._sorted()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TFPrimitiveSet):
            return NotImplemented
        return (self._sorted(), self.mask, self.type) == (other._sorted(), other.mask, other.type)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        points = "".join(f"\n    {point.pos:g}, {hex_of(point.color)}" for point in self)
        return f"<{type(self).__name__}:  {len(self)} {self._what}{points}>"

    def save(self, path: Any) -> None:
        """Writes an XML file as Inviwo does (.itf or .iiv). Also ``TransferFunction.save(function, path)``."""
        _tf_file.write(path, type(self).__name__, [(p.pos, list(p.color)) for p in self], list(self.mask), int(self.type))

    def _read(self, path: Any) -> None:
        points, mask, kind = _tf_file.read(path, type(self).__name__)
        self._type, self.mask = TFPrimitiveSetType(kind), mask
        self.set([TFPrimitive(pos, color) for pos, color in points])

    def toWire(self) -> dict:
        """The form in messages."""
        return {
            "points": [{"position": point.pos, "color": list(point.color)} for point in self._sorted()],
            "mask": list(self.mask),
            "absolute": self.type == TFPrimitiveSetType.Absolute,
        }

    def fromWire(self, value: dict) -> None:
        """Takes over the form in messages."""
        self.set([TFPrimitive(point["position"], point["color"]) for point in value["points"]])
        self.mask = value["mask"]
        self._type = TFPrimitiveSetType.Absolute if value.get("absolute") else TFPrimitiveSetType.Relative


class _Load:
    """``Class.load(path)`` makes one, ``one.load(path)`` replaces what it holds."""

    def __get__(self, one: Any, cls: Any) -> Any:
        def load(path: Any) -> Any:
            """Reads a file that ``save`` or Inviwo wrote. Raises OSError, or ValueError for another file."""
            target = cls() if one is None else one
            target._read(path)
            return target

        return load


class TransferFunction(TFPrimitiveSet):
    """Piecewise linear color and opacity over a value; constant beyond the first and last point."""

    _what = "points"
    load = _Load()

    def __init__(
        self,
        values: Any = (),
        type: Any = TFPrimitiveSetType.Relative,  # noqa: A002
        textureSize: int = 1024,
    ) -> None:
        """``values`` as for all sets of points; a number is the texture size, which has no effect."""
        if isinstance(values, int):
            values, textureSize = (), values
        self._texture_size = int(textureSize)
        super().__init__(values, type)

    @property
    def textureSize(self) -> int:
        """The number that was given; it has no effect."""
        return self._texture_size

    def sample(self, x: float) -> vec4:
        """Color and opacity at a position, linear between points; zeros when there is none."""
        found = self._at(float(x))
        return vec4(0) if found is None else found


class IsoValueCollection(TFPrimitiveSet):
    """Isovalues with color and opacity."""

    _what = "isovalues"
    load = _Load()
