"""What a learner has done so far. It is recorded automatically, never affects a grade, and losing it costs nothing.

    progress.strip(4)     one line about unit 4 and the course; the last cell of a lesson, and the top of an assignment
    progress.strip("twelve-minutes")   the same about the short way
    progress.show()       all of it, as a picture of every unit

Quizzes and checks note how they went: `answer`, `mastery` and `check`. The strip of the same notebook then changes at
once. `coursekit.progress.record` says where the notes are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.progress import record
from coursekit.progress.picture import Strip, Table, refresh

if TYPE_CHECKING:
    from coursekit.quiz.bank import Question

__all__ = ["answer", "check", "mastery", "show", "strip"]


def answer(question: Question, right: bool) -> None:
    """Remember the last answer to a question."""
    _note("answers", {f"{question.unit}/{question.kind}/{question.id}": right})


def check(label: str, passed: bool) -> None:
    """Remember how a check of an assignment went the last time, by its label: "1.4 states_equal · keys"."""
    _note("checks", {label: passed})


def mastery(right: int) -> None:
    """Remember how many answers of a mastery test were right: the last time, and at best."""
    _note("mastery", {"last": right, "best": max(right, record.read().mastery.get("best", 0))})


def strip(unit: int | str | None) -> Strip:
    """One line: the lesson and the exercises of a unit, then the whole course. Without a unit, the course alone.

    unit: its number, None, or "twelve-minutes"
    """
    return Strip(unit)


def show() -> Table:
    """The progress so far, unit by unit. In a notebook it is a picture; printed, it is text."""
    return Table(record.read())


def _note(kind: str, values: dict[str, bool] | dict[str, int]) -> None:
    record.note(kind, values)
    refresh()
