"""Checks are put together to exercises as a reader of the notebook would, and none is ever left out."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.report.exercises import Check, exercises_of
from tests.sealed import course


def by_hand(name: str):
    marks = {"grade_id": name, "grade": True, "solution": True, "locked": False, "points": 5}
    return new_markdown_cell("Explain.", metadata={"nbgrader": marks})


def found(cells, *checks: str) -> list[tuple[str, str, list[str]]]:
    known = [Check(f"id of {name}", name, 1.0) for name in checks]
    return [(one.name, one.title, [c.name for c in one.checks]) for one in exercises_of("ps1", "problem", known, cells)]


def test_checks_belong_to_the_answer_before_them_and_the_heading_above():
    cells = [
        new_markdown_cell("# Sheet"),
        course.setup("tools", "import math"),
        new_markdown_cell("## 1 Double it\nText"),
        course.answer("double", "def double(x): ..."),
        course.test_of("double-small", "...", 1),
        new_markdown_cell("The next test is stricter.\n```\n# no heading\n```"),
        course.test_of("double-any", "...", 1),
        new_markdown_cell("## 2 Halve it"),
        course.answer("halve", "def halve(x): ..."),
        course.test_of("halve-any", "...", 1),
    ]

    assert found(cells, "double-small", "double-any", "halve-any") == [
        ("double", "1 Double it", ["double-small", "double-any"]),
        ("halve", "2 Halve it", ["halve-any"]),
    ]


def test_an_answer_that_a_person_grades_is_an_exercise_of_its_own():
    first, second = (course.test_of(name, "...", 1) for name in ("t1", "t2"))
    cells = [course.answer("a", "..."), first, by_hand("essay"), second]

    assert [(name, checks) for name, _, checks in found(cells, "t1", "essay", "t2")] == [
        ("a", ["t1"]),
        ("essay", ["essay"]),
        ("t2", ["t2"]),
    ]


def test_answers_with_no_check_between_them_share_it():
    cells = [course.answer("a", "..."), course.answer("b", "..."), course.test_of("both", "...", 1)]

    assert found(cells, "both") == [("a + b", "", ["both"])]


def test_a_check_that_the_source_folder_lacks_is_there_all_the_same():
    assert found([new_code_cell("no marks")], "lost") == [("lost", "", ["lost"])]
    assert found([], "one", "two") == [("one", "", ["one"]), ("two", "", ["two"])]
