"""Inviwo's module for tensor fields is C++ and not part of Voxloom; each name says so when it is used."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotImplementedError(
        f"ivwtensorvis.{name} belongs to a C++ module of Inviwo, which Voxloom does not have; "
        "give the nine components out as a NumPy array through a PythonOutport, or as volumes of three channels"
    )
