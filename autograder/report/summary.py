"""What a class's marks come to: how many have full points, how an assignment went, who needs a look, who was late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from autograder.course.folder import Course, Submission
from autograder.record.outcomes import BLANK, read_record
from autograder.report.exercises import Check, Exercise
from autograder.report.scores import ClassScores, Work

NOTHING = 1e-9  #: points; sums of decimals are off by less
GROUPS = 20  #: of students, when a class is too large for a row each


@dataclass(frozen=True)
class Standing:
    """How many submissions have how much of an exercise or a check."""

    full: int = 0
    some: int = 0
    none: int = 0
    waiting: int = 0  #: for a mark by hand; no part of the rate

    @property
    def rate(self) -> float | None:
        """The share with full points, 0 to 1; None when nothing is graded."""
        graded = self.full + self.some + self.none
        return self.full / graded if graded else None


def standing(checks: Iterable[Check], works: Iterable[Work]) -> Standing:
    """Count submissions by what they have of some checks. Without points there is nothing to have."""
    counts = {"full": 0, "some": 0, "none": 0, "waiting": 0}
    checks = list(checks)
    points = sum(check.points for check in checks)
    for work in works if points else ():
        share = share_of(checks, points, work)
        if share is not None:
            counts["full" if share >= 1 else "some" if share > 0 else "none"] += 1
        elif any(check.id in work.waiting for check in checks):
            counts["waiting"] += 1
    return Standing(**counts)


def share_of(checks: Iterable[Check], points: float, work: Work) -> float | None:
    """How much of some checks, 0 to 1 and more with extra credit; None when marks are missing or wait."""
    checks = list(checks)
    if not points or any(check.id in work.waiting or check.id not in work.marks for check in checks):
        return None
    got = sum(work.marks[check.id] for check in checks)
    return 1.0 if abs(got - points) < NOTHING else got / points


def share_of_exercise(exercise: Exercise, work: Work | None) -> float | None:
    """As `share_of`, of all checks of an exercise; None without a submission, too."""
    return share_of(exercise.checks, exercise.points, work) if work else None


@dataclass(frozen=True)
class Overview:
    """How an assignment went."""

    assignment: str
    points: float
    graded: int  #: submissions in the gradebook
    mean: float | None
    middle: float | None  #: the median
    full: int
    late: int
    look: int  #: submissions with a mark that waits


def overview(scores: ClassScores, assignment: str) -> Overview:
    """Points are those of the grade table: what waits for a mark counts with what it has so far."""
    works, largest = list(scores.works[assignment].values()), scores.largest(assignment)
    points = [work.points for work in works]
    return Overview(
        assignment,
        largest,
        len(works),
        fmean(points) if points else None,
        median(points) if points else None,
        sum(one >= largest - NOTHING for one in points) if largest else 0,
        sum(work.seconds_late > 0 for work in works),
        sum(bool(work.waiting) for work in works),
    )


@dataclass(frozen=True)
class Attention:
    """A submission that somebody should look at, or that is not there."""

    assignment: str
    student: str
    what: str  #: one of the kinds below
    why: str = ""


UNGRADABLE, BY_HAND = "could not be graded", "waits for a mark by hand"
UNANSWERED = "handed in without an answer"
NOT_GRADED, NOT_HANDED_IN = "handed in, not graded yet", "not handed in"
KINDS = (UNGRADABLE, BY_HAND, UNANSWERED, NOT_GRADED, NOT_HANDED_IN)


def who_needs_a_look(course: Course, scores: ClassScores) -> list[Attention]:
    """Assignment by assignment. What could not be graded is settled once every mark was given by hand."""
    found = []
    for assignment, works in scores.works.items():
        names = {check.id: check.name for exercise in scores.exercises[assignment] for check in exercise.checks}
        handed_in = {submission.student for submission in course.submissions(assignment)}
        for student in [*scores.students, *sorted(handed_in.difference(scores.students))]:
            if (work := works.get(student)) is None:
                found.append(Attention(assignment, student, NOT_GRADED if student in handed_in else NOT_HANDED_IN))
            elif work.waiting:
                record = read_record(course, Submission(assignment, student))
                if record and record.problem:
                    found.append(Attention(assignment, student, UNGRADABLE, record.problem))
                else:
                    cells = ", ".join(sorted(names.get(id, "a removed cell") for id in work.waiting))
                    found.append(Attention(assignment, student, BY_HAND, cells))
            elif not work.points:
                record = read_record(course, Submission(assignment, student))
                if record and BLANK in record.notes:
                    found.append(Attention(assignment, student, UNANSWERED, "was another notebook meant?"))
    return found


@dataclass(frozen=True)
class Late:
    """A submission that came late."""

    assignment: str
    student: str
    work: Work


def late_work(scores: ClassScores) -> list[Late]:
    """What came late or lost points for it, assignment by assignment."""
    return [
        Late(assignment, student, works[student])
        for assignment, works in scores.works.items()
        for student in scores.students
        if student in works and (works[student].seconds_late > 0 or works[student].penalty)
    ]


def ranked(scores: ClassScores) -> list[str]:
    """The students, most points first."""
    return sorted(scores.students, key=lambda student: -scores.total(student))


def groups(students: list[str]) -> dict[str, list[str]]:
    """Twenty groups of one size, by the places that they hold, such as "1–100"."""
    edges = [round(number * len(students) / GROUPS) for number in range(GROUPS + 1)]
    parts = [(first, last) for first, last in pairwise(edges) if last > first]
    return {f"{first + 1}–{last}": students[first:last] for first, last in parts}


def mean_share(exercise: Exercise, works: Mapping[str, Work], students: Iterable[str]) -> float | None:
    """What these students have of an exercise on average, 0 to 1; None when nobody's is graded."""
    shares = [share_of_exercise(exercise, works.get(student)) for student in students]
    there = [share for share in shares if share is not None]
    return fmean(there) if there else None
