"""Files of transfer functions and isovalues: Inviwo's XML."""

from __future__ import annotations

import os
from typing import Any
from xml.etree import ElementTree

_ROOTS = {"TransferFunction": "InviwoTransferFunction", "IsoValueCollection": "InviwoIsoValueCollection"}


def write(path: Any, kind: str, points: list, mask: list, absolute: int) -> None:
    """Writes points (position, color of 4)."""
    root = ElementTree.Element(_ROOTS[kind], version="2")
    ElementTree.SubElement(root, "maskMin", content=repr(float(mask[0])))
    ElementTree.SubElement(root, "maskMax", content=repr(float(mask[1])))
    ElementTree.SubElement(root, "type", content=str(absolute))
    listed = ElementTree.SubElement(root, "Points")
    for position, color in points:
        point = ElementTree.SubElement(listed, "Point")
        ElementTree.SubElement(point, "pos", content=repr(float(position)))
        ElementTree.SubElement(point, "rgba", dict(zip("xyzw", (repr(float(part)) for part in color))))
    ElementTree.indent(root) if hasattr(ElementTree, "indent") else None
    ElementTree.ElementTree(root).write(os.fspath(path), encoding="utf-8", xml_declaration=True)


def _number(parent: Any, names: tuple, default: float) -> float:
    for name in names:
        found = parent.find(name)
        if found is not None:
            return float(found.get("content", default))
    return default


def read(path: Any, kind: str) -> tuple:
    """Points, mask and whether positions are absolute. Raises OSError, or ValueError for a file that holds no points."""
    name = os.fspath(path)
    try:
        root = ElementTree.parse(name).getroot()
        points = []
        for point in root.iter("Point"):
            color = point.find("rgba")
            if color is None:
                color = point.find("color")
            if color is None:
                raise ValueError("a point has no color")
            points.append((_number(point, ("pos", "position"), 0.0), [float(color.get(part, "0")) for part in "xyzw"]))
        mask = [_number(root, ("maskMin", "maskMin_"), 0.0), _number(root, ("maskMax", "maskMax_"), 1.0)]
        return points, mask, int(_number(root, ("type", "type_"), 0))
    except (ElementTree.ParseError, ValueError) as error:
        raise ValueError(f"{name} is no {kind} that Voxloom can read: {error}") from None
