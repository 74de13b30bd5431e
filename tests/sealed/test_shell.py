"""Cells run in both processes as a kernel runs them, whichever way they take through IPython."""

import re

import pytest

from tests.sealed.one import grade

pytestmark = pytest.mark.slow

ANSWER, TEST = "def f(): return 1", "assert f() == 1"


def test_an_answers_error_is_shown_with_its_traceback():
    """Fails when IPython no longer calls `_showtraceback`: see docs/private-names.md."""
    done = grade("import os", ANSWER, TEST, submitted=f"{ANSWER}\nraise LookupError('nowhere')")
    (error,) = done.outputs(1)
    assert (error.output_type, error.ename, error.evalue) == ("error", "LookupError", "nowhere")
    assert "raise LookupError('nowhere')" in re.sub(r"\x1b\[[\d;]*m", "", "".join(error.traceback))


@pytest.mark.parametrize(
    ("test", "shown"),
    [
        ("f()\n3 * f()", ["3"]),
        ("print('before')\n3 * f()", ["before\n", "3"]),
        ("3 * f();", []),
        ("3 * f()  # not the last line\npass", []),
        ("print(In[-1][:5], f())", ["print 1\n"]),
        ("%pdb off\n3 * f()", ["Automatic pdb calling has been turned OFF\n", "3"]),
        ("import asyncio\nawait asyncio.sleep(0)\n3 * f()", ["3"]),
    ],
    ids=["expression", "printed first", "semicolon", "statement", "history", "magic", "await"],
)
def test_a_test_shows_what_it_would_show_in_a_kernel(test, shown):
    done = grade("import os", ANSWER, test)
    assert [output.get("text") or output["data"]["text/plain"] for output in done.outputs(2)] == shown


@pytest.mark.parametrize("test", ["assert f() == 1", "%pdb off\nassert f() == 1"], ids=["plain", "magic"])
def test_what_a_setup_cell_asks_ipython_to_do_whenever_a_cell_runs_is_done_for_tests(test):
    tools = "count = [0]\ndef note(info): count[0] += 1\nget_ipython().events.register('pre_run_cell', note)"
    tests = [test, "print(count)"]
    assert grade(tools, ANSWER, tests).outputs(3)[0].text == "[2]\n"


@pytest.mark.parametrize(
    "test",
    [
        "%%capture said\nprint(f())\nassert f() == 1",
        "get_ipython().run_cell('assert f() == 1')",
        "get_ipython().run_cell('assert f() == 1')\n5",
    ],
)
def test_an_error_inside_a_cell_that_a_test_runs_fails_the_test_as_in_a_kernel(test):
    assert grade("import os", ANSWER, [test, "assert f() == 1"]).failures == []
    assert len(grade("import os", ANSWER, [test, "assert f() == 2"], "def f(): return 2").failures) == 1


def test_an_answer_that_leaves_a_debugger_loses_its_points_in_a_cell_inside_a_cell():
    wrong = "import bdb\ndef f(): raise bdb.BdbQuit"
    assert len(grade("import os", ANSWER, "%%capture said\nassert f() == 1", wrong).failures) == 1


def test_an_import_from_the_future_holds_for_later_tests():
    tests = ["def g(x: unknown): return x\nassert g(f()) == 1"]
    assert grade("from __future__ import annotations", ANSWER, tests).failures == []
    assert "NameError" in grade("import os", ANSWER, tests).failures[0]


def test_a_test_can_read_the_source_of_what_a_setup_cell_defines():
    tools = "import inspect\ndef helper(x):\n    return x  # mine"
    assert grade(tools, ANSWER, "assert '# mine' in inspect.getsource(helper), f()").failures == []


@pytest.mark.parametrize(
    "odd",
    [
        "os.close(1); os.close(2)",
        "os.closerange(0, 3)",
        "os.close(1)\nmine = open('mine.txt', 'w')\nassert mine.fileno() == 1",
        "import sys; sys.stdout = open('mine.txt', 'w'); sys.stdout.close()",
        "import sys; sys.stdout = sys.stderr = None",
        "def f():\n    os.closerange(1, 3)\n    return 1",
    ],
    ids=["closed", "all three", "a file at 1", "stdout closed", "no stdout", "closed in a call"],
)
def test_an_answer_that_closes_the_descriptors_of_its_outputs_keeps_its_points(odd):
    assert grade("import os", ANSWER, [TEST, TEST], submitted=f"{ANSWER}\n{odd}").failures == []


def test_a_file_of_the_answers_own_at_descriptor_1_is_left_alone():
    odd = "import os\nos.close(1)\nopen('mine.txt', 'w').write('mine')\nos.open('mine.txt', os.O_RDWR)"
    done = grade("import os", ANSWER, "f()\nassert open('mine.txt').read() == 'mine'", submitted=f"{ANSWER}\n{odd}")
    assert done.failures == []
