"""Every hand-in that `autograder watch` has seen, and what became of it: a small file for each student."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from autograder.course.folder import Submission
from autograder.record.outcomes import replace_file

TAKEN = "taken"  #: it counts, and is about to be graded
GRADED = "graded"
REFUSED = "refused"  #: the rules did not allow another attempt; it stays in the exchange
REPLACED = "replaced"  #: a newer one came before its turn
UNREADABLE = "unreadable"  #: nothing could be collected


@dataclass(frozen=True)
class Attempt:
    """One folder that a student put into the exchange."""

    folder: str  #: its name there
    said: str  #: when it was handed in, as nbgrader wrote it
    arrived: datetime  #: when it came, in UTC
    state: str
    points: float = 0.0  #: with any late penalty taken off
    most: float = 0.0
    failed: tuple[str, ...] = ()  #: names of the cells whose tests failed
    says: str = ""  #: why it was refused, or could not be graded

    @property
    def counts(self) -> bool:
        """Does it use up one of the student's attempts?"""
        return self.state in (TAKEN, GRADED)


def read_attempts(root: Path, submission: Submission) -> list[Attempt]:
    """A student's attempts at an assignment, the oldest first; none when the file is missing or damaged.

    root: the course's folder
    """
    try:
        kept = json.loads(attempts_path(root, submission).read_text(encoding="utf-8"))
        return [
            Attempt(**one | {"arrived": datetime.fromisoformat(one["arrived"]), "failed": tuple(one["failed"])})
            for one in kept
        ]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return []


def write_attempts(root: Path, submission: Submission, attempts: Sequence[Attempt]) -> None:
    """Keep them; OSError when they cannot be written."""
    kept = [asdict(one) | {"arrived": one.arrived.isoformat()} for one in attempts]
    replace_file(attempts_path(root, submission), json.dumps(kept, indent=1))


def note(root: Path, submission: Submission, *attempts: Attempt) -> None:
    """Keep what became of attempts; what was kept of them before is replaced. OSError when it cannot be written."""
    known = {one.folder: one for one in [*read_attempts(root, submission), *attempts]}
    write_attempts(root, submission, sorted(known.values(), key=lambda one: one.arrived))


def attempts_path(root: Path, submission: Submission) -> Path:
    """`.autograder/<assignment>/<student>.attempts` in the course, beside the record of the grading."""
    return root / ".autograder" / submission.assignment / f"{submission.student}.attempts"


def all_attempts(root: Path, assignment: str) -> Iterator[tuple[str, list[Attempt]]]:
    """Every student's attempts at an assignment, by student."""
    for path in sorted((root / ".autograder" / assignment).glob("*.attempts")):
        yield path.stem, read_attempts(root, Submission(assignment, path.stem))


def best_of(attempts: Sequence[Attempt]) -> Attempt | None:
    """The graded one with the most points, the first of several; None without any."""
    return max((one for one in attempts if one.state == GRADED), key=lambda one: one.points, default=None)
