"""What nbgrader's log says about a submission that had to be repaired."""

from __future__ import annotations

from nbformat.v4 import new_code_cell

from autograder.sealed.plan.repair import keep_last_of_each


def cell(grade_id: str, **marks: bool):
    return new_code_cell("", metadata={"nbgrader": {"grade_id": grade_id, **marks}})


def test_graded_cells_of_another_assignment_and_copies_are_reported_and_nothing_else_is():
    wanted = {"restore": cell("restore", solution=True)}
    stranger, copy, ours = cell("stranger", grade=True), cell("restore", solution=True), cell("restore", solution=True)

    taken = keep_last_of_each([stranger, copy, ours, cell("plain"), new_code_cell("x = 1")], wanted)

    assert taken == ["stranger", "restore"]
