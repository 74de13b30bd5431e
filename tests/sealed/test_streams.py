"""What a cell does to its own streams costs at most that output: not the process, not the other answers."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Limits
from autograder.sealed.session.session import execute_sealed
from tests.sealed import course as made
from tests.sealed.one import QUICK

pytestmark = pytest.mark.slow
DOUBLE, HALVE = "def double(x):\n    return 2 * x", "def halve(x):\n    return x / 2"
PATIENT = Limits(**QUICK | {"cell_timeout": 120.0})  # IPython takes seconds to show a recursion of a thousand calls
OWN = """import sys
class Own:
    def write(self, text): {write}
    def flush(self): {flush}
sys.stdout = sys.stderr = Own()"""
#: by name: what an answer does before it defines the right function
STREAMS = {
    "no stdout": "import sys\nsys.stdout = None",
    "no stderr": "import sys\nsys.stderr = None",
    "neither": "import sys\nsys.stdout = sys.stderr = None",
    "no stdin": "import sys\nsys.stdin = None",
    "deleted": "import sys\ndel sys.stdout, sys.stderr",
    "stdout closed": "import sys\nsys.stdout.close()",
    "stderr closed": "import sys\nsys.stderr.close()",
    "closed by a block": "import sys\nwith sys.stdout, sys.stderr: pass",
    "a closed file": "import sys\nsys.stdout = sys.stderr = open('log', 'w')\nsys.stdout.close()",
    "an open file": "import sys\nsys.stdout = open('log', 'w')",
    "kept text": "import io, sys\nsys.stdout = io.StringIO()",
    "bytes": "import io, sys\nsys.stdout = io.BytesIO()",
    "a number": "import sys\nsys.stdout = sys.stderr = 7",
    "no methods": "import sys\nclass Own: pass\nsys.stdout = sys.stderr = Own()",
    "raises": OWN.format(write="1 / 0", flush="1 / 0"),
    "leaves": OWN.format(write="exit()", flush="raise SystemExit"),
    "ends the input": OWN.format(write="raise EOFError", flush="raise EOFError"),
    "raises what nobody catches": OWN.format(write="raise GeneratorExit", flush="raise BaseException"),
    "prints": OWN.format(write="print(text)", flush="print('flushed')"),
    "waiting text of a wrong kind": "import sys\nsys.stdout.pieces = [7]",
    "size of a wrong kind": "import sys\nsys.stderr.size = sys.stdout.size = None",
    "its shell is gone": "import sys\nsys.stdout.shell = sys.stderr.shell = None",
    "hooks are gone": "import sys\nsys.displayhook = sys.excepthook = None",
    "handlers of logging": "import logging, sys\nlogging.basicConfig(stream=sys.stderr)\nsys.stderr.close()",
}
SHOWS = {
    "prints": "print('shown')",
    "shows a value": "7",
    "displays": "display(7)",
    "warns": "import warnings\nwarnings.warn('x')",
    "starts a program": "!echo shown",
    "raises": "1 / 0",
}


def failures(*answers: str) -> list[str]:
    """Setup, two answers with a test behind each, the first test once more; the messages of those that failed."""
    tests = ["assert double(4) == 8", "assert halve(4) == 2", "assert double(3) == 6"]
    cells = [made.setup("tools", "import math"), made.answer("double", DOUBLE), made.test_of("t0", tests[0])]
    cells += [made.answer("halve", HALVE), made.test_of("t1", tests[1]), made.test_of("t2", tests[2])]
    work = new_notebook(cells=[cell.copy() for cell in cells])
    work.cells[1].source, work.cells[3].source = answers
    done = execute_sealed(work, new_notebook(cells=cells), limits=PATIENT, pool=shared_pool())
    return [
        f"{cell.metadata.nbgrader.grade_id}: {output.evalue}"
        for cell in done.cells
        if cell.metadata.nbgrader.get("grade")
        for output in cell.outputs
        if output.output_type == "error"
    ]


@pytest.mark.parametrize("stream", STREAMS)
def test_streams_that_a_cell_spoils_cost_no_points(stream):
    assert failures(f"{STREAMS[stream]}\n{DOUBLE}", f"{HALVE}\n7") == []


@pytest.mark.parametrize("stream", ["neither", "deleted", "raises", "leaves", "raises what nobody catches"])
@pytest.mark.parametrize("shows", SHOWS)
def test_cells_that_show_something_there_cost_no_points(stream, shows):
    code = SHOWS[shows]
    assert failures(f"{STREAMS[stream]}\n{DOUBLE}\n{code}", f"{HALVE}\n{code}") == []


@pytest.mark.parametrize("stream", ["no stdout", "deleted", "a number", "raises", "leaves", "prints"])
def test_an_answer_that_spoils_them_while_a_test_calls_it_costs_no_other_points(stream):
    spoils = "\n".join(f"    {line}" for line in STREAMS[stream].splitlines())

    failed = failures(f"def double(x):\n{spoils}\n    return 2 * x", HALVE)

    assert failed == []


def test_what_was_printed_before_is_shown():
    cells = [made.setup("tools", ""), made.answer("double", DOUBLE), made.test_of("t0", "assert double(4) == 8")]
    work = new_notebook(cells=[cell.copy() for cell in cells])
    work.cells[1].source = f"print('before')\nimport sys\nsys.stdout = None\n{DOUBLE}"

    done = execute_sealed(work, new_notebook(cells=cells), limits=PATIENT, pool=shared_pool())

    assert [output.text for output in done.cells[1].outputs] == ["before\n"]
