"""nbgrader's hook for what names of collected files mean: whose file, what it is called, and when it came.

`nbgrader zip_collect` stops at the first two files of one name without a time, so all files are looked at before the
first answer, and it is handed one file of each name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin
from nbgrader.utils import find_all_files

from autograder.course.files import shown
from autograder.course_systems import canvas, moodle
from autograder.course_systems.collected import read_numbers
from autograder.course_systems.people import Known, by_lms_id, letters, read_students
from autograder.intake.submission import TIMESTAMP


@dataclass(frozen=True)
class Taken:
    """A file that is collected.

    file:   its name in the submission's folder
    name:   its name in the zip
    prefix: how a name in the zip begins that leads back to this student
    rank:   grows from one hand-in to the next
    time:   when it came, or what stands for it; "" when nothing is known
    """

    student: str
    file: str
    name: str
    prefix: str
    rank: int
    time: str


class Collector(FileNameCollectorPlugin):
    """What the collectors of Canvas and Moodle share. After the first `collect`, `taken` and `notes` are complete."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.taken: dict[str, Taken] | None = None  #: by path
        self.notes: list[str] = []  #: sentences about what was not collected, or should be looked at

    def collect(self, submitted_file: str) -> dict | None:
        """Called by nbgrader for each unpacked file; None leaves it out."""
        if self.taken is None:
            self.taken = self._look_at_all()
            for note in self.notes:
                self.log.warning(note)
        taken = self.taken.get(os.path.normpath(submitted_file))
        if taken is None:
            return None
        return {"student_id": taken.student, "file_id": taken.file} | ({"timestamp": taken.time} if taken.time else {})

    @property
    def coursedir(self) -> CourseDirectory:
        """The course that nbgrader collects for."""
        return self.parent.coursedir

    def prepare(self, gradebook: Gradebook) -> None:
        """Read what is known of students."""
        raise NotImplementedError

    def read(self, path: str, name: str) -> Taken | None:
        """Whose file it is. name: in the zip. None with a note when nobody can say."""
        raise NotImplementedError

    def _look_at_all(self) -> dict[str, Taken]:
        top = self._unpacked()  # with a folder for each zip
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            self.prepare(gradebook)
        found: dict[tuple[str, str], list[tuple[str, Taken]]] = {}
        for path in sorted(find_all_files(str(top))):
            name = Path(path).relative_to(top).as_posix().partition("/")[2]
            taken = self.read(path, name)
            if taken and taken.file.casefold() == TIMESTAMP:
                self.notes.append(
                    f"{shown(name)} was left out: a student's own {TIMESTAMP} says nothing about the time."
                )
            elif taken and os.path.splitext(taken.file)[1] != os.path.splitext(path)[1]:
                self.notes.append(
                    f"{shown(name)} was left out: nbgrader collects no hidden file, and none without a suffix."
                )
            elif taken:
                found.setdefault((taken.student, taken.file), []).append((path, taken))
        kept = {}
        for (student, file), those in sorted(found.items()):
            those.sort(key=lambda one: (one[1].rank, one[1].name))
            if len(those) > 1:
                names = ", ".join(shown(taken.name) for _, taken in those)
                self.notes.append(
                    f"{student} handed in {shown(file)} {len(those)} times ({names}); the last one counts."
                )
            kept[those[-1][0]] = those[-1][1]
        return kept

    def _unpacked(self) -> Path:
        app = self.parent
        names = {"downloaded": app.downloaded_directory, "assignment_id": self.coursedir.assignment_id}
        structure = os.path.join(self.coursedir.root, app.collect_directory_structure)
        return Path(os.path.normpath(structure.format(**names, collect_step=app.extracted_directory)))


