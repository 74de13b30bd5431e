"""The README's walk with the real grader: roster, collect, grade, feedback, export, and what goes back to whom."""

from __future__ import annotations

import csv
import io
import re
import shlex
import zipfile
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.report.table import read_table
from bank import ROOT
from tests.commands import autograder
from tests.course_systems.made_up import (
    CLASS,
    COLUMN,
    NOTEBOOK,
    answered,
    canvas_name,
    fields_that_differ,
    gradebook_rows,
    moodle_name,
    worksheet_rows,
    write_csv,
    write_zip,
)
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, make_course

pytestmark = pytest.mark.slow
README = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8").partition("## Canvas and Moodle")[2]
STEPS = re.findall(r"^ *(autograder .*)$", README.partition("Moodle works the same")[0], re.MULTILINE)
HALF = {"double": RIGHT["double"], "halve": WRONG["halve"]}
ADA, ZOE, JO1, JO2, LOU = CLASS


def run(course: Path, line: str) -> str:
    """Type a line of the README in the course's folder; returns what was said."""
    done = autograder(*shlex.split(line)[1:], cwd=course)
    assert done.returncode == 0, done.stderr
    return done.stdout


def names_in(path: Path) -> dict[str, str]:
    """The pages of a zip, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_readmes_walk_with_canvas(tmp_path, pages_from_a_fork):
    course = make_course(tmp_path / "course")
    school = write_csv(course / "canvas-grades.csv", gradebook_rows(), newline="\r\n", bom=True)
    zoes = canvas_name(*ZOE[:2], 902, "problem-1.ipynb")
    files = {
        canvas_name(*ADA[:2], 901): answered(course, RIGHT),
        zoes: answered(course, HALF),
        canvas_name(*JO1[:2], 903): b"no notebook",
        canvas_name(*JO2[:2], 904): answered(course, WRONG),
        canvas_name(*LOU[:2], 905, late=True): answered(course, RIGHT),
    }
    write_zip(course / "submissions.zip", files)
    roster, *collect_and_grade, export = STEPS
    assert [step.split()[1] for step in STEPS] == ["roster", "collect", "grade", "feedback", "export"]

    run(course, roster)
    for step in collect_and_grade:
        run(course, step)
    said = run(course, export)

    filled = course / "export" / "ps1-canvas.csv"
    at = gradebook_rows()[0].index(COLUMN)
    points = {"ada": "6.00", "zoe": "3.00", "jo2": "0.00", "lou": "5.40"}
    rows = {3 + number: login for number, (_, _, login) in enumerate(CLASS)}
    changed = {(row, at): ("", points[login]) for row, login in rows.items() if login in points}
    assert fields_that_differ(school, filled) == changed
    expected = gradebook_rows()
    for row, column in changed:
        expected[row][column] = changed[row, column][1]
    written = write_csv(tmp_path / "expected.csv", expected, newline="\r\n", bom=True).read_bytes()
    assert filled.read_bytes() == written
    table = read_table(Course(course), [ASSIGNMENT]).scores
    assert {login: f"{table[login][ASSIGNMENT].points:.2f}" for login in points} == points
    assert "jo1: left as it was. The submission waits for a look." in said
    pages = names_in(course / "export" / "ps1-canvas-feedback.zip")
    graded = [name for name in files if "_903_" not in name]
    assert sorted(pages) == sorted(str(Path(name).with_suffix(".html")) for name in graded)
    assert (
        "Late, Lou" in pages["latelou_LATE_105_905_problem.html"] or "Lou" in pages["latelou_LATE_105_905_problem.html"]
    )
    assert "halve() should give half of its argument" in pages[str(Path(zoes).with_suffix(".html"))]

    write_zip(course / "submissions.zip", files | {canvas_name(*JO1[:2], 913): answered(course, RIGHT)})
    run(course, collect_and_grade[0])
    for step in collect_and_grade[1:]:
        run(course, step)
    run(course, export)

    found = {row["SIS Login ID"]: row[COLUMN] for row in csv.DictReader(io.StringIO(filled.read_text("utf-8-sig")))}
    assert {login: found[login] for _, _, login in CLASS} == points | {"jo1": "6.00"}
    assert "smithjo_103_913_problem.html" in names_in(course / "export" / "ps1-canvas-feedback.zip")


def test_a_walk_with_moodle(tmp_path, pages_from_a_fork):
    course = make_course(tmp_path / "course")
    people = [(11, "Ada Lovelace", "ada@x.org"), (12, "Dr. Zoë von M.", "zoe@x.org"), (13, "Jo Smith", "jo@x.org")]
    rows = worksheet_rows(people)
    rows[2][8] = "Tuesday, 3 March 2026, 11:00 AM"  # a day begun after the due date
    worksheet = write_csv(course / "worksheet.csv", rows)
    files = {
        moodle_name("Ada Lovelace", 11): answered(course, RIGHT),
        moodle_name("Dr. Zoë von M.", 12): answered(course, HALF),
        moodle_name("Dr. Zoë von M.", 12, "notes/a.txt"): b"a",
    }
    write_zip(course / "submissions.zip", files)

    run(course, "autograder roster moodle worksheet.csv ps1 --add")
    run(course, "autograder collect moodle submissions.zip ps1")
    run(course, "autograder grade ps1")
    run(course, "autograder feedback ps1")
    run(course, "autograder export moodle worksheet.csv ps1")

    changed = fields_that_differ(worksheet, course / "export" / "ps1-moodle.csv")
    assert changed == {(1, 5): ("", "6.00"), (2, 5): ("", "2.70")}
    pages = names_in(course / "export" / "ps1-moodle-feedback.zip")
    assert sorted(pages) == sorted(name.replace(".ipynb", ".html") for name in files if name.endswith(NOTEBOOK))
