"""A feedback page says whose work it is and when it came, and has worked solutions once nobody hands in any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course.folder import Course
from autograder.feedback.about import AboutSubmission
from autograder.feedback.pages import write_feedback
from autograder.feedback.safe_html import safe_markdown
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.feedback.test_exercises import answer, test
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course

HALF = {
    "double": "def double(x):\n    return x + x",
    "halve": WRONG["halve"],
}  #: the first exercise, in a way of their own
SETTING = "c.AboutSubmission.days_until_solutions = 2\n"
NOW = datetime.now(UTC).replace(tzinfo=None)


def course_with(folder: Path, settings: str = "", due: datetime | None = None) -> Path:
    course = make_course(folder / "course", settings=settings)
    source = course / "source" / ASSIGNMENT / "problem.ipynb"
    notebook = nbformat.read(source, as_version=4)
    halve = next(
        n for n, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == "halve"
    )
    notebook.cells[halve:halve] = [new_markdown_cell("## 2 Halve")]
    nbformat.write(notebook, source)
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=due)
        gradebook.update_or_create_student("ana", first_name="Ana", last_name="de <Souza>")
    hand_in(course, "ana", HALF, f"{NOW - timedelta(days=10):%Y-%m-%d %H:%M:%S} UTC")
    grade(Course(course), [ASSIGNMENT], workers=1)
    return course


def page_of(course: Path) -> str:
    write_feedback(Course(course), [ASSIGNMENT], 1)
    return (course / "feedback" / "ana" / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def solution_in(page: str) -> str:
    """The text of the worked solutions on a page."""
    parts = page.split('<details class="worked">')[1:]
    return "".join(part.partition("</details>")[0] for part in parts)


slow = pytest.mark.slow
pages = pytest.mark.usefixtures("pages_from_a_fork")


@slow
@pages
def test_the_head_names_the_student_and_the_days(tmp_path):
    course = make_course(tmp_path / "course")
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_student("ana", first_name="Ana", last_name="de <Souza>")
    hand_in(course, "ana", RIGHT, "2026-03-03 18:00:00 UTC")
    grade(Course(course), [ASSIGNMENT], workers=1)

    head = page_of(course).partition("<caption>")[2].partition("</caption>")[0]

    assert "handed in by Ana de &lt;Souza&gt; (ana) on 3 March 2026, 18:00 UTC" in head
    assert "due 2 March 2026, 12:00 UTC" in head
    assert "1 day 6 h late" in head


@slow
@pages
def test_a_new_name_or_due_date_makes_the_page_again_and_nothing_else_does(tmp_path):
    course = course_with(tmp_path)
    page_of(course)
    assert write_feedback(Course(course), [ASSIGNMENT], 1) == 0
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2040, 5, 6, 7, 8))

    assert "due 6 May 2040, 07:08 UTC" in page_of(course)


@slow
@pages
@pytest.mark.parametrize(
    ("settings", "due", "extension", "shown"),
    [
        (SETTING, NOW - timedelta(days=3), None, True),
        (SETTING, NOW - timedelta(days=1), None, False),  # late work is still taken
        (SETTING, NOW - timedelta(days=3), timedelta(days=5), False),  # somebody else has more time
        (SETTING, None, None, False),  # nobody knows until when
        ("", NOW - timedelta(days=300), None, False),  # not asked for
    ],
)
def test_worked_solutions_are_shown_when_nobody_hands_in_any_more(tmp_path, settings, due, extension, shown):
    course = course_with(tmp_path, settings, due)
    if extension:
        hand_in(course, "ben", WRONG, f"{NOW:%Y-%m-%d %H:%M:%S} UTC")
        grade(Course(course), [ASSIGNMENT], workers=1)
        with Course(course).gradebook() as gradebook:
            gradebook.grant_extension(ASSIGNMENT, "ben", days=extension.days)

    solution = solution_in(page_of(course))

    assert bool(solution) == shown
    if shown:
        assert "double" in solution  # all its checks have full points
        assert "halve" not in solution
        assert "HIDDEN" not in solution and "SOLUTION" not in solution and "math" not in solution


@slow
@pages
def test_an_old_page_gets_its_solutions_when_the_time_has_come(tmp_path):
    course = course_with(tmp_path, SETTING, NOW - timedelta(days=1))
    assert not solution_in(page_of(course))
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8").replace(SETTING, SETTING.replace("2", "0.5")), encoding="utf-8")

    page = page_of(course)
    nbgrader("generate_feedback", ASSIGNMENT, "--force", cwd=course)

    assert solution_in(page)
    assert page == (course / "feedback" / "ana" / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def test_headings_in_a_submission_move_no_solution_to_another_exercise(tmp_path):
    def cells(heading: str, full: bool):
        both = answer("double"), test("double-any", 2.0), answer("halve"), test("halve-any", 2.0 if full else 0.0)
        return new_notebook(cells=[*both[:2], new_markdown_cell(heading), *both[2:]])

    nbformat.write(cells("## 2 Halve", full=True), tmp_path / "source.ipynb")
    moved = cells("no heading", full=False)
    moved.cells.insert(3, new_markdown_cell("## another"))  # between the answer and its check

    assert list(AboutSubmission().solutions(moved, tmp_path / "source.ipynb")) == ["double"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[lesson 1](../../notebooks/01-state-dict.ipynb)", "<a>lesson 1</a>"),
        ("[a file](data.csv)", "<a>a file</a>"),
        ("[elsewhere](//example.org/a)", "<a>elsewhere</a>"),
        ("[docs](https://pytorch.org)", '<a href="https://pytorch.org">docs</a>'),
        ("[top](#top)", '<a href="#top">top</a>'),
    ],
)
def test_a_link_that_leads_nowhere_from_a_page_is_plain_text(written, shown):
    assert shown in safe_markdown({}, written)


def test_solutions_after_more_days_than_a_calendar_has_come_never():
    about = AboutSubmission(days_until_solutions=float("inf"))
    gradebook = SimpleNamespace(db=SimpleNamespace(execute=lambda query: SimpleNamespace(scalar=lambda: None)))
    submission = SimpleNamespace(assignment=SimpleNamespace(duedate=NOW - timedelta(days=9)), assignment_id="1")

    assert not about.is_over(submission, gradebook, about.days_until_solutions)
    assert about.is_over(submission, gradebook, 8)
