"""A school's list of students and the gradebook's, joined once: ids, names and emails become nbgrader's own fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nbgrader.api import Gradebook, Student

from autograder.course.files import shown
from autograder.course.folder import Course
from autograder.course.gradebook import OpenGradebook
from autograder.course_systems import canvas, moodle
from autograder.course_systems.collected import MoodleNumber, folder_of, read_numbers, write_numbers
from autograder.course_systems.people import Joined, Person, join, read_students
from autograder.course_systems.school_file import SchoolFile
from autograder.sealed.errors import CourseProblem


@dataclass
class Report:
    """What became of a list: how many rows mean a student, whose fields changed, and sentences about the others."""

    joined: int = 0
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def canvas_roster(course: Course, path: Path, add: bool) -> Report:
    """Join the rows of Canvas's gradebook, and note Canvas's ids and names. Raises CourseProblem for another file."""
    file = canvas.read_gradebook(path)
    return _join_and_note(course, file, canvas.people(file), add)[0]


def moodle_roster(course: Course, path: Path, assignment: str, add: bool) -> Report:
    """Join the rows of an assignment's worksheet, and note its numbers of participants, names and times.

    Raises CourseProblem for another file.
    """
    file = moodle.read_worksheet(path)
    rows = moodle.participants(file, zone_of(course))
    report, students = _join_and_note(course, file, [row.person for row in rows], add)
    numbers = {
        row.number: MoodleNumber(students[row.person.row], row.name, row.handed_in)
        for row in rows
        if row.number and row.person.row in students
    }
    folder = folder_of(course, assignment)
    write_numbers(folder, read_numbers(folder) | numbers)
    if rows and not any(row.handed_in for row in rows):
        report.notes.append(
            f"{shown(path.name)} has no time of handing in that can be read, so no submission is known to be late. "
            f"Next step: download the worksheet in English; its times are read as {zone_of(course)} "
            "(c.Exchange.timezone)."
        )
    return report


def zone_of(course: Course) -> ZoneInfo:
    """The zone of the times that people write in this course. Raises CourseProblem when there is none of that name."""
    name = course.config.Exchange.get("timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError, TypeError):  # "Europe" is a folder of zones
        raise CourseProblem(
            f"c.Exchange.timezone is {name!r}, which is no time zone. Next step: write one like 'Europe/Berlin' in "
            "nbgrader_config.py."
        ) from None


def _join_and_note(course: Course, file: SchoolFile, people: list[Person], add: bool) -> tuple[Report, dict[int, str]]:
    """Write what the file says of students into the gradebook; returns the students by row, too."""
    report = Report(notes=[torn(file, row) for row in file.torn])
    # One transaction: nbgrader's own would be one for each student, which takes half a minute for a thousand.
    with OpenGradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        found = join(people, read_students(gradebook))
        students, strangers = dict(found.students), found.strangers
        if add:
            strangers = [person for person in strangers if not _add(gradebook, person, report, students)]
        for person in people:
            if person.row in found.students and _note(gradebook.find_student(students[person.row]), person):
                report.changed.append(students[person.row])
        gradebook.save()
    report.joined = len(students)
    report.notes += sentences(found, people, strangers)
    return report, students


def sentences(found: Joined, people: list[Person], strangers: list[Person]) -> list[str]:
    """Everybody who could not be joined, by name, with what to do about it."""
    labels = {person.row: person.label for person in people}
    said = [
        f"{labels[row]} was not joined: {why}. Next step: correct the students in formgrader (Manage Students)."
        for row, why in sorted(found.conflicts.items())
    ]
    for person in strangers:
        give = f"nbgrader db student add ID --lms-user-id {person.id}" if person.id else "nbgrader db student add ID"
        said.append(
            f"{person.label} was not joined: no student has one of these ids. Next step: --add makes a student of "
            f"everybody like this, or {give} names the one who is meant."
        )
    return said


def torn(file: SchoolFile, row: int) -> str:
    """The sentence about a row that cannot be read."""
    return (
        f"Row {row + 1} of {shown(file.path.name)} has {len(file.rows[row])} fields and the first row "
        f"{len(file.rows[0])}, so nobody can say which is which. Next step: download the file again."
    )


def _add(gradebook: Gradebook, person: Person, report: Report, students: dict[int, str]) -> bool:
    """Make a student of somebody whom the gradebook does not know; the first id that can name a folder is theirs."""
    taken = {student.casefold() for student in students.values()}
    id = next((id for id in (*person.others, person.id) if is_plain(id)), "")
    if not id or id.casefold() in taken:
        return False
    _note(gradebook.add_student(id), person)
    students[person.row] = id
    report.added.append(id)
    return True


def is_plain(id: str) -> bool:
    """Can a student's id be the name of a folder in nbgrader's course?"""
    return 0 < len(id) <= 128 and id[0] not in ".~-" and not set(id) & set("/\\+*?[]{}\0") and id.isprintable()


def _note(student: Student, person: Person) -> bool:
    """Fill a student's fields that are empty; returns whether any was."""
    fields = {"lms_user_id": person.id, "email": person.email}
    if not student.last_name and not student.first_name:
        fields |= {"last_name": person.last_name, "first_name": person.first_name}
    new = {name: value[:128] for name, value in fields.items() if value and not getattr(student, name)}
    for name, value in new.items():
        setattr(student, name, value)
    return bool(new)
