"""Moodle's files: names in a zip of submissions, and an assignment's grading worksheet.

Sources: moodle/moodle, mod/assign/classes/downloader.php (the names), mod/assign/feedback/file/importziplib.php (how it
reads them again), mod/assign/gradingtable.php and mod/assign/feedback/offline/importgradeslib.php (the worksheet).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.course.files import shown
from autograder.course.names import listed
from autograder.course_systems.archive import MOODLES, from_owner
from autograder.course_systems.people import Person
from autograder.course_systems.school_file import SchoolFile, find_columns, one_column, read_school_file
from autograder.sealed.errors import CourseProblem

WHAT = "a grading worksheet of Moodle"
WHERE = "the assignment's submissions → Actions → Download grading worksheet, in English"
ID, GRADE, MODIFIED = "Identifier", "Grade", "Last modified (grade)"
MAXIMUM, CHANGEABLE, HANDED_IN = "Maximum grade", "Grade can be changed", "Last modified (submission)"
TIME = "%A, %d %B %Y, %I:%M %p"  #: Moodle's strftimedaydatetime, in English


@dataclass(frozen=True)
class ZipName:
    """A name in a zip of submissions: `{full name}_{participant id}_assignsubmission_{kind}` and what follows."""

    who: str
    participant: str
    kind: str  #: "file", or "onlinetext" for what was typed into Moodle
    prefix: str  #: the name's beginning, which Moodle reads when feedback comes back, with the sign that follows
    file: str


def read_name(name: str) -> ZipName | None:
    """Read a path in the zip; None when no part of it is one that Moodle makes.

    Moodle puts spaces for underscores in names of people, so the first number between underscores is the id.
    """
    made = re.compile(rf"(([^/]*?)_([0-9]{{1,20}}){MOODLES}([a-z]+)(_?/|_))(.+)", re.DOTALL)
    found = made.match(from_owner(name))
    return ZipName(found[2], found[3], found[4], found[1], found[6]) if found else None


def read_worksheet(path: Path) -> SchoolFile:
    """Read a grading worksheet. Raises CourseProblem for any other file."""
    return read_school_file(path, is_header, WHAT, WHERE)


def is_header(row: list[str]) -> bool:
    """As Moodle's importer tells a worksheet's first row."""
    return all(find_columns(row, (name,)) for name in (ID, MODIFIED))


@dataclass(frozen=True)
class Participant:
    """A row of a worksheet: a person, with the number that this one assignment has for them."""

    person: Person
    number: str
    name: str  #: the full name, or the word that stands for it when the assignment hides names
    handed_in: str  #: when, UTC, as text; "" when nothing that can be read says so


def participants(file: SchoolFile, zone: ZoneInfo) -> list[Participant]:
    """Whoever has a row. zone: that of the worksheet's times."""
    identifier, name, time = column(file, ID), column(file, "Full name"), column(file, HANDED_IN)
    number, username, email = column(file, "ID number"), column(file, "Username"), column(file, "Email address")
    found = []
    for row in file.whole:
        ends = re.fullmatch(r"\D*([0-9]{1,20})", file.text(row, identifier).strip())
        texts = [file.text(row, column).strip() for column in (number, username, email, name)]
        # Where a full name divides, nobody can say: it stays in one piece.
        person = Person(row, texts[0], (texts[1], texts[2]), last_name=texts[3], email=texts[2])
        handed_in = time_of(file.text(row, time), zone)
        shown_name = file.text(row, identifier).rstrip("0123456789 ") if name is None else texts[3]
        found.append(Participant(person, ends[1] if ends else "", shown_name, handed_in))
    return found


def time_of(text: str, zone: ZoneInfo) -> str:
    """A worksheet's time in UTC; "" for "-" and for the words of another language."""
    try:
        local = datetime.strptime(text.strip(), TIME).replace(tzinfo=zone)
    except ValueError:
        return ""
    return f"{local.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def column_of(file: SchoolFile) -> int:
    """The column of grades. Raises CourseProblem when there is none or more than one."""
    found = column(file, GRADE)
    if found is None:
        raise CourseProblem(
            f"{shown(str(file.path))} has no column {GRADE!r}; it has {listed(file.header, 20)}. "
            "Next step: download the worksheet in English; Moodle takes it back in the language it was made in."
        )
    return found


def column(file: SchoolFile, name: str) -> int | None:
    """Where a worksheet has one of its own columns; None without one. Raises CourseProblem when there are two."""
    return one_column(file.header, (name,), file.path)
