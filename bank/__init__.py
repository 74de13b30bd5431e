"""This course's answer bank, and how to put answers into its notebooks. autograder/verify/bank.py says what a bank is.

python -m tools.grade_bank 04 [exercise]    grade the bank of a unit quickly, in plain Python, and say what failed
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.sealed.limits import Files
from autograder.verify.bank import Answer, Exercise, Sheet, exercises_of, fill_in, read_answers
from autograder.verify.verdicts import Verdict

__all__ = ["Answer", "Exercise", "Verdict", "fill_in"]
ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "bank"


def units() -> list[str]:
    return sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())


def notebook_path(unit: str, step: str = "source") -> Path:
    (path,) = (ROOT / step / unit).glob("*.ipynb")
    return path


def read_notebook(unit: str, step: str = "source") -> NotebookNode:
    return nbformat.read(notebook_path(unit, step), as_version=4)


def sheet(unit: str) -> Sheet:
    return Sheet(unit, notebook_path(unit).stem, read_notebook(unit), files_beside(unit))


def files_beside(unit: str) -> Files:
    """What lies beside the notebook of a unit: its scenes."""
    return Files({path.name: path.read_bytes() for path in (ROOT / "source" / unit).glob("*.py")}, {})


def exercises(unit: str) -> list[Exercise]:
    return exercises_of(read_notebook(unit))


def answers(unit: str, exercise: str = "*", kind: str = "*") -> list[Answer]:
    """Right and wrong answers; hostile ones only when they are asked for, since they must never run unsealed."""
    found = read_answers(BANK, unit, exercise, kind)
    return [answer for answer in found if kind == "hostile" or answer.kind != "hostile"]


def expected_scores(unit: str) -> dict[str, float]:
    """Points of every test cell of a unit, by grade_id."""
    return {test: points for exercise in exercises(unit) for test, points in exercise.tests.items()}
