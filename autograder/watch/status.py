"""What came and what became of it, for the instructor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from autograder.course.folder import Course
from autograder.course.names import released_assignments
from autograder.record.attempts import GRADED, REFUSED, TAKEN, UNREADABLE, all_attempts
from autograder.sealed.errors import CourseProblem
from autograder.watch.lock import lock_file, locked


def status(course: Course, named: Sequence[str]) -> Iterator[str]:
    """Lines: whether the service runs, then each assignment. Raises CourseProblem for an unknown name."""
    yield "The service runs." if is_running(course) else "The service does not run. Next step: autograder watch"
    for assignment in released_assignments(course, named):
        found = dict(all_attempts(course.root, assignment))
        attempts = [one for of_student in found.values() for one in of_student]
        if not attempts:
            yield f"{assignment}: nothing was handed in yet."
            continue
        states = Counter(one.state for one in attempts)
        today = sum(one.counts and one.arrived > datetime.now(UTC) - timedelta(days=1) for one in attempts)
        parts = [f"{states[GRADED]} attempts of {len(found)} students graded, {today} in the last 24 hours"]
        if states[TAKEN]:
            parts.append(f"{states[TAKEN]} at work")
        if states[REFUSED]:
            parts.append(f"{states[REFUSED]} refused by the rules")
        if states[UNREADABLE]:
            parts.append(f"{states[UNREADABLE]} could not be collected")
        yield f"{assignment}: {', '.join(parts)}."
        failed = Counter(cell for one in attempts for cell in one.failed)
        if failed:
            cell, times = failed.most_common(1)[0]
            yield f"{assignment}: most attempts fail at {cell} ({times} of {states[GRADED]})."


def is_running(course: Course) -> bool:
    """Does another process hold the service's lock?"""
    try:
        with locked(lock_file(course.root)):
            return False
    except CourseProblem:
        return True
