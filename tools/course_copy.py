"""A course folder to try things in: a copy of this repository's, and nbgrader's command run there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Lines for nbgrader_config.py that put nbgrader's own grading in the place of the sealed one.
STOCK = """
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = ".*"
"""


def copy_course(folder: Path, *units: str) -> Path:
    """Make a course folder like this repository's, with some of its units, not released yet."""
    (folder / "source").mkdir(parents=True)
    for unit in units:
        shutil.copytree(ROOT / "source" / unit, folder / "source" / unit)
    shutil.copy(ROOT / "source" / "header.ipynb", folder / "source")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


def nbgrader(*arguments: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess:
    """Run an nbgrader command as a person would. With check, a failure raises RuntimeError with its own words."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=600)
    if check and done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
    return done
