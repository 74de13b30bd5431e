"""Damaged submissions: a clear message, a zero only for what is damaged, and no harm to anybody else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.report.table import Score, read_table
from autograder.sealed.errors import CourseProblem
from bank import expected_scores, fill_in, notebook_path
from examples import make_class
from examples.make_class import Submission, due_date, solution_cells, write_submission
from tests.conftest import copy_course, nbgrader

UNIT = "04-restoring"
FULL = sum(expected_scores(UNIT).values())


def all_cells_doubled(submission: Submission) -> None:
    copies = nbformat.from_dict(submission.notebook).cells
    submission.notebook.cells = [cell for pair in zip(submission.notebook.cells, copies, strict=True) for cell in pair]


def all_locked_cells_deleted(submission: Submission) -> None:
    cells = submission.notebook.cells
    submission.notebook.cells = [c for c in cells if not c.metadata.get("nbgrader", {}).get("locked")]


def test_cells_emptied_and_unlocked(submission: Submission) -> None:
    for cell in submission.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = ""
            cell.metadata["nbgrader"] |= {"locked": False, "grade": False, "points": 100}


test_cells_emptied_and_unlocked.__test__ = False


def skips_execution(submission: Submission) -> None:
    """Right answers; the tags ask the executor to leave the test cells out."""
    for cell in submission.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["skip-execution"]


def wrong_types_in_metadata(submission: Submission) -> None:
    for cell, junk in zip(
        submission.notebook.cells, [7, [], "x", {"grade_id": 5}, {"points": {}}, None] * 9, strict=False
    ):
        if "nbgrader" not in cell.metadata:
            cell.metadata["nbgrader"] = junk


def keys_of_another_program(submission: Submission) -> None:
    """Right answers, saved by a program that stores more in a cell than the format allows."""
    submission.notebook["program"] = "another"
    for cell in submission.notebook.cells:
        cell["seen"] = True


def huge_output(submission: Submission) -> None:
    make_class.huge_output(submission)


def answers_nothing_but_skips(submission: Submission) -> None:
    make_class.empty(submission)
    skips_execution(submission)


def not_a_notebook(submission: Submission) -> None:
    submission.files = {notebook_path(UNIT).name: b"[1, 2, 3]"}


def no_cells(submission: Submission) -> None:
    submission.notebook.cells = []


def dead_kernel(submission: Submission) -> None:
    fill_in(submission.notebook, {"restore_best": "import os\nos._exit(1)"})


CASES: dict[Callable[[Submission], None], float] = {
    make_class.all_right: FULL,
    make_class.deleted_test: FULL,
    make_class.doubled_test: FULL,
    make_class.moved_tests: FULL,
    make_class.warns: FULL,
    make_class.other_kernel: FULL,
    make_class.old_format: FULL,
    huge_output: FULL,
    all_cells_doubled: FULL,
    all_locked_cells_deleted: FULL,
    test_cells_emptied_and_unlocked: FULL,
    skips_execution: FULL,
    wrong_types_in_metadata: FULL,
    keys_of_another_program: FULL,
    make_class.empty: 0,
    answers_nothing_but_skips: 0,
    no_cells: 0,
    make_class.no_notebook: 0,
    make_class.renamed: 0,
    make_class.corrupt_json: 0,
    make_class.not_utf8: 0,
    not_a_notebook: 0,
    dead_kernel: FULL - 4,  # the four points of the answer that ended its process
}
NEED_A_LOOK = {"no_notebook", "renamed", "corrupt_json", "not_utf8", "not_a_notebook"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> tuple[dict[str, Score], str]:
    """Grade one student for every case, in a folder with spaces in its name and a locale that is not UTF-8."""
    course = copy_course(tmp_path_factory.mktemp("bad input") / "a course", UNIT)
    nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    released = course / "release" / UNIT / notebook_path(UNIT).name
    for make in CASES:
        notebook = fill_in(nbformat.read(released, as_version=4), solution_cells(UNIT))
        submission = Submission(make.__name__, UNIT, released, notebook, due_date(UNIT))
        make(submission)
        write_submission(submission, course / "submitted")
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", UNIT, "--course", str(course), "--workers", "1"],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr.decode()
    scores = read_table(Course(course), [UNIT]).scores
    return {student: by_unit[UNIT] for student, by_unit in scores.items()}, done.stdout.decode()


@pytest.mark.slow
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_damaged_submission_gets_what_its_answers_deserve(make, graded):
    scores, said = graded
    score = scores[make.__name__]
    assert score.points == CASES[make]
    assert score.needs_look == (make.__name__ in NEED_A_LOOK)
    assert (f"not graded: {make.__name__} " in said) == score.needs_look


@pytest.mark.slow
def test_nbgraders_own_command_grades_the_others_beside_a_doubled_and_a_corrupt_one(tmp_path):
    course = copy_course(tmp_path / "course", UNIT)
    nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    released = course / "release" / UNIT / notebook_path(UNIT).name
    for make in (make_class.corrupt_json, make_class.doubled_test, make_class.all_right):
        notebook = fill_in(nbformat.read(released, as_version=4), solution_cells(UNIT))
        submission = Submission(make.__name__, UNIT, released, notebook, due_date(UNIT))
        make(submission)
        write_submission(submission, course / "submitted")

    done = nbgrader("autograde", UNIT, cwd=course, check=False)

    assert "corrupt_json" in done.stderr
    scores = read_table(Course(course), [UNIT]).scores
    assert {student: by_unit[UNIT].points for student, by_unit in scores.items()} == {
        "corrupt_json": 0,
        "doubled_test": FULL,
        "all_right": FULL,
    }


def test_a_folder_that_is_no_course_is_named_with_the_next_step(tmp_path):
    with pytest.raises(CourseProblem, match=r"no nbgrader_config.py.*Next step"):
        Course(tmp_path)


def test_a_folder_without_write_permission_is_named_with_the_next_step(tmp_path):
    course = copy_course(tmp_path / "course")
    course.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    with get_context("fork").Pool(1) as pool:
        said = pool.apply(open_as_nobody, (course,))
    assert "No permission to write" in said
    assert "Next step" in said


def open_as_nobody(course: Path) -> str:
    """What opening a course says to an account that may read but not write; root may write everywhere."""
    if os.getuid() == 0:
        os.setuid(65534)
    try:
        Course(course)
    except CourseProblem as error:
        return str(error)
    return ""
