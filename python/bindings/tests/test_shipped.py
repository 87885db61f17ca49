"""The shipped Python processors that make volumes of volumes, each beside the direct call of the library that it wraps."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pytest
from conftest import EXTENSION, PACKAGE, ROOT
from inviwopy.data import InterpolationType, Volume
from program import Failed, Program
from shipped_nodes import SHIPPED, Node, ball, noise, progress_of, same_meaning, same_place, volume_of

FILES = sorted(file for file in SHIPPED.glob("*.py") if not file.name.startswith("_"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_loads_and_documents_itself(program: Program, file: Path) -> None:
    program.send({"op": "folders", "folders": [str(SHIPPED)]})
    loaded = program.load(file)
    assert loaded["error"] is None and len(loaded["classes"]) == 1
    cls = loaded["classes"][0]
    interface = program.create(file)
    assert cls["category"] and "PY" in cls["tags"] and interface["outports"]
    if file.stem == "numpy_source":
        # The manual's text.
        return
    assert cls["class_identifier"].startswith("org.voxloom.") and len(cls["help"]) > 100
    assert all(port["help"] for port in (*interface["inports"], *interface["outports"]))


def test_listing_waits_for_no_package(program: Program, tmp_path: Path) -> None:
    program.send({"op": "folders", "folders": [str(SHIPPED)]})
    for each in FILES:
        program.load(each)
    heavy = "scipy", "matplotlib", "skimage", "PIL", "torch"
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import sys\nimport inviwopy as ivw\n\n\nclass Probe(ivw.Processor):\n    @staticmethod\n    def processorInfo():\n"
        "        return ivw.ProcessorInfo('org.example.Probe', 'Probe')\n\n    def process(self):\n"
        f"        print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    program.create(probe, node=9)
    program.run(node=9)
    assert program.printed().endswith("[]\n")


# Gaussian


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
@pytest.mark.parametrize("mode", ["reflect", "wrap"])
def test_gaussian_equals_scipy(node: Any, dtype: str, mode: str) -> None:
    from scipy import ndimage

    array = noise(dtype, 21, 34, 47)
    answer = node("gaussian_filter").set(sigma=1.7, mode=mode).run(volume_of(array))
    smoothed = answer.outputs["outport"]
    expected = ndimage.gaussian_filter(array, 1.7, mode=mode)
    assert smoothed.data.dtype == array.dtype
    np.testing.assert_array_equal(smoothed.data, expected)
    same_place(smoothed), same_meaning(smoothed)
    assert progress_of(answer)


def test_gaussian_of_channels_nan_and_half(node: Any) -> None:
    from scipy import ndimage

    gaussian = node("gaussian_filter").set(sigma=1.0)
    colors = noise("uint8", 9, 10, 11, 4)
    expected = ndimage.gaussian_filter(colors, (1, 1, 1, 0))
    np.testing.assert_array_equal(gaussian.run(Volume(colors)).outputs["outport"].data, expected)
    holes = noise("float32", 12, 13, 14)
    holes[6, 6, 6] = np.nan
    np.testing.assert_array_equal(gaussian.run(Volume(holes)).outputs["outport"].data, ndimage.gaussian_filter(holes, 1))
    half = noise("float16", 8, 8, 8)
    expected = ndimage.gaussian_filter(half.astype(np.float32), 1).astype(np.float16)
    np.testing.assert_array_equal(gaussian.run(Volume(half)).outputs["outport"].data, expected)
    whole = noise("uint8", 8, 9, 10)
    gaussian.set(asFloat=True)
    expected = ndimage.gaussian_filter(whole, 1, output=np.float32)
    np.testing.assert_array_equal(gaussian.run(Volume(whole)).outputs["outport"].data, expected)
    gaussian.set(asFloat=False, sigma=0.0)
    np.testing.assert_array_equal(gaussian.run(Volume(whole)).outputs["outport"].data, whole)


# Median


@pytest.mark.parametrize(
    ("dtype", "radius", "shape"), [("uint8", 1, (20, 70, 130)), ("float32", 3, (33, 34, 35)), ("int16", 2, (4, 5, 66))]
)
def test_median_equals_scipy(node: Any, dtype: str, radius: int, shape: tuple) -> None:
    from scipy import ndimage

    array = noise(dtype, *shape)
    answer = node("median_filter").set(radius=radius).run(volume_of(array))
    filtered = answer.outputs["outport"]
    np.testing.assert_array_equal(filtered.data, ndimage.median_filter(array, 2 * radius + 1))
    assert filtered.data.dtype == array.dtype
    same_place(filtered), same_meaning(filtered)
    assert progress_of(answer)


def test_median_of_channels_and_half(node: Any) -> None:
    from scipy import ndimage

    median = node("median_filter")
    colors = noise("uint8", 9, 70, 11, 4)
    np.testing.assert_array_equal(median.run(Volume(colors)).outputs["outport"].data, ndimage.median_filter(colors, (3, 3, 3, 1)))
    half = noise("float16", 8, 8, 8)
    expected = ndimage.median_filter(half.astype(np.float32), 3).astype(np.float16)
    np.testing.assert_array_equal(median.run(Volume(half)).outputs["outport"].data, expected)


@pytest.mark.parametrize(("name", "values"), [("median_filter", {"radius": 4}), ("gaussian_filter", {"sigma": 400.0})])
def test_a_running_filter_is_stopped(node: Any, name: str, values: dict) -> None:
    filtering = node(name).set(**values)
    call = filtering.start(Volume(noise("float32", 120, 120, 120)))
    message, _ = filtering.program._calls[call].get(timeout=10)
    while message["op"] != "progress" or message["progress"] == 0:
        message, _ = filtering.program._calls[call].get(timeout=10)
    began = time.monotonic()
    filtering.program.send({"op": "cancel", "call": call})
    with pytest.raises(Failed) as failed:
        filtering.program.finish(call)
    assert failed.value.error["kind"] == "cancelled"
    took = time.monotonic() - began
    print(f"{name}: stopped after {took:.2f} s")
    assert took < 3.0


# Morphology


@pytest.mark.parametrize("operation", ["erode", "dilate", "open", "close"])
@pytest.mark.parametrize("shape", ["box", "ball"])
def test_morphology_equals_scipy(node: Any, operation: str, shape: str) -> None:
    from scipy import ndimage

    array = noise("uint8", 20, 30, 70)
    footprint = np.ones((5, 5, 5), bool)
    if shape == "ball":
        footprint = sum(axis**2 for axis in np.ogrid[-2:3, -2:3, -2:3]) <= 4
    morphology = node("morphology").set(operation=operation, shape=shape, radius=2)
    words = {"erode": "erosion", "dilate": "dilation", "open": "opening", "close": "closing"}[operation]
    grey = morphology.run(volume_of(array)).outputs["outport"]
    np.testing.assert_array_equal(grey.data, getattr(ndimage, f"grey_{words}")(array, footprint=footprint))
    same_place(grey), same_meaning(grey)

    blobs = ndimage.gaussian_filter(array.astype(float), 2)
    cut = float(np.median(blobs))
    binary = morphology.set(mode="binary", threshold=cut).run(volume_of(blobs)).outputs["outport"]
    np.testing.assert_array_equal(binary.data, getattr(ndimage, f"binary_{words}")(blobs > cut, structure=footprint))
    assert binary.data.dtype == np.uint8 and 0 < binary.data.mean() < 1
    assert binary.dataMap.statedDataRange == [0, 1] and binary.interpolation == InterpolationType.Nearest
    same_place(binary)


def test_morphology_of_channels_and_half(node: Any) -> None:
    from scipy import ndimage

    morphology = node("morphology").set(operation="dilate")
    colors = noise("uint8", 9, 10, 11, 3)
    np.testing.assert_array_equal(morphology.run(Volume(colors)).outputs["outport"].data, ndimage.grey_dilation(colors, (3, 3, 3, 1)))
    half = noise("float16", 8, 8, 8)
    np.testing.assert_array_equal(morphology.run(Volume(half)).outputs["outport"].data, ndimage.grey_dilation(half.astype(np.float32), 3))


# Labels


def test_labels_equal_scipy(node: Any) -> None:
    from scipy import ndimage

    array = ndimage.gaussian_filter(noise("float32", 40, 41, 42), 2).astype(np.float32)
    array[20, 20, 20] = np.nan
    label = node("label_components").set(threshold=0.05)
    for neighbors, rank in (("faces", 1), ("edges", 2), ("corners", 3)):
        answer = label.set(neighbors=neighbors).run(volume_of(array))
        expected, count = ndimage.label(array > 0.05, ndimage.generate_binary_structure(3, rank))
        labels = answer.outputs["outport"]
        np.testing.assert_array_equal(labels.data, expected)
        assert labels.data.dtype == np.int32 and answer.changes.get("count", count) == count > 3
        assert labels.dataMap.statedDataRange == [0, count] and labels.interpolation == InterpolationType.Nearest
        same_place(labels)
    sizes = np.bincount(expected.ravel())[1:]
    cut = int(np.median(sizes)) + 1
    answer = label.set(leastSize=cut, largestFirst=True).run(volume_of(array))
    found = np.bincount(answer.outputs["outport"].data.ravel())[1:]
    assert list(found) == sorted((size for size in sizes if size >= cut), reverse=True)
    assert answer.changes["count"] == len(found) < count
    assert (expected[answer.outputs["outport"].data == 1] == np.argmax(sizes) + 1).all()


def test_labels_of_nothing_and_of_channels(node: Any) -> None:
    label = node("label_components")
    answer = label.run(Volume(np.zeros((4, 5, 6), np.uint8)))
    assert not answer.outputs["outport"].data.any() and answer.outputs["outport"].dataMap.statedDataRange == [0, 1]
    message = label.fails(Volume(np.zeros((4, 5, 6, 4), np.uint8)))
    assert "one channel, this one has 4" in message and "a[..., 0]" in message


# Expressions


def test_expressions_equal_numpy(node: Any) -> None:
    a, b = noise("float32", 12, 13, 14), noise("float32", 12, 13, 14, seed=2)
    expression = node("expression").set(expression="np.clip(a - b, 0, 1)")
    volume = expression.run(volume_of(a), Volume(b)).outputs["outport"]
    np.testing.assert_array_equal(volume.data, np.clip(a - b, 0, 1))
    same_place(volume)
    # Other values, another range.
    assert volume.dataMap.statedDataRange is None
    for text, expected in {
        "0 < a < 1": ((a > 0) & (a < 1)).astype(np.uint8),
        "a[::2, :, 1:]": a[::2, :, 1:],
        "np.where(~(a > b), a, -b).astype('float64')": np.where(~(a > b), a, -b).astype("float64"),
        "np.stack([a, b], -1)": np.stack([a, b], -1),
        "(a - a.mean()) / a.std()": (a - a.mean()) / a.std(),
        "1 / (a - a)": np.full(a.shape, np.inf, np.float32),
    }.items():
        result = expression.set(expression=text).run(Volume(a), Volume(b)).outputs["outport"]
        np.testing.assert_array_equal(result.data, expected, text)
    # What has another size lies elsewhere.
    assert expression.set(expression="a[1:]").run(volume_of(a)).outputs["outport"].statedModelMatrix is None


def test_an_expression_needs_no_input(node: Any) -> None:
    expression = node("expression")
    first = expression.run().outputs["outport"].data
    assert first.shape == (64, 64, 64) and first.dtype == np.float32
    assert np.unravel_index(first.argmax(), first.shape) in {(z, y, x) for z in (31, 32) for y in (31, 32) for x in (31, 32)}
    made = expression.set(expression="x + 10 * y + 100 * z", dimensions=[2, 4, 5]).run().outputs["outport"].data
    assert made.shape == (5, 4, 2)
    np.testing.assert_allclose(made[1, 2, 0], 0.25 + 10 * 0.625 + 100 * 0.3)
    colors = expression.set(expression="a * z").run(Volume(noise("uint8", 3, 4, 5, 4))).outputs["outport"]
    assert colors.channels == 4


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("np.clip(a -, 0, 1)", "SyntaxError", ","),
        ("a + c", "there is no 'c' here; there is a, np, x, y, z", "c"),
        ("np.load('x.npy')", "np.load cannot be used", "np.load"),
        ("np.klip(a, 0, 1)", "np.klip does not exist", "np.klip"),
        ("a.tofile('x')", ".tofile cannot be used", "a.tofile"),
        ("(1).__class__", ".__class__ cannot be used", "(1).__class__"),
        ("__import__('os').getcwd()", "cannot be used", "__import__('os').getcwd"),
        ("[c for c in a]", "ListComp has no place", "[c for c in a]"),
        ("a > 0 and a < 1", "joined with & and |", "a > 0 and a < 1"),
        ("2 * (a @ np.zeros((3, 3)))", "ValueError: matmul", "a @ np.zeros((3, 3))"),
        ("a.mean()", "gives the single value", None),
        ("a[0]", "gives an array of shape (5, 6); a volume has the shape (z, y, x)", None),
        ("a[0:0]", "at least one element on each axis", None),
        ("a * 1j", "complex", None),
        ("  ", "the expression is empty", None),
    ],
)
def test_errors_in_expressions_are_pointed_at(node: Any, text: str, message: str, marked: Optional[str]) -> None:
    said = node("expression").set(expression=text).fails(Volume(noise("float32", 4, 5, 6)))
    assert message in said
    if marked is not None or text.isspace():
        assert said.startswith("Expression: "), "the property by its name, and no class of Python's"
    if marked is not None:
        shown, marks = said.splitlines()[-2:]
        assert shown.strip() == text and shown[marks.index("^") : len(marks)] == marked


# Inference


@pytest.fixture
def network(tmp_path: Path) -> Any:
    """A small network, and the file that holds it. It looks 2 voxels far."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    layers = torch.nn.Conv3d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv3d(4, 3, 3, padding=1)
    net = torch.nn.Sequential(*layers).eval()
    torch.jit.script(net).save(str(tmp_path / "net.pt"))
    return net, str(tmp_path / "net.pt")


