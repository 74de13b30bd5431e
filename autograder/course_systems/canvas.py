"""Canvas's files: names in a zip of submissions, and the gradebook.

Sources: instructure/canvas-lms, lib/content_zipper.rb (the names), lib/gradebook_exporter.rb and
lib/gradebook_importer.rb (the gradebook).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.course.files import shown
from autograder.course.names import listed, must_know
from autograder.course_systems.people import Person
from autograder.course_systems.school_file import SchoolFile, find_columns, number_of, one_column, read_school_file
from autograder.sealed.errors import CourseProblem

WHAT, WHERE = "Canvas's gradebook", "Grades → Export"
#: headings of columns that Canvas computes itself, wherever they stand in a title; its importer skips them
TOTALS = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
OTHER_IDS = ("SIS Login ID", "SIS User ID", "Integration ID")
NO_STUDENT = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
FORMULA = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True)
class ZipName:
    """One reading of a name in a zip of submissions: `{who}_{LATE_}{user id}_{attachment id}_{file name}`."""

    who: str
    late: bool
    user: str
    attachment: int
    file: str


def read_name(name: str) -> list[ZipName]:
    """Every reading of a name; a name or a file with numbers between underscores has several, most names one."""
    parts = name.split("_")
    found = []
    for at in range(1, len(parts) - 2):
        if is_number(parts[at]) and is_number(parts[at + 1]):
            before, late = parts[:at], parts[at - 1] == "LATE"  # who is in small letters
            who = "_".join(before[:-1] if late else before)
            found.append(ZipName(who, late, parts[at], int(parts[at + 1]), "_".join(parts[at + 2 :])))
    return [one for one in found if one.file]


def is_number(text: str) -> bool:
    """Digits, as Canvas writes an id."""
    return re.fullmatch("[0-9]{1,20}", text) is not None


def why_nobody(name: str) -> str:
    """What a name without ids says, for a sentence."""
    if re.match("(LATE_)?anon_", name):
        return "the assignment hides who handed it in. Next step: end anonymous grading in Canvas, then download again"
    if re.search("_(text|link)\\.html$", name):
        return "it is a text or a link typed into Canvas, no file. Next step: ask for the notebook's file"
    return "its name is none that Canvas gives. Next step: collect the zip as Canvas made it"


def own_names(file: str) -> list[str]:
    """What a student may have called a file: its name, then without the number of a file handed in again."""
    stem, dot, suffix = file.rpartition(".")
    again = re.fullmatch("(.+)-[0-9]{1,4}", stem if dot else file)
    return [file, again[1] + dot + suffix if dot else again[1]] if again else [file]


def read_gradebook(path: Path) -> SchoolFile:
    """Read an exported gradebook. Raises CourseProblem for any other file."""
    return read_school_file(path, is_header, WHAT, WHERE)


def is_header(row: list[str]) -> bool:
    """As Canvas's importer tells a gradebook's first row."""
    names = row[:2] == ["LastName", "FirstName"]
    return len(row) > 3 and (names or row[0] == "Student") and "ID" in row[:3] and "Section" in row


def people(file: SchoolFile) -> list[Person]:
    """Whoever has a row, without Canvas's own rows (Points Possible, Manual Posting)."""
    header = file.header[: section_of(file) + 1]
    id, login = header.index("ID"), one_column(header, ("SIS Login ID",), file.path)
    others = [column for name in OTHER_IDS if (column := one_column(header, (name,), file.path)) is not None]
    found = []
    for row in student_rows(file):
        if header[0] == "LastName":
            last, first = name_of(file.text(row, 0)), name_of(file.text(row, 1))
        else:
            last, _, first = (part.strip() for part in name_of(file.text(row, 0)).partition(","))
        ids = tuple(file.text(row, column).strip() for column in others)
        email = file.text(row, login).strip()
        found.append(Person(row, file.text(row, id).strip(), ids, last, first, email if "@" in email else ""))
    return found


def student_rows(file: SchoolFile) -> list[int]:
    """The rows of students that are whole."""
    return [row for row in file.whole if not is_own_row(file, row)]


def is_own_row(file: SchoolFile, row: int) -> bool:
    """Is a row Canvas's own? As its importer tells it."""
    texts = [field.text for field in file.rows[row]]
    return "Points Possible" in texts[0] or all(NO_STUDENT.fullmatch(text) for text in texts)


def name_of(text: str) -> str:
    """A name; Canvas writes one that begins with an equals sign as a formula that shows it."""
    formula = FORMULA.fullmatch(text)
    return (formula[1] if formula else text).strip()


def section_of(file: SchoolFile) -> int:
    """The last column that says who a row is."""
    return file.header.index("Section")


def assignment_columns(file: SchoolFile) -> dict[int, tuple[str, str]]:
    """Title and Canvas's id of each assignment's column; a title without an id would make a new assignment."""
    found = {}
    for column in range(section_of(file) + 1, len(file.header)):
        parts = re.fullmatch(r"(.*)\s\(([0-9]+)\)", file.header[column], re.DOTALL)
        if parts and not TOTALS.search(file.header[column]):
            found[column] = (parts[1], parts[2])
    return found


def column_of(file: SchoolFile, assignment: str, column: str) -> int:
    """The one column to fill: that of an id or a title, or whose title is the assignment's name.

    column: what a person typed, "" for nothing
    Raises CourseProblem when there is none or more than one, or when Canvas computes it or lets nobody write it.
    """
    columns = assignment_columns(file)
    if find_columns(file.header, (column,)) and TOTALS.search(column):
        raise CourseProblem(f"Canvas computes {column!r} itself. Next step: name an assignment's column with --column.")
    wanted = (column or assignment).casefold()
    found = [
        number
        for number, (title, id) in columns.items()
        if wanted in (id, title.casefold(), f"{title} ({id})".casefold())
    ]
    known = [f"{title} ({id})" for title, id in columns.values()]
    if not found and column:
        must_know(column, known, "column of an assignment", shown(str(file.path)))
    if not found:
        raise CourseProblem(
            f"No column of {shown(str(file.path))} is called {assignment!r}; it has {listed(known) or 'none'}. "
            "Next step: name one with --column ID, the number in brackets."
        )
    if len(found) > 1:
        raise CourseProblem(
            f"{len(found)} columns of {shown(str(file.path))} match {column or assignment!r}: "
            f"{listed([file.header[number] for number in found])}. Next step: name one with --column ID, the number in "
            "brackets; if two have the same number, download the file again."
        )
    if "read only" in points_possible(file, found[0]):
        raise CourseProblem(
            f"Canvas lets nobody write the column {file.header[found[0]]!r}: it says read only. "
            "Next step: name another one with --column ID."
        )
    return found[0]


def points_possible(file: SchoolFile, column: int) -> str:
    """What Canvas's own row says of an assignment's points; "" without such a row."""
    rows = (row for row in range(1, len(file.rows)) if "Points Possible" in file.text(row, 0))
    return next((file.text(row, column).strip() for row in rows), "")


def must_stay(text: str) -> str:
    """Why a field is left as it is: the word that says it, "" for one that may be filled."""
    text = text.strip()
    return "" if not text or text == "-" or number_of(text) is not None else text
