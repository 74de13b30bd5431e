"""Whatever decides a grade is part of what "unchanged" means: one test an input, and whom it concerns."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.course import fingerprint
from autograder.course.folder import Course
from autograder.course.gradebook import OpenGradebook
from autograder.grading.grade import changed, find, grade
from autograder.grading.preprocessor import SealedExecute
from autograder.record.bookkeeping import Bookkeeping, no_warnings
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, DUE, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow
OTHER = "ps2"
LATE = "2026-03-03 11:00:00 UTC"
ALL = {(student, assignment) for student in ("ada", "bob") for assignment in (ASSIGNMENT, OTHER)}
OF_ADA, OF_PS1 = {("ada", ASSIGNMENT)}, {("ada", ASSIGNMENT), ("bob", ASSIGNMENT)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """Two assignments, handed in by two students, graded; ps1 imports a module that lies beside the course."""
    course = make_course(tmp_path_factory.mktemp("unchanged") / "course")
    path = course / "source" / ASSIGNMENT / "problem.ipynb"
    shutil.copytree(path.parent, course / "source" / OTHER)
    source = nbformat.read(path, as_version=4)
    # Where answers run, there is no such module.
    source.cells[0].source = "import math\ntry:\n    import own_checks\nexcept ImportError:\n    pass"
    nbformat.write(source, path)
    (course / "own_checks.py").write_text("exact = True\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(course)
        for assignment in (OTHER, ASSIGNMENT):
            nbgrader("generate_assignment", assignment, "--force", "--create", cwd=course)
            with Course(course).gradebook() as gradebook:
                gradebook.update_or_create_assignment(assignment, duedate=DUE)
        for student, time in {"ada": LATE, "bob": "2026-03-01 12:00:00 UTC"}.items():
            handed_in = hand_in(course, student, RIGHT | ({} if student == "ada" else {"halve": WRONG["halve"]}), time)
            shutil.copytree(handed_in.parent, course / "submitted" / student / OTHER)
        grade(Course(course), [ASSIGNMENT, OTHER], workers=1)
    return course


@pytest.fixture
def course(graded, tmp_path, monkeypatch) -> Path:
    copied = shutil.copytree(graded, tmp_path / "course")
    monkeypatch.syspath_prepend(copied)
    return copied


def to_grade(course: Path) -> set[tuple[str, str]]:
    """Which submissions would be graded, without grading them."""
    opened = Course(course)
    with no_warnings(), OpenGradebook(opened.directory.db_url, opened.directory.course_id) as gradebook:
        books = Bookkeeping(opened, gradebook, SealedExecute)
        found = find(opened, books, [ASSIGNMENT, OTHER], set())
        waiting = [one.outcome for one in changed(opened, books, found, False, lambda outcome: None)]
    return {(outcome.student, outcome.assignment) for outcome in waiting}


def nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None: ...


def answer(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", WRONG, LATE)


def one_output(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved again by JupyterLab: any byte of the file counts."""
    path = course / "submitted" / "ada" / ASSIGNMENT / "problem.ipynb"
    path.write_text(path.read_text() + "\n")


def file_beside(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "submitted" / "ada" / ASSIGNMENT / "data.csv").write_text("1,2")


