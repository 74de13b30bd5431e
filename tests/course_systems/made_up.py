"""What Canvas and Moodle would hand over of a class, by the rules in their own exporters."""

from __future__ import annotations

import csv
import io
import re
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat

from tests.small_course import ASSIGNMENT

NOTEBOOK = "problem.ipynb"
COLUMN = "ps1 (4711)"
OTHER = "Essay, part 1 (4712)"
#: Canvas's id, sortable name, login
CLASS = [
    ("101", "Lovelace, Ada", "ada"),
    ("102", "Müller-Lüdenscheidt, Zoë", "zoe"),
    ("103", "Smith, Jo", "jo1"),
    ("104", "Smith, Jo", "jo2"),
    ("105", "Late, Lou", "lou"),
]


def answered(course: Path, answers: dict[str, str]) -> bytes:
    """A notebook as a student hands it in."""
    notebook = nbformat.read(course / "release" / ASSIGNMENT / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return nbformat.writes(notebook).encode()


def canvas_name(id: str, sortable: str, attachment: int, file: str = NOTEBOOK, late: bool = False) -> str:
    """As content_zipper.rb writes it."""
    who = re.sub(r"_(\d+)_", r"\1", sortable).lower()
    head = re.sub(r"\W", "", "_".join(filter(None, [who, "LATE" if late else "", id])).replace(" ", ""))
    return f"{head}_{attachment}_" + re.sub(r'[\x00/\\:*?"<>|]+', "_", file)


def moodle_name(full_name: str, number: int, file: str = NOTEBOOK, flat: bool = False, old: bool = False) -> str:
    """As downloader.php writes it."""
    head = f"{full_name.replace('_', ' ')}_{number}_assignsubmission_file"
    return f"{head}_{file}" if flat else f"{head}{'_' if old else ''}/{file}"


def write_zip(path: Path, files: dict[str | zipfile.ZipInfo, bytes], when: tuple = (2026, 3, 1, 12, 0, 0)) -> Path:
    """A zip whose files carry that time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, when), content)
    return path


def link_entry(name: str) -> zipfile.ZipInfo:
    """An entry that unpacks as a link."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def gradebook_rows(
    people: Iterable[tuple[str, str, str]] = CLASS, points: str = "", first: str = "Student"
) -> list[list[str]]:
    """Canvas's gradebook with two assignments and a total. points: what stands in both columns of each student."""
    head = ["LastName", "FirstName"] if first == "LastName" else [first]
    empty = [""] * (len(head) - 1)
    rows = [[*head, "ID", "SIS User ID", "SIS Login ID", "Section", "Notes", COLUMN, OTHER, "Final Score"]]
    rows.append(["", *empty, "", "", "", "", "", "Manual Posting", "", ""])
    rows.append(["    Points Possible", *empty, "", "", "", "", "", "6.00", "10.00", "(read only)"])
    for id, name, login in people:
        names = name.split(", ") if first == "LastName" else [name]
        rows.append([*names, id, f"S{id}", login, "Group A", 'says "hi"', points, "7.50", "75.00"])
    return rows


def write_csv(path: Path, rows: list[list[str]], separator: str = ",", bom: bool = False, newline: str = "\n") -> Path:
    """Rows as Ruby's and PHP's writers quote them: only where it is needed."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode())
    return path


def worksheet_rows(people: Iterable[tuple[int, str, str]], grade: str = "") -> list[list[str]]:
    """Moodle's grading worksheet. people: participant's number, full name, email."""
    head = ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum grade"]
    head += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    rows = [head]
    for number, name, email in people:
        times = ["Sunday, 1 March 2026, 12:00 PM", "-"]
        status = "Submitted for grading"
        row = [
            f"Participant {number}",
            name,
            f"N{number}",
            email,
            status,
            grade,
            "6.00",
            "Yes",
            *times,
            "well, <b>ok</b>",
        ]
        rows.append(row)
    return rows


def fields_that_differ(before: Path, after: Path, separator: str = ",") -> dict[tuple[int, int], tuple[str, str]]:
    """By row and column: what a field was and is."""
    old, new = (
        list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=separator))
        for path in (before, after)
    )
    assert [len(row) for row in old] == [len(row) for row in new]
    pairs = ((row, column) for row in range(len(old)) for column in range(len(old[row])))
    return {(row, at): (old[row][at], new[row][at]) for row, at in pairs if old[row][at] != new[row][at]}
