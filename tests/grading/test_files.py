"""Files that a submission should not have cost that submission its grade, and nobody else theirs."""

import os

import pytest

from autograder.cli import feedback_and_print, grade_and_print
from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.sealed.errors import CourseProblem
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, gradebook_content, hand_in, make_course


@pytest.mark.slow
def test_files_that_cannot_lie_together_stop_one_submission_and_are_named(tmp_path):
    course = make_course(tmp_path / "course", settings="c.SealedExecute.scratch = 4\n")
    (course / "source" / ASSIGNMENT / "data").mkdir()
    (course / "source" / ASSIGNMENT / "data" / "numbers.txt").write_text("1 2 3", encoding="utf-8")
    for student in ("ada", "ben", "cem", "dan"):
        folder = hand_in(course, student, RIGHT).parent
        if student == "ben":
            (folder / "data").write_text("mine", encoding="utf-8")
        if student == "cem":
            (folder / "large.bin").write_bytes(bytes(5 << 20))

    problems = {outcome.student: outcome.problems for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}

    assert problems["ada"] == problems["dan"] == {}
    assert "a file 'data' where the course has a folder" in problems["ben"]["problem"]
    assert "files beside the notebook have 5 MB; 2 is the most" in problems["cem"]["problem"]


@pytest.mark.slow
def test_what_students_may_change_can_be_added_to_in_the_settings(tmp_path):
    """As traitlets has it for all that is a list or a dict: it waits until somebody asks for the value."""
    added = f"c.Autograde.exclude_overwriting.update({{'{ASSIGNMENT}': ['helper.py']}})\n"
    course = make_course(tmp_path / "course", settings=added)
    hand_in(course, "ada", RIGHT)

    nbgrader("autograde", ASSIGNMENT, cwd=course)

    with Course(course).gradebook() as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "ada").score == 6


@pytest.mark.slow
def test_large_files_of_the_course_cost_nobody_points(tmp_path):
    course = make_course(tmp_path / "course", settings="c.SealedExecute.scratch = 4\n")
    (course / "source" / ASSIGNMENT / "data.bin").write_bytes(bytes(5 << 20))
    hand_in(course, "ada", RIGHT)

    with pytest.raises(CourseProblem, match="Next step: set it to a larger number"):
        grade(Course(course), [ASSIGNMENT], workers=1)

    assert gradebook_content(course) == []


@pytest.mark.slow
def test_a_student_whose_name_no_gradebook_can_hold_stops_nobody(tmp_path, capsys):
    """As an old zip leaves it, unpacked by hand."""
    course = make_course(tmp_path / "course")
    hand_in(course, "ada", RIGHT)
    folder = hand_in(course, "zoe", RIGHT).parent.parent
    folder.rename(folder.with_name(os.fsdecode(b"zo\xeb")))

    grade_and_print(Course(course), [ASSIGNMENT], workers=1)
    feedback_and_print(Course(course), [ASSIGNMENT], workers=1)

    said = capsys.readouterr().out
    assert "zo\\xeb/ps1: its student's name is not UTF-8. Next step: rename it" in said
    assert "1 submissions graded" in said and "Feedback for 1 submissions written." in said
