"""What an attempt got, read from the gradebook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry


@dataclass(frozen=True)
class Points:
    """The points of one submission, late penalty taken off, and the names of the cells whose tests failed."""

    points: float = 0.0
    most: float = 0.0
    failed: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Such as "13 of 16"."""
        return f"{self.points:g} of {self.most:g}"


def points_of(gradebook: Gradebook, assignment: str, students: Collection[str]) -> dict[str, Points]:
    """By student, of those whom the gradebook knows."""
    found = {}
    for student in students:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            continue
        marks = [mark for notebook in submission.notebooks for mark in notebook.grades]
        penalty = sum(notebook.late_submission_penalty or 0 for notebook in submission.notebooks)
        failed = sorted(mark.name for mark in marks if mark.auto_score is not None and mark.auto_score < mark.max_score)
        found[student] = Points(
            round(max(0, submission.score - penalty), 2), round(submission.max_score, 2), tuple(failed)
        )
    return found
