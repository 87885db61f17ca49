"""Python files that came with a workspace: nothing of them runs unless the person says so."""

from __future__ import annotations

import importlib.util
import json
import os
import py_compile
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import voxloom as vx
from live_network import needs_network
from rough import PROGRAM, needs_program, voxloom

# Files that leave a mark when anything imports them, also by accident: named like what Python and the program import themselves.
NAMES = ["hostile", "numpy", "inviwopy", "voxloom", "_voxloom", "sitecustomize", "usercustomize", "json", "numpysource", "conftest", "site"]

HOSTILE = """
import os
open(MARKER, "a").write(__name__ + "\\n")

import inviwopy as ivw


class Hostile(ivw.Processor):
    classIdentifier = "org.test.Hostile"

    def __init__(self, id, name):
        super().__init__(id, name)
        open(MARKER, "a").write("constructed\\n")

    def process(self):
        open(MARKER, "a").write("ran\\n")
"""

# The same in one line, as `.pth` files want it, and for a shell.
LINE = "import os; open(MARKER, 'a').write('line\\n')\n"
SHELL = "#!/bin/sh\necho shell >> 'MARKER'\nexit 1\n"

# A network with a node of the hostile class beside a picture that needs none.
WORKSPACE = """
    import inviwopy, numpy as np, voxloom as vx
    from pathlib import Path
    folder = Path(FOLDER)
    np.save(folder / "cube.npy", np.pad(np.full((8, 8, 8), 255, np.uint8), 4))
    net = vx.Network()
    hostile = net.add("org.test.Hostile")
    src, ray, canvas = net.add("org.inviwo.numpysource", file=folder / "cube.npy"), net.add("org.inviwo.VolumeRaycaster"), net.add("org.inviwo.CanvasGL")
    net.connect(src.outports[0], ray.inports[0])
    net.connect(ray.outports[0], canvas.inports[0])
    net.save(folder / "w.voxloom")
"""  # noqa: E501


