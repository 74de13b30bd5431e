"""A small course without torch, graded in a fraction of a second: for tests of grading itself."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.course.folder import Course
from autograder.course.settings import LINES
from tests.conftest import nbgrader
from tests.sealed.course import answer, setup, test_of

ASSIGNMENT = "ps1"
RIGHT = {"double": "def double(x):\n    return 2 * x", "halve": "def halve(x):\n    return x / 2"}
WRONG = {"double": "def double(x):\n    return x", "halve": "def halve(x):\n    raise ValueError('not yet')"}
DUE = "2026-03-02 12:00:00 UTC"
HEAD = """\
from pathlib import Path

c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.AssignLatePenalties.plugin_class = "autograder.course.late.PenaltyPerDay"
c.PenaltyPerDay.share_per_day = 0.1
c.SealedExecute.preload = []
"""


def make_course(folder: Path, sealed: bool = True, settings: str = "", more: Sequence[NotebookNode] = ()) -> Path:
    """A released course with one assignment of two exercises, worth 1 + 2 and 3 points, due at DUE.

    settings: more lines for its nbgrader_config.py
    more:     cells that follow
    """
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(HEAD + settings + (LINES if sealed else ""), encoding="utf-8")
    cells = [
        setup("tools", "import math"),
        answer("double", RIGHT["double"]),
        test_of("double-small", "assert double(2) == 4", 1),
        test_of("double-any", "### BEGIN HIDDEN TESTS\nassert double(math.pi) == 2 * math.pi\n### END HIDDEN TESTS", 2),
        answer("halve", RIGHT["halve"]),
        test_of("halve-any", "assert halve(8) == 4, 'halve() should give half of its argument'", 3),
        *more,
    ]
    nbformat.write(new_notebook(cells=cells), source / "problem.ipynb")
    nbgrader("generate_assignment", ASSIGNMENT, "--create", cwd=folder)
    with Course(folder).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
    return folder


def hand_in(course: Path, student: str, answers: dict[str, str], timestamp: str = "2026-03-01 12:00:00 UTC") -> Path:
    """Hand in answers by the name of their cell; returns the notebook's path."""
    notebook = nbformat.read(course / "release" / ASSIGNMENT / "problem.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = textwrap.dedent(answers[name]).strip()
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    nbformat.write(notebook, folder / "problem.ipynb")
    return folder / "problem.ipynb"


def gradebook_content(course: Path) -> list[tuple]:
    """Everything that a gradebook says of submissions, sorted: scores, flags, comments, penalties, times."""
    rows = []
    with Course(course).gradebook() as gradebook:
        for entry in gradebook.assignment_submissions(ASSIGNMENT):
            for notebook in entry.notebooks:
                head = (entry.student.id, str(entry.timestamp), notebook.name)
                rows.append((*head, "penalty", notebook.late_submission_penalty))
                for mark in notebook.grades:
                    scores = (mark.auto_score, mark.manual_score, mark.extra_credit, mark.needs_manual_grade)
                    rows.append((*head, mark.name, *scores))
                rows += [(*head, note.name, note.auto_comment, note.manual_comment) for note in notebook.comments]
    return sorted(rows, key=str)
