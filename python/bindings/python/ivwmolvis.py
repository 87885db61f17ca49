"""Inviwo's module for molecular structures is C++ and not part of Voxloom; each name says so when it is used."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotImplementedError(
        f"ivwmolvis.{name} belongs to a C++ module of Inviwo, which Voxloom does not have; "
        "read the structure with a Python package (Biopython, MDAnalysis) and give out a Mesh or a DataFrame"
    )
