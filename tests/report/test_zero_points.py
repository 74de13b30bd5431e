"""An assignment worth nothing has a table like any other."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.report.table import GradeTable, Score, render


def test_an_assignment_of_zero_points_is_shown_without_a_share():
    grades = GradeTable({"survey": 0.0}, {"ada": {"survey": Score(0.0, late=False, needs_look=False)}})
    console = Console(width=80, record=True, file=io.StringIO())

    console.print(render(grades))

    ada = next(line for line in console.export_text().splitlines() if "ada" in line)
    assert [cell.strip() for cell in ada.split("│")] == ["", "ada", "0", "0", "–", ""]
