"""Rows I2 to I10: interpreters, files of processors, what a class says about itself."""

from __future__ import annotations

import importlib
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import inviwopy as ivw
import numpy as np
import pytest
import voxloom as vx
from rows.kit import (
    ENVIRONMENTS,
    PROGRAM,
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

WORKSPACE = """\
{"voxloom": 1, "network": {"processors": [
{"id": "P", "class": "org.inviwo.numpysource"},
{"id": "R", "class": "org.inviwo.VolumeRaycaster"}, {"id": "C", "class": "org.inviwo.CanvasGL"}],
"connections": [{"from": "P.outport", "to": "R.volume"}, {"from": "R.outport", "to": "C.inport"}]}}
"""


def listed(folder: Path, *folders: Path) -> list:
    """What the program lists of processor files in folders, the first one wins."""
    flags = [word for each in folders for word in ("--python-processors", each)]
    return json.loads(voxloom(folder, "processors", "--json", *flags).stdout)["processors"]


def plain(identifier: str, **attributes: str) -> str:
    """A processor that does nothing."""
    stated = "".join(f"    {name} = {value}\n" for name, value in attributes.items())
    return f"import inviwopy as ivw\n\n\nclass Plain(ivw.Processor):\n    classIdentifier = {identifier!r}\n{stated}"


# I2


def works(python: Any) -> bool:
    """Whether an interpreter is there and serves: new enough, with NumPy."""
    question = "import sys, numpy; assert sys.version_info >= (3, 9)"
    with_it = [python, "-c", question]
    return Path(python).is_file() and subprocess.run(with_it, capture_output=True, timeout=60).returncode == 0


def environment(version: Path) -> Path:
    """An environment with NumPy over an interpreter of pyenv, made once and kept; skips where pip has no network."""
    folder = ENVIRONMENTS / version.name
    if not works(folder / "bin" / "python"):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([version / "bin" / "python3", "-m", "venv", folder], check=True, capture_output=True, timeout=120)
        command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"]
        if subprocess.run(command, capture_output=True, timeout=300).returncode != 0:
            shutil.rmtree(folder)
            pytest.skip(f"NumPy could not be installed for {version.name}")
    return folder


def interpreters() -> list:
    """The interpreters of pyenv that are new enough."""
    found = sorted(Path.home().joinpath(".pyenv", "versions").glob("3.*"), key=lambda path: int(path.name.split(".")[1]))
    return [pytest.param(path, id=path.name) for path in found if int(path.name.split(".")[1]) >= 9]


def runs_numpy_source(folder: Path, python: Any, env: Any = None) -> str:
    """Runs NumpySource of an interpreter; what it says that it is."""
    array = (np.indices((9, 10, 11)).sum(0) * 7).astype(np.uint8)
    np.save(folder / "a.npy", array)
    written(folder / "w.voxloom", WORKSPACE)
    script = (
        "import sys, inviwopy\nnet = inviwopy.app.network\nnet.load(sys.argv[1])\n"
        "net.P.file.value = sys.argv[2]\nimport voxloom._program\nvoxloom._program.ask('network.evaluate', network=0)\n"
        "print(net.P.outports[0].getData().data.sum(), sys.version.split()[0], sys.prefix)\n"
    )
    written(folder / "s.py", script)
    done = voxloom(folder, "run", folder / "s.py", "--backend", "cpu", "--", folder / "w.voxloom", folder / "a.npy", python=python, env=env)
    total, version, prefix = done.stdout.split()
    assert int(total) == array.sum()
    return f"{version} in {prefix}"


@needs_program
@pytest.mark.parametrize("version", interpreters())
def test_I2_an_environment_of_each_version_runs_processors(tmp_path: Path, version: Path) -> None:
    folder = environment(version)
    said = runs_numpy_source(tmp_path, folder)
    assert said == f"{version.name} in {folder}"
    figure("I2", f"NumpySource runs by --python {folder.name}: Python {version.name}, a virtual environment")


@needs_program
def test_I2_an_environment_like_condas_is_active_or_named(tmp_path: Path) -> None:
    # As conda lays one out: bin/python, conda-meta, packages in lib/pythonX.Y/site-packages.
    prefix, home = tmp_path / "conda", Path(sys.executable).resolve().parent.parent
    (prefix / "conda-meta").mkdir(parents=True)
    (prefix / "bin").mkdir()
    packages = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    shutil.copy2(home / "bin" / packages, prefix / "bin" / "python")
    (prefix / "lib").mkdir()
    shutil.copytree(
        home / "lib" / packages, prefix / "lib" / packages, symlinks=True, ignore=shutil.ignore_patterns("test", "site-packages")
    )
    for library in (home / "lib").glob("libpython*"):
        (prefix / "lib" / library.name).symlink_to(library)
    (prefix / "lib" / packages / "site-packages").symlink_to(Path(np.__file__).parents[1])
    env = {"LD_LIBRARY_PATH": str(prefix / "lib")}
    said = runs_numpy_source(tmp_path, prefix, env)
    assert said.endswith(f"in {prefix}")
    # Activated, and not named.
    assert runs_numpy_source(tmp_path, None, {**env, "CONDA_PREFIX": str(prefix), "VIRTUAL_ENV": ""}) == said
    figure("I2", f"NumpySource runs in a prefix like conda's, by --python and by CONDA_PREFIX: Python {said.split()[0]}")


@needs_program
def test_I2_the_systems_python(tmp_path: Path) -> None:
    python = Path("/usr/bin/python3")
    if not python.is_file():
        pytest.skip("there is no /usr/bin/python3")
    env = None
    if not works(python):
        packages = ENVIRONMENTS / "system"
        command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--target", packages, "numpy"]
        if not packages.is_dir() and subprocess.run(command, capture_output=True, timeout=300).returncode != 0:
            pytest.skip("NumPy could not be installed for /usr/bin/python3")
        said = voxloom(tmp_path, "processors", python=python).stderr
        assert "/usr/bin/python3 (given with --python) has no NumPy; install it with: apt install python3-numpy" in said
        env = {"PYTHONPATH": str(packages)}
    figure("I2", f"NumpySource runs in /usr/bin/python3: Python {runs_numpy_source(tmp_path, python, env)}")


@needs_program
def test_I2_what_is_no_interpreter_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    old = written(
        tmp_path / "old", '#!/bin/sh\necho \'voxloom:{"version": [3, 8, 18], "prefix": "/", "executable": "/o", "numpy": "1.24"}\'\n'
    )
    bare = written(
        tmp_path / "bare", '#!/bin/sh\necho \'voxloom:{"version": [3, 12, 1], "prefix": "/x", "executable": "/b", "numpy": null}\'\n'
    )
    odd = written(tmp_path / "odd", "#!/bin/sh\necho hello\n")
    for file in (old, bare, odd):
        file.chmod(0o755)
    for path, words in (
        (tmp_path / "empty", "is a folder without a Python interpreter; name the interpreter itself"),
        (tmp_path / "nothing", "is not a Python interpreter"),
        (old, "is Python 3.8; 3.9 or newer is needed"),
        (bare, f"has no NumPy; install it with: {bare} -m pip install numpy"),
        (odd, "is not a Python interpreter: it did not answer as one"),
    ):
        done = voxloom(tmp_path, "processors", python=path)
        assert f"{path} (given with --python) {words}" in done.stderr
        # All that needs no Python is there nevertheless.
        assert "org.inviwo.VolumeRaycaster" in done.stdout or "Volume Raycaster" in done.stdout


# I3 to I6


@needs_program
def test_I3_a_new_processor_is_a_file_in_the_users_folder(tmp_path: Path) -> None:
    path = Path(voxloom(tmp_path, "new-processor", "My Filter", python=None).stdout.strip())
    assert path == tmp_path / "user" / "python_processors" / "MyFilter.py" and "class MyFilter(ivw.Processor)" in path.read_text()
    path.write_text("# mine\n")
    again = voxloom(tmp_path, "new-processor", "My Filter", python=None, code=2)
    assert f"{path} exists already; choose another name" in again.stderr and path.read_text() == "# mine\n"
    for name, reason in (
        ("1 x", "digit"),
        ("a!", '"!" cannot be part of the name of a Python class'),
        ("", "name"),
        ("../up", '"." cannot be part'),
    ):
        done = voxloom(tmp_path, "new-processor", name, python=None, code=2)
        assert reason in done.stderr, done.stderr
    assert [file.name for file in path.parent.iterdir()] == ["MyFilter.py"]


@needs_program
@needs_network
@pytest.mark.parametrize("kind", ["filter", "source", "image", "mesh", "empty"])
def test_I4_the_template_is_complete_and_evaluates_without_edits(tmp_path: Path, net: Any, kind: str) -> None:  # noqa: F811
    name = f"Try{kind.capitalize()}"
    path = Path(voxloom(tmp_path, "new-processor", name, "--kind", kind, python=None).stdout.strip())
    for method in ("__init__", "processorInfo", "initializeResources", "process"):
        assert f"def {method}(" in path.read_text()
    done = json.loads(voxloom(tmp_path, "check", path).stdout)
    assert done["classes"][0]["name"] == f"Try {kind.capitalize()}" or done["classes"][0]["name"] == name
    (cls,) = vx.register(path)
    node = net.add(cls)
    if kind == "filter":
        np.save(tmp_path / "a.npy", np.random.default_rng(1).integers(0, 255, (12, 13, 14), np.uint8))
        source = net.add("org.inviwo.numpysource", file=tmp_path / "a.npy")
        net.connect(source.outports[0], node.inports[0])
    net.evaluate(node)
    assert net.info(node)["status"] == "ready" and net.info(node)["processed"] == 1
    if kind in ("filter", "source"):
        shown(net, node)
        assert not is_blank(net.render(size=(48, 48)))
    elif kind == "image":
        canvas = net.add("org.inviwo.CanvasGL")
        net.connect(node.outports[0], canvas.inports[0])
        assert not is_blank(net.render(size=(48, 48)))
    elif kind == "mesh":
        assert node.outports[0].getData().indexBuffers[0][1].size > 100


@needs_program
def test_I5_a_new_file_is_listed_at_once_and_a_save_is_live(tmp_path: Path) -> None:
    watching = """
        import inviwopy, pathlib, subprocess, sys, time
        import voxloom._program as program
        net, factory = inviwopy.app.network, inviwopy.app.processorFactory
        def until(test):
            began = time.perf_counter()
            while not test():
                assert time.perf_counter() - began < 10
                time.sleep(0.005)
            return time.perf_counter() - began
        # The program has looked through its folders.
        assert factory.hasKey("org.inviwo.numpysource") and not any("fresh" in key for key in factory.keys)
        made = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True)
        file = pathlib.Path(made.stdout.strip())
        listed = until(lambda: any("fresh" in key for key in factory.keys))
        cls = next(key for key in factory.keys if "fresh" in key)
        first, second = factory.create(cls), factory.create(cls)
        net.addProcessor(first), net.addProcessor(second)
        assert first.identifier == "Fresh", first.identifier
        first.properties.voxels.value = 24
        net.addLink(first.properties.voxels, second.properties.voxels)
        ray = factory.create("org.inviwo.VolumeRaycaster")
        net.addProcessor(ray)
        net.addConnection(first.outports[0], ray.inports[0])
        text = file.read_text()
        base = "        super().__init__(id, name)\\n"
        extra = "        self.extra = ivw.properties.BoolProperty('extra', 'Extra', True)\\n        self.addProperty(self.extra)\\n"
        assert base in text
        file.write_text(text.replace(base, base + extra))
        live = until(lambda: "extra" in [p.identifier for p in net.Fresh.properties])
        first.properties.voxels.value = 40
        assert second.properties.voxels.value == 40 and first.extra.value is True
        assert [str(each.outport.processor.identifier) for each in net.connections] == ["Fresh"]
        assert net.isLinked(first.properties.voxels, second.properties.voxels)
        print(listed, live)
        """
    new = ["target", "new-processor", "Fresh", "--kind", "source", "--user-dir", str(tmp_path / "user")]
    file = written(tmp_path / "watching.py", watching)
    found = voxloom(tmp_path, "run", file, "--backend", "cpu", "--", PROGRAM, *new[1:])
    listed, live = map(float, found.stdout.split())
    assert listed < 3 and live < 3
    figure("I5", f"in the list {listed * 1e3:.0f} ms after its file was made, a save is live after {live * 1e3:.0f} ms (goal 1 s each)")


@needs_program
def test_I6_bad_files_are_listed_with_file_line_and_message_and_others_load(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    written(folder / "good.py", plain("org.rows.Good"))
    written(folder / "deep" / "er" / "also.py", plain("org.rows.Also"))
    written(folder / "bad.py", "import inviwopy\n\ndef x(:\n")
    written(folder / "worse.py", "import inviwopy\nimport no_such_package_at_all\n")
    written(folder / "fails.py", "import inviwopy\n\n\nraise ValueError('not here')\n")
    rows = {Path(row["file"]).name: row for row in listed(tmp_path, folder) if row["file"] and str(folder) in row["file"]}
    assert {name for name, row in rows.items() if row["status"] == "loaded"} == {"good.py", "also.py"}
    for name, line, message in (
        ("bad.py", "line 3", "SyntaxError: "),
        ("worse.py", "line 2", "no_such_package_at_all"),
        ("fails.py", "line 4", "ValueError: not here"),
    ):
        row = rows[name]
        assert row["status"] == "failed" and message in row["error"] and line in row["error"] and name in row["error"], row


# I7 to I10


def test_I7_everything_is_importable_from_named_modules_with_docs_and_types() -> None:
    from inviwopy import glm
    from inviwopy.data import Buffer, Image, Layer, Mesh, Volume, VolumeInport, VolumeOutport
    from inviwopy.properties import FloatProperty, IntVec3Property, InvalidationLevel
    from inviwopy.properties import TransferFunctionProperty as TF

    assert ivw.ports.VolumeOutport is VolumeOutport and ivw.data.Volume is Volume and issubclass(FloatProperty, ivw.properties.Property)
    vector = glm.mat4(2) * glm.vec4(1, 2, 3, 4)
    assert vector == glm.vec4(2, 4, 6, 8) and np.array(vector).tolist() == [2, 4, 6, 8]
    for cls in (ivw.Processor, Buffer, Image, Layer, Mesh, VolumeInport, IntVec3Property, InvalidationLevel, TF, vx.Network):
        assert inspect.getdoc(cls), cls
    bare, whole = [], 0
    for name in ("inviwopy", "inviwopy.data", "inviwopy.properties", "inviwopy.glm", "voxloom"):
        module = importlib.import_module(name)
        for key in (key for key in dir(module) if not key.startswith("_")):
            value = getattr(module, key)
            if inspect.isclass(value) and value.__module__.split(".")[0] in ("inviwopy", "voxloom"):
                whole += 1
                if not inspect.getdoc(value):
                    bare.append(f"{name}.{key}")
    assert whole > 150 and bare == []
    figure("I7", f"{whole} public classes, all with a docstring")
    root = Path(ivw.__file__).parent
    assert (root / "py.typed").is_file() or list(root.glob("*.pyi"))


def test_I8_the_base_call_and_what_forgetting_it_says(tmp_path: Path) -> None:
    class Kept(ivw.Processor):
        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            ivw.Processor.__init__(self, id, name)

    class Forgot(ivw.Processor):
        classIdentifier = "org.rows.Forgot"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            self.out = ivw.data.VolumeOutport("out")
            self.addOutport(self.out)

    made = Kept("anId", "A Name")
    assert (made.identifier, made.displayName) == ("anId", "A Name")
    with pytest.raises(
        TypeError, match=r"Forgot\.__init__ has to call the base class before anything else: super\(\)\.__init__\(id, name\)"
    ):
        Forgot("f", "F")
    forgot = (
        plain("org.rows.Forgot")
        + "    def __init__(self, id, name):\n        self.out = ivw.data.VolumeOutport('o')\n        self.addOutport(self.out)\n"
    )
    file = written(tmp_path / "forgot.py", forgot)
    errors = voxloom(tmp_path, "check", file, code=1).stderr
    assert errors.count("TypeError: Plain.__init__ has to call the base class") >= 1 and "line 8" in errors


@needs_network
def test_I8_a_node_has_the_identifier_and_the_name(net: Any) -> None:  # noqa: F811
    class Shown(vx.Processor):
        classIdentifier = "org.rows.Shown"

        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            vx.Processor.__init__(self, id, name)
            assert (id, name) == (self.identifier, self.displayName)

    node = net.add(Shown, identifier="here", name="Shown here")
    assert (node.identifier, node.displayName) == ("here", "Shown here") and net.here is node


@needs_program
def test_I9_what_a_class_says_is_listed_and_folders_have_ranks(tmp_path: Path) -> None:
    said = {"displayName": '"Low one"', "category": '"Rows"', "codeState": "ivw.CodeState.Experimental", "tags": '"PY, Zebra"'}
    low, high, user = tmp_path / "low", tmp_path / "high", tmp_path / "user" / "python_processors"
    written(low / "a.py", plain("org.rows.A", **said))
    written(user / "a.py", plain("org.rows.A", displayName='"Of the user"'))
    written(high / "a.py", plain("org.rows.A", **{**said, "displayName": '"High one"'}))
    written(high / "b.py", plain("org.rows.A", displayName='"Second"'))
    info = (
        "import inviwopy as ivw\nclass C(ivw.Processor):\n    @staticmethod\n    def processorInfo():\n"
        "        return ivw.ProcessorInfo(classIdentifier='org.rows.C', displayName='See', category='Sea', "
        "codeState=ivw.CodeState.Stable, tags=ivw.Tags([ivw.Tags.PY, ivw.Tag('Shell')]))\n"
        "    def getProcessorInfo(self): return C.processorInfo()\n"
    )
    written(low / "c.py", info)
    rows = listed(tmp_path, high, low)
    mine = {(row["file"] and Path(row["file"]).relative_to(tmp_path).as_posix()): row for row in rows if str(tmp_path) in str(row["file"])}
    first = mine["high/a.py"]
    assert [first[key] for key in ("name", "category", "state", "tags", "status")] == [
        "High one",
        "Rows",
        "Experimental",
        "PY, Zebra",
        "loaded",
    ]
    assert sorted(first["overrides"]) == sorted(map(str, (low / "a.py", user / "a.py")))
    for name in ("low/a.py", "user/python_processors/a.py"):
        assert mine[name]["status"] == "overridden" and str(high / "a.py") in mine[name]["error"]
    assert mine["high/b.py"]["status"] == "conflict" and str(high / "a.py") in mine["high/b.py"]["error"]
    said_twice = voxloom(tmp_path, "processors", "--python-processors", high).stderr
    assert str(high / "a.py") in said_twice and str(high / "b.py") in said_twice
    other = mine["low/c.py"]
    assert [other[key] for key in ("name", "category", "state", "tags")] == ["See", "Sea", "Stable", "PY, Shell"]
    # Without the higher folder the user's file wins, and without that the lower one.
    assert next(row for row in listed(tmp_path) if row.get("identifier") == "org.rows.A")["name"] == "Of the user"


@needs_program
def test_I9_files_beside_a_workspace_count_once_trusted(tmp_path: Path) -> None:
    beside = written(
        tmp_path / "w" / "python_processors" / "a.py",
        plain("org.rows.Beside") + "    open({!r}, 'w').close()\n".format(str(tmp_path / "ran")),
    )
    text = '{"voxloom": 1, "network": {"processors": [{"id": "P", "class": "org.rows.Beside"}], "connections": []}}'
    workspace = written(tmp_path / "w" / "w.voxloom", text)
    refused = voxloom(tmp_path, "run", workspace, "--backend", "cpu", code=1)
    assert not (tmp_path / "ran").exists() and "trust" in refused.stderr
    done = json.loads(voxloom(tmp_path, "run", workspace, "--json", "--backend", "cpu", "--trust").stdout)
    assert done["processors"][0]["status"] == "ready" and (tmp_path / "ran").exists() and beside.is_file()


@needs_network
def test_I10_initialize_resources_may_be_empty_or_absent(net: Any) -> None:  # noqa: F811
    class Base(vx.Processor):
        def __init__(self, id: str, name: str) -> None:  # noqa: A002
            super().__init__(id, name)
            self.out = vx.VolumeOutport("out")
            self.addOutport(self.out)

        def process(self) -> None:
            self.out.setData(vx.Volume(np.ones((2, 2, 2), np.uint8)))

    class Absent(Base):
        classIdentifier = "org.rows.Absent"

    class Empty(Base):
        classIdentifier = "org.rows.Empty"

        def initializeResources(self) -> None:
            pass

    for cls in (Absent, Empty):
        node = net.add(cls)
        net.evaluate(node)
        assert node.outports.out.data.sum() == 8 and net.info(node)["message"] is None


def test_I10_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = written(tmp_path / "n.py", plain("org.rows.Nothing"))
    assert (
        script(
            "(cls,) = vx.register(sys.argv[1]); net = vx.Network(); n = net.add(cls); net.evaluate(n); print(net.info(n)['status'])", file
        )
        == "ready\n"
    )
