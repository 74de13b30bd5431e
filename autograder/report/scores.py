"""What the gradebook says of a class, read in a handful of queries: it may have thousands of students."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import Connection, create_engine, func, select

from autograder.course.folder import Course
from autograder.report.exercises import Check, Exercise, exercises_of
from autograder.sealed.errors import CourseProblem


@dataclass
class Work:
    """One student's submission of an assignment."""

    seconds_late: float
    before: float = 0.0  #: points before the late penalty, as formgrader shows them
    penalty: float = 0.0  #: points that being late costs, as nbgrader has it
    marks: dict[str, float] = field(default_factory=dict)  #: by a check's id: points
    waiting: set[str] = field(default_factory=set)  #: ids of checks that wait for a mark by hand

    @property
    def points(self) -> float:
        """As the grade table shows them: the late penalty taken off, and never less than nothing."""
        return max(0.0, self.before - self.penalty)


@dataclass(frozen=True)
class ClassScores:
    """The marks of a class."""

    students: dict[str, tuple[str, str]]  #: by id, in the order of names: last name and first name, "" where unknown
    exercises: dict[str, list[Exercise]]  #: by assignment
    works: dict[str, dict[str, Work]]  #: by assignment, then by student; no entry without a graded submission

    def largest(self, assignment: str) -> float:
        """The most points that an assignment can give."""
        return sum(exercise.points for exercise in self.exercises[assignment])

    def total(self, student: str) -> float:
        """A student's points in all assignments."""
        return sum(works[student].points for works in self.works.values() if student in works)

    @property
    def largest_total(self) -> float:
        """The points of all assignments."""
        return sum(map(self.largest, self.exercises))


def read_scores(course: Course, assignments: Sequence[str]) -> ClassScores:
    """Read every mark of the assignments, which the gradebook has to know. Nothing is written."""
    with reading(course) as gradebook:
        students = {id: (last or "", first or "") for id, last, first in gradebook.execute(STUDENTS)}
        order = sorted(students, key=lambda id: (*(part.casefold() for part in students[id]), id))
        return ClassScores(
            {id: students[id] for id in order},
            {name: _exercises(course, gradebook, name) for name in assignments},
            {name: _works(gradebook, name) for name in assignments},
        )


@contextmanager
def reading(course: Course) -> Iterator[Connection]:
    """A connection to the gradebook; for reading, since nothing is committed."""
    engine = create_engine(course.directory.db_url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


STUDENTS = select(Student.id, Student.last_name, Student.first_name)
CELL, GRADED, TASK = BaseCell.__table__, GradeCell.__table__, TaskCell.__table__
POINTS = func.coalesce(GRADED.c.max_score, TASK.c.max_score)
CHECKS = (
    select(Notebook.name, CELL.c.id, CELL.c.name, POINTS)
    .select_from(CELL.outerjoin(GRADED, GRADED.c.id == CELL.c.id).outerjoin(TASK, TASK.c.id == CELL.c.id))
    .join(Notebook, Notebook.id == CELL.c.notebook_id)
    .join(Assignment, Assignment.id == Notebook.assignment_id)
    .where(POINTS.is_not(None))
)
SUBMISSIONS = select(
    SubmittedAssignment.id,
    SubmittedAssignment.student_id,
    SubmittedAssignment.timestamp,
    SubmittedAssignment.extension,
    Assignment.duedate,
).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
PENALTIES = (
    select(SubmittedNotebook.assignment_id, func.sum(SubmittedNotebook.late_submission_penalty))
    .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    .join(Assignment, Assignment.id == Notebook.assignment_id)
    .group_by(SubmittedNotebook.assignment_id)
)
MARKS = (
    select(SubmittedNotebook.assignment_id, Grade.cell_id, Grade.score, Grade.needs_manual_grade)
    .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
    .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    .join(Assignment, Assignment.id == Notebook.assignment_id)
)


def _exercises(course: Course, gradebook: Connection, assignment: str) -> list[Exercise]:
    checks: dict[str, list[Check]] = {}
    for notebook, id, name, points in gradebook.execute(CHECKS.where(Assignment.name == assignment)):
        checks.setdefault(notebook, []).append(Check(id, name, points))
    try:
        sources = course.sources(assignment).notebooks
    except CourseProblem:  # a damaged source has no order and no headings; the marks are whole all the same
        sources = {}
    found = []
    for notebook, own in sorted(checks.items()):
        cells = sources[notebook].cells if notebook in sources else ()
        found += exercises_of(assignment, notebook, own, cells)
    return found


def _works(gradebook: Connection, assignment: str) -> dict[str, Work]:
    works, by_id = {}, {}
    found = gradebook.execute(SUBMISSIONS.where(Assignment.name == assignment))
    for id, student, handed_in, extension, due in found:
        works[student] = by_id[id] = Work(_seconds_late(handed_in, due, extension))
    for id, penalty in gradebook.execute(PENALTIES.where(Assignment.name == assignment)):
        if work := by_id.get(id):
            work.penalty = penalty or 0.0
    for id, check, score, waits in gradebook.execute(MARKS.where(Assignment.name == assignment)):
        if (work := by_id.get(id)) is None:  # what is left of a removed submission
            continue
        work.before += score
        work.marks[check] = score
        if waits:
            work.waiting.add(check)
    return works


def _seconds_late(handed_in: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    """As `SubmittedAssignment.total_seconds_late` counts them."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due - (extension or timedelta())).total_seconds())
