"""A feedback page begins with a table of exercises: points, and what to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.course.folder import Course
from autograder.feedback.exercises import LONGEST_HEADING, exercises_of
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course


def answer(name: str):
    return new_code_cell(metadata={"nbgrader": {"solution": True, "grade": False, "grade_id": name}})


def test(name: str, score: float, most: float = 2.0, ename: str = "", evalue: str = "", comment: str = ""):
    outputs = [new_output("error", ename=ename, evalue=evalue, traceback=[])] if ename else []
    marks = {"solution": False, "grade": True, "grade_id": name, "score": score, "points": most, "comment": comment}
    return new_code_cell(metadata={"nbgrader": marks}, outputs=outputs)


test.__test__ = False  # type: ignore[attr-defined]


def test_checks_stand_below_the_heading_of_their_exercise():
    cells = [
        new_markdown_cell("# A unit"),
        new_markdown_cell("## 1.1 Build it (3 points)\n\nText."),
        answer("build"),
        new_markdown_cell("### About the next test"),
        test("build-values", 2.0),
        test("build-errors", 1.0, ename="AssertionError", evalue="two of three"),
        new_markdown_cell("## 1.2 Break it (2 points)"),
        answer("break"),
        test("break-values", 0.0, ename="NotImplementedError"),
    ]
    found = exercises_of(new_notebook(cells=cells))

    assert [(one.title, one.points, one.most) for one in found] == [("1.1 Build it", 3, 4), ("1.2 Break it", 0, 2)]
    assert [(c.sign, c.grade_id, c.said) for one in found for c in one.checks] == [
        ("✓", "build-values", ""),
        ("◐", "build-errors", "two of three"),
        ("✗", "break-values", "Not answered yet."),
    ]


def test_a_notebook_without_headings_has_its_checks_too():
    found = exercises_of(new_notebook(cells=[answer("a"), test("a-values", 2.0, comment="well done")]))

    assert [(one.title, [check.has_comment for check in one.checks]) for one in found] == [("", [True])]


def test_a_comment_on_an_answer_stands_beside_its_exercise():
    said, silent = answer("a"), answer("b")
    said.metadata.nbgrader["comment"], silent.metadata.nbgrader["comment"] = "well done", "No response."
    found = exercises_of(new_notebook(cells=[said, test("a-values", 2.0), silent, test("b-values", 0.0)]))

    assert [one.comments for one in found] == [["a"]]


def test_a_heading_of_any_length_is_cut():
    heading = new_markdown_cell("# " + 5_000_000 * " " + "x\n## " + 5_000_000 * "a b ")
    found = exercises_of(new_notebook(cells=[heading, answer("a"), test("a-values", 2.0)]))

    assert len(found[0].title) <= LONGEST_HEADING


@pytest.fixture
def course(tmp_path) -> Path:
    return make_course(tmp_path / "course")


@pytest.mark.slow
@pytest.mark.usefixtures("pages_from_a_fork")
def test_both_commands_write_the_table_with_the_sentence_of_a_failed_test(course):
    hand_in(course, "right", RIGHT)
    hand_in(course, "wrong", WRONG)
    grade(Course(course), [ASSIGNMENT], workers=1)

    pages = []
    write_feedback(Course(course), [ASSIGNMENT], 1)
    for again in (False, True):
        if again:
            nbgrader("generate_feedback", ASSIGNMENT, "--force", cwd=course)
        folder = course / "feedback"
        pages.append({name: (folder / name / ASSIGNMENT / "problem.html").read_text() for name in ("right", "wrong")})

    assert pages[0] == pages[1]
    table = pages[0]["wrong"].partition('<table id="exercises">')[2].partition("</table>")[0]
    assert "✗" in table and 'class="said"' in table
    assert "✗" not in pages[0]["right"].partition('<table id="exercises">')[2].partition("</table>")[0]
    assert "Test cell" not in pages[0]["wrong"]
