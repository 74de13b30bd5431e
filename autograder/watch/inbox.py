"""What comes: into the exchange by students, into the course's folder of submissions by anybody else."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.course.files import shown
from autograder.course.folder import Course, Submission
from autograder.intake.collect import SECRET, CollectOwn, HandIn, Refused, look_at
from autograder.intake.submission import TIMESTAMP

SETTLED = 60.0  #: seconds without a change, after which a folder that nbgrader did not finish is taken as it is
FINISHED = 0o777  #: the mode that `nbgrader submit` gives a folder last of all


class Inbox:
    """The exchange's folder of submissions; each that is whole comes out once."""

    def __init__(self, course: Course, seen: set[str], told: set[str], say: Callable[[str], None]):
        """seen, told: names of folders that came out already, and that could not be collected, which both grow.

        What cannot be collected is said once, and looked at again by the next inbox: accounts may be away for a moment.
        """
        self.collector = CollectOwn(coursedir=CourseDirectory(config=course.config), config=course.config)
        self.folder = Path(self.collector.root, course.directory.course_id, "inbound")
        self.seen, self.told, self.say = seen, told, say
        self.refused: set[str] = set()  # by this inbox

    def arrivals(self, assignments: Collection[str]) -> Iterator[tuple[str, HandIn, datetime]]:
        """What is new: assignment, folder, and when it came; the oldest first."""
        try:
            with os.scandir(self.folder) as entries:
                new = [entry for entry in entries if entry.name not in self.seen and entry.name not in self.refused]
        except OSError:  # nobody has handed in anything yet, or the exchange is away for a moment
            return
        found = []
        for entry in new:
            assignment = entry.name.split("+")[1] if entry.name.count("+") >= 2 else ""
            if assignment not in assignments:
                continue
            try:
                there = entry.stat(follow_symlinks=False)
                if is_being_written(Path(entry.path), there):
                    continue
                one = look_at(Path(entry.path), assignment)
            except (Refused, OSError) as why:
                self.refused.add(entry.name)
                if entry.name not in self.told:
                    self.told.add(entry.name)
                    self.say(f"not collected: {shown(entry.name)}: {shown(str(why))}")
            else:
                found.append((assignment, one, min(datetime.fromtimestamp(there.st_ctime, UTC), datetime.now(UTC))))
                self.seen.add(entry.name)
        yield from sorted(found, key=lambda one: (one[2], one[1].time))

    def find(self, name: str, assignment: str) -> HandIn:
        """A folder that was seen before. Raises Refused when it is there no more."""
        return look_at(self.folder / name, assignment)

    def collect(self, assignment: str, one: HandIn) -> None:
        """Put it into the course as the student's submission. Raises Refused or OSError."""
        self.collector.coursedir.assignment_id = assignment
        self.collector.collect_one(one)


def is_being_written(folder: Path, there: os.stat_result) -> bool:
    """May it still change: what is in it, and to whom it belongs, when somebody copies it for a student?"""
    if not stat.S_ISDIR(there.st_mode) or time.time() - there.st_ctime > SETTLED:
        return False
    try:
        return there.st_mode & 0o777 != FINISHED or (folder / SECRET).lstat().st_size == 0
    except OSError:
        return True


class Submitted:
    """The course's folder of submissions, into which other commands and people put some."""

    def __init__(self) -> None:
        self._looks: dict[Submission, tuple] = {}

    def changed(self, course: Course, assignments: Collection[str]) -> Iterator[Submission]:
        """Those that changed since they were last seen; all of them the first time."""
        for assignment in assignments:
            for submission in course.submissions(assignment):
                if self._looks.get(submission) != looks_of(course.folder("submitted", submission)):
                    self.saw(course, submission)
                    yield submission

    def saw(self, course: Course, submission: Submission) -> None:
        """Take it as it is now for seen."""
        self._looks[submission] = looks_of(course.folder("submitted", submission))


def looks_of(folder: Path) -> tuple:
    """What changes when a submission is put there: the times of its folder and of the file that says when it came."""
    try:
        return tuple(path.lstat().st_mtime_ns for path in (folder, folder / TIMESTAMP) if path.exists())
    except OSError:
        return ()
