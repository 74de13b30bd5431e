"""Every state that nbgrader allows in a course folder and a gradebook can be graded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.course.folder import Course
from autograder.course.names import check_students
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from autograder.report.table import Score, read_table
from autograder.sealed.errors import CourseProblem
from tests.conftest import nbgrader
from tests.sealed import course as cells
from tests.small_course import ASSIGNMENT, DUE, RIGHT, gradebook_content, hand_in, make_course

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_from_a_fork")]
LATE = "2026-03-03 11:00:00 UTC"  # one day begun
ESSAY, SKETCH = "essay", "sketch"
FOREIGN = """
from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2
"""


def manual(name: str, kind: str) -> NotebookNode:
    """An answer that a person grades."""
    marks = {"grade_id": name, "grade": True, "solution": True, "locked": False, "schema_version": 3, "points": 4}
    make = new_markdown_cell if kind == "markdown" else new_code_cell
    return make("Write your answer here.", metadata={"nbgrader": marks | {"cell_type": kind}})


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A released course whose assignment has two answers more, of four points each, that a person grades."""
    more = [manual(ESSAY, "markdown"), manual(SKETCH, "code")]
    return make_course(tmp_path_factory.mktemp("states") / "course", more=more)


@pytest.fixture
def course(released, tmp_path) -> Path:
    return shutil.copytree(released, tmp_path / "course")


def scores(course: Path, assignment: str = ASSIGNMENT) -> dict[str, Score]:
    found = read_table(Course(course), [assignment]).scores
    return {student: by_assignment[assignment] for student, by_assignment in found.items() if by_assignment}


def settings(course: Path, *lines: str) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.writelines(f"{line}\n" for line in lines)


def mark_by_hand(course: Path, student: str, name: str, points: float) -> None:
    """As formgrader does it."""
    with Course(course).gradebook() as gradebook:
        mark = gradebook.find_grade(name, "problem", ASSIGNMENT, student)
        mark.manual_score, mark.needs_manual_grade = points, False
        gradebook.db.commit()


def marks_of(course: Path, student: str) -> dict[str, tuple]:
    """Points that the tests gave, points by hand, and whether it needs a look, by cell."""
    with Course(course).gradebook() as gradebook:
        found = gradebook.find_submission_notebook("problem", ASSIGNMENT, student).grades
        return {mark.name: (mark.auto_score, mark.manual_score, bool(mark.needs_manual_grade)) for mark in found}


@pytest.mark.parametrize(
    ("lines", "graded"),
    [
        ([], ["ab", "ac", "b"]),
        (['c.CourseDirectory.student_id_exclude = "ac,nobody"'], ["ab", "b"]),
        (['c.CourseDirectory.student_id = "a*"'], ["ab", "ac"]),
        (['c.CourseDirectory.student_id = "a*"', 'c.CourseDirectory.student_id_exclude = "ac"'], ["ab"]),
    ],
)
def test_students_are_those_that_nbgraders_own_command_would_take(course, lines, graded):
    for student in ("ab", "ac", "b"):
        hand_in(course, student, RIGHT)
    settings(course, *lines)

    assert [outcome.student for outcome in grade(Course(course), [ASSIGNMENT], workers=1)] == graded
    assert list(scores(course)) == graded
    assert write_feedback(Course(course), [ASSIGNMENT], 1) == len(graded)
    nbgrader("autograde", ASSIGNMENT, "--force", cwd=course)
    assert list(scores(course)) == graded


def test_assignments_may_have_any_name_that_nbgrader_takes(course):
    # nbgrader itself finds no source folder whose name has *, ? or [] in it.
    names = ["it's 50% {done}", "Übung 1.b", "$HOME & more", "x" * 120]
    for name in names:
        shutil.copytree(course / "source" / ASSIGNMENT, course / "source" / name)
        nbgrader("generate_assignment", f"--assignment={name}", "--create", cwd=course)
        path = hand_in(course, "ada", RIGHT)
        shutil.copytree(path.parent, course / "submitted" / "ada" / name)
    shutil.rmtree(course / "submitted" / "ada" / ASSIGNMENT)

    outcomes = grade(Course(course), names, workers=1)

    assert {outcome.assignment: outcome.problem for outcome in outcomes} == dict.fromkeys(names, "")
    assert [scores(course, name)["ada"].points for name in names] == [6] * len(names)
    assert all(outcome.skipped for outcome in grade(Course(course), names, workers=1))
    assert write_feedback(Course(course), names, 1) == len(names)
    assert write_feedback(Course(course), names, 1) == 0


