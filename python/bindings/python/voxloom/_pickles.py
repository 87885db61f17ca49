"""Objects on their way to another host: pickled in one, unpickled in the other."""

from __future__ import annotations

import base64
import pickle
from typing import Any

# Larger ones are refused: what is large travels as data of a port, without a copy.
_MOST = 64 << 20


def pack(objects: Any, args: dict) -> dict:
    """An object of this host as text. Raises TypeError for what pickle does not know, ValueError for what is too large."""
    value = objects.get(args["handle"])
    try:
        packed = pickle.dumps(value, protocol=4)
    except Exception as error:  # noqa: BLE001 - pickle calls methods of the user's
        raise TypeError(
            f"a {type(value).__name__} cannot be pickled ({error}); give both nodes one host, or give out data instead"
        ) from error
    if len(packed) > _MOST:
        raise ValueError(
            f"the {type(value).__name__} takes {len(packed) >> 20} MiB, more than the {_MOST >> 20} MiB that an object may have on its way "
            "to another host; give both nodes one host, or give out a volume, layer or buffer"
        )
    return {"pickle": base64.b64encode(packed).decode("ascii")}


def unpack(objects: Any, args: dict) -> dict:
    """Makes an object of this host of such a text: both hosts run the same processor files of the same person."""
    return {"handle": objects.add(pickle.loads(base64.b64decode(args["pickle"])))}  # noqa: S301
