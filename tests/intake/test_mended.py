"""What grading does not need costs no points: invalid cell ids, halves of characters, byte-order marks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.intake.submission import read_submission
from autograder.report.table import read_table
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course


def id_with_a_space(notebook: Any) -> None:
    notebook["cells"][1]["id"] = "double it"


def id_that_is_long(notebook: Any) -> None:
    notebook["cells"][1]["id"] = "x" * 65


def id_that_is_empty(notebook: Any) -> None:
    notebook["cells"][1]["id"] = ""


def id_that_is_a_number(notebook: Any) -> None:
    notebook["cells"][1]["id"] = 5


def equal_ids(notebook: Any) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "a"


def no_ids(notebook: Any) -> None:
    for cell in notebook["cells"]:
        del cell["id"]


def half_a_character_in_an_answer(notebook: Any) -> None:
    notebook["cells"][1]["source"] += ["\n# \ud83d"]


def half_a_character_in_a_text(notebook: Any) -> None:
    notebook["cells"].append({"cell_type": "markdown", "id": "more", "metadata": {}, "source": ["\ude00 and \ud83d"]})


def half_a_character_in_metadata(notebook: Any) -> None:
    notebook["metadata"]["\ud83d"] = {"deep": [["\ude00"]]}


def half_a_character_deep_in_metadata(notebook: Any) -> None:
    for _ in range(300):
        notebook["metadata"] = {"deeper": notebook["metadata"], "\ud83d": 1}


DAMAGES = [
    id_with_a_space,
    id_that_is_long,
    id_that_is_empty,
    id_that_is_a_number,
    equal_ids,
    no_ids,
    half_a_character_in_an_answer,
    half_a_character_in_a_text,
    half_a_character_in_metadata,
    half_a_character_deep_in_metadata,
]


def points(course: Path) -> dict[str, float]:
    scores = read_table(Course(course), [ASSIGNMENT]).scores
    return {student: by_assignment[ASSIGNMENT].points for student, by_assignment in scores.items()}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """One student with right answers for every damage, and one whose editor wrote a byte-order mark."""
    course = make_course(tmp_path_factory.mktemp("mended") / "course")
    for damage in DAMAGES:
        path = hand_in(course, damage.__name__, RIGHT)
        notebook = json.loads(path.read_bytes())
        damage(notebook)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    path = hand_in(course, "byte_order_mark", RIGHT)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    return course


@pytest.mark.slow
def test_the_answers_keep_their_points_and_the_graded_notebook_is_valid(course):
    outcomes = grade(Course(course), [ASSIGNMENT], workers=2, force=True)

    assert {outcome.student: outcome.problem for outcome in outcomes} == dict.fromkeys(points(course), "")
    assert points(course) == dict.fromkeys([*(damage.__name__ for damage in DAMAGES), "byte_order_mark"], 6)
    for path in (course / "autograded").glob("*/*/problem.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.slow
@pytest.mark.parametrize("damage", [id_with_a_space, half_a_character_in_an_answer], ids=lambda made: made.__name__)
def test_nbgraders_own_command_mends_the_same(damage: Callable, course):
    nbgrader("autograde", ASSIGNMENT, "--student", damage.__name__, "--force", cwd=course)

    assert points(course)[damage.__name__] == 6


@pytest.mark.parametrize("found", ["problem.ipynb.txt", "Problem.IPYNB", "my work/problem.ipynb", "problem.ipynb.json"])
def test_a_notebook_under_another_name_is_named(tmp_path, found):
    (tmp_path / found).parent.mkdir(exist_ok=True)
    (tmp_path / found).write_text("{}")

    problem = read_submission(tmp_path, ["problem"], [], most=1000).problems["problem"]

    assert f"It holds {found} instead." in problem
