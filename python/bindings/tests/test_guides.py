"""The guides, followed literally: each block of Python is run, and each command of the program."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pytest
from conftest import ROOT
from inviwopy.data import Volume
from program import Program

GUIDES = [ROOT / "docs" / "guides" / f"{name}.md" for name in ("coming-from-inviwo", "first-processor")]
PROGRAM = ROOT / "target" / "debug" / "voxloom"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROCESSOR = re.compile(r"^class (\w+)\(ivw\.Processor\):", re.MULTILINE)


def blocks(guide: Path, language: str) -> Iterator[tuple]:
    """The fenced blocks of a language: (number of the line before the first one, text)."""
    text = guide.read_text()
    for found in FENCE.finditer(text):
        if found.group(1) == language:
            yield text.count("\n", 0, found.start(2)), found.group(2)


def files_of(guide: Path, folder: Path) -> list:
    """Writes the processors that a guide shows into a folder, each as a file of its own; the last one of a name stays."""
    files = []
    for _, text in blocks(guide, "python"):
        found = PROCESSOR.search(text)
        if found:
            file = folder / f"{found.group(1)}.py"
            file.write_text(text)
            files.append(file)
    return files


def test_the_guides_with_code_are_those_that_are_run() -> None:
    with_code = {guide for guide in (ROOT / "docs" / "guides").glob("*.md") if list(blocks(guide, "python"))}
    assert with_code == set(GUIDES)
    assert all(len(list(blocks(guide, "python"))) > 3 for guide in GUIDES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_processors_in_guides_run(program: Program, tmp_path: Path, guide: Path) -> None:
    files = files_of(guide, tmp_path)
    assert files
    np.save(tmp_path / "a.npy", np.arange(60, dtype=np.float32).reshape(3, 4, 5))
    for node, file in enumerate(files, 1):
        loaded = program.load(file)
        assert loaded["error"] is None, loaded["error"]
        cls = loaded["classes"][0]["class_identifier"]
        created = program.ask("create", node=node, file=str(file), **{"class": cls}, identifier="Node", display_name="Node")
        interface = created["interface"]
        for prop in interface["properties"]:
            if prop["kind"]["type"] == "file":
                program.values(node=node, **{prop["identifier"]: str(tmp_path / "a.npy")})
        given = Volume(np.linspace(0, 255, 60).astype(np.uint8).reshape(3, 4, 5))
        inputs = [(port["identifier"], given) for port in interface["inports"]]
        program.run(stage="initialize", node=node, everything=True)
        outputs = program.run(node=node, inputs=inputs, everything=True).outputs
        assert set(outputs) == {port["identifier"] for port in interface["outports"]}, file.name


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_code_in_guides_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Path) -> None:
    monkeypatch.chdir(tmp_path)
    files_of(guide, tmp_path)
    shared: dict[str, Any] = {"__name__": "__main__"}
    for line, text in blocks(guide, "python"):
        if not PROCESSOR.search(text):
            # As many lines before it as in the guide: a failure names the line there.
            exec(compile("\n" * line + text, str(guide), "exec"), shared)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_commands_in_guides_work(tmp_path: Path, guide: Path) -> None:
    if not PROGRAM.is_file():
        pytest.skip("the program is not built: cargo build -p voxloom-app")
    files_of(guide, tmp_path)
    user = ["--user-dir", str(tmp_path / "user")]
    for _, text in blocks(guide, "sh"):
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if words[:1] != ["voxloom"]:
                continue
            done = subprocess.run(
                [PROGRAM, *words[1:], *user], cwd=tmp_path, capture_output=True, text=True, timeout=120, env=dict(os.environ)
            )
            assert done.returncode == 0, (line, done.stdout[-500:], done.stderr[-2000:])
            if words[1] == "new-processor":
                made = Path(done.stdout.strip())
                assert made.is_file() and made.parent == tmp_path / "user" / "python_processors"
