"""What decides a grade is part of what "unchanged" means."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.fingerprint import fingerprint, versions
from autograder.course.folder import Course


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course whose notebook imports a package, installed in a folder of its own."""
    source = tmp_path / "course" / "source" / "ps1"
    source.mkdir(parents=True)
    (tmp_path / "course" / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    nbformat.write(new_notebook(cells=[new_code_cell("import sealing_wax")]), source / "problem.ipynb")
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    install(tmp_path, "1.0")
    return tmp_path / "course"


def install(folder: Path, version: str) -> None:
    for old in (folder / "installed").glob("*.dist-info"):
        (old / "METADATA").unlink()
        old.rmdir()
    info = folder / "installed" / f"sealing_wax-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: sealing-wax\nVersion: {version}\n", encoding="utf-8")


def print_of(course: Path, handed_in: str = "files", gradebook: str = "points") -> str:
    return fingerprint(Course(course), "ps1", handed_in, gradebook)


def test_nothing_changed(course):
    assert print_of(course) == print_of(course)


def test_another_submission_and_another_gradebook(course):
    assert len({print_of(course), print_of(course, handed_in="others"), print_of(course, gradebook="more")}) == 3


def test_another_version_of_what_the_notebook_imports(course):
    before = print_of(course)
    install(course.parent, "2.0")
    assert print_of(course) != before


def test_another_file_beside_the_notebook(course):
    before = print_of(course)
    (course / "source" / "ps1" / "scenes.py").write_text("seed = 2", encoding="utf-8")
    assert print_of(course) != before


def test_the_versions_of_what_grades_are_known():
    for name in ("torch", "numpy", "nbgrader"):
        assert f"{name} {metadata.version(name)}" in versions([])
