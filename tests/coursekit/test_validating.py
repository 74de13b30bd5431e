"""Validate names the checks that failed, by nbgrader's own command."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from bank import ROOT, fill_in
from tests.commands import nbgrader

UNIT = "01-state-dict"


@pytest.mark.slow
def test_validate_names_checks_and_shows_none_of_their_code(tmp_path):
    shutil.copytree(ROOT / "release" / UNIT, tmp_path / UNIT)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    path = tmp_path / UNIT / "state-dict.ipynb"
    answers = {"count_parameters": "def count_parameters(model, trainable_only=False): return 9"}
    notebook = fill_in(nbformat.read(path, as_version=4), answers)
    changed = next(cell for cell in notebook.cells if cell.id == "states-keys")
    nbformat.write(notebook, path)

    said = nbgrader("validate", str(path), cwd=tmp_path).stdout

    assert "    1.1 build_model · parameters" in said
    assert "○ 1.1 build_model is not answered yet." in said
    assert "✗ 1.3 count_parameters · once: not right yet." in said
    assert "1.3 count_parameters · all\n" not in said  # a layer of 9 parameters
    assert "def test_" not in said and "check." not in said

    changed.source += "\n# mine"
    nbformat.write(notebook, path)
    said = nbgrader("validate", str(path), cwd=tmp_path).stdout
    assert "CHANGED" in said and "# mine" in said
