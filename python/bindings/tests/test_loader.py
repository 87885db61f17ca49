"""Files of processors as people write them: what is found, what is said when nothing is, helpers, loading again, in parallel."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from program import Failed
from test_host import HEAD, write

INFO = "ivw.ProcessorInfo('org.example.{0}', '{0}', 'Tests', ivw.CodeState.Experimental, ivw.Tags('PY, Test'))"


def put(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text))
    return file


def found(program: Any, file: Path) -> list:
    """Identifiers of the classes of a file that loads without complaint."""
    loaded = program.load(file)
    assert loaded["error"] is None, loaded["error"]
    return [cls["class_identifier"] for cls in loaded["classes"]]


INFOS = {
    "static method": "@staticmethod\ndef processorInfo():\n    return " + INFO.format("X"),
    "class method": "@classmethod\ndef processorInfo(cls):\n    return " + INFO.format("X"),
    "ordinary method": "def processorInfo(self):\n    return " + INFO.format("X"),
    "forgotten staticmethod": "def processorInfo():\n    return " + INFO.format("X"),
    "getProcessorInfo only": "def getProcessorInfo(self):\n    return " + INFO.format("X"),
    "an attribute": "processorInfo = " + INFO.format("X"),
    "plain attributes": "classIdentifier = 'org.example.X'; displayName = 'X'; category = 'Tests'\n"
    "codeState = ivw.CodeState.Experimental; tags = 'PY, Test'",
}


@pytest.mark.parametrize("form", list(INFOS))
def test_i9_info_comes_from(program: Any, tmp_path: Path, form: str) -> None:
    file = put(tmp_path, "any_name.py", "import inviwopy as ivw\nclass Something(ivw.Processor):\n" + textwrap.indent(INFOS[form], "    "))
    loaded = program.load(file)
    assert loaded["error"] is None
    assert loaded["classes"] == [
        {
            "class_identifier": "org.example.X", "display_name": "X", "category": "Tests", "code_state": "experimental",
            "tags": "PY, Test", "help": "",
        }
    ]  # fmt: skip
    program.create(file)
    program.run(everything=True)


def test_bases_are_skipped(program: Any, tmp_path: Path) -> None:
    text = """\
        import abc
        import inviwopy as ivw
        class Base(ivw.Processor):
            def process(self): print("base", self.what)
        class Refusing(Base):
            @staticmethod
            def processorInfo(): raise NotImplementedError
        class Abstract(Base, abc.ABC):
            classIdentifier = "org.example.Abstract"
            @abc.abstractmethod
            def todo(self): ...
        class Real(Refusing):
            what = "real"
            @staticmethod
            def processorInfo(): return ivw.ProcessorInfo("org.example.Real", "Real")
        """
    file = put(tmp_path, "bases.py", text)
    assert found(program, file) == ["org.example.Real"]
    program.create(file)
    program.run()
    assert program.printed() == "base real\n"


def test_a_base_in_a_helper(program: Any, tmp_path: Path) -> None:
    put(tmp_path, "my_base.py", "import inviwopy\nclass MyBase(inviwopy.Processor):\n    def process(self): print('mine')\n")
    text = "from my_base import MyBase\nclass A(MyBase):\n    classIdentifier = 'org.example.A'\n"
    file = put(tmp_path, "derived.py", text)
    assert found(program, file) == ["org.example.A"]
    # A helper that defines a base needs no processor of its own, once it is known to be one.
    assert program.load(tmp_path / "my_base.py")["error"] is None


def test_a_name_line_or_the_file_break_ties_only(program: Any, tmp_path: Path) -> None:
    both = (
        HEAD.format(name="First")
        + "    def process(self): print('first')\n\n\nclass Second(First):\n    def process(self): print('second')\n"
    )
    for name, line, expected in (
        ("x.py", "# Name: Second\n", "second"),
        ("Second.py", "", "second"),
        ("y.py", "# Name: Nobody\n", "first"),
    ):
        file = put(tmp_path, name, line + both)
        assert found(program, file) == ["org.example.First"]
        program.create(file)
        program.run()
        assert program.printed().splitlines()[-1] == expected


def test_several_classes_in_one_file(program: Any, tmp_path: Path) -> None:
    file = put(tmp_path, "two.py", HEAD.format(name="A") + "    pass\n" + HEAD.format(name="B") + "    pass\n")
    assert found(program, file) == ["org.example.A", "org.example.B"]
    file.write_text(file.read_text().replace("org.example.B", "org.example.A"))
    loaded = program.load(file)
    assert [cls["display_name"] for cls in loaded["classes"]] == ["A"]
    assert "the classes A and B both have the identifier org.example.A" in loaded["error"]["message"]


def test_names_that_inviwo_shares_are_there(program: Any, tmp_path: Path) -> None:
    text = """\
        class A(ivw.Processor):
            classIdentifier = "org.example.A"
            def process(self):
                print(np is numpy, ivw is inviwopy, cb.Mutable.name, __name__ != "__main__", type(df).__name__)
        """
    program.create(put(tmp_path, "a.py", text))
    program.run()
    assert program.printed() == "True True Mutable True _Later\n"


CLASS = b"import inviwopy\nclass A(inviwopy.Processor):\n"


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"x = 1\ndef f(:\n", "SyntaxError: ", 2),
        (b"import there_is_no_such_package.sub\n", "pip install there_is_no_such_package", 1),
        (b"import sklearn_missing, os\n", "pip install sklearn_missing", 1),
        (b"import inviwo_extra\n", "a part of Inviwo that Voxloom does not have", 1),
        (b"x = 1\ny = 'caf\xe9'\n", "line 2 is not UTF-8; save the file as UTF-8, or name its encoding", 2),
        (b"x = 1\n", "the file defines no class derived from inviwopy.Processor", None),
        (b"import inviwopy\nclass A(inviwopy.Processor): pass\n", "the class A needs a static method processorInfo()", None),
        (CLASS + b"  @staticmethod\n  def processorInfo(): return 3\n", "that returns an inviwopy.ProcessorInfo, not 3", None),
        (CLASS + b"  @staticmethod\n  def processorInfo(): 1 / 0\n", "ZeroDivisionError", 4),
        (b"import sys\nsys.exit(1)\n", "SystemExit", 2),
        (b"x = 1\0\n", "null bytes", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(program: Any, tmp_path: Path, content: bytes, message: str, line: Any) -> None:
    file = tmp_path / "bad.py"
    file.write_bytes(content)
    loaded = program.load(file)
    assert loaded["classes"] == [] and message in loaded["error"]["message"]
    assert loaded["error"]["file"] == str(file)
    if line is not None:
        assert loaded["error"]["line"] == line
    with pytest.raises(Failed, match="there is no processor class"):
        program.ask("create", node=1, file=str(file), **{"class": "x"}, identifier="x", display_name="x")


def test_a_missing_package_is_named_as_it_is_installed(program: Any, tmp_path: Path) -> None:
    error = program.load(put(tmp_path, "a.py", "import yaml_missing\n"))["error"]
    assert error["package"] == "yaml_missing"
    (tmp_path / "b.py").write_text("raise ModuleNotFoundError('no', name='skimage.filters')\n")
    assert program.load(tmp_path / "b.py")["error"]["package"] == "scikit-image"


def test_encodings_and_empty_files(program: Any, tmp_path: Path) -> None:
    body = "import inviwopy\nclass A(inviwopy.Processor):\n    classIdentifier = 'org.example.A'; displayName = 'Größe'\n"
    for name, content in (
        ("bom.py", b"\xef\xbb\xbf" + body.encode()),
        ("latin.py", b"# -*- coding: latin-1 -*-\r\n" + body.replace("\n", "\r\n").encode("latin-1")),
        ("ümläut file.py", body.encode()),
    ):
        (tmp_path / name).write_bytes(content)
        loaded = program.load(tmp_path / name)
        assert loaded["error"] is None and loaded["classes"][0]["display_name"] == "Größe"
    for content in (b"", b"\n \n"):
        (tmp_path / "empty.py").write_bytes(content)
        loaded = program.load(tmp_path / "empty.py")
        assert (loaded["classes"], loaded["error"]) == ([], None)


def test_a_broken_save_leaves_the_classes_that_work(program: Any, tmp_path: Path) -> None:
    file = write(tmp_path, "def process(self): print('good')")
    program.create(file)
    file.write_text(file.read_text() + "\n1 / 0\n")
    assert "ZeroDivisionError" in program.load(file)["error"]["message"]
    program.ask("create", node=2, file=str(file), **{"class": "org.example.Example"}, identifier="E", display_name="E")
    program.run(node=2)
    assert program.printed() == "good\n"
    program.send({"op": "unload", "file": str(file)})
    with pytest.raises(Failed, match="there is no processor class"):
        program.ask("create", node=3, file=str(file), **{"class": "org.example.Example"}, identifier="E", display_name="E")


# Helpers


class Helped:
    """A processor that prints what its helpers give, in a folder of the program."""

    def __init__(self, program: Any, folder: Path, imports: str, value: str) -> None:
        self.program, self.folder = program, folder
        folder.mkdir(parents=True, exist_ok=True)
        program.send({"op": "folders", "folders": [str(folder)]})
        self.file = put(folder, "Main.py", imports + "\n" + HEAD.format(name="Main") + f"    def process(self): print({value})\n")
        self.node = 0

    def shown(self) -> str:
        """What a new instance prints."""
        self.node += 1
        before = len(self.program.printed())
        self.program.create(self.file, node=self.node)
        self.program.run(node=self.node)
        return self.program.printed()[before:].strip()

    def helpers(self) -> list:
        """The helpers that loading tells, relative to the folder."""
        return [os.path.relpath(helper, self.folder) for helper in self.program.load(self.file)["helpers"]]


def test_helpers_of_helpers_are_imported_again(program: Any, tmp_path: Path) -> None:
    main = Helped(program, tmp_path / "user" / "processors", "import os, numpy, numpy.linalg, near", "near.value()")
    put(main.folder, "near.py", "from far import FAR\ndef value(): return FAR\n")
    put(tmp_path / "user", "far.py", "FAR = 1\n")
    assert main.shown() == "1"
    assert sorted(main.helpers()) == ["../far.py", "near.py"]
    # Same size, and within the second that compiled files know.
    for value in (2, 3, 4):
        put(tmp_path / "user", "far.py", f"FAR = {value}\n")
        assert main.shown() == str(value)


def test_packages_beside_are_helpers(program: Any, tmp_path: Path) -> None:
    main = Helped(program, tmp_path / "p", "import pack.inner.deep\nfrom pack import sub", "pack.NAME, sub.S, pack.inner.deep.D")
    put(main.folder, "pack/__init__.py", "NAME = 'n'\n")
    put(main.folder, "pack/sub.py", "from . import common\nS = common.C\n")
    put(main.folder, "pack/common.py", "C = 1\n")
    put(main.folder, "pack/inner/__init__.py", "")
    put(main.folder, "pack/inner/deep.py", "from ..common import C\nfrom .. import sub\nD = C + sub.S\n")
    assert main.shown() == "n 1 2"
    assert sorted(main.helpers()) == ["pack/__init__.py", "pack/common.py", "pack/inner/__init__.py", "pack/inner/deep.py", "pack/sub.py"]
    put(main.folder, "pack/common.py", "C = 5\n")
    assert main.shown() == "n 5 10"
    put(main.folder, "pack/__init__.py", "NAME = 'm'\n")
    assert main.shown() == "m 5 10"


def test_late_imports_are_seen(program: Any, tmp_path: Path) -> None:
    main = Helped(program, tmp_path / "p", "import importlib", "self.late()")
    main.file.write_text(
        main.file.read_text() + "    def late(self):\n        import later\n        return later.V + importlib.import_module('dyn').V\n"
    )
    put(main.folder, "later.py", "V = 1\n")
    put(main.folder, "dyn.py", "V = 10\n")
    assert main.shown() == "11" and main.helpers() == ["dyn.py", "later.py"]
    put(main.folder, "later.py", "V = 2\n")
    put(main.folder, "dyn.py", "V = 20\n")
    assert main.shown() == "22"


def test_a_broken_helper_is_watched(program: Any, tmp_path: Path) -> None:
    main = Helped(program, tmp_path / "p", "import helper", "helper.V")
    put(main.folder, "helper.py", "V = \n")
    loaded = program.load(main.file)
    assert (loaded["error"]["file"], loaded["error"]["line"]) == (str(main.folder / "helper.py"), 1)
    assert loaded["helpers"] == [str(main.folder / "helper.py")]
    put(main.folder, "helper.py", "V = 7\n")
    assert main.shown() == "7"


def test_two_files_share_a_helper_that_changes(program: Any, tmp_path: Path) -> None:
    program.send({"op": "folders", "folders": [str(tmp_path)]})
    put(tmp_path, "base.py", "V = 1\n")
    put(tmp_path, "middle.py", "import base\ndef v(): return base.V\n")
    rows = ((0, "middle", "middle.v()"), (1, "base", "base.V"))
    body = "import {1}\n" + HEAD.format(name="P{0}") + "    def process(self): print({2})\n"
    files = [put(tmp_path, f"P{row[0]}.py", body.format(*row)) for row in rows]
    for file in files:
        program.create(file)
        program.run()
    put(tmp_path, "base.py", "V = 2\n")
    # The one that does not import the middle is loaded first.
    for file in reversed(files):
        program.create(file)
        program.run()
    assert program.printed().split() == ["1", "1", "2", "2"]


def test_helpers_of_one_name_in_two_folders(program: Any, tmp_path: Path) -> None:
    shown = []
    for name in ("one", "two", "one"):
        main = Helped(program, tmp_path / name, "import util", "util.V")
        put(main.folder, "util.py", f"V = {name!r}\n")
        shown.append(main.shown())
    assert shown == ["one", "two", "one"]


def test_a_helper_does_not_take_the_place_of_python(program: Any, tmp_path: Path) -> None:
    main = Helped(program, tmp_path / "p", "import colorsys, wave", "wave.__name__, hasattr(colorsys, 'rgb_to_hsv')")
    put(main.folder, "colorsys.py", "raise RuntimeError('mine')\n")
    assert main.shown() == "wave True"


# Loading in parallel


def test_a_slow_file_delays_no_other(program: Any, tmp_path: Path) -> None:
    slow = [put(tmp_path, f"slow{n}.py", "import time; time.sleep(2)\n" + HEAD.format(name=f"Slow{n}") + "    pass\n") for n in range(6)]
    quick = [put(tmp_path, f"quick{n}.py", HEAD.format(name=f"Quick{n}") + "    pass\n") for n in range(30)]
    began = time.monotonic()
    waiting = [program.start("load", file=str(file)) for file in slow]
    for call in [program.start("load", file=str(file)) for file in quick]:
        assert program.finish(call).end["error"] is None
    took = time.monotonic() - began
    program.create(quick[0])
    created = time.monotonic() - began
    print(f"30 files behind 6 that import for 2 s each: {1000 * took:.0f} ms, an instance {1000 * created:.0f} ms")
    assert created < 1.5
    for call in waiting:
        assert program.finish(call).end["error"] is None
    assert time.monotonic() - began < 4.5


def test_an_endless_import_can_be_stopped(program: Any, tmp_path: Path) -> None:
    file = put(tmp_path, "endless.py", "print('in')\nwhile True: pass\n")
    call = program.start("load", file=str(file))
    program.wait_for("in")
    program.send({"op": "cancel", "call": call})
    error = program.finish(call).end["error"]
    assert (error["kind"], error["line"]) == ("cancelled", 2)


def test_files_that_import_the_same_helper_at_once(program: Any, tmp_path: Path) -> None:
    program.send({"op": "folders", "folders": [str(tmp_path)]})
    put(tmp_path, "shared_one.py", "import time; time.sleep(0.2)\nprint('imported')\nV = object()\n")
    files = [put(tmp_path, f"u{n}.py", "import shared_one\n" + HEAD.format(name=f"U{n}") + "    V = shared_one.V\n") for n in range(12)]
    for call in [program.start("load", file=str(file)) for file in files]:
        assert program.finish(call).end["error"] is None
    assert program.printed() == "imported\n"


@pytest.mark.skipif(sys.platform == "win32", reason="files are removed while they are open")
def test_a_file_that_is_gone(program: Any, tmp_path: Path) -> None:
    assert "FileNotFoundError" in program.load(tmp_path / "gone.py")["error"]["message"]


def test_loading_again_keeps_no_old_classes(program: Any, tmp_path: Path) -> None:
    put(tmp_path, "helper.py", "V = 0\n")
    file = write(
        tmp_path, "def __init__(self, id, name):\n    super().__init__(id, name)\n    import helper\n    self.p = IntProperty('p', 'P')\n"
    )
    counts = []
    for n in range(200):
        file.write_text(file.read_text() + f"# {n}\n")
        put(tmp_path, "helper.py", f"V = {n}\n")
        program.create(file)
        program.run(everything=True)
        program.send({"op": "drop_instance", "node": 1})
        if n in (50, 199):
            program.answers["network.begin"] = program.answers["network.end"] = lambda args: None
            program.request(
                "console.run", source="import gc, inviwopy; _ = gc.collect(); print('count', len(inviwopy.Processor.__subclasses__()))"
            )
            counts.append(int(program.printed().split()[-1]))
    print("classes alive after 50 and 200 loads:", counts)
    assert counts[1] <= counts[0] and counts[1] < 6


def test_a_compiled_file_beside_a_helper_is_never_run(tmp_path):
    """The text of a folder is what a person trusts."""
    import importlib.util
    import marshal
    import os

    helper = tmp_path / "helped_by_text.py"
    helper.write_text("VALUE = 'text'\n")
    stat = helper.stat()
    code = compile("VALUE = 'compiled'\n", str(helper), "exec")
    header = importlib.util.MAGIC_NUMBER + (0).to_bytes(4, "little")
    header += int(stat.st_mtime).to_bytes(4, "little") + stat.st_size.to_bytes(4, "little")
    compiled = importlib.util.cache_from_source(str(helper))
    os.makedirs(os.path.dirname(compiled))
    with open(compiled, "wb") as file:
        file.write(header + marshal.dumps(code))
    user = tmp_path / "user.py"
    user.write_text(
        "import inviwopy as ivw\nimport helped_by_text\n\nclass User(ivw.Processor):\n"
        "    classIdentifier = 'org.test.' + helped_by_text.VALUE\n    displayName = 'User'\n"
    )
    from voxloom._loader import Library

    loaded = Library().load(str(user))
    assert [found["class_identifier"] for found in loaded.classes] == ["org.test.text"], loaded.error
