"""Attacks on the allow-list: what an answer names stays the answer's, whatever way it comes."""

import pytest
from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Limits
from autograder.sealed.session.session import execute_sealed
from autograder.sealed.values import allowed
from tests.sealed import hostile_cases
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as a_test

# ruff: noqa: E501 - notebooks read better one cell to a line
HIDDEN = "### BEGIN HIDDEN TESTS"
TOOLS = "import collections, contextlib, random, unittest\nimport numpy as np\nimport torch\nfrom torch import nn"
DOUBLE = "def double(x):\n    return 2 * x"


def failed(cells: list[tuple[str, str, str]], hostile: dict[str, str]) -> tuple[set[str], str]:
    """Grade a notebook with some answers replaced; returns the tests that got nothing, and all that was shown.

    cells:   kind (setup, answer, test), name and code
    hostile: by name what replaces an answer; "insert:N" is a cell of the student's own before cell N
    """
    make = {"setup": setup, "answer": answer, "test": a_test}
    source = new_notebook(cells=[make[kind](name, code.replace("HIDDEN", HIDDEN)) for kind, name, code in cells])
    work = new_notebook(cells=[cell.copy() for cell in source.cells])
    for (kind, name, _), cell in zip(cells, work.cells, strict=True):
        if kind == "answer" and name in hostile:
            cell.source = hostile[name]
    for place in sorted((key for key in hostile if key.startswith("insert:")), reverse=True):
        own = answer("own", "")
        own.source = hostile[place]
        del own.metadata["nbgrader"]
        work.cells.insert(int(place.partition(":")[2]), own)
    done = execute_sealed(work, source, limits=Limits(cell_timeout=20.0, grace=0.5), pool=shared_pool())
    shown = "\n".join(str(output) for cell in done.cells for output in cell.get("outputs", []))
    lost = {
        cell.metadata.nbgrader.grade_id
        for cell in done.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
        and any(output.output_type == "error" for output in cell.outputs)
    }
    return lost, shown


PARSER = [
    ("setup", "tools", TOOLS),
    (
        "answer",
        "parser",
        "class Parser:\n    def __init__(self, text):\n        self.text = text\ndef words():\n    return 'a'",
    ),
    ("test", "t0", "p = Parser(words())\nHIDDEN\nsecret = 'CANARY-77'\nassert p.text == 'a'"),
    ("answer", "double", DOUBLE),
    ("test", "t1", "assert double(2) == 4"),
    ("test", "t2", "assert False, 'this test fails for everybody'"),
]
TAKE_OVER = (
    "import autograder.sealed.tests_side.loop as t\n"
    "for kind in vars(t).values():\n"
    "    if isinstance(kind, type) and hasattr(kind, '_run'):\n"
    "        kind._run = lambda self, r, c: {'result': None}\n"
)
EVALUATING = """
import dataclasses, importlib, sys, typing
P = {text!r}
class Parser:
    pass
{choose}
def words():
    return P
"""
CHOICES = {
    "a class that reads annotations": "Parser = typing.ForwardRef",
    "a class that runs a file": "import runpy; Parser = runpy.run_path",
    "a class that evaluates text": "import timeit; Parser = timeit.Timer",
    "a builtin": "Parser = exec",
    "a partial function": "import functools; Parser = functools.partial(exec)",
    "a bound method": "import code; Parser = code.InteractiveInterpreter().runsource",
    "an importer": "Parser = importlib.import_module",
    "a library's function": "Parser = torch.hub.load",
    "a class whose instances are called": "import unittest.mock; Parser = unittest.mock.MagicMock",
}


@pytest.mark.slow
@pytest.mark.parametrize("how", CHOICES)
def test_a_library_class_that_evaluates_text_runs_on_the_answers_side(how):
    hostile = {
        "parser": EVALUATING.format(text=TAKE_OVER, choose=CHOICES[how]),
        "double": "def double(x):\n    return 0",
    }
    lost, shown = failed(PARSER, hostile)
    assert {"t1", "t2"} <= lost and ("t0" in lost or "mock" in hostile["parser"]) and "CANARY" not in shown


def test_only_what_is_on_the_list_may_be_named():
    for module, name in [("os", "system"), ("builtins", "exec"), ("builtins", "open"), ("builtins", "type"),
                         ("subprocess", "Popen"), ("torch.hub", "load"), ("torch", "load"), ("torch.jit", "script"),
                         ("torch.fx", "GraphModule"), ("typing", "ForwardRef"), ("functools", "partial"),
                         ("operator", "attrgetter"), ("numpy", "load"), ("numpy", "vectorize"), ("string", "Template"),
                         ("unittest.mock", "Mock"), ("collections", "namedtuple"), ("contextlib", "suppress")]:  # fmt: skip
        assert allowed.find(module, name) is None, (module, name)


def test_every_name_on_the_list_is_found_under_the_name_it_is_given():
    for (module, name), thing in allowed.names().items():
        assert allowed.find(module, name) is thing
        where = allowed.name_of(thing)
        assert where is not None and allowed.find(*where) is thing


@pytest.mark.slow
@pytest.mark.parametrize("case", hostile_cases.CASES, ids=lambda case: case[0])
def test_an_attack_that_once_scored_gets_nothing(case):
    _, cells, hostile, must_fail, _ = case
    lost, shown = failed(cells, hostile)
    assert set(must_fail.split()) <= lost and "CANARY" not in shown
    kept = {name for kind, name, _ in cells if kind == "test"} - failed(cells, {})[0]
    assert kept or "draws again" in case[0]  # the reference: that one test nobody can pass