class CanvasCollector(Collector):
    """Names of Canvas's submissions. A student is whoever has the file's user id as `lms_user_id` in the gradebook.

    Canvas says LATE, and not how late. So late work gets the earliest time that is late, a second after the due date
    and the student's extension; other work gets none, or, if an earlier hand-in was late, the latest that is in time.
    """

    def prepare(self, gradebook: Gradebook) -> None:
        """Read the students, the due date, and the names of released files."""
        assignment = self.coursedir.assignment_id
        released = self.coursedir.format_path(self.coursedir.release_directory, ".", assignment)
        self.released = {Path(path).name for path in find_all_files(released)}
        self.students = by_lms_id(read_students(gradebook))
        self.unknown_times: set[str] = set()
        try:
            self.due = gradebook.find_assignment(assignment).duedate
            entries = gradebook.assignment_submissions(assignment)
        except MissingEntry:
            self.due, entries = None, []
        self.times = {entry.student_id: (entry.timestamp, entry.extension) for entry in entries}

    def read(self, path: str, name: str) -> Taken | None:
        """Whose file it is."""
        flat = name.rpartition("/")[2]  # somebody packed the folder of an unpacked zip again
        readings = canvas.read_name(flat)
        if not readings:
            self.notes.append(f"{shown(flat)} was not collected: {canvas.why_nobody(flat)}.")
            return None
        # A number in somebody's or a file's name gives several readings: an assignment's own file decides, or the name.
        own = [one for one in readings if self.released.intersection(canvas.own_names(one.file))]
        readings = own if len(own) == 1 else readings
        known = [one for one in readings if one.user in self.students]
        if len(readings) > 1:
            known = [one for one in known if letters(one.who) == letters(self.students[one.user].name)]
        if len(known) != 1:
            ids = " or ".join(dict.fromkeys(one.user for one in readings))
            self.notes.append(
                f"{shown(flat)} was not collected: it is not certain that a student of the gradebook has Canvas's "
                f"number {ids}. Next step: autograder roster canvas with a new gradebook, then collect again."
            )
            return None
        one = known[0]
        student = self.students[one.user]
        self._note_other_name(student, one)
        file = next((name for name in canvas.own_names(one.file) if name in self.released), one.file)
        prefix = flat[: len(flat) - len(one.file)]
        return Taken(student.id, file, flat, prefix, one.attachment, self._time(student.id, one.late))

    def _note_other_name(self, student: Known, one: canvas.ZipName) -> None:
        if student.name and letters(one.who) != letters(student.name):
            note = (
                f"{student.id} handed in under the name {shown(one.who)!r}. A group hands in once, and only this "
                "student gets its points here."
            )
            if note not in self.notes:
                self.notes.append(note)

    def _time(self, student: str, late: bool) -> str:
        before, extension = self.times.get(student, (None, None))
        if self.due is None:
            if late and student not in self.unknown_times:
                self.unknown_times.add(student)
                self.notes.append(
                    f"{student} is late, says Canvas, and the gradebook has no due date, so no penalty is taken. "
                    "Next step: set the due date in formgrader, then collect again."
                )
            return ""
        end = self.due + (extension or timedelta())
        if late:
            return said(end + timedelta(seconds=1))
        return said(end) if before and before > end else ""


class MoodleCollector(Collector):
    """Names of Moodle's submissions. A student is whom the assignment's worksheet gave the participant's number."""

    def prepare(self, gradebook: Gradebook) -> None:
        """Read the numbers that `autograder roster moodle` noted."""
        self.numbers = read_numbers(Path(self.coursedir.root) / "downloaded" / self.coursedir.assignment_id)

    def read(self, path: str, name: str) -> Taken | None:
        """Whose file it is."""
        one = moodle.read_name(name)
        if one is None:
            self.notes.append(
                f"{shown(name)} was not collected: its name is none that Moodle gives to a person's file. "
                "Next step: collect the zip as Moodle made it, or ask who handed it in."
            )
            return None
        if one.kind != "file":
            self.notes.append(
                f"{shown(one.who)} ({one.participant}) typed text into Moodle, which is no file; it was not collected. "
                "Next step: ask for the notebook's file if there is none."
            )
            return None
        number = self.numbers.get(one.participant)
        # A group's number could be a person's, too; its name is not.
        if number is None or letters(number.name) != letters(one.who):
            self.notes.append(
                f"{shown(one.who)} ({one.participant}) was not collected: no student of this assignment has that name "
                "and number. Next step: autograder roster moodle with a new worksheet, then collect again; "
                "what a group handed in has to be put into its members' folders by hand."
            )
            return None
        modified = int(Path(path).stat().st_mtime)
        return Taken(number.student, one.file, name, one.prefix, modified, number.handed_in)


def said(time: datetime) -> str:
    """A time as the gradebook has it, as text that says its zone."""
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"
