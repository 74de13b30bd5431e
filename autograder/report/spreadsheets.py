"""The report's CSV files. A cell that a spreadsheet would take for a formula begins with an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.report.scores import ClassScores
from autograder.report.sentences import Common
from autograder.report.summary import Attention, Late, standing

Cell = str | float | int | None
#: what begins a formula, in full width too; white space before it does not help everywhere
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
#: by file: what it holds
SHEETS = {
    "scores.csv": "every student, every exercise",
    "exercises.csv": "pass rates of exercises and checks",
    "sentences.csv": "what failed checks say",
    "needs-a-look.csv": "who needs a look",
    "late.csv": "late work",
}


def as_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as a spreadsheet reads them: texts quoted and harmless, numbers bare, and the mark that says UTF-8."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet computes; numbers without the noise of adding decimals."""
    if isinstance(cell, str):
        cell = cell.encode("utf-8", "backslashreplace").decode()
        return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
    if cell is None:
        return ""
    return int(cell) if cell == int(cell) else round(cell, 6)


def scores_sheet(scores: ClassScores) -> list[list[Cell]]:
    """A row for each student: points and penalty of each assignment, points of each exercise, and the total."""
    head: list[Cell] = ["student", "last name", "first name"]
    for name, exercises in scores.exercises.items():
        several = len({exercise.notebook for exercise in exercises}) > 1
        head += [f"{name}: points", f"{name}: late penalty"]
        head += [f"{name}: {f'{one.notebook}/' if several else ''}{one.name}" for one in exercises]
    rows: list[list[Cell]] = [[*head, "total"]]
    for student, (last, first) in scores.students.items():
        row: list[Cell] = [student, last, first]
        for name, exercises in scores.exercises.items():
            work = scores.works[name].get(student)
            row += [work.points, work.penalty] if work else [None, None]
            for exercise in exercises:
                marks = [work.marks[check.id] for check in exercise.checks if check.id in work.marks] if work else []
                row.append(sum(marks) if marks else None)
        rows.append([*row, scores.total(student)])
    return rows


def exercises_sheet(scores: ClassScores) -> list[list[Cell]]:
    """A row for each exercise, and one for each of its checks."""
    rows: list[list[Cell]] = [["assignment", "notebook", "exercise", "title", "check", "points", "all points", "some"]]
    rows[0] += ["none", "waiting", "pass rate"]
    for name, exercises in scores.exercises.items():
        works = scores.works[name].values()
        for exercise in exercises:
            parts = [(one.name, one.points, (one,)) for one in exercise.checks]
            for check, points, checks in [("", exercise.points, exercise.checks), *parts]:
                found = standing(checks, works)
                counts = [found.full, found.some, found.none, found.waiting, found.rate]
                rows.append([name, exercise.notebook, exercise.name, exercise.title, check, points, *counts])
    return rows


def sentences_sheet(found: list[Common]) -> list[list[Cell]]:
    """A row for each sentence, the commonest first."""
    rows: list[list[Cell]] = [["assignment", "exercise", "checks", "students", "sentence", "examples"]]
    for one in found:
        examples = ", ".join(one.students[:5])
        where = [one.exercise.assignment, one.exercise.name, ", ".join(one.checks)]
        rows.append([*where, len(one.students), one.sentence, examples])
    return rows


def look_sheet(scores: ClassScores, found: list[Attention]) -> list[list[Cell]]:
    """A row for each submission that needs a look or is not there."""
    rows: list[list[Cell]] = [["assignment", "student", "last name", "first name", "what", "why"]]
    for one in found:
        names = scores.students.get(one.student, ("", ""))
        rows.append([one.assignment, one.student, *names, one.what, one.why])
    return rows


def late_sheet(scores: ClassScores, found: list[Late]) -> list[list[Cell]]:
    """A row for each late submission."""
    rows: list[list[Cell]] = [["assignment", "student", "last name", "first name", "seconds late", "before", "penalty"]]
    rows[0].append("points")
    for one in found:
        names = scores.students[one.student]
        numbers = [one.work.seconds_late, one.work.before, one.work.penalty, one.work.points]
        rows.append([one.assignment, one.student, *names, *numbers])
    return rows
