"""The course that is graded: a whole class, and every student hands in right answers."""

from __future__ import annotations

import random
from pathlib import Path

import nbformat

from bank import answers, exercises, fill_in, notebook_path
from examples.make_class import Submission, due_date, write_submission
from tools.course_copy import copy_course, nbgrader

SEED = 7


def make_course(folder: Path, names: list[str], students: int) -> Path:
    """A released course with the submissions of a whole class, not graded yet."""
    draw = random.Random(SEED)
    copy_course(folder, *names)
    for unit in names:
        nbgrader("generate_assignment", unit, "--create", cwd=folder)
        released = folder / "release" / unit / notebook_path(unit).name
        for number in range(students):
            chosen = {e.name: draw.choice(answers(unit, e.name, "right")).source for e in exercises(unit)}
            notebook = fill_in(nbformat.read(released, as_version=4), chosen)
            submission = Submission(f"s{number:04d}", unit, released, notebook, due_date(unit))
            write_submission(submission, folder / "submitted")
    return folder
