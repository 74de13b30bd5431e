"""A class of any size that no grader graded: rows in a gradebook, and autograded notebooks that say what failed."""

from __future__ import annotations

import json
import os
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from tests.sealed.course import answer, test_of

SETTINGS = "from pathlib import Path\nc = get_config()\nc.CourseDirectory.root = str(Path(__file__).resolve().parent)\n"
DUE = datetime(2026, 3, 2, 12)
FILLED = (BaseCell, GradeCell, SubmittedAssignment, SubmittedNotebook, Grade)  #: row by row
SENTENCE = "{}() should give half of its argument, but is off by {}."


def make_up(
    folder: Path, students: Sequence[tuple[str, str, str]], assignments: int = 2, exercises: int = 2, filler: str = ""
) -> Path:
    """A graded course; returns its folder. A seeded draw decides who handed in what, and which checks failed.

    students:  id, last name, first name
    exercises: of each assignment, with two checks each, worth 1 and 2 points
    filler:    what a student wrote beside the answers
    """
    draw = random.Random(0)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")
    with closing(sqlite3.connect(folder / "gradebook.db")) as database:  # in a new file nbgrader starts alembic first
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        rows = [{"id": id, "last_name": last, "first_name": first} for id, last, first in students]
        gradebook.db.execute(Student.__table__.insert(), rows)
        strength = {id: draw.betavariate(4, 2) for id, _, _ in students}
        for number in range(1, assignments + 1):
            add_assignment(folder, gradebook, f"ps{number}", exercises, strength, draw, filler)
        gradebook.db.commit()
    return folder


def add_assignment(
    folder: Path,
    gradebook: Gradebook,
    name: str,
    exercises: int,
    strength: dict[str, float],
    draw: random.Random,
    filler: str,
) -> None:
    found: dict[Any, list[dict]] = {kind: [] for kind in FILLED}
    checks = [(f"e{number}-{kind}", worth) for number in range(exercises) for kind, worth in (("small", 1), ("any", 2))]
    gradebook.db.execute(
        Assignment.__table__.insert(), {"id": name, "name": name, "duedate": DUE, "course_id": gradebook.course_id}
    )
    gradebook.db.execute(Notebook.__table__.insert(), {"id": f"{name}-n", "name": "problem", "assignment_id": name})
    for check, points in checks:
        found[BaseCell].append(
            {"id": f"{name}-{check}", "name": check, "notebook_id": f"{name}-n", "type": "GradeCell"}
        )
        found[GradeCell].append({"id": f"{name}-{check}", "max_score": points, "cell_type": "code"})
    write_source(folder / "source" / name / "problem.ipynb", exercises)
    written: dict[tuple, Path] = {}
    for student, strong in strength.items():
        if draw.random() < 0.06:
            continue
        id = f"{name}-{student}"
        late = draw.random() < 0.05
        passed = tuple(draw.random() < strong for _ in checks)
        points = sum(worth for (_, worth), good in zip(checks, passed, strict=True) if good)
        handed_in = DUE + timedelta(days=1 if late else -1)
        found[SubmittedAssignment].append(
            {"id": id, "assignment_id": name, "student_id": student, "timestamp": handed_in}
        )
        notebook = {"id": id, "assignment_id": id, "notebook_id": f"{name}-n", "flagged": False}
        found[SubmittedNotebook].append(notebook | {"late_submission_penalty": points / 10 if late else None})
        for number, ((check, worth), good) in enumerate(zip(checks, passed, strict=True)):
            mark = {"id": f"{id}-{number}", "notebook_id": id, "cell_id": f"{name}-{check}"}
            found[Grade].append(mark | {"auto_score": float(worth if good else 0), "needs_manual_grade": False})
        write_graded(folder / "autograded" / student / name / "problem.ipynb", checks, passed, filler, written)
    for kind, rows in found.items():
        gradebook.db.execute(kind.__table__.insert(), rows)


def write_source(path: Path, exercises: int) -> None:
    cells = []
    for number in range(exercises):
        cells += [new_markdown_cell(f"## {number + 1} Halve it"), answer(f"e{number}", "def e(x): ...")]
        cells += [test_of(f"e{number}-small", "pass", 1), test_of(f"e{number}-any", "pass", 2)]
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)


def write_graded(
    path: Path, checks: list[tuple[str, int]], passed: tuple[bool, ...], filler: str, written: dict[tuple, Path]
) -> None:
    """Notebooks in which the same checks failed are one file."""
    path.parent.mkdir(parents=True)
    if passed in written:
        os.link(written[passed], path)
        return
    cells = [new_code_cell(filler)]
    for number, ((check, worth), good) in enumerate(zip(checks, passed, strict=True)):
        cell = test_of(check, "pass", worth)
        if not good:
            said = SENTENCE.format(check.partition("-")[0], number)
            cell.outputs = [new_output("error", ename="AssertionError", evalue=said, traceback=[said])]
        cells.append(cell)
    path.write_text(json.dumps(new_notebook(cells=cells)), encoding="utf-8")
    written[passed] = path
