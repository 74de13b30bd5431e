"""An instructor's change of a graded assignment never costs a student points: the run stops and names the cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.report.table import read_table
from autograder.sealed.errors import CourseProblem
from tests.conftest import nbgrader
from tests.sealed import course as cells
from tests.small_course import ASSIGNMENT, RIGHT, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

STUDENTS = ("aa", "bb")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """A course whose assignment was graded: two students, six points each."""
    course = make_course(tmp_path_factory.mktemp("graded") / "course")
    for student in STUDENTS:
        hand_in(course, student, RIGHT)
    grade(Course(course), [ASSIGNMENT], workers=1)
    return course


def change_source(course: Path, change: Callable[[NotebookNode], None]) -> None:
    path = course / "source" / ASSIGNMENT / "problem.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == name)


def add_test(notebook: NotebookNode) -> None:
    notebook.cells.append(cells.test_of("halve-more", "assert halve(2) == 1", 1))


def rename_test(notebook: NotebookNode) -> None:
    cell_of(notebook, "halve-any").metadata.nbgrader.grade_id = "halve-new"


def remove_test(notebook: NotebookNode) -> None:
    notebook.cells.remove(cell_of(notebook, "halve-any"))


def test_becomes_an_answer(notebook: NotebookNode) -> None:
    cell_of(notebook, "halve-any").metadata.nbgrader.update(grade=False, solution=True)


test_becomes_an_answer.__test__ = False


def add_answer(notebook: NotebookNode) -> None:
    notebook.cells.append(cells.answer("third", "third = 3"))


def add_setup(notebook: NotebookNode) -> None:
    notebook.cells.insert(0, cells.setup("more-tools", "import cmath"))


def ten_points(notebook: NotebookNode) -> None:
    cell_of(notebook, "halve-any").metadata.nbgrader.points = 10


CHANGES = {
    add_test: "'halve-more'",
    rename_test: "'halve-new'",
    remove_test: "'halve-any'",
    test_becomes_an_answer: "'halve-any'",
    add_answer: "'third'",
    add_setup: "'more-tools'",
    ten_points: "'halve-any'",
}


def points(course: Path) -> dict[str, float]:
    scores = read_table(Course(course), [ASSIGNMENT]).scores
    return {student: by_assignment[ASSIGNMENT].points for student, by_assignment in scores.items()}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_run_stops_before_anything_is_written_and_names_the_cell_and_the_command(change, graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    before = gradebook_content(course)
    pages = {path: path.read_bytes() for path in (course / "autograded").rglob("*.ipynb")}
    change_source(course, change)
    hand_in(course, "cc", RIGHT)

    with pytest.raises(CourseProblem) as stopped:
        grade(Course(course), [ASSIGNMENT], workers=1, force=True)

    said = str(stopped.value)
    assert said.startswith(f"{ASSIGNMENT}, problem.ipynb: ")
    assert CHANGES[change] in said.partition("Next step")[0]
    assert f"nbgrader generate_assignment {ASSIGNMENT} --force" in said
    assert gradebook_content(course) == before
    assert {path: path.read_bytes() for path in (course / "autograded").rglob("*.ipynb")} == pages


@pytest.mark.parametrize("change", [rename_test, ten_points], ids=lambda change: change.__name__)
def test_nbgraders_own_command_says_the_same_and_keeps_the_points(change, graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    change_source(course, change)

    done = nbgrader("autograde", ASSIGNMENT, "--force", cwd=course, check=False)

    assert done.returncode != 0
    assert CHANGES[change] in done.stderr
    assert f"nbgrader generate_assignment {ASSIGNMENT} --force" in done.stderr
    assert points(course) == dict.fromkeys(STUDENTS, 6)


def test_new_points_count_once_the_assignment_is_made_again(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    change_source(course, ten_points)
    nbgrader("generate_assignment", ASSIGNMENT, "--force", cwd=course)

    outcomes = grade(Course(course), [ASSIGNMENT], workers=1)

    assert not any(outcome.skipped for outcome in outcomes)
    assert points(course) == dict.fromkeys(STUDENTS, 13)


def test_the_next_step_for_a_new_test_grades_everybody_by_it(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    change_source(course, add_test)
    with pytest.raises(CourseProblem, match=f"nbgrader db assignment remove {ASSIGNMENT} --force"):
        grade(Course(course), [ASSIGNMENT], workers=1)

    nbgrader("db", "assignment", "remove", ASSIGNMENT, "--force", cwd=course)
    nbgrader("generate_assignment", ASSIGNMENT, "--force", cwd=course)
    grade(Course(course), [ASSIGNMENT], workers=1)

    assert points(course) == dict.fromkeys(STUDENTS, 7)


def test_a_new_notebook_with_graded_cells_stops_the_run_and_a_scratch_one_does_not(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    source = course / "source" / ASSIGNMENT
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), source / "scratch.ipynb")
    assert len(grade(Course(course), [ASSIGNMENT], workers=1)) == len(STUDENTS)

    shutil.copy(source / "problem.ipynb", source / "second.ipynb")

    with pytest.raises(CourseProblem, match=r"second\.ipynb.*nbgrader generate_assignment ps1 --force"):
        grade(Course(course), [ASSIGNMENT], workers=1)


def test_a_draft_that_nobody_handed_in_does_not_stop_the_others(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    shutil.copytree(course / "source" / ASSIGNMENT, course / "source" / "draft")

    outcomes = grade(Course(course), ["draft", ASSIGNMENT], workers=1, force=True)

    assert [(outcome.student, outcome.problem) for outcome in outcomes] == [(student, "") for student in STUDENTS]


def test_an_extension_is_graded_anew_and_takes_the_penalty_off(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    hand_in(course, "aa", RIGHT, "2026-03-04 13:00:00 UTC")
    grade(Course(course), [ASSIGNMENT], workers=1)
    assert points(course)["aa"] < 6
    with Course(course).gradebook() as gradebook:
        gradebook.grant_extension(ASSIGNMENT, "aa", days=7)

    outcomes = grade(Course(course), [ASSIGNMENT], workers=1)

    assert [outcome.student for outcome in outcomes if not outcome.skipped] == ["aa"]
    assert points(course) == dict.fromkeys(STUDENTS, 6)
