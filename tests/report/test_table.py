"""The grade table as a terminal of 120 columns shows it, whatever students and assignments are called."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograder.report.table import GradeTable, Score, render

LONG = "ada." * 50
ODD = ["[/b]", "ada [late]", "[red]ada", "a\nb", "\x1b[2Jada"]


def drawn(students: list[str], assignments: list[str], width: int = 120) -> list[str]:
    """The lines of a table in which everybody has 12.25 of 100 points in every assignment, late, to be looked at."""
    score = Score(12.25, late=True, needs_look=True)
    scores = {student: dict.fromkeys(assignments, score) for student in students}
    file = io.StringIO()
    Console(file=file, width=width).print(render(GradeTable(dict.fromkeys(assignments, 100.0), scores)))
    return file.getvalue().splitlines()


@pytest.mark.parametrize("number", [1, 4, 8])
def test_a_long_name_costs_no_other_column_anything(number):
    names = [f"ps{one}" for one in range(number)]

    head, *rest = (line for line in drawn(["bob", LONG, LONG + "2"], names) if line[0] in "┃│")

    assert all(name in head for name in names) and "points" in head
    assert "student" in rest[0]
    for row in rest[1:]:
        assert row.count("12.25 L?") == number and f" {12.25 * number:g} " in row and " 12 " in row
    assert any(" bob " in row for row in rest)


def test_names_that_differ_at_the_end_differ_in_the_table():
    table = "\n".join(drawn([LONG + "1", LONG + "2", "x" * 40], ["ps1"]))

    assert "a.1 " in table and "a.2 " in table and "x" * 40 in table
    assert max(map(len, table.splitlines())) < 80


def test_a_long_name_of_an_assignment_is_cut_too():
    table = "\n".join(drawn(["ada"], ["x" * 120, "ps2-lists", "a-rather-long-name"]))

    assert "xx…xx" in table and " ps2 " in table and " a " in table and table.count("12.25 L?") == 3


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_shown_as_it_is_and_says_nothing_to_the_terminal(name):
    table = drawn([name], [name])

    shown = name.replace("\n", "\\n").replace("\x1b", "\\x1b")
    assert sum(shown in line for line in table) == 2
