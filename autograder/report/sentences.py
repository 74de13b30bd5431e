"""What failed checks say, from the autograded notebooks: which sentence does a class meet most often?"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course.files import read_file, shown
from autograder.course.folder import Course, Submission
from autograder.report.exercises import Exercise
from autograder.report.scores import ClassScores

LONGEST = 400  #: characters of a sentence
LARGEST = 50_000_000  #: bytes of a notebook; a larger one is passed over
NOT_ANSWERED = "not answered yet (NotImplementedError)"
NUMBER = re.compile(r"\d+(\.\d+)?(e[+-]?\d+)?")


@dataclass(frozen=True)
class Failure:
    """A check that failed in one submission."""

    exercise: Exercise
    check: str
    student: str
    sentence: str


@dataclass(frozen=True)
class Common:
    """A sentence, and who met it."""

    exercise: Exercise
    checks: tuple[str, ...]
    sentence: str
    students: tuple[str, ...]


def incomplete(scores: ClassScores) -> list[tuple[str, str, list[Exercise]]]:
    """Assignment, student, and the exercises that lack points: only there may a check have failed."""
    found = []
    for assignment, works in scores.works.items():
        for student, work in works.items():
            lacking = [
                exercise
                for exercise in scores.exercises[assignment]
                if any(work.marks.get(check.id, 0.0) < check.points or not check.points for check in exercise.checks)
            ]
            if lacking:
                found.append((assignment, student, lacking))
    return found


def read_failures(
    course: Course,
    works: list[tuple[str, str, list[Exercise]]],
    report: Callable[[], None] = lambda: None,
) -> list[Failure]:
    """What the failed checks of these submissions say. report: called after each submission."""
    failures = []
    for assignment, student, exercises in works:
        folder = course.folder("autograded", Submission(assignment, student))
        for notebook in dict.fromkeys(exercise.notebook for exercise in exercises):
            said = errors_in(folder / f"{notebook}.ipynb")
            failures += [
                Failure(exercise, check.name, student, said[check.name])
                for exercise in exercises
                for check in exercise.checks
                if exercise.notebook == notebook and check.name in said
            ]
        report()
    return failures


def errors_in(notebook: Path) -> dict[str, str]:
    """By grade_id: the sentence of the error that a graded cell shows. Empty when there is no such notebook."""
    try:
        if notebook.lstat().st_size > LARGEST:
            return {}
        cells = json.loads(read_file(notebook))["cells"]
        return {cell["metadata"]["nbgrader"]["grade_id"]: said for cell in cells for said in _errors(cell)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}  # no notebook, or none that nbgrader wrote


def _errors(cell: dict) -> Iterator[str]:
    if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade"):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield sentence_of(str(output["ename"]), str(output["evalue"]))


def sentence_of(name: str, message: str) -> str:
    """An error as one line, which may hold whatever a student's code raised. Of a failed check only its message."""
    message = one_line(message)
    if not message:
        return NOT_ANSWERED if name == "NotImplementedError" else one_line(name)
    return message if name in ("AssertionError", "CheckFailed") else one_line(f"{name}: {message}")


def one_line(text: str) -> str:
    """A text as one line that any program can show: no sign of it moves a cursor or turns the direction of writing."""
    text = " ".join(text[: 4 * LONGEST].encode("utf-8", "backslashreplace").decode().split())
    return shown(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def not_answered(failures: list[Failure]) -> Counter[Exercise]:
    """How many students left an exercise as it was handed out."""
    left = {(failure.exercise, failure.student) for failure in failures if failure.sentence == NOT_ANSWERED}
    return Counter(exercise for exercise, _ in left)


def commonest(failures: list[Failure]) -> list[Common]:
    """Sentences of the same exercise that differ in numbers only are counted as one, the commonest of them is shown.

    Sorted by how many students met them; a student counts once, however many checks said it.
    """
    alike: dict[tuple[str, str, str, str], list[Failure]] = defaultdict(list)
    for failure in failures:
        exercise = failure.exercise
        if failure.sentence == NOT_ANSWERED:  # counted with its exercise: it says nothing about tests
            continue
        key = (exercise.assignment, exercise.notebook, exercise.name, NUMBER.sub("0", failure.sentence))
        alike[key].append(failure)
    found = [
        Common(
            same[0].exercise,
            tuple(dict.fromkeys(one.check for one in same)),
            Counter(one.sentence for one in same).most_common(1)[0][0],
            tuple(dict.fromkeys(one.student for one in same)),
        )
        for same in alike.values()
    ]
    return sorted(found, key=lambda one: (-len(one.students), one.exercise.assignment, one.sentence))