def link_beside(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read, but named."""
    (course / "submitted" / "ada" / ASSIGNMENT / "data.csv").symlink_to("problem.ipynb")


def time_of_handing_in(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt").write_text("2026-03-02 11:00:00 UTC")


def notebook_renamed(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = course / "submitted" / "ada" / ASSIGNMENT / "problem.ipynb"
    path.rename(path.with_name("work.ipynb"))


def extension(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.grant_extension(ASSIGNMENT, "ada", days=1)


def removed_from_the_gradebook(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.remove_submission(ASSIGNMENT, "ada")


def record_lost(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / ".autograder" / ASSIGNMENT / "ada.json").unlink()


def graded_notebook_lost(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formgrader and feedback show it."""
    shutil.rmtree(course / "autograded" / "ada" / ASSIGNMENT)


def marks_by_hand(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As formgrader writes them: points, extra credit, a comment, and that nobody needs to look any more."""
    with Course(course).gradebook() as gradebook:
        mark = gradebook.find_grade("halve-any", "problem", ASSIGNMENT, "ada")
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 2.5, 1, False
        gradebook.find_comment("halve", "problem", ASSIGNMENT, "ada").manual_comment = "Well done."
        gradebook.db.commit()


def set_automatic_score(course: Path, points: float | None) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.find_grade("halve-any", "problem", ASSIGNMENT, "ada").auto_score = points
        gradebook.db.commit()


def automatic_score_that_another_program_wrote(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_automatic_score(course, 1)


def automatic_score_that_another_program_cleared(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_automatic_score(course, None)


def automatic_score_written_and_put_back(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_automatic_score(course, 1)
    set_automatic_score(course, 3)


def same_scores_by_nbgraders_own_command(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbgrader("autograde", ASSIGNMENT, "--student", "ada", "--force", cwd=course)


def other_scores_by_stock_nbgrader(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file, graded by nbgrader's command; then the student's own is put back."""
    path = course / "submitted" / "ada" / ASSIGNMENT / "problem.ipynb"
    before = path.read_bytes()
    hand_in(course, "ada", WRONG, LATE)
    nbgrader("autograde", ASSIGNMENT, "--student", "ada", "--force", cwd=course)
    path.write_bytes(before)


def due_date(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-03-05 12:00:00 UTC")


def points_of_a_test(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_source(course, lambda cells: cells[-1].metadata.nbgrader.update(points=10))
    nbgrader("generate_assignment", ASSIGNMENT, "--force", cwd=course)


def text_of_a_test(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_source(course, lambda cells: cells[-1].update(source="assert halve(10) == 5"))
    nbgrader("generate_assignment", ASSIGNMENT, "--force", cwd=course)


def text_of_a_test_in_the_gradebook_alone(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Course(course).gradebook() as gradebook:
        gradebook.find_source_cell("halve-any", "problem", ASSIGNMENT).source = "assert halve(10) == 5"
        gradebook.db.commit()


def solution(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_source(course, lambda cells: cells[1].update(source=cells[1].source.replace("2 * x", "x + x")))


def file_beside_the_source(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "source" / ASSIGNMENT / "scenes.py").write_text("seed = 2")


def module_that_the_notebook_imports(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "own_checks.py").write_text("exact = False\n")


def a_limit(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.SealedExecute.memory = 2000\n")


def a_setting_that_comes_from_elsewhere(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From nbgrader_config.py in the user's or the system's folder of Jupyter's settings."""
    folder = course.parent / "settings"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.SealedExecute.processes = 50\n")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))


def version_of_a_library(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "versions", lambda imports: ["torch 99"])


def version_of_python(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint.sys, "version", "4.0")


def the_grader_itself(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package_files = fingerprint.package_files
    new = course.parent / "new_rule.py"
    new.write_text("half = 0.5")
    monkeypatch.setattr(fingerprint, "package_files", lambda folder: [*package_files(folder), new])


def change_source(course: Path, change: Callable) -> None:
    path = course / "source" / ASSIGNMENT / "problem.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook.cells)
    nbformat.write(notebook, path)


#: what is graded again after a change of each input
INPUTS = {
    nothing: set(),
    answer: OF_ADA,
    one_output: OF_ADA,
    file_beside: OF_ADA,
    link_beside: OF_ADA,
    time_of_handing_in: OF_ADA,
    notebook_renamed: OF_ADA,
    extension: OF_ADA,
    removed_from_the_gradebook: OF_ADA,
    record_lost: OF_ADA,
    graded_notebook_lost: OF_ADA,
    marks_by_hand: set(),
    automatic_score_that_another_program_wrote: OF_ADA,
    automatic_score_that_another_program_cleared: OF_ADA,
    automatic_score_written_and_put_back: set(),
    same_scores_by_nbgraders_own_command: set(),
    other_scores_by_stock_nbgrader: OF_ADA,
    due_date: OF_PS1,
    points_of_a_test: OF_PS1,
    text_of_a_test: OF_PS1,
    text_of_a_test_in_the_gradebook_alone: OF_PS1,
    solution: OF_PS1,
    file_beside_the_source: OF_PS1,
    module_that_the_notebook_imports: OF_PS1,
    a_limit: ALL,
    a_setting_that_comes_from_elsewhere: ALL,
    version_of_a_library: ALL,
    version_of_python: ALL,
    the_grader_itself: ALL,
}


@pytest.mark.parametrize("change", INPUTS, ids=lambda change: change.__name__)
def test_what_an_input_concerns_is_graded_again_and_nothing_else(change, course, monkeypatch):
    change(course, monkeypatch)

    assert to_grade(course) == INPUTS[change]


def test_scores_of_another_program_are_graded_over_and_said_once_and_marks_by_hand_stay(course, monkeypatch):
    marks_by_hand(course, monkeypatch)
    set_automatic_score(course, 1)

    first, second = ({one.student: one for one in grade(Course(course), [ASSIGNMENT], workers=1)} for _ in range(2))

    assert not first["ada"].skipped and first["bob"].skipped
    assert "Something else had written its automatic points" in " ".join(first["ada"].news)
    of_ada = {row[3]: row[4:] for row in gradebook_content(course) if row[0] == "ada"}
    looks = True  # as nbgrader has it when a cell with points by hand is graded again
    assert of_ada["halve-any"] == (3, 2.5, 1, looks)
    assert of_ada["halve"] == (None, "Well done.")
    assert second["ada"].skipped and not second["ada"].news
