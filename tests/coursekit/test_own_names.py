"""The course's names and a learner's stay apart, whichever cell runs first."""

from __future__ import annotations

import pytest

SETUP = """
import copy
from coursekit import own_names
own_names.begin(globals())
"""
TEST = """
@own_names.test("1.1 answer · values")
def test_answer():
    found = copy.copy(answer([1, 2]))
    assert found == [2 * n for n in range(1, 3)]
"""
ANSWER = """
def answer(numbers):
    return [2 * number for number in numbers]
"""


def run(*cells: str) -> dict:
    notebook = {"__name__": "__main__"}
    for cell in cells:
        exec(cell, notebook)
    return notebook


@pytest.mark.parametrize(
    "names",
    [
        "from copy import copy",
        "from torch import *",
        "def copy(first, second): ...",
        "found = copy = range = None",
    ],
)
def test_a_learners_names_break_no_test(names):
    run(SETUP, names + ANSWER, TEST)


def test_a_test_leaves_nothing_in_the_notebook_and_changes_nothing_there():
    notebook = run(SETUP, "found = 'mine'\ndef test_answer(): ...\n" + ANSWER)
    mine = {name: value for name, value in notebook.items() if name != "test_answer"}

    exec(TEST, notebook)

    assert {name: value for name, value in notebook.items() if name != "test_answer"} == mine


def test_a_wrong_answer_fails():
    with pytest.raises(AssertionError):
        run(SETUP, "def answer(numbers): return numbers", TEST)


def test_an_answer_that_ran_before_the_setup_cell_can_be_replaced():
    run("def answer(numbers): return numbers", SETUP, ANSWER, TEST)
    run("import functools\n@functools.cache\ndef answer(numbers): return numbers", SETUP, ANSWER, TEST)
    run(SETUP, ANSWER, "copy = None", SETUP, "def answer(numbers): return [2 * number for number in numbers]", TEST)
