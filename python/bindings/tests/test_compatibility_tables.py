"""The tables in docs/compatibility name tests that exist, and all tests of some files are in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

TESTS = Path(__file__).parent
TABLES = sorted((ROOT / "docs" / "compatibility").glob("*.md"))
WHOLE = ["test_compat_glm.py", "test_compat_data.py", "test_compat_images.py", "test_compat_geometry.py"]


def named(table: Path) -> set:
    """(file, test) of a table, whose text says which file a short name stands for."""
    text = " ".join(table.read_text().split())
    files = {short: Path(file).name for short, file in re.findall(r"`(\w+)` is `([\w/]+\.py)`", text)}
    return {(files.get(short, short), test) for short, test in re.findall(r"(\w+)::(test_\w+)", text)}


def defined(file: str) -> set:
    """The tests of a file."""
    return set(re.findall(r"^def (test_\w+)", (TESTS / file).read_text(), re.MULTILINE)) if (TESTS / file).exists() else set()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_named_tests_exist(table: Path) -> None:
    missing = {f"{file}::{test}" for file, test in named(table) if test not in defined(file)}
    assert not missing


@pytest.mark.parametrize("file", WHOLE)
def test_all_tests_are_named(file: str) -> None:
    listed = {test for table in TABLES for other, test in named(table) if other == file}
    assert defined(file) - listed == set()
