"""A learner's side runs on Linux, macOS and Windows: on this Linux, with all that Windows lacks hidden from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bank import ROOT, fill_in
from tests.bank.test_answer_bank import reference_answers

NO_POSIX = Path(__file__).with_name("no_posix")
UNIT, NOTEBOOK = "01-state-dict", "state-dict.ipynb"
EVERYTHING = """
import importlib, pkgutil, coursekit
for module in pkgutil.walk_packages(coursekit.__path__, "coursekit."):
    if module.name not in ("coursekit.submitting", "coursekit.__main__"):  # the first is what nbgrader calls
        importlib.import_module(module.name)
import sys
print("nbgrader" in sys.modules)
"""


def without_posix(*arguments: str) -> subprocess.CompletedProcess:
    """Run Python, and whatever kernel it starts, where POSIX is hidden."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": f"{NO_POSIX}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "code", ["import fcntl", "import os; os.fork()", "from os import geteuid", "from pwd import *"]
)
def test_what_is_hidden_is_hidden(code):
    assert without_posix("-c", code).returncode == 1


@pytest.mark.slow
def test_all_of_coursekit_is_imported_without_posix_and_without_nbgrader():
    done = without_posix("-c", EVERYTHING)

    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.slow
def test_an_assignment_is_checked_and_zipped_without_posix(tmp_path):
    folder = ("--folder", str(tmp_path))
    updated = without_posix("-m", "coursekit", "update", *folder)
    path = tmp_path / "my-work" / UNIT / NOTEBOOK
    answers = reference_answers(UNIT) | {"count_parameters": "import fcntl"}
    nbformat.write(fill_in(nbformat.read(path, as_version=4), answers), path)

    checked = without_posix("-m", "coursekit", "check", "1", *folder)
    zipped = without_posix("-m", "coursekit", "zip", "1", *folder)

    assert (updated.returncode, zipped.returncode) == (0, 0), updated.stderr + zipped.stderr
    assert "fails. ModuleNotFoundError: No module named 'fcntl' here" in checked.stdout  # hidden in the kernel, too
    assert "7 of 11 pass." in checked.stdout


@pytest.mark.slow
def test_no_code_of_a_learners_side_names_what_windows_or_macos_lack(tmp_path):
    """Every branch of it, as mypy reads it for these systems."""
    for unit in sorted(path.name for path in (ROOT / "release").iterdir()):
        shutil.copy(ROOT / "release" / unit / "scenes.py", tmp_path / f"scenes_{unit[:2]}.py")
    for path in [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "release").glob("*/*.ipynb")]:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        (tmp_path / f"{path.parent.name[:2]}_{path.stem}.py").write_text("\n\n".join(code), encoding="utf-8")
    (tmp_path / "control.py").write_text("import os\n\n\ndef split():\n    os.fork()\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file=", f"--cache-dir={os.devnull}", "--follow-imports=skip"]
    command += ["--ignore-missing-imports", "--check-untyped-defs", "coursekit", *map(str, tmp_path.glob("*.py"))]

    readers = [
        subprocess.Popen([*command, "--platform", system], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for system in ("win32", "darwin")
    ]
    said = [line for reader in readers for line in reader.communicate()[0].splitlines() if "Module has no" in line]

    assert [line.rpartition("/")[2] for line in said] == [
        'control.py:5: error: Module has no attribute "fork"  [attr-defined]'
    ]
