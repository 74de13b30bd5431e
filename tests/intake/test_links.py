"""A link is refused wherever a student could put one; an instructor may keep what is theirs behind links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from autograder.report.table import read_table
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course

pytestmark = pytest.mark.slow
NEXT = "is a link, and links are not followed. Next step: put the folder itself in its place."


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("links") / "course")
    hand_in(course, "ada", RIGHT)
    (course / "submitted" / "ada" / ASSIGNMENT / "submission_secret.txt").write_text("secret of ada")
    hand_in(course, "bob", WRONG)
    return course


@pytest.fixture
def course(handed_in, tmp_path) -> Path:
    return shutil.copytree(handed_in, tmp_path / "course")


def replace(path: Path, target: Path | str) -> None:
    shutil.rmtree(path)
    path.symlink_to(target)


def to_another_students_assignment(course: Path) -> str:
    replace(course / "submitted" / "bob" / ASSIGNMENT, Path("..") / "ada" / ASSIGNMENT)
    return f"submitted/bob/{ASSIGNMENT}"


def to_another_student(course: Path) -> str:
    replace(course / "submitted" / "bob", "ada")
    return "submitted/bob"


def to_the_source(course: Path) -> str:
    replace(course / "submitted" / "bob" / ASSIGNMENT, course / "source" / ASSIGNMENT)
    return f"submitted/bob/{ASSIGNMENT}"


def to_a_folder_elsewhere(course: Path) -> str:
    elsewhere = course.parent / "elsewhere"
    shutil.copytree(course / "submitted" / "ada", elsewhere)
    replace(course / "submitted" / "bob", elsewhere)
    return "submitted/bob"


def to_a_link(course: Path) -> str:
    (course / "hop").symlink_to(course / "submitted" / "ada" / ASSIGNMENT)
    replace(course / "submitted" / "bob" / ASSIGNMENT, course / "hop")
    return f"submitted/bob/{ASSIGNMENT}"


def to_itself(course: Path) -> str:
    replace(course / "submitted" / "bob" / ASSIGNMENT, ASSIGNMENT)
    return f"submitted/bob/{ASSIGNMENT}"


def to_nothing(course: Path) -> str:
    replace(course / "submitted" / "bob" / ASSIGNMENT, "gone")
    return f"submitted/bob/{ASSIGNMENT}"


LINKS = [
    to_another_students_assignment,
    to_another_student,
    to_the_source,
    to_a_folder_elsewhere,
    to_a_link,
    to_itself,
    to_nothing,
]


@pytest.mark.parametrize("make", LINKS, ids=lambda make: make.__name__)
def test_a_submission_that_is_a_link_is_named_and_gets_nothing_and_nobody_elses_secret(make, course):
    link = make(course)

    outcomes = {outcome.student: outcome.problem for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}
    write_feedback(Course(course), [ASSIGNMENT], 1)

    assert outcomes == {"ada": "", "bob": f"The folder {link} {NEXT}"}
    scores = read_table(Course(course), [ASSIGNMENT]).scores
    assert {student: score[ASSIGNMENT].points for student, score in scores.items()} == {"ada": 6, "bob": 0}
    feedback = course / "feedback" / "bob" / ASSIGNMENT
    assert "secret of ada" not in (feedback / "submission_secret.txt").read_text()
    assert link in (feedback / "problem.html").read_text()


def test_a_link_is_graded_again_when_the_folder_is_there(course):
    to_another_students_assignment(course)
    grade(Course(course), [ASSIGNMENT], workers=1)
    (course / "submitted" / "bob" / ASSIGNMENT).unlink()
    hand_in(course, "bob", RIGHT)

    outcomes = {outcome.student: outcome for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}

    assert (outcomes["bob"].problem, outcomes["bob"].skipped, outcomes["ada"].skipped) == ("", False, True)


def test_nbgraders_own_command_refuses_it_too(course):
    to_another_students_assignment(course)

    nbgrader("autograde", ASSIGNMENT, cwd=course, check=False)

    scores = read_table(Course(course), [ASSIGNMENT]).scores
    assert scores["ada"][ASSIGNMENT].points == 6
    assert ASSIGNMENT not in scores.get("bob", {}) or scores["bob"][ASSIGNMENT].points == 0


@pytest.mark.parametrize("kept", ["course", "submitted"])
def test_an_instructor_may_keep_the_course_or_all_submissions_behind_a_link(kept, course, tmp_path):
    if kept == "course":
        (tmp_path / "link").symlink_to(course)
        course = tmp_path / "link"
    else:
        shutil.move(course / "submitted", tmp_path / "disk")
        (course / "submitted").symlink_to(tmp_path / "disk")

    outcomes = grade(Course(course), [ASSIGNMENT], workers=1)

    assert {outcome.student: outcome.problem for outcome in outcomes} == {"ada": "", "bob": ""}


def test_with_the_student_last_the_assignments_folder_is_the_instructors(course):
    structure = "{assignment_id}/{nbgrader_step}/{student_id}"
    (course / ASSIGNMENT).mkdir()
    for step in ("source", "release"):
        shutil.move(course / step / ASSIGNMENT, course / ASSIGNMENT / step)
    (course / "disk").mkdir()
    for student in ("ada", "bob"):
        shutil.move(course / "submitted" / student / ASSIGNMENT, course / "disk" / student)
    (course / ASSIGNMENT / "submitted").symlink_to(course / "disk")
    replace(course / "disk" / "bob", "ada")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.CourseDirectory.directory_structure = {structure!r}\n")

    outcomes = {outcome.student: outcome.problem for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}

    assert outcomes == {"ada": "", "bob": f"The folder {ASSIGNMENT}/submitted/bob {NEXT}"}
