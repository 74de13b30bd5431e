"""What was graded already: a small file for each submission, written last, beside the gradebook's course."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from autograder.course.folder import Course, Submission

BLANK = "Nothing is answered in it: every answer cell is as it was released."


@dataclass(frozen=True)
class Outcome:
    """What became of one submission."""

    assignment: str
    student: str
    fingerprint: str  #: of everything the grade depends on
    problems: dict[str, str] = field(default_factory=dict)  #: by notebook: why it could not be graded
    notes: tuple[str, ...] = ()  #: what to know about a submission that was graded
    scores: str = ""  #: a hash of the points that its tests gave, as this grader wrote them
    skipped: bool = False  #: nothing changed since it was graded
    news: tuple[str, ...] = ()  #: what to know about this run alone; it is not kept

    @property
    def submission(self) -> Submission:
        """Whose outcome it is."""
        return Submission(self.assignment, self.student)

    @property
    def problem(self) -> str:
        """All problems as one text; "" when there is none."""
        return " ".join(self.problems.values())


def read_record(course: Course, submission: Submission) -> Outcome | None:
    """What was written when the submission was last graded; None when that was never, or the file is damaged."""
    try:
        kept = json.loads(record_path(course, submission).read_text(encoding="utf-8"))
        return Outcome(**kept | {"notes": tuple(kept.get("notes", ())), "news": ()})
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return None


def write_record(course: Course, outcome: Outcome) -> None:
    """Note what became of a submission, as JSON; OSError when it cannot be written."""
    kept = asdict(replace(outcome, news=()))
    replace_file(record_path(course, outcome.submission), json.dumps(kept, indent=1))


def record_path(course: Course, submission: Submission) -> Path:
    """The file that notes what became of a submission, `.autograder/<assignment>/<student>.json` in the course."""
    return course.root / ".autograder" / submission.assignment / f"{submission.student}.json"


def replace_file(path: Path, text: str) -> None:
    """Write a text file that is never half there, however the run ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")  # its own: two programs may write two files of one student at once
    new.write_text(text, encoding="utf-8")
    new.replace(path)