def test_an_assignment_of_zero_points_is_graded_late_too(course):
    name = "survey"
    source = nbformat.v4.new_notebook(cells=[cells.test_of("asked", "assert 1 + 1 == 2", 0)])
    (course / "source" / name).mkdir()
    nbformat.write(source, course / "source" / name / "problem.ipynb")
    nbgrader("generate_assignment", name, "--create", cwd=course)
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(name, duedate=DUE)
    folder = course / "submitted" / "ada" / name
    shutil.copytree(course / "release" / name, folder)
    (folder / "timestamp.txt").write_text(LATE)

    outcomes = grade(Course(course), [name], workers=1)

    assert [outcome.problem for outcome in outcomes] == [""]
    assert scores(course, name) == {"ada": Score(0, late=True, needs_look=False)}
    assert write_feedback(Course(course), [name], 1) == 1


@pytest.mark.parametrize("command", ["autograder", "nbgrader"])
def test_an_answer_for_a_person_that_was_deleted_and_typed_again_needs_a_look(course, command):
    for student, typed in {"typed": "My essay.", "deleted": ""}.items():
        path = hand_in(course, student, RIGHT)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [c for c in notebook.cells if c.metadata.nbgrader.grade_id not in (ESSAY, SKETCH)]
        notebook.cells += [new_markdown_cell(typed)] if typed else []
        nbformat.write(notebook, path)
    hand_in(course, "untouched", RIGHT)

    if command == "autograder":
        grade(Course(course), [ASSIGNMENT], workers=1)
    else:
        nbgrader("autograde", ASSIGNMENT, cwd=course)

    for student in ("typed", "deleted"):
        assert marks_of(course, student)[ESSAY] == marks_of(course, student)[SKETCH] == (None, None, True)
    assert marks_of(course, "untouched")[ESSAY] == (0, None, False)
    said = {row[3:] for row in gradebook_content(course) if row[0] == "typed" and row[3] in (ESSAY, SKETCH)}
    assert (ESSAY, "No response.", None) not in said
    graded = nbformat.read(course / "autograded" / "typed" / ASSIGNMENT / "problem.ipynb", as_version=4)
    assert sum("This cell was deleted" in cell.source for cell in graded.cells) == 2
    assert any(cell.source == "My essay." for cell in graded.cells)


