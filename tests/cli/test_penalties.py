"""After marks by hand no command shows an old late penalty, and each says what it renewed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course.folder import Course
from tests.cli.test_sentences import autograder
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow
LATE = "2026-03-03 11:00:00 UTC"  # one day begun: a tenth
SAID = "note: bob / ps1: Its late penalty is 0.3 points now; it was 0."


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """ada is in time; bob and cy are late, bob with nothing right."""
    course = make_course(tmp_path_factory.mktemp("penalties") / "course")
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bob", WRONG, LATE)
    hand_in(course, "cy", RIGHT, LATE)
    assert autograder("grade", cwd=course).returncode == 0
    assert autograder("feedback", cwd=course).returncode == 0
    return course


@pytest.fixture
def marked(graded, tmp_path) -> Path:
    """Somebody gave three points to ada and to bob for a test that failed."""
    course = shutil.copytree(graded, tmp_path / "course")
    give(course, "ada", 3)
    give(course, "bob", 3)
    return course


def give(course: Path, student: str, points: float) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.find_grade("halve-any", "problem", ASSIGNMENT, student).manual_score = points
        gradebook.db.commit()


def row(said: str, student: str) -> str:
    """The line of the table."""
    return next(line for line in said.splitlines() if student in line and "│" in line)


def test_grade_says_what_it_renewed_and_that_nothing_ran_again(marked):
    said = autograder("grade", cwd=marked).stdout

    assert SAID in said
    assert "Late penalties renewed: 1. All other grades stayed" in said
    assert "Nothing changed" not in said
    assert "2.7 L" in row(said, "bob")
    assert "Nothing changed: all 3 submissions were graded before." in autograder("grade", cwd=marked).stdout


def test_grade_says_it_beside_what_it_graded(marked):
    hand_in(marked, "dee", RIGHT)

    said = autograder("grade", cwd=marked).stdout

    assert "1 submissions graded, 3 unchanged, 0 need a look." in said
    assert SAID in said and "Late penalties renewed: 1." in said


def test_the_table_shows_the_new_penalty_and_says_so_once(marked):
    said = autograder("table", cwd=marked).stdout

    assert said.splitlines()[0] == SAID
    assert "2.7 L" in row(said, "bob") and "5.4 L" in row(said, "cy")
    assert "note:" not in autograder("table", cwd=marked).stdout
    assert "Nothing changed" in autograder("grade", cwd=marked).stdout


def test_feedback_shows_the_new_penalty(marked):
    said = autograder("feedback", cwd=marked).stdout

    assert SAID in said
    page = (marked / "feedback" / "bob" / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")
    assert "2.7 / 6.0" in page or "-0.3" in page


def test_a_penalty_that_an_extension_lifted_is_gone_from_the_table(marked):
    with Course(marked).gradebook() as gradebook:
        gradebook.grant_extension(ASSIGNMENT, "cy", days=2)

    said = autograder("table", cwd=marked).stdout

    assert "note: cy / ps1: Its late penalty is 0 points now; it was 0.6." in said
    assert "L" not in row(said, "cy")


def test_the_table_says_what_formgrader_shows_of_late_work_when_there_is_some(graded, tmp_path):
    in_time = make_course(tmp_path / "course")
    hand_in(in_time, "ada", RIGHT)

    assert "formgrader shows the points before the penalty" in autograder("table", cwd=graded).stdout
    assert "formgrader" not in autograder("grade", cwd=in_time).stdout


def test_a_course_without_penalties_is_only_read(marked):
    with (marked / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.Autograde.autograde_preprocessors.pop()\n")
    before = gradebook_content(marked)

    assert "note:" not in autograder("table", cwd=marked).stdout

    assert gradebook_content(marked) == before


def test_a_course_that_is_not_graded_sealed_has_its_table(marked):
    config = marked / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8").replace("grade_sealed(c)", ""), encoding="utf-8")

    said = autograder("table", cwd=marked)

    assert said.returncode == 0, said.stderr
    assert SAID in said.stdout
