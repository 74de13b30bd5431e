"""The whole nbgrader life cycle, with nbgrader's own commands and a real exchange folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from bank import ROOT, answers, expected_scores, fill_in
from tests.bank.test_answer_bank import reference_answers
from tests.conftest import copy_course, nbgrader
from tools.course_copy import nbgrader as start_nbgrader

UNIT = "04-restoring"
STUDENT = "ada"


@pytest.mark.slow
def test_an_assignment_goes_out_comes_back_and_a_resubmission_replaces_the_grade(tmp_path):
    # The instructor has the course; the student has a folder of their own that knows only the exchange.
    course = copy_course(tmp_path / "course", UNIT)
    student = tmp_path / "student"
    student.mkdir()
    (student / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'restoring-pytorch-models'\n"
        f"c.Exchange.root = {str(course / 'exchange')!r}\n"
        f"c.CourseDirectory.student_id = {STUDENT!r}\n",
        encoding="utf-8",
    )
    notebook = student / UNIT / "restoring.ipynb"

    # generate, release, list, fetch: from here to the first feedback, every command is started as a person starts it
    start_nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    start_nbgrader("release_assignment", UNIT, cwd=course)
    assert UNIT in start_nbgrader("list", cwd=student).stderr
    start_nbgrader("fetch_assignment", UNIT, cwd=student)
    assert "HIDDEN" not in notebook.read_text(encoding="utf-8")

    # validate as fetched: the tests fail, and say so; then answer, with one wrong answer
    assert "failed" in start_nbgrader("validate", notebook.name, cwd=notebook.parent).stdout
    wrong = next(a for a in answers(UNIT, "restore", "wrong") if a.path.stem == "returns_report")
    answer(notebook, {**reference_answers(UNIT), "restore": wrong.source})
    said = start_nbgrader("validate", notebook.name, cwd=notebook.parent).stdout
    assert "load_state_dict returns" in " ".join(said.split()), "validate shows the check's message"

    # submit, collect, autograde
    start_nbgrader("submit", UNIT, cwd=student)
    start_nbgrader("collect", UNIT, cwd=course)
    start_nbgrader("autograde", UNIT, cwd=course)
    first = score(course)
    assert 0 < first < sum(expected_scores(UNIT).values())

    # feedback, release feedback, fetch feedback
    assert "load_state_dict returns" in feedback(course, student, start_nbgrader)

    # a resubmission replaces the grade; the same commands, run in this process
    answer(notebook, reference_answers(UNIT))
    assert "Success" in nbgrader("validate", notebook.name, cwd=notebook.parent).stdout
    nbgrader("submit", UNIT, cwd=student)
    nbgrader("collect", UNIT, "--update", cwd=course)
    nbgrader("autograde", UNIT, cwd=course)
    assert score(course) == sum(expected_scores(UNIT).values())
    page = feedback(course, student, nbgrader)
    assert "load_state_dict returns" not in page
    assert "HIDDEN" not in page


def answer(notebook: Path, sources: dict[str, str]) -> None:
    nbformat.write(fill_in(nbformat.read(notebook, as_version=4), sources), notebook)


def score(course: Path) -> float:
    with Course(course).gradebook() as gradebook:
        return gradebook.find_submission(UNIT, STUDENT).score


def feedback(course: Path, student: Path, nbgrader: Callable) -> str:
    """Make the feedback, send it through the exchange, and return the newest page the student has."""
    nbgrader("generate_feedback", UNIT, "--force", cwd=course)
    nbgrader("release_feedback", UNIT, cwd=course)
    nbgrader("fetch_feedback", UNIT, cwd=student)
    pages = sorted((student / UNIT / "feedback").glob("*/restoring.html"))
    return pages[-1].read_text(encoding="utf-8")


def test_the_repository_is_a_course_folder():
    assert Course(ROOT).directory.course_id == "restoring-pytorch-models"
