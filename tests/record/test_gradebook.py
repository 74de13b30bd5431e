"""The gradebook that `autograder grade` writes is the one that stock nbgrader writes."""

from __future__ import annotations

import errno
import shutil
import sqlite3

import pytest

from autograder.course.files import put_in_place
from autograder.course.folder import Course
from autograder.course.gradebook import OpenGradebook
from autograder.grading.grade import grade
from autograder.record import bookkeeping
from autograder.sealed.errors import GradebookBusy
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

HALF = RIGHT | {"halve": WRONG["halve"]}
LATE = "2026-03-04 13:00:00 UTC"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A released course with five honest submissions, not graded yet."""
    course = make_course(tmp_path_factory.mktemp("small") / "course")
    hand_in(course, "all-right", RIGHT)
    hand_in(course, "all-wrong", WRONG)
    hand_in(course, "half", HALF)
    hand_in(course, "late", RIGHT, LATE)
    hand_in(course, "no-answer", {})
    return course


def test_scores_flags_comments_and_penalties_are_those_of_stock_nbgrader(handed_in, tmp_path):
    stock, sealed = (shutil.copytree(handed_in, tmp_path / name) for name in ("stock", "sealed"))
    config = (stock / "nbgrader_config.py").read_text(encoding="utf-8")
    head = config.partition("# Grade sealed")[0]
    (stock / "nbgrader_config.py").write_text(head, encoding="utf-8")

    nbgrader("autograde", ASSIGNMENT, cwd=stock)
    grade(Course(sealed), [ASSIGNMENT], workers=2)

    assert gradebook_content(sealed) == gradebook_content(stock)
    assert ("late", "2026-03-04 13:00:00", "problem", "penalty", 1.8) in gradebook_content(sealed)


def test_a_grader_s_own_marks_and_comments_survive_a_second_grading(handed_in, tmp_path):
    course = shutil.copytree(handed_in, tmp_path / "course")
    grade(Course(course), [ASSIGNMENT], workers=1, students=["half"])
    with Course(course).gradebook() as gradebook:
        mark = gradebook.find_grade("halve-any", "problem", ASSIGNMENT, "half")
        mark.manual_score = 1.5
        gradebook.find_comment("halve", "problem", ASSIGNMENT, "half").manual_comment = "Nearly."
        gradebook.db.commit()

    outcomes = grade(Course(course), [ASSIGNMENT], workers=1, students=["half"], force=True)

    assert [outcome.student for outcome in outcomes] == ["half"]
    with Course(course).gradebook() as gradebook:
        mark = gradebook.find_grade("halve-any", "problem", ASSIGNMENT, "half")
        assert (mark.auto_score, mark.manual_score, mark.needs_manual_grade) == (0, 1.5, True)
        assert gradebook.find_comment("halve", "problem", ASSIGNMENT, "half").comment == "Nearly."


def test_a_gradebook_that_was_thrown_away_is_filled_again(handed_in, tmp_path):
    course = shutil.copytree(handed_in, tmp_path / "course")
    grade(Course(course), [ASSIGNMENT], workers=2)
    before = gradebook_content(course)
    (course / "gradebook.db").unlink()
    nbgrader("generate_assignment", ASSIGNMENT, "--create", "--force", cwd=course)
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-03-02 12:00:00 UTC")

    outcomes = grade(Course(course), [ASSIGNMENT], workers=2)

    assert not any(outcome.skipped for outcome in outcomes)
    assert gradebook_content(course) == before


def test_a_locked_gradebook_is_said_and_the_run_goes_on_where_it_stopped(handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.record.bookkeeping.TRIES", 1)
    course = shutil.copytree(handed_in, tmp_path / "course")
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE student SET email = NULL")

    with pytest.raises(GradebookBusy, match="What is graded stays graded"):
        grade(Course(course), [ASSIGNMENT], workers=1)
    other.execute("ROLLBACK")
    other.close()

    assert len(grade(Course(course), [ASSIGNMENT], workers=2)) == 5
    assert len({row[0] for row in gradebook_content(course)}) == 5


def test_what_another_program_removes_while_it_is_written_is_written_again(handed_in, tmp_path, monkeypatch):
    """As `nbgrader autograde --force` does, when it comes to the same submission at the same moment."""
    course, removed = shutil.copytree(handed_in, tmp_path / "course"), []

    def after_another_program(new, folder, kept):
        if not removed:
            removed.append(new)
            shutil.rmtree(new)
        put_in_place(new, folder, kept)

    monkeypatch.setattr(bookkeeping, "put_in_place", after_another_program)
    (outcome,) = grade(Course(course), [ASSIGNMENT], workers=1, students=["half"])

    assert removed and not outcome.problems
    assert [path.name for path in (course / "autograded" / "half").iterdir()] == [ASSIGNMENT]
    assert (course / "autograded" / "half" / ASSIGNMENT / "problem.ipynb").is_file()


def test_what_another_program_enters_at_the_same_moment_costs_nobody_points(handed_in, tmp_path, monkeypatch):
    """As `nbgrader autograde` does, or `autograder watch`, when it comes to the same submission for the first time."""
    course, entered = shutil.copytree(handed_in, tmp_path / "course"), []
    add = OpenGradebook.add_submission

    def after_another_program(gradebook, assignment, student, **facts):
        gradebook.save()  # the student is known; now both find no submission
        if not entered:
            entered.append(student)
            with Course(course).gradebook() as other:
                other.add_submission(assignment, student)
        return add(gradebook, assignment, student, **facts)

    monkeypatch.setattr(OpenGradebook, "add_submission", after_another_program)
    (outcome,) = grade(Course(course), [ASSIGNMENT], workers=1, students=["all-right"])

    assert entered and not outcome.problems
    with Course(course).gradebook() as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, "all-right")
        assert submission.score == submission.max_score


def test_a_gradebook_locked_while_a_submission_is_prepared_costs_nobody_points(handed_in, tmp_path, monkeypatch):
    course = shutil.copytree(handed_in, tmp_path / "course")
    prepare = bookkeeping.Bookkeeping.prepare

    def while_locked(*arguments):
        other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            return prepare(*arguments)
        finally:
            other.execute("ROLLBACK")
            other.close()

    monkeypatch.setattr(bookkeeping.Bookkeeping, "prepare", while_locked)
    with pytest.raises(GradebookBusy, match="What is graded stays graded"):
        grade(Course(course), [ASSIGNMENT], workers=1, students=["all-right"])

    assert gradebook_content(course) == []


def test_a_source_that_cannot_be_opened_during_a_run_costs_nobody_points(handed_in, tmp_path, monkeypatch):
    course = shutil.copytree(handed_in, tmp_path / "course")

    def too_many(path):
        raise OSError(errno.EMFILE, "Too many open files", str(path))

    monkeypatch.setattr("autograder.intake.repair.read_notebook", too_many)
    with pytest.raises(OSError, match="Too many open files"):
        grade(Course(course), [ASSIGNMENT], workers=1, students=["all-right"])

    assert gradebook_content(course) == []