class Beside:
    """A workspace with hostile files beside it, and the mark that they leave."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.marker = folder / "sent", folder / "marker"
        self.work = folder / "work"
        self.file = self.sent("w.voxloom")
        for each in (self.folder, self.work, self.folder / "python_processors"):
            each.mkdir()
        text = HOSTILE.replace("MARKER", repr(str(self.marker)))
        own = self.work / "own"
        own.mkdir()
        (own / "hostile.py").write_text(text)
        (self.work / "make.py").write_text(textwrap.dedent(WORKSPACE.replace("FOLDER", repr(str(self.folder)))))
        made = voxloom(self.work, "--python-processors", own, "run", "make.py")
        assert made.returncode == 0, made.stderr
        assert self.marks(), "the mark works"
        assert "org.test.Hostile" in self.file.read_text()
        for name in NAMES:
            for where in (self.folder, self.folder / "python_processors"):
                (where / f"{name}.py").write_text(text)
        self._more(text)

    def _more(self, text: str) -> None:
        """Other ways in: packages, helpers, compiled and `.pth` files, a class like a shipped one, links, environments."""
        inside, outside = self.folder / "python_processors", self.work / "outside"
        outside.mkdir()
        line = LINE.replace("MARKER", repr(str(self.marker)))
        for folder in (self.folder, inside):
            for package in ("pack", "scipy"):
                (folder / package).mkdir()
                (folder / package / "__init__.py").write_text(text)
                (folder / package / "part.py").write_text(text)
            (folder / "_helper.py").write_text(text)
            (folder / "evil.pth").write_text(line)
            (folder / "__pycache__").mkdir()
            py_compile.compile(str(folder / "hostile.py"), importlib.util.cache_from_source(str(folder / "hostile.py")))
            py_compile.compile(str(folder / "hostile.py"), str(folder / "compiled.pyc"))
            (outside / "linked.py").write_text(text)
            (folder / "link").symlink_to(outside)
            (folder / "linkedfile.py").symlink_to(outside / "linked.py")
            # Taken for the shipped one it would read the volume.
            (folder / "numpy_source.py").write_text(text.replace("org.test.Hostile", "org.inviwo.numpysource"))
            for environment in (".", ".venv", "venv", "env"):
                (folder / environment / "bin").mkdir(parents=True)
                (folder / environment / "pyvenv.cfg").write_text("home = /nowhere\n")
                packages = folder / environment / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"
                packages.mkdir(parents=True)
                (packages / "evil.pth").write_text(line)
                (packages / "sitecustomize.py").write_text(line)
                for program in ("python", "python3"):
                    (folder / environment / "bin" / program).write_text(SHELL.replace("MARKER", str(self.marker)))
                    (folder / environment / "bin" / program).chmod(0o755)
            for program in ("python", "python3"):
                (folder / program).write_text(SHELL.replace("MARKER", str(self.marker)))
                (folder / program).chmod(0o755)
        (self.folder / "python_processors.py").write_text(text)

    def sent(self, name: str) -> Path:
        return self.folder / name

    def marks(self) -> str:
        """What ran since it was asked last."""
        text = self.marker.read_text() if self.marker.exists() else ""
        self.marker.unlink(missing_ok=True)
        return text


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Beside:
    return Beside(tmp_path_factory.mktemp("trust"))


@needs_program
@pytest.mark.parametrize("inside", [False, True], ids=["from elsewhere", "from its folder"])
@pytest.mark.parametrize("command", ["render", "run", "info", "processors"])
def test_nothing_beside_a_workspace_runs_without_trust(beside: Beside, command: str, inside: bool) -> None:
    assert any((beside.folder / "python_processors" / "link").iterdir()), "links lead somewhere"
    args = {
        "render": ["render", beside.file, "--out", beside.work / "picture.png"],
        "run": ["run", beside.file, "--json"],
        # No data, but a workspace all the same: what a preview would look at.
        "info": ["info", beside.file],
        "processors": ["processors", "--json"],
    }[command]
    done = voxloom(beside.work, *args, cwd=beside.folder if inside else beside.work)
    assert beside.marks() == "", f"{command} ran a file that came with the workspace: {done.stderr}"
    if command == "render":
        assert (done.returncode, (beside.work / "picture.png").exists()) == (0, True), done.stderr
        (beside.work / "picture.png").unlink()
    if command == "run":
        nodes = {node["class"]: node for node in json.loads(done.stdout)["processors"]}
        assert nodes["org.test.Hostile"]["status"] == "missing"
        assert all(node["status"] == "ready" for name, node in nodes.items() if name != "org.test.Hostile"), done.stdout
        assert done.returncode == 1 and "Hostile" in done.stderr
    if command == "processors":
        assert "org.test.Hostile" not in done.stdout


@needs_program
@pytest.mark.parametrize("environment", [{}, {"PYTHONPATH": ":"}, {"PYTHONPATH": "."}], ids=["plain", "PYTHONPATH=:", "PYTHONPATH=."])
def test_no_interpreter_and_no_module_is_found_in_the_current_folder(beside: Beside, environment: dict) -> None:
    command = [str(PROGRAM), "--user-dir", str(beside.work / "user"), "--backend", "cpu", "run", str(beside.file), "--json", "--export"]
    done = subprocess.run(command, cwd=beside.folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)
    assert beside.marks() == "", done.stderr
    nodes = {node["class"]: node["status"] for node in json.loads(done.stdout)["processors"]}
    assert nodes.pop("org.test.Hostile") == "missing" and set(nodes.values()) == {"ready"}, done.stderr


@needs_program
@pytest.mark.parametrize("how", ["the folder", "a folder in it", "the workspace"])
def test_links_are_no_way_in_but_run_when_trusted(tmp_path: Path, how: str) -> None:
    sent, outside, marker = tmp_path / "sent", tmp_path / "outside", tmp_path / "marker"
    outside.mkdir()
    sent.mkdir()
    (outside / "hostile.py").write_text(HOSTILE.replace("MARKER", repr(str(marker))))
    network = {"processors": [{"id": "H", "class": "org.test.Hostile"}]}
    file = sent / "w.voxloom"
    if how == "the workspace":
        # What lies beside the link counts, as the person sees it.
        (outside / "w.voxloom").write_text(json.dumps({"voxloom": 1, "network": network}))
        file.symlink_to(outside / "w.voxloom")
        (sent / "python_processors").mkdir()
        (outside / "hostile.py").rename(sent / "python_processors" / "hostile.py")
    else:
        file.write_text(json.dumps({"voxloom": 1, "network": network}))
        if how == "the folder":
            (sent / "python_processors").symlink_to(outside)
        else:
            (sent / "python_processors").mkdir()
            (sent / "python_processors" / "link").symlink_to(outside)
    done = voxloom(tmp_path, "run", file, "--json")
    assert not marker.exists(), done.stderr
    assert json.loads(done.stdout)["processors"][0]["status"] == "missing" and "--trust" in done.stderr
    done = voxloom(tmp_path, "--trust", "run", file, "--json")
    assert marker.exists(), done.stderr


@needs_program
@pytest.mark.parametrize("command", ["render", "run"])
def test_with_trust_they_run(beside: Beside, tmp_path: Path, command: str) -> None:
    args = ["run", beside.file, "--json"] if command == "run" else ["render", beside.file, "--out", beside.work / "picture.png"]
    # What is named like Python's own modules would break the program that was told to trust it.
    copy = tmp_path / "sent"
    (copy / "python_processors").mkdir(parents=True)
    for name in ("w.voxloom", "cube.npy", "python_processors/hostile.py"):
        shutil.copy(beside.folder / name, copy / name)
    args = [copy / "w.voxloom" if arg == beside.file else arg for arg in args]
    done = voxloom(beside.work, "--trust", *args)
    marks = beside.marks()
    assert "hostile" in marks and "constructed" in marks, done.stderr
    # Trust given on the command line is not kept.
    voxloom(beside.work, *args)
    assert beside.marks() == ""


@needs_program
def test_a_script_that_opens_a_workspace_trusts_nothing_beside_it(beside: Beside) -> None:
    (beside.work / "open.py").write_text(
        textwrap.dedent(f"""
        import inviwopy, voxloom as vx
        net = vx.load({str(beside.file)!r})
        net.evaluate(net.CanvasGL if hasattr(net, "CanvasGL") else net.Canvas)
        inviwopy.app.network.load({str(beside.file)!r})
        print(net.render(size=(40, 30)).shape)
        """)
    )
    done = voxloom(beside.work, "run", beside.work / "open.py", cwd=beside.folder)
    assert beside.marks() == "", done.stderr
    assert "(30, 40, 4)" in done.stdout, done.stderr


@needs_program
@needs_network
@pytest.mark.filterwarnings("ignore")
def test_loading_and_pasting_in_an_interpreter_run_nothing(beside: Beside) -> None:
    with vx.load(beside.file) as net:
        assert net.render(size=(40, 30)).max() > 0
        hostile = next(each for each in net.processors if each.classIdentifier == "org.test.Hostile")
        assert net.info(hostile)["status"] == "missing"
        with pytest.raises(vx.ProcessorError, match=r"org\.test\.Hostile"):
            net.evaluate(hostile)
        # What is pasted is the text of a workspace.
        with vx.Network() as other:
            other._core.ask("network.load_text", text=beside.file.read_text(), path=str(beside.file))
            assert other.render(size=(40, 30)).max() > 0
            other.undo()
    assert beside.marks() == ""
