"""Data in words, as ``port.contentInfo`` has it."""

from __future__ import annotations

from typing import Any

from ..doc import Document


def _rows(data: Any) -> list:
    rows = [("Type", type(data).__name__)]
    if hasattr(data, "dimensions"):
        rows.append(("Dimensions", " x ".join(str(int(part)) for part in data.dimensions)))
    if hasattr(data, "format"):
        rows.append(("Format", str(data.format)))
    if hasattr(data, "dataMap"):
        stated = data.dataMap.statedDataRange
        if stated is not None:
            rows.append(("Data range", f"{stated[0]:g} to {stated[1]:g}"))
        unit = str(data.dataMap.valueAxis.unit)
        if data.dataMap.valueAxis.name or unit:
            rows.append(("Value", f"{data.dataMap.valueAxis.name} {f'[{unit}]' if unit else ''}".strip()))
    if hasattr(data, "colorLayers"):
        rows.append(("Color layers", str(len(data.colorLayers))))
    if hasattr(data, "buffers") and hasattr(data, "indexBuffers"):
        rows.append(("Buffers", ", ".join(info.type.name for info, _ in data.buffers) or "none"))
        rows.append(("Index lists", str(len(data.indexBuffers))))
    if isinstance(data, (list, tuple)):
        rows.append(("Elements", str(len(data))))
    elif len(rows) == 1:
        rows.append(("Value", repr(data)[:200]))
    return rows


def content_of(data: Any) -> Document:
    """A table of what the data is; an empty document without data."""
    document = Document()
    if data is not None:
        table = document.append("table")
        for name, value in _rows(data):
            row = table.append("tr")
            row.append("td", name)
            row.append("td", value)
    return document
