"""The tables in docs/compatibility name tests that exist, and all tests of some files are in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from rows.kit import figure

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
    return {test for found in TESTS.rglob(file) for test in re.findall(r"^def (test_\w+)", found.read_text(), re.MULTILINE)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_named_tests_exist(table: Path) -> None:
    missing = {f"{file}::{test}" for file, test in named(table) if test not in defined(file)}
    assert not missing


@pytest.mark.parametrize("file", WHOLE)
def test_all_tests_are_named(file: str) -> None:
    listed = {test for table in TABLES for other, test in named(table) if other == file}
    assert defined(file) - listed == set()


def rows(table: Path) -> list:
    """The rows of the tables in a file, without their heads."""
    lines = [line for line in table.read_text().splitlines() if line.startswith("|")]
    return [line for line in lines if not re.match(r"\|[-|]+$", line) and not re.match(r"\| (Inviwo|Row) \|", line)]


def test_nearly_every_row_has_a_test() -> None:
    """A row counts when all the tests that it names exist, and it names one."""
    whole = covered = 0
    for table in (table for table in TABLES if table.stem != "README"):
        known = {test for _, test in named(table)} - {test for file, test in named(table) if test not in defined(file)}
        for row in rows(table):
            tests = re.findall(r"\w+::(test_\w+)", row)
            whole, covered = whole + 1, covered + (bool(tests) and set(tests) <= known)
    figure("compatibility", f"{covered} of {whole} rows of the tables have tests, {covered / whole * 100:.1f} %")
    assert whole > 250 and covered / whole >= 0.95


def test_every_row_of_the_list_of_wishes_has_a_test_of_its_name() -> None:
    text = (ROOT / "docs" / "compatibility" / "README.md").read_text()
    wanted = {*(f"I{number}" for number in range(2, 28)), "B3", "B4", "B6", "B8"}
    assert set(re.findall(r"^\| ([IB]\d+) \|", text, re.MULTILINE)) == wanted
    made = {
        match.group(1)
        for file in TESTS.glob("rows/test_rows_*.py")
        for match in re.finditer(r"^def test_([IB]\d+)_", file.read_text(), re.MULTILINE)
    }
    assert made == wanted
