"""A roster fills in what the gradebook lacks of the students it is sure of, and names all others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.course_systems.roster import zone_of
from autograder.sealed.errors import CourseProblem
from tests.commands import autograder
from tests.course_systems.made_up import CLASS, gradebook_rows, worksheet_rows, write_csv
from tests.report.made_up import make_up

pytestmark = pytest.mark.slow
STUDENTS = [("ada", "Lovelace", "A."), ("zoe", "", ""), ("jo1", "", "")]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make_up(tmp_path_factory.mktemp("world") / "course", STUDENTS, assignments=1)


@pytest.fixture
def course(made, tmp_path) -> Path:
    return shutil.copytree(made, tmp_path / "course")


def roster(course: Path, system: str, rows: list[list[str]], *arguments: str, **how) -> str:
    path = write_csv(course.parent / "school.csv", rows, **how)
    done = autograder("roster", system, str(path), *arguments, cwd=course)
    assert done.returncode == 0, done.stderr
    return done.stdout


def students(course: Path) -> dict[str, tuple]:
    with Course(course).gradebook() as gradebook:
        found = gradebook.students
        return {one.id: (one.lms_user_id, one.last_name or "", one.first_name or "", one.email) for one in found}


@pytest.mark.parametrize("how", [{}, {"separator": ";", "newline": "\r\n", "bom": True}])
@pytest.mark.parametrize("first", ["Student", "LastName"])
def test_canvas_ids_and_names_are_noted_and_the_rest_is_named(course, first, how):
    said = roster(course, "canvas", gradebook_rows(first=first), **how)

    assert students(course) == {
        "ada": ("101", "Lovelace", "A.", None),  # a name that is there stays
        "zoe": ("102", "Müller-Lüdenscheidt", "Zoë", None),
        "jo1": ("103", "Smith", "Jo", None),
    }
    assert "note: Jo Smith (104, jo2, S104) was not joined: no student has one of these ids. Next step: --add" in said
    assert "note: Lou Late (105, lou, S105) was not joined" in said
    assert "3 rows joined with students, 2 notes." in said


def test_add_makes_students_and_a_second_time_changes_nothing(course):
    assert "New in the gradebook: jo2, lou." in roster(course, "canvas", gradebook_rows(), "--add")
    before = students(course)

    said = roster(course, "canvas", gradebook_rows(), "--add")

    assert before["jo2"] == ("104", "Smith", "Jo", None) and students(course) == before
    assert said.strip() == "5 rows joined with students, 0 notes."


def test_ids_that_no_folder_could_have_are_passed_over(course):
    people = [("200", "Evil, Eve", "../../x"), ("201", "Form, Mal", "=HYPERLINK(1)"), ("202", '="=A1"', "m@x.org")]
    rows = gradebook_rows(people)
    rows[3][2] = ""

    roster(course, "canvas", rows, "--add")

    found = students(course)
    assert found["200"] == ("200", "Evil", "Eve", None)
    assert found["m@x.org"] == ("202", "=A1", "", "m@x.org")


def test_ids_that_contradict_each_other_join_nobody(course):
    with Course(course).gradebook() as gradebook:
        gradebook.find_student("ada").lms_user_id = "7"
        gradebook.find_student("jo1").email = "zoe"
        gradebook.db.commit()

    said = roster(course, "canvas", gradebook_rows([*CLASS[:2], ("300", "Jo", "jo1"), ("301", "Jo", "jo1")]))

    assert "Ada Lovelace (101, ada, S101) was not joined: the student ada has the lms_user_id 7, and this row" in said
    assert "was not joined: 2 rows belong to the student jo1" in said
    assert {id for id, (lms, *_) in students(course).items() if lms} == {"ada", "zoe"}


def test_a_row_with_other_fields_is_named_and_the_rest_is_joined(course):
    rows = gradebook_rows()
    rows[4].append("one too many")

    said = roster(course, "canvas", rows)

    assert "Row 5 of school.csv has 10 fields and the first row 9" in said
    assert "2 rows joined" in said


def test_moodle_numbers_are_noted_by_assignment(course):
    with Course(course).gradebook() as gradebook:
        gradebook.find_student("zoe").email = "zoe@x.org"
        gradebook.db.commit()
    rows = worksheet_rows([(11, "Ada Lovelace", "ada"), (12, "Zoë M.", "Zoe@x.org"), (13, "Jo Smith", "jo@x.org")])

    said = roster(course, "moodle", rows, "ps1")

    kept = json.loads((course / "downloaded" / "ps1" / "participants.json").read_text("utf-8"))
    assert {number: one["student"] for number, one in kept.items()} == {"11": "ada", "12": "zoe"}
    assert kept["12"] == {"student": "zoe", "name": "Zoë M.", "handed_in": "2026-03-01 12:00:00 UTC"}
    assert students(course)["zoe"] == ("N12", "Zoë M.", "", "zoe@x.org")
    assert "note: Jo Smith (N13, jo@x.org) was not joined" in said


def test_times_are_read_in_the_courses_zone_and_others_words_are_said(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Exchange.timezone = 'Europe/Berlin'\n")
    rows = worksheet_rows([(11, "Ada Lovelace", "ada")])
    roster(course, "moodle", rows, "ps1")
    path = course / "downloaded" / "ps1" / "participants.json"
    assert json.loads(path.read_text())["11"]["handed_in"] == "2026-03-01 11:00:00 UTC"

    rows[1][8] = "Sonntag, 1. März 2026, 12:00"

    assert "no time of handing in that can be read" in roster(course, "moodle", rows, "ps1")


def test_a_folder_of_time_zones_is_none(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Exchange.timezone = 'Europe'\n")

    with pytest.raises(CourseProblem, match="'Europe', which is no time zone"):
        zone_of(Course(course))
