"""Volumes as Inviwo's files: a text that describes, and raw voxels beside it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

_NAMES = {"f": "FLOAT", "i": "INT", "u": "UINT"}


def _raw(volume: Any, path: Path, overwrite: bool) -> tuple:
    """Writes the voxels beside ``path``; their file's name and format."""
    raw = path.with_suffix(".raw")
    for target in (path, raw):
        if target.exists() and not overwrite:
            raise FileExistsError(f"{target} exists; choose another name, or pass overwrite=True")
    array = np.ascontiguousarray(volume.data)
    channels = array.shape[3] if array.ndim == 4 else 1
    name = f"{_NAMES[array.dtype.kind]}{array.dtype.itemsize * 8}"
    raw.write_bytes(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
    return raw.name, name if channels == 1 else f"Vec{channels}{name}"


def _vector(values: Any) -> str:
    return " ".join(repr(float(value)) for value in values)


def saveDatVolume(volume: Any, path: Any, overwrite: bool = False) -> None:
    """Writes a volume as ``.dat`` with ``.raw`` beside it. Raises FileExistsError unless ``overwrite``."""
    path = Path(os.fspath(path))
    raw, form = _raw(volume, path, overwrite)
    size, basis, offset = volume.dimensions, volume.basis, volume.offset
    lines = [f"ObjectFileName: {raw}", f"Resolution: {size.x} {size.y} {size.z}", f"Format: {form}", "ByteOrder: LittleEndian"]
    lines += [f"BasisVector{i + 1}: {_vector(basis[i])}" for i in range(3)]
    lines.append(f"Offset: {_vector(offset)}")
    lines += [f"WorldVector{i + 1}: {_vector(volume.worldMatrix[i])}" for i in range(4)]
    lines += [f"DataRange: {_vector(volume.dataMap.dataRange)}", f"ValueRange: {_vector(volume.dataMap.valueRange)}"]
    axis = volume.dataMap.valueAxis
    lines += [f"ValueName: {axis.name}", f"ValueUnit: {axis.unit}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ivf(volume: Any, path: Path, overwrite: bool) -> None:
    raw, form = _raw(volume, path, overwrite)
    root = ElementTree.Element("InviwoVolumeData", version="1")

    def add(name: str, value: str, to: Any = root) -> None:
        ElementTree.SubElement(to, name, content=value)

    def vector(name: str, values: Any, to: Any) -> None:
        ElementTree.SubElement(to, name, {key: repr(float(value)) for key, value in zip("xyzw", values)})

    add("RawFile", raw)
    add("Format", form)
    size = volume.dimensions
    ElementTree.SubElement(root, "Dimension", x=str(size.x), y=str(size.y), z=str(size.z))
    basis = ElementTree.SubElement(root, "BasisAndOffset")
    for i in range(4):
        vector(f"col{i}", volume.modelMatrix[i], basis)
    world = ElementTree.SubElement(root, "WorldTransform")
    for i in range(4):
        vector(f"col{i}", volume.worldMatrix[i], world)
    vector("DataRange", volume.dataMap.dataRange, root)
    vector("ValueRange", volume.dataMap.valueRange, root)
    add("Unit", str(volume.dataMap.valueAxis.unit))
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def saveIvfVolume(volume: Any, path: Any, overwrite: bool = False) -> None:
    """Writes a volume as ``.ivf`` with ``.raw`` beside it. Raises FileExistsError unless ``overwrite``."""
    _ivf(volume, Path(os.fspath(path)), overwrite)


def saveIvfVolumeSequence(
    volumes: Any,
    name: str,
    path: Any,
    reldatapath: str = "",
    overwrite: bool = False,
) -> str:
    """Writes a sequence as ``<path>/<name>.ivfs`` and a volume each in ``reldatapath`` beside it; the path of the file."""
    folder = Path(os.fspath(path))
    parts = folder / reldatapath
    parts.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.ivfs"
    if target.exists() and not overwrite:
        raise FileExistsError(f"{target} exists; choose another name, or pass overwrite=True")
    root = ElementTree.Element("InviwoVolumeSequenceData", version="1")
    listed = ElementTree.SubElement(root, "volumes")
    for index, volume in enumerate(volumes):
        part = parts / f"{name}{index:04d}.ivf"
        _ivf(volume, part, overwrite)
        ElementTree.SubElement(listed, "volume", filename=os.path.relpath(part, folder))
    ElementTree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)
    return str(target)


def downloadAndCacheIfUrl(url: str, timeout: float = 30.0) -> Path:
    """The local path of a file: of an ``http``, ``https`` or ``file`` URL a copy, which is fetched once; else the path itself."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https", "file"):
        return Path(url)
    folder = Path(tempfile.gettempdir()) / "voxloom_downloads" / hashlib.sha256(url.encode()).hexdigest()[:16]
    target = folder / (os.path.basename(urllib.parse.unquote(parts.path)) or "download")
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(target.name + ".part")
        with urllib.request.urlopen(url, timeout=timeout) as answer, open(beside, "wb") as file:  # noqa: S310 - the schemes are checked above
            for block in iter(lambda: answer.read(1 << 20), b""):
                file.write(block)
        os.replace(beside, target)
    return target
