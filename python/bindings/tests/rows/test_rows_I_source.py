"""Rows I15 to I17: the manual's NumpySource, bad paths, no data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import voxloom as vx
from rows.kit import (
    CANVAS,
    RAYCASTER,
    figure,
    is_blank,
    needs_network,
    needs_program,
    net,  # noqa: F401
    script,
    shown,
    voxloom,
    written,
)

pytestmark = needs_network

# The text of Inviwo's manual as it stands there, tabs included.
MANUAL = """\
import inviwopy as ivw
from inviwopy.properties import FileProperty, InvalidationLevel
from inviwopy.data       import Volume, VolumeOutport

import numpy as np
from pathlib import Path

class NumpySource(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.outport = VolumeOutport("outport")  # Define Outport
        self.addOutport(self.outport)            # Add port to processor

        self.file = FileProperty("file", "Numpy Volume (.npy)",
            invalidationLevel=InvalidationLevel(2)) # invalidate resources on change
        self.addProperty(self.file)
        self.array = None    # Init to None

    @staticmethod
    def processorInfo():                 # General information on this processor
        return ivw.ProcessorInfo(
            classIdentifier = "org.inviwo.numpysource",
    \t\tdisplayName = "NumpySource",
    \t\tcategory = "Python",
    \t\tcodeState = ivw.CodeState.Stable,
    \t\ttags = ivw.Tags.PY
        )

    def getProcessorInfo(self): return NumpySource.processorInfo()

    def initializeResources(self):
        if Path(self.file.value).exists() and self.file.value.endswith('.npy'):
            self.array = np.load(self.file.value)
        else: print('Invalid file path.')

    def process(self):
        if self.array is not None:
            vol = Volume(self.array)
            self.outport.setData(vol)
"""

PIPELINE = {
    "voxloom": 1,
    "network": {
        "processors": [
            {"id": "P", "class": "org.inviwo.numpysource"},
            {"id": "R", "class": RAYCASTER},
            {"id": "C", "class": CANVAS},
        ],
        "connections": [{"from": "P.outport", "to": "R.volume"}, {"from": "R.outport", "to": "C.inport"}],
    },
}


# I15 to I17


def test_I15_the_manuals_text_is_whole() -> None:
    assert MANUAL.count("\t") == 8 and len(MANUAL.splitlines()) == 39


def test_I15_the_manuals_numpy_source_end_to_end(tmp_path: Path) -> None:
    np.save(tmp_path / "big.npy", (np.indices((256, 256, 256)).sum(0) % 256).astype(np.uint8))
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "NumpySource.py").write_text(MANUAL)
    said = script(
        """
        vx.start(backend="cpu", python_processors=[sys.argv[1]])
        from voxloom._program import ask
        net = vx.Network()
        src = net.add("org.inviwo.numpysource")
        files = {row["class_identifier"]: row["file"] for row in ask("classes.list")}
        assert files["org.inviwo.numpysource"].startswith(sys.argv[1])
        ray, canvas = net.add("org.inviwo.VolumeRaycaster"), net.add("org.inviwo.CanvasGL")
        net.connect(src.outports.outport, ray.inports[0])
        net.connect(ray.outports[0], canvas.inports[0])
        src.file.value = sys.argv[2]
        began = time.perf_counter()
        net.evaluate(src)
        loaded, copied = time.perf_counter(), vx.copied_bytes()
        picture = net.render(size=(640, 480))
        shown = time.perf_counter()
        data = src.outports.outport.data
        assert data.shape == (256, 256, 256) and (data == np.load(sys.argv[2])).all()
        assert len(np.unique(picture[..., :3])) > 20, np.unique(picture)
        print(loaded - began, shown - loaded, copied)
        """,
        tmp_path / "p",
        tmp_path / "big.npy",
    )
    load, first, copied = map(float, said.split())
    figure("I15", f"256^3 on the CPU back end: loaded in {load * 1e3:.0f} ms, picture of 640 x 480 {first * 1e3:.0f} ms later (goal 1 s)")
    assert first < 3 and copied == 0


@needs_program
def test_I15_headless_by_a_script_and_in_the_list(tmp_path: Path) -> None:
    array = np.zeros((20, 20, 20), np.uint8)
    array[5:15, 5:15, 5:15] = 255
    np.save(tmp_path / "a.npy", array)
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "NumpySource.py").write_text(MANUAL)
    rows = json.loads(voxloom(tmp_path, "processors", "--json", "--python-processors", tmp_path / "p").stdout)["processors"]
    row = next(row for row in rows if row["identifier"] == "org.inviwo.numpysource" and row["status"] == "loaded")
    assert row["file"] == str(tmp_path / "p" / "NumpySource.py") and row["name"] == "NumpySource"
    source = """
        import sys
        from inviwopy import app
        from inviwopy.glm import size2_t
        net = app.network
        make = app.processorFactory.create
        src, ray, canvas = make("org.inviwo.numpysource"), make("org.inviwo.VolumeRaycaster"), make("org.inviwo.CanvasGL")
        for processor in (src, ray, canvas):
            net.addProcessor(processor)
        net.addConnection(src.outports[0], ray.inports[0])
        net.addConnection(ray.outports[0], canvas.inports[0])
        src.file.value = sys.argv[1]
        canvas.size = size2_t(64, 48)
        canvas.snapshot(sys.argv[2])
        """
    written(tmp_path / "s.py", source)
    flags = ["--python-processors", tmp_path / "p", "--backend", "cpu"]
    voxloom(tmp_path, "run", tmp_path / "s.py", *flags, "--", tmp_path / "a.npy", tmp_path / "script.png")
    (tmp_path / "w.voxloom").write_text(json.dumps(PIPELINE))
    voxloom(
        tmp_path,
        "render",
        tmp_path / "w.voxloom",
        "--out",
        tmp_path / "r.png",
        "--set",
        f"P.file={tmp_path / 'a.npy'}",
        "--size",
        "64x48",
        *flags,
    )
    from PIL import Image

    pictures = [np.asarray(Image.open(tmp_path / name)) for name in ("script.png", "r.png")]
    assert pictures[0].shape[:2] == (48, 64) and not is_blank(pictures[0])
    np.testing.assert_array_equal(*pictures)


@needs_program
@pytest.mark.parametrize("path", ["", "missing.npy", "wrong.txt"])
def test_I16_a_bad_path_is_printed_and_leaves_no_volume(tmp_path: Path, path: str) -> None:
    (tmp_path / "wrong.txt").write_text("no array")
    (tmp_path / "w.voxloom").write_text(json.dumps(PIPELINE))
    chosen = ["--set", f"P.file={tmp_path / path}"] if path else []
    done = voxloom(tmp_path, "run", tmp_path / "w.voxloom", "--json", "--backend", "cpu", *chosen)
    assert "[P] Invalid file path." in done.stderr
    source, ray, canvas = json.loads(done.stdout)["processors"]
    assert (source["status"], source["message"]) == ("not ready", "it gave no data on outport") and source["outports"][0]["data"] is None
    assert (ray["status"], ray["message"]) == ("not ready", "P gave no data") and ray["outports"][0]["data"] is None
    assert (canvas["status"], canvas["message"]) == ("not ready", "R is not ready: P gave no data")
    refused = voxloom(tmp_path, "render", tmp_path / "w.voxloom", "--out", tmp_path / "x.png", "--backend", "cpu", *chosen, code=1)
    assert "gave no data" in refused.stderr and not (tmp_path / "x.png").exists()


class Perhaps(vx.Processor):
    """Sets data only when it should."""

    classIdentifier = "org.rows.Perhaps"

    def __init__(self, id: str, name: str) -> None:  # noqa: A002
        super().__init__(id, name)
        self.out = vx.VolumeOutport("out")
        self.addOutport(self.out)
        self.what = vx.properties.OptionPropertyString(
            "what", "What", [vx.properties.StringOption(each, each, each) for each in ["no", "yes", "none"]]
        )
        self.addProperty(self.what)

    def process(self) -> None:
        if self.what.value == "yes":
            self.out.setData(vx.Volume(np.full((4, 4, 4), 200, np.uint8)))
        elif self.what.value == "none":
            self.out.setData(None)


def test_I17_no_data_is_not_ready_and_no_failure(net: Any) -> None:  # noqa: F811
    node = net.add(Perhaps)
    ray = shown(net, node)
    net.evaluate()
    info = net.info(node)
    assert (info["status"], info["message"], info["processed"]) == ("not ready", "it gave no data on out", 1)
    assert not node.outports.out.hasData() and not ray.inports[0].hasData()
    for target, words in ((ray, "not ready: Perhaps gave no data"), (net.processors[2], "not ready: Volume Raycaster is not ready")):
        with pytest.raises(vx.ProcessorError, match=words):
            net.evaluate(target)
    with pytest.raises(vx.ProcessorError, match="not ready"):
        net.render(size=(16, 16))
    node.what.value = "yes"
    assert not is_blank(net.render(size=(32, 32))) and ray.inports[0].hasData()
    node.what.value = "none"
    net.evaluate()
    assert not node.outports.out.hasData()
    with pytest.raises(vx.ProcessorError, match="gave no data"):
        net.render(size=(16, 16))
