"""Who is graded next: one attempt of each student at a time, the newest, in the order in which students came."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from autograder.course.folder import Submission
from autograder.intake.collect import HandIn


@dataclass(frozen=True)
class Waiting:
    """A submission whose turn has not come."""

    submission: Submission
    arrived: datetime
    one: HandIn | None = None  #: in the exchange; None: somebody put it into the course's `submitted` folder


class Queue:
    """What waits. However often somebody hands in, they have one place for each assignment, and keep it."""

    def __init__(self) -> None:
        self._places: dict[Submission, Waiting] = {}

    def put(self, new: Waiting) -> HandIn | None:
        """Add one; returns the hand-in that will not be graded because of that: the older of two, by their names."""
        there = self._places.setdefault(new.submission, new)
        if there is new or new.one is None:
            return None
        if there.one is not None and (new.one.time, new.arrived) < (
            there.one.time,
            there.arrived,
        ):  # as nbgrader has it
            return new.one
        self._places[new.submission] = new
        return there.one

    def take(self, most: int, most_others: int, busy: Collection[Submission]) -> list[Waiting]:
        """The next ones: hand-ins before all others, and everybody's first place before anybody's second.

        most, most_others: how many hand-ins, and of others when there is no hand-in
        busy:              what is graded at this moment, and keeps its place
        """
        ahead: dict[str, int] = {}
        order = []
        for submission, waiting in self._places.items():
            ahead[submission.student] = ahead.get(submission.student, -1) + 1
            if submission not in busy:
                order.append((waiting.one is None, ahead[submission.student], submission))
        order.sort(key=lambda one: one[:2])
        number = most if order and not order[0][0] else most_others
        return [self._places.pop(submission) for _, _, submission in order[:number]]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Waiting]:
        return iter(list(self._places.values()))
