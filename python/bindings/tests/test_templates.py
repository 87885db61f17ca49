"""What `New Python Processor` writes: each kind runs as it is, and shows something."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pytest
from conftest import ROOT
from inviwopy.data import BufferType, Volume
from inviwopy.glm import mat4
from program import Program

TEMPLATES = ROOT / "assets" / "templates"
KINDS = ["filter", "source", "image", "mesh", "empty"]


def written(folder: Path, kind: str, name: str = "MyProcessor", shown: str = "My Processor") -> Path:
    """The file that the menu writes for a name."""
    text = (TEMPLATES / f"{kind}.py").read_text()
    for place, value in {"ClassName": name, "DisplayName": shown, "class_identifier": f"org.example.{name}"}.items():
        text = text.replace("{{%s}}" % place, value)
    assert "{{" not in text
    file = folder / f"{name}.py"
    file.write_text(text)
    return file


def run(program: Program, file: Path, volume: Optional[Volume] = None, size: Any = (64, 48), **values: Any) -> Any:
    """Runs a processor as it is, or with other values, in the host; what is at its outport."""
    interface = program.create(file)
    program.values(**values)
    program.run(stage="initialize", everything=True)
    inputs = [(port["identifier"], volume) for port in interface["inports"]]
    answer = program.finish(program.start_run(inputs=inputs, everything=True, size=size))
    assert any(message["op"] == "progress" for message in answer.messages) or not interface["outports"]
    return answer.outputs.get("outport")


def test_there_is_one_for_each_kind() -> None:
    assert sorted(file.name for file in TEMPLATES.iterdir()) == sorted(f"{kind}.py" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_documented_and_complete(program: Program, tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, kind)
    loaded = program.load(file)
    assert loaded["error"] is None
    (cls,) = loaded["classes"]
    assert (cls["class_identifier"], cls["display_name"], cls["tags"]) == ("org.example.MyProcessor", "My Processor", "PY")
    assert cls["help"].startswith("My Processor: ") and "Save the file" in cls["help"]
    text = file.read_text()
    for method in ("__init__", "processorInfo", "getProcessorInfo", "initializeResources", "process"):
        assert text.count(f"def {method}(") == 1
        after = text.split(f"def {method}(")[1].splitlines()[1]
        assert method == "getProcessorInfo" or after.strip().startswith('"""'), method
    assert all(len(line) <= 140 for line in text.splitlines())
    assert "\t" not in text and textwrap.dedent(text) == text


def test_the_filter_smooths(program: Program, tmp_path: Path) -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    array = np.random.default_rng(1).integers(0, 255, (20, 24, 28), np.uint8)
    volume = Volume(array)
    volume.modelMatrix, volume.dataMap.dataRange = mat4(3), (10, 200)
    smoothed = run(program, written(tmp_path, "filter"), volume)
    weights = np.exp(-2 * (np.arange(-2, 3) / 2) ** 2)
    expected = array.astype(float)
    for axis in range(3):
        expected = ndimage.convolve1d(expected, weights / weights.sum(), axis, mode="nearest")
    np.testing.assert_allclose(smoothed.data, expected, rtol=1e-5)
    assert smoothed.data.std() < array.std() / 3
    assert np.array(smoothed.modelMatrix)[0, 0] == 3 and smoothed.dataMap.statedDataRange == [10, 200]


def test_the_filter_takes_channels_and_passes_on(program: Program, tmp_path: Path) -> None:
    array = np.random.default_rng(1).random((5, 6, 7, 4), np.float32)
    passed = run(program, written(tmp_path, "filter"), Volume(array), radius=0)
    np.testing.assert_array_equal(passed.data, array)


def test_the_source_makes_a_phantom(program: Program, tmp_path: Path) -> None:
    volume = run(program, written(tmp_path, "source"))
    assert volume.data.shape == (64, 64, 64) and volume.data.dtype == np.float32
    assert volume.data[32, 32, 32] > 0.9 and volume.data[0, 0, 0] == 0
    assert 0.2 < (volume.data > 0).mean() < 0.6 and volume.data.max() <= 1
    assert volume.dataMap.statedDataRange == [0, 1] and volume.notes == []
    np.testing.assert_allclose(np.array(volume.modelMatrix)[:3, 3], -0.5)


def test_the_image_has_the_size_that_is_asked_for(program: Program, tmp_path: Path) -> None:
    image = run(program, written(tmp_path, "image"), size=(33, 21))
    pixels = image.colorLayers[0].data
    assert image.dimensions == (33, 21) and pixels.shape == (21, 33, 4) and pixels.dtype == np.uint8
    # Row 0 is the bottom one: dark blue there, orange at the top.
    np.testing.assert_allclose(pixels[0, 0], [0.05 * 255, 0.1 * 255, 0.3 * 255, 255], atol=8)
    np.testing.assert_allclose(pixels[-1, 0], [255, 0.7 * 255, 0.4 * 255, 255], atol=8)
    assert (np.diff(pixels[:, 5, 0].astype(int)) > 0).all()


def test_the_mesh_is_a_lit_surface(program: Program, tmp_path: Path) -> None:
    mesh = run(program, written(tmp_path, "mesh"))
    points, normals = mesh.attribute(BufferType.PositionAttrib), mesh.attribute(BufferType.NormalAttrib)
    colors, triangles = mesh.attribute(BufferType.ColorAttrib), mesh.indexBuffers[0][1].data.reshape(-1, 3)
    assert points.shape == normals.shape == (6400, 3) and colors.shape == (6400, 4)
    assert len(triangles) == 2 * 79 * 79 and triangles.max() == 6399
    a, b, c = (points[triangles[:, n]] for n in range(3))
    faces = np.cross(b - a, c - a)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    # Triangles face up and as their normals do.
    assert (faces[:, 2] > 0).all() and np.sum(faces * normals[triangles[:, 0]], axis=1).min() > 0.9
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-5)
    assert np.ptp(points[:, 2]) > 0.15 and np.ptp(colors[:, 0]) > 0.5 and (colors[:, 3] == 1).all()
    flat = run(program, written(tmp_path, "mesh"), height=0.0, points=2)
    assert np.isfinite(flat.attribute(BufferType.ColorAttrib)).all()


def test_the_empty_one_passes_and_its_example_works(program: Program, tmp_path: Path) -> None:
    file = written(tmp_path, "empty")
    assert run(program, file) is None and program.printed() == ""
    text = file.read_text()
    file.write_text(text.replace("        # ", "        "))
    program.create(file)
    program.run(stage="initialize", everything=True)
    array = np.ones((2, 3, 4), np.float32)
    answer = program.run(inputs=[("inport", Volume(array))], everything=True)
    np.testing.assert_array_equal(answer.outputs["outport"].data, array)
