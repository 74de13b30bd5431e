"""What `autograder watch` has seen: how many attempts there were, when, and at which check most of them fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from autograder.course.folder import Course
from autograder.course.rules import Attempts
from autograder.record.attempts import GRADED, REFUSED, all_attempts


@dataclass(frozen=True)
class AttemptsAt:
    """The attempts at one assignment."""

    assignment: str
    students: int
    graded: int
    refused: int
    middle: float  #: attempts of a student that were graded, in the median
    hardest: str  #: the check at which most graded attempts fail; "" without one
    failed: int  #: how many fail there
    days: dict[date, int]  #: graded attempts by the day on which they came, days without any included


def attempts_at(course: Course, assignments: Iterable[str]) -> list[AttemptsAt]:
    """Of the assignments at which there was one; days are those of `c.Attempts.time_zone`."""
    found, settings = [], Attempts(config=course.config)
    for assignment in assignments:
        attempts = dict(all_attempts(course.root, assignment))
        graded = {student: [one for one in each if one.state == GRADED] for student, each in attempts.items()}
        every = [one for each in graded.values() for one in each]
        refused = sum(one.state == REFUSED for each in attempts.values() for one in each)
        if not every and not refused:
            continue
        hardest = Counter(cell for one in every for cell in one.failed).most_common(1) or [("", 0)]
        rules = settings.rules(assignment)
        days = in_a_row(Counter(rules.day(one.arrived) for one in every))
        middle = median([len(each) for each in graded.values() if each] or [0])
        found.append(AttemptsAt(assignment, len(attempts), len(every), refused, middle, *hardest[0], days))
    return found


def in_a_row(counts: Counter[date]) -> dict[date, int]:
    """Every day from the first to the last."""
    if not counts:
        return {}
    first, last = min(counts), max(counts)
    return {day: counts[day] for day in (first + timedelta(days=n) for n in range((last - first).days + 1))}
