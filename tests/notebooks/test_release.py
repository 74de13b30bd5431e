"""What students receive: fresh, clean, and nothing hidden in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from bank import ROOT, exercises, notebook_path, read_notebook, units
from coursekit.check import LINE
from tests.conftest import copy_course, nbgrader
from tools import release

HIDDEN = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_release_is_what_nbgrader_makes_from_source(tmp_path, monkeypatch):
    course = copy_course(tmp_path / "course", *units())
    monkeypatch.setattr(release, "subprocess", SimpleNamespace(run=in_this_process))

    release.main(course)

    committed, made = files_below(ROOT / "release"), files_below(course / "release")
    assert committed.keys() == made.keys()
    stale = [name for name in made if made[name] != committed[name]]
    assert not stale, f"stale: {stale}. Next step: make release"


def in_this_process(command: list[str], cwd: Path, **_) -> subprocess.CompletedProcess:
    """The command that the tool would start, once for each unit, without the three seconds of its start."""
    assert command[:3] == [sys.executable, "-m", "nbgrader"]
    return nbgrader(*command[3:], cwd=cwd, check=False)


@pytest.mark.parametrize("unit", units())
def test_a_unit_is_released_as_one_notebook_with_its_scenes_and_nothing_else(unit):
    assert {*files_below(ROOT / "release" / unit)} == {notebook_path(unit).name, "scenes.py"}


@pytest.mark.parametrize("unit", units())
def test_no_line_that_is_not_folded_scrolls_sideways(unit):
    cells = [cell for cell in read_notebook(unit, "release").cells if cell.cell_type == "code"]
    unfolded = [cell for cell in cells if not cell.metadata.get("jupyter", {}).get("source_hidden")]
    long = [line for cell in unfolded for line in cell.source.splitlines() if len(line) > LINE]
    assert unfolded
    assert not long, f"more than {LINE} characters, which a window of 1,000 pixels does not show: {long}"


@pytest.mark.parametrize("unit", units())
def test_no_line_of_a_solution_or_hidden_test_is_released(unit):
    # A line counts as hidden when it stands nowhere in the part of the source that students may see.
    hidden, visible = set(), set()
    for cell in read_notebook(unit).cells:
        for region in HIDDEN.finditer(cell.source):
            hidden |= {line.strip() for line in region[2].splitlines()}
        visible |= {line.strip() for line in HIDDEN.sub("", cell.source).splitlines()}
    hidden = {line for line in hidden - visible if re.search(r"\w", line)}
    assert len(hidden) > 10, "the test itself must have found the hidden regions"

    released = read_notebook(unit, "release")
    received = {line.strip() for cell in released.cells for line in cell.source.splitlines()}
    text = notebook_path(unit, "release").read_text(encoding="utf-8")

    assert not hidden & received
    assert "HIDDEN TESTS" not in text
    assert "SOLUTION" not in text


@pytest.mark.parametrize("unit", units())
def test_released_cells_carry_no_output_and_only_the_metadata_that_nbgrader_needs(unit):
    flags = {"cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}
    released = read_notebook(unit, "release")
    assert set(released.metadata) <= {"kernelspec", "language_info"}
    for cell in released.cells:
        assert not cell.get("outputs"), cell.id
        marks, is_code = cell.metadata.get("nbgrader", {}), cell.cell_type == "code"
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable", "tags", "jupyter"}, cell.id
        assert set(marks) <= flags, cell.id
        # Run All goes on after a check that failed, and the code of checks is folded.
        usual = ["raises-exception"] if marks.get("grade") else ["skip-execution"] if is_code and not marks else None
        assert cell.metadata.get("tags", usual) == usual, cell.id
        assert cell.metadata.get("jupyter", {"source_hidden": True}) == {"source_hidden": True}, cell.id
        assert ("jupyter" in cell.metadata) >= bool(marks.get("grade")), cell.id
        assert "jupyter" not in cell.metadata or (is_code and not marks["solution"]), cell.id


@pytest.mark.parametrize("unit", units())
def test_every_answer_cell_is_released_with_its_contract_and_a_stub(unit):
    for cell in read_notebook(unit, "release").cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert re.search(r"# YOUR CODE HERE\n +raise NotImplementedError\(\)", cell.source), cell.id
            assert '"""' in cell.source, f"{cell.id} has no docstring"


@pytest.mark.slow
@pytest.mark.parametrize("unit", units())
def test_run_all_of_a_released_notebook_goes_on_and_says_that_nothing_is_answered(unit, tmp_path):
    folder = shutil.copytree(ROOT / "release" / unit, tmp_path / unit)
    notebook = read_notebook(unit, "release")
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()

    shown = {
        cell.id: "\n".join(output.traceback)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    asked = [(f"{int(unit[:2])}.{n} {e.name}", test) for n, e in enumerate(exercises(unit), 1) for test in e.tests]
    assert shown == {test: f"○ {name} is not answered yet." for name, test in asked}


def test_the_header_comes_first():
    header = nbformat.read(ROOT / "source" / "header.ipynb", as_version=4)
    for unit in units():
        assert read_notebook(unit, "release").cells[0].source == header.cells[0].source


def test_the_list_of_checks_is_that_of_the_released_assignments():
    listed = release.CHECKS.read_text(encoding="utf-8").splitlines()

    assert listed == release.check_labels(ROOT / "release"), "stale. Next step: make release"
    assert len(set(listed)) == len(listed)
