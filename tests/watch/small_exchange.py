"""A small course with an exchange, in which accounts that every Debian has hand in."""

from __future__ import annotations

import os
import pwd
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import notebook_hash

from autograder.course.folder import Course, Submission
from autograder.record.attempts import Attempt, read_attempts
from autograder.watch.service import Watch
from tests.small_course import ASSIGNMENT, hand_in, make_course

ANA, BEN, CAI = "daemon", "bin", "sys"
HEAD = """\
c.CourseDirectory.course_id = "course"
c.Exchange.root = str(Path(__file__).resolve().parent / "exchange")
"""


class Exchange:
    """The course, and what its students do."""

    def __init__(self, folder: Path, settings: str = ""):
        self.course = make_course(folder / "course", settings=HEAD + settings)
        self.root = self.course / "exchange"
        self.inbound = self.root / "course" / "inbound"
        self.inbound.mkdir(parents=True)
        self.set_due("2999-01-01 12:00:00 UTC")
        self.root.chmod(0o777)
        self.log: list[str] = []
        self.secrets: dict[str, str] = {}

    @classmethod
    def at(cls, course: Path, like: Exchange) -> Exchange:
        """A copy of another one's course, with the same hand-ins."""
        made = cls.__new__(cls)
        made.course, made.root, made.secrets, made.log = course, course / "exchange", like.secrets, []
        made.inbound = made.root / "course" / "inbound"
        return made

    def set_due(self, date: str) -> None:
        with Course(self.course).gradebook() as gradebook:
            gradebook.update_or_create_assignment(ASSIGNMENT, duedate=date)

    def submit(
        self,
        student: str,
        answers: dict[str, str],
        name: str | None = None,
        owner: str | None = None,
        spoil: Callable[[Path], None] = lambda folder: None,
    ) -> Path:
        """What `nbgrader submit` leaves: a folder of the student's, finished by its mode. Returns it.

        spoil: changes the folder before it is finished
        """
        time = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        folder = self.inbound / f"{name or student}+{ASSIGNMENT}+{time}+{secrets.token_hex(4)}"
        folder.mkdir()
        written = hand_in(self.course, "scratch", answers)
        written.rename(folder / "problem.ipynb")
        (written.parent / "timestamp.txt").unlink()
        written.parent.rmdir()
        written.parent.parent.rmdir()
        spoil(folder)
        self.secrets[folder.name] = secrets.token_hex(64)
        (folder / "timestamp.txt").write_text(time)
        (folder / "submission_secret.txt").write_text(self.secrets[folder.name])
        number = pwd.getpwnam(owner or student).pw_uid
        for path in [*folder.rglob("*"), folder]:
            os.chown(path, number, -1, follow_symlinks=False)
        folder.chmod(0o777)
        return folder

    def watch(self) -> None:
        """Let the service work until nothing is left."""
        Watch(self.course, (), 1, self.log.append).run(once=True)  # each worker starts a process that makes pages

    def attempts(self, student: str) -> list[Attempt]:
        return read_attempts(self.course, Submission(ASSIGNMENT, student))

    def states(self, student: str) -> list[str]:
        return [one.state for one in self.attempts(student)]

    def page_of(self, folder: Path) -> Path:
        """Where the student of this hand-in fetches the page."""
        name = notebook_hash(secret=self.secrets[folder.name], notebook_id="problem")
        return self.root / "course" / "feedback" / f"{name}.html"

    def page(self, folder: Path) -> str:
        """Its text; "" while there is none."""
        path = self.page_of(folder)
        return re.sub(r"\s+", " ", path.read_text()) if path.exists() else ""

    def points(self, student: str) -> float:
        """What the gradebook says."""
        with Course(self.course).gradebook() as gradebook:
            return gradebook.find_submission(ASSIGNMENT, student).score