def test_a_removed_student_who_handed_in_is_graded_anew(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bob", RIGHT)
    grade(Course(course), [ASSIGNMENT], workers=1)
    nbgrader("db", "student", "remove", "bob", "--force", cwd=course)
    assert list(scores(course)) == ["ada"]

    outcomes = grade(Course(course), [ASSIGNMENT], workers=1)

    assert [outcome.student for outcome in outcomes if not outcome.skipped] == ["bob"]
    assert list(scores(course)) == ["ada", "bob"]


def own_plugin(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The course's own share of a tenth for each day begun."""


def foreign_plugin(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's: half of the points."""
    (course / "halved.py").write_text(FOREIGN, encoding="utf-8")
    monkeypatch.syspath_prepend(course)
    settings(course, 'c.AssignLatePenalties.plugin_class = "halved.Half"')


@pytest.mark.parametrize(("plugin", "share"), [(own_plugin, 0.1), (foreign_plugin, 0.5)])
def test_a_late_penalty_is_taken_of_the_marks_by_hand_too_and_nothing_is_executed(
    course, monkeypatch, plugin: Callable, share
):
    plugin(course, monkeypatch)
    for student, time in {"late": LATE, "in-time": "2026-03-01 12:00:00 UTC"}.items():
        path = hand_in(course, student, RIGHT | {ESSAY: "An essay.", SKETCH: "sketch = 1"}, time)
    grade(Course(course), [ASSIGNMENT], workers=1)
    assert scores(course)["late"].points == pytest.approx(6 * (1 - share))
    graded = course / "autograded" / "late" / ASSIGNMENT / path.name
    before = graded.stat().st_mtime_ns

    for student in ("late", "in-time"):
        mark_by_hand(course, student, ESSAY, 4)
    outcomes = {outcome.student: outcome for outcome in grade(Course(course), [ASSIGNMENT], workers=1)}

    assert all(outcome.skipped for outcome in outcomes.values())
    said = f"Its late penalty is {10 * share:g} points now; it was {6 * share:g}."
    assert outcomes["late"].news == (said,)
    assert outcomes["in-time"].news == ()
    assert scores(course)["late"].points == pytest.approx(10 * (1 - share))
    assert scores(course)["in-time"].points == 10
    assert marks_of(course, "late")[ESSAY] == (None, 4, False)
    assert graded.stat().st_mtime_ns == before
    again = grade(Course(course), [ASSIGNMENT], workers=1)
    assert [outcome.news for outcome in again] == [(), ()]


def test_a_submission_that_could_not_be_graded_has_no_penalty_and_marks_by_hand_count(course):
    hand_in(course, "late", RIGHT, LATE).write_text("not a notebook")
    grade(Course(course), [ASSIGNMENT], workers=1)
    mark_by_hand(course, "late", ESSAY, 3)

    assert [outcome.skipped for outcome in grade(Course(course), [ASSIGNMENT], workers=1)] == [True]

    assert scores(course)["late"].points == 3


def test_marks_that_another_grader_writes_during_the_run_stay(course):
    students = [f"s{number}" for number in range(6)]
    for student in students:
        hand_in(course, student, RIGHT | {ESSAY: "An essay."})
    grade(Course(course), [ASSIGNMENT], workers=1)

    def marks(outcome):
        """Somebody marks the next one in formgrader whenever one is done."""
        following = students.index(outcome.student) + 1
        if following < len(students):
            mark_by_hand(course, students[following], ESSAY, following / 2)

    grade(Course(course), [ASSIGNMENT], workers=1, force=True, report=marks)

    assert [marks_of(course, student)[ESSAY][1] for student in students] == [None, 0.5, 1, 1.5, 2, 2.5]
    assert [scores(course)[student].points for student in students] == [6, 6.5, 7, 7.5, 8, 8.5]


@pytest.mark.parametrize(
    "structure", ["{nbgrader_step}/{student_id}/{assignment_id}", "{assignment_id}/{nbgrader_step}/{student_id}"]
)
def test_folders_may_have_other_names_and_another_order(course, structure):
    steps = {"source": "from", "release": "out", "submitted": "in", "autograded": "machine", "feedback": "back"}
    path = hand_in(course, "ada", RIGHT)
    for step, student in {"source": ".", "release": ".", "submitted": "ada"}.items():
        parts = {"nbgrader_step": steps[step], "student_id": student, "assignment_id": ASSIGNMENT}
        there = course / structure.format(**parts)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path.parent if step == "submitted" else course / step / ASSIGNMENT, there)
        shutil.rmtree(course / step)
    settings(course, *(f"c.CourseDirectory.{step}_directory = {name!r}" for step, name in steps.items()))
    settings(course, f"c.CourseDirectory.directory_structure = {structure!r}")

    assert Course(course).assignments() == [ASSIGNMENT]
    assert [outcome.problem for outcome in grade(Course(course), [ASSIGNMENT], workers=1)] == [""]
    assert scores(course)["ada"].points == 6
    assert write_feedback(Course(course), [ASSIGNMENT], 1) == 1
    parts = {"nbgrader_step": "back", "student_id": "ada", "assignment_id": ASSIGNMENT}
    assert (course / structure.format(**parts) / "problem.html").is_file()
    assert all(outcome.skipped for outcome in grade(Course(course), [ASSIGNMENT], workers=1))


def test_what_jupyter_keeps_beside_assignments_is_none(course):
    kept = course / "source" / ".ipynb_checkpoints"
    kept.mkdir()
    shutil.copy(course / "source" / ASSIGNMENT / "problem.ipynb", kept / "draft-checkpoint.ipynb")

    assert Course(course).assignments() == [ASSIGNMENT]


def test_an_unknown_student_is_missed_in_the_folder_that_the_course_names(course):
    hand_in(course, "ada", RIGHT)
    (course / "submitted").rename(course / "in")
    settings(course, "c.CourseDirectory.submitted_directory = 'in'")

    with pytest.raises(CourseProblem, match=f"in {course / 'in'}. Did you mean ada"):
        check_students(Course(course), ["adda"], [ASSIGNMENT])
