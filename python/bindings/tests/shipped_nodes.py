"""Nodes of shipped processors in a host, and data for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from inviwopy.data import Axis, Volume
from inviwopy.glm import mat4
from program import Answer, Failed, Program

SHIPPED = ROOT / "python_processors"
MODEL = np.array([[20, 0, 0, -10], [0, 30, 0, -15], [0, 4, 50, -25], [0, 0, 0, 1]], np.float64)


class Node:
    """A shipped processor in a host."""

    def __init__(self, program: Program, name: str) -> None:
        self.program = program
        self.size = (64, 48)
        self.interface = program.create(SHIPPED / f"{name}.py")

    def set(self, **values: Any) -> Node:
        """Values of properties; options by their identifiers."""
        self.program.values(**values)
        return self

    def start(self, *inputs: Any, **named: Any) -> int:
        """Starts a run with data for the first inport, or for inports by name."""
        ports = [port["identifier"] for port in self.interface["inports"]]
        given = [*zip(ports, inputs), *named.items()]
        return self.program.start_run(inputs=given, everything=True, size=self.size)

    def run(self, *inputs: Any, **named: Any) -> Answer:
        """Initializes and runs."""
        self.program.run(stage="initialize", everything=True)
        return self.program.finish(self.start(*inputs, **named))

    def fails(self, *inputs: Any, **named: Any) -> str:
        """The message of the failure that a run ends with."""
        with pytest.raises(Failed) as failed:
            self.run(*inputs, **named)
        return failed.value.error["message"]


def noise(dtype: Any, *shape: int, seed: int = 1) -> np.ndarray:
    """Values over much of a type's range."""
    random = np.random.default_rng(seed).random(shape)
    return (random * 200).astype(dtype) if np.dtype(dtype).kind in "ui" else (random * 4 - 2).astype(dtype)


def volume_of(array: np.ndarray) -> Volume:
    """A volume with all the metadata that there is."""
    volume = Volume(array)
    volume.modelMatrix = mat4(np.ascontiguousarray(MODEL.T))
    volume.worldMatrix = mat4(2)
    volume.dataMap.dataRange = (-3, 300)
    volume.dataMap.valueRange = (0, 1)
    volume.dataMap.valueAxis = Axis("density", "g/cm^3")
    volume.axes = [Axis("left", "mm"), Axis("front", "mm"), Axis("up", "mm")]
    return volume


def same_place(data: Any) -> None:
    """The matrices and axes of ``volume_of`` were carried over."""
    np.testing.assert_allclose(np.array(data.modelMatrix), MODEL)
    np.testing.assert_allclose(np.array(data.worldMatrix), np.diag([2, 2, 2, 2]))
    assert [(axis.name, str(axis.unit)) for axis in data.axes] == [("left", "mm"), ("front", "mm"), ("up", "mm")]


def same_meaning(data: Any) -> None:
    """The meaning of the values was carried over, too."""
    assert data.dataMap.statedDataRange == [-3, 300] and data.dataMap.statedValueRange == [0, 1]
    assert (data.dataMap.valueAxis.name, str(data.dataMap.valueAxis.unit)) == ("density", "g/cm^3")


def progress_of(answer: Answer) -> list:
    """The progress that a run told."""
    return [message["progress"] for message in answer.messages if message["op"] == "progress"]


def ball(n: int = 24) -> np.ndarray:
    """High within, low without."""
    z, y, x = np.mgrid[:n, : n + 4, : n + 8].astype(np.float32)
    return 10 - np.sqrt((z - n / 2) ** 2 + (y - n / 2) ** 2 + (x - n / 2) ** 2)
