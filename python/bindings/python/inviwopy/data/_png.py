"""PNG files, as far as layers need them: writing 1 to 4 channels of 8 or 16 bits."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from .._arrays import FormatError

# PNG's number of a color type by the number of channels.
_COLORS = {1: 0, 2: 4, 3: 2, 4: 6}


def png_bytes(rows: np.ndarray) -> bytes:
    """A PNG of an array (y, x) or (y, x, c), the top row first. Raises FormatError for other dtypes than uint8 and uint16."""
    if rows.dtype not in (np.uint8, np.uint16):
        raise FormatError(f"PNG holds uint8 or uint16, got {rows.dtype}; convert the layer's array first, or save it as .npy")
    height, width = rows.shape[:2]
    channels = rows.shape[2] if rows.ndim == 3 else 1
    depth = rows.dtype.itemsize * 8
    lines = rows.reshape(height, -1).astype(rows.dtype.newbyteorder(">")).view(np.uint8).reshape(height, -1)
    # Each row begins with the number of its filter: none.
    filtered = np.zeros((height, lines.shape[1] + 1), np.uint8)
    filtered[:, 1:] = lines

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, depth, _COLORS[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(filtered.tobytes(), 6)) + chunk(b"IEND", b"")
