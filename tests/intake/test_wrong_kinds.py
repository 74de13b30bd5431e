"""A notebook whose structure is damaged where grading does not look keeps its points; where it looks, it is named."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.intake.mend import DEEPEST, mended, shallow
from autograder.report.table import read_table
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course
from tests.stoppers.notebooks import NOTEBOOKS

LARGE = ("-mb", "20000", "2000", "many-keys")  # `make stoppers` has time for them
KINDS = {stopper.name: stopper for stopper in NOTEBOOKS if not stopper.name.endswith(LARGE)}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A student for each damage."""
    course = make_course(tmp_path_factory.mktemp("kinds") / "course")
    for name, stopper in KINDS.items():
        stopper.spoil(hand_in(course, name, RIGHT).parent)
    return course


@pytest.fixture(scope="module")
def said(course) -> dict[str, str]:
    """By student: what is said of the submission, and what its tests say."""
    outcomes = grade(Course(course), [ASSIGNMENT], workers=2)
    return {outcome.student: outcome.problem + failures(course, outcome.student) for outcome in outcomes}


def failures(course: Path, student: str) -> str:
    path = course / "autograded" / student / ASSIGNMENT / "problem.ipynb"
    if not path.is_file():
        return ""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return " ".join(output.evalue for output in outputs if output.output_type == "error")


def points(course: Path) -> dict[str, float]:
    scores = read_table(Course(course), [ASSIGNMENT]).scores
    return {student: by_assignment[ASSIGNMENT].points for student, by_assignment in scores.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_what_grading_does_not_need_costs_nothing_and_what_it_needs_is_named(name, course, said):
    assert KINDS[name].said in said[name]
    assert points(course)[name] == KINDS[name].points, said[name]


@pytest.mark.slow
def test_nbgraders_own_command_mends_what_nbformat_can_read(course, said):
    nbgrader("autograde", ASSIGNMENT, "--student", "kernel-of-wrong-kind", "--force", cwd=course)

    assert points(course)["kernel-of-wrong-kind"] == 6


@pytest.mark.parametrize("text", ["[" * 50, '{"a": "]]]", "b": [[1, "\\""], {}]}', '"[[[["', "[1] [2]"])
def test_what_is_not_deep_is_not_cut(text):
    assert shallow(text) == text


@pytest.mark.parametrize("opened", ["[", '{"a":', '[{"]":'])
def test_what_is_too_deep_is_cut_whatever_stands_in_its_strings(opened):
    closed = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(opened) if sign in "[{")
    cells = '"cells": [{"cell_type": "code", "source": "x = \'[[[\'"}]'
    text = f'{{"nbformat": 4, "deep": {opened * 3_000}1{closed * 3_000}, {cells}}}'

    notebook = nbformat.reads(mended(text), as_version=4)

    assert notebook.cells[0].source == "x = '[[['"
    assert max(text.count("["), text.count("{")) > DEEPEST