def test_inference_equals_torch_in_tiles(node: Any, network: Any) -> None:
    import torch

    net, file = network
    array = noise("float32", 20, 33, 40)
    with torch.inference_mode():
        expected = np.moveaxis(net(torch.from_numpy(array)[None, None])[0].numpy(), 0, 3)
    inference = node("torch_inference").set(file=file, tile=16, margin=2, multiple=1)
    answer = inference.run(volume_of(array))
    made = answer.outputs["outport"]
    np.testing.assert_allclose(made.data, expected, atol=1e-5)
    same_place(made)
    assert len(progress_of(answer)) > 1 and made.dataMap.statedDataRange is None
    labels = inference.set(labels=True, multiple=8).run(Volume(array)).outputs["outport"]
    # Filled up to a multiple of 8, the last voxels see something else beyond the edge.
    assert labels.data.dtype == np.uint8
    np.testing.assert_array_equal(labels.data[:14, :30, :38], expected.argmax(3)[:14, :30, :38])
    assert labels.interpolation == InterpolationType.Nearest


def test_inference_scales_values(node: Any, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    file = str(tmp_path / "same.pt")
    torch.jit.script(torch.nn.Identity()).save(file)
    array = noise("uint8", 4, 5, 6)
    inference = node("torch_inference").set(file=file)
    for scale, expected in (
        ("none", array.astype(np.float32)),
        ("range", (array + np.float32(3)) / np.float32(303)),
        ("score", (array - array.mean()) / array.std()),
    ):
        made = inference.set(scale=scale).run(volume_of(array)).outputs["outport"]
        np.testing.assert_allclose(made.data, expected, atol=1e-5)


def test_inference_says_what_is_wrong(node: Any, network: Any, tmp_path: Path) -> None:
    import torch

    inference = node("torch_inference")
    volume = Volume(noise("float32", 16, 16, 16))
    assert inference.run(volume).outputs == {}
    assert "there is no file" in inference.set(file=str(tmp_path / "none.pt")).fails(volume)
    (tmp_path / "bad.pt").write_text("no network")
    assert "bad.pt could not be loaded as TorchScript" in inference.set(file=str(tmp_path / "bad.pt")).fails(volume)
    file = str(tmp_path / "other.pt")
    torch.jit.script(torch.nn.Flatten()).save(file)
    assert "has to return a tensor (1, channels, 16, 16, 16)" in inference.set(file=file).fails(volume)
    torch.jit.script(torch.nn.Conv3d(1, 5, 1)).save(file)
    os.utime(file, (1, 1))
    assert "gives 5 channels" in inference.set(file=file).fails(volume)


# What is missing


def test_a_missing_package_is_said_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("PIL", "skimage", "scipy", "matplotlib", "torch"):
        (tmp_path / module).mkdir()
        (tmp_path / module / "__init__.py").write_text(f"raise ModuleNotFoundError(\"No module named '{module}'\", name='{module}')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "net.pt").write_text("")
    (tmp_path / "a.png").write_text("")
    program = Program(PACKAGE, EXTENSION, ROOT / "python" / "host" / "src" / "boot.py")
    try:
        program.send({"op": "folders", "folders": [str(SHIPPED)]})
        for name, package, values in (
            ("gaussian_filter", "scipy", {}),
            ("label_components", "scipy", {}),
            ("matplotlib_figure", "matplotlib", {}),
            ("marching_cubes", "scikit-image", {}),
            ("image_reader", "pillow", {"file": str(tmp_path / "a.png")}),
            ("torch_inference", "torch", {"file": str(tmp_path / "net.pt")}),
        ):
            message = Node(program, name).set(**values).fails(Volume(ball()))
            assert message.endswith(f"{sys.executable} -m pip install {package}"), message
    finally:
        program.close()
