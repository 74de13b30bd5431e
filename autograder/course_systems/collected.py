"""What collecting has to remember of an assignment, beside the files that `nbgrader zip_collect` works with.

In the course's folder `downloaded/ASSIGNMENT/`: `collected.json`, whose files came under which names, so that feedback
goes back under the same ones; `participants.json`, Moodle's numbers of students, which differ from assignment to
assignment; `replaced/STUDENT/`, what a newer submission took the place of.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.course.folder import Course
from autograder.record.outcomes import replace_file


@dataclass(frozen=True)
class Origin:
    """Where a file of a submission came from."""

    name: str  #: in the zip of the course system
    prefix: str  #: how a name begins that leads back to this student
    sha256: str


@dataclass(frozen=True)
class Collected:
    """One student's submission as it was collected last.

    files: by name in the submission's folder
    rank:  grows from one hand-in to the next
    time:  what the course system said of the time, as it was written down; "" when it said nothing
    """

    system: str
    files: dict[str, Origin] = field(default_factory=dict)
    rank: tuple[int, ...] = ()
    time: str = ""


@dataclass(frozen=True)
class MoodleNumber:
    """Who has a participant's number."""

    student: str
    name: str  #: what Moodle shows for it: the full name, or "Participant" when the assignment hides names
    handed_in: str  #: UTC, as text; "" when it is not known


def folder_of(course: Course, assignment: str) -> Path:
    """Where all of it lies."""
    return course.root / "downloaded" / assignment


def read_collected(course: Course, assignment: str) -> dict[str, Collected]:
    """By student; empty when nothing was collected, or what was noted is damaged."""
    try:
        kept = json.loads((folder_of(course, assignment) / "collected.json").read_text(encoding="utf-8"))
        return {
            student: Collected(
                one["system"],
                {name: Origin(**origin) for name, origin in one["files"].items()},
                tuple(one["rank"]),
                one["time"],
            )
            for student, one in kept.items()
        }
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_collected(course: Course, assignment: str, collected: dict[str, Collected]) -> None:
    """Note what was collected; OSError when it cannot be written."""
    kept = {student: asdict(one) for student, one in sorted(collected.items())}
    replace_file(folder_of(course, assignment) / "collected.json", json.dumps(kept, indent=1, ensure_ascii=False))


def read_numbers(folder: Path) -> dict[str, MoodleNumber]:
    """By participant's number; empty when no roster was read for this assignment, or what was noted is damaged."""
    try:
        kept = json.loads((folder / "participants.json").read_text(encoding="utf-8"))
        return {number: MoodleNumber(**one) for number, one in kept.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def write_numbers(folder: Path, numbers: dict[str, MoodleNumber]) -> None:
    """Note who has which number; OSError when it cannot be written."""
    kept = {number: asdict(one) for number, one in sorted(numbers.items())}
    replace_file(folder / "participants.json", json.dumps(kept, indent=1, ensure_ascii=False))
