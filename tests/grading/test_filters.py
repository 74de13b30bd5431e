"""What a course's settings leave out is left alone: assignments, notebooks, and students that nobody enrolled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.cli import gradable
from autograder.course.folder import Course
from autograder.course.names import released_assignments, source_assignments
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from autograder.record.outcomes import Outcome
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_from_a_fork")]


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """Two assignments, of two notebooks each."""
    course = make_course(tmp_path_factory.mktemp("filters") / "course")
    source = course / "source" / ASSIGNMENT
    shutil.copy(source / "problem.ipynb", source / "second.ipynb")
    shutil.copytree(source, source.with_name("ps2"))
    for assignment in (ASSIGNMENT, "ps2"):
        nbgrader("generate_assignment", assignment, "--force", "--create", cwd=course)
    return course


@pytest.fixture
def course(released, tmp_path) -> Path:
    return shutil.copytree(released, tmp_path / "course")


def settings(course: Path, line: str) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(line + "\n")


def both(course: Path, student: str, answers: dict[str, str]) -> None:
    """Hand in the same answers in both notebooks."""
    path = hand_in(course, student, answers)
    shutil.copy(path, path.with_name("second.ipynb"))


def graded(course: Path) -> dict[str, Outcome]:
    return {outcome.student: outcome for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}


def points(course: Path) -> dict[tuple[str, str], float]:
    """By student and notebook."""
    with Course(course).gradebook() as gradebook:
        entries = gradebook.assignment_submissions(ASSIGNMENT)
        return {(entry.student.id, notebook.name): notebook.score for entry in entries for notebook in entry.notebooks}


def test_the_assignment_of_the_settings_is_taken_when_none_is_named(course):
    opened = Course(course)
    assert gradable(opened, ()) == released_assignments(opened) == source_assignments(opened) == [ASSIGNMENT, "ps2"]
    settings(course, 'c.CourseDirectory.assignment_id = "ps2"')

    opened = Course(course)

    assert gradable(opened, ()) == released_assignments(opened) == source_assignments(opened) == ["ps2"]
    assert released_assignments(opened, [ASSIGNMENT]) == source_assignments(opened, [ASSIGNMENT]) == [ASSIGNMENT]


@pytest.mark.parametrize("command", ["autograder grade", "nbgrader autograde"])
def test_a_notebook_that_the_settings_leave_out_keeps_its_points_and_its_pages(course, command):
    both(course, "ada", RIGHT)
    (course / "submitted" / "ada" / ASSIGNMENT / "data.csv").write_text("1")
    graded(course)
    write_feedback(Course(course), [ASSIGNMENT], 1)
    assert points(course) == {("ada", "problem"): 6, ("ada", "second"): 6}
    before = (course / "autograded" / "ada" / ASSIGNMENT / "problem.ipynb").read_bytes()
    both(course, "ada", WRONG)
    (course / "submitted" / "ada" / ASSIGNMENT / "data.csv").write_text("2")
    settings(course, 'c.CourseDirectory.notebook_id = "sec*"')

    if command == "autograder grade":
        assert graded(course)["ada"].problem == ""
    else:
        nbgrader("autograde", ASSIGNMENT, "--force", cwd=course)
    write_feedback(Course(course), [ASSIGNMENT], 1)

    assert points(course) == {("ada", "problem"): 6, ("ada", "second"): 0}
    folder = course / "autograded" / "ada" / ASSIGNMENT
    assert (folder / "problem.ipynb").read_bytes() == before
    assert (folder / "data.csv").read_text() == "2"
    pages = {path.name: path.read_text() for path in (course / "feedback" / "ada" / ASSIGNMENT).glob("*.html")}
    assert "(Score: 6.0 / 6.0)" in pages["problem.html"]
    assert "(Score: 0.0 / 6.0)" in pages["second.html"]


def test_a_notebook_that_is_left_out_may_be_missing_or_damaged(course):
    both(course, "ada", RIGHT)
    (course / "submitted" / "ada" / ASSIGNMENT / "problem.ipynb").write_text("not a notebook")
    settings(course, 'c.CourseDirectory.notebook_id = "second"')

    assert graded(course)["ada"].problem == ""
    assert graded(course)["ada"].skipped

    assert points(course) == {("ada", "problem"): 0, ("ada", "second"): 6}


def test_without_create_student_only_those_in_the_gradebook_are_graded_and_the_others_are_named(course):
    settings(course, "c.Autograde.create_student = False")
    nbgrader("db", "student", "add", "ada", cwd=course)
    for student in ("ada", "bob's"):
        both(course, student, RIGHT)

    outcomes = graded(course)

    assert outcomes["ada"].problem == ""
    assert outcomes["bob's"].problem == (
        'The gradebook has no student "bob\'s", and c.Autograde.create_student is False. '
        "Next step: nbgrader db student add 'bob'\"'\"'s'"
    )
    assert {row[0] for row in gradebook_content(course)} == {"ada"}
    assert not (course / "autograded" / "bob's").exists()
    assert write_feedback(Course(course), [ASSIGNMENT], 1) == 1

    nbgrader("db", "student", "add", "bob's", cwd=course)

    assert {student: outcome.skipped for student, outcome in graded(course).items()} == {"ada": True, "bob's": False}
    assert points(course)["bob's", "second"] == 6
