"""An instructor's cell shows what a kernel shows. One that fails before any answer stops the run, unless its tag says
that it fails on purpose.
"""

import re

import pytest
from nbformat.v4 import new_code_cell

from autograder.sealed.errors import SetupFailed
from autograder.sealed.limits import Files
from tests.sealed.course import Course, answer, setup
from tests.sealed.course import test_of as a_test
from tests.sealed.one import grade

pytestmark = pytest.mark.slow


def make_course(folder, tags):
    fails = setup("shows-an-error", "limit = 3\nfloat('three')")
    fails.metadata["tags"] = tags
    test = a_test("test_double", "assert double(limit) == 6", 10)
    course = Course(folder, [fails, answer("double", "def double(x):\n    return 2 * x"), test])
    course.submit("ada", {"double": "def double(x):\n    return x + x"})
    return course


def test_a_cell_that_fails_on_purpose_costs_nobody_anything(tmp_path):
    course = make_course(tmp_path, ["raises-exception"])
    assert course.grade("ada") == 10
    assert "could not convert" in course.message("ada", "shows-an-error")


def test_a_cell_that_fails_otherwise_stops_the_run_and_says_what_to_do(tmp_path):
    course = make_course(tmp_path, ["hide-input"])
    done = course.api.autograde("ps1", "ada", force=True)
    assert not done["success"]
    assert "could not convert string to float: 'three'" in done["log"]
    assert "the tag raises-exception if it fails on purpose" in done["log"]


def test_what_a_student_runs_first_cannot_make_an_instructors_cell_fail(tmp_path):
    """Else one submission would stop the class, as an assignment does whose first cells fail."""
    makes = setup("makes", "import os, tempfile\nos.makedirs(tempfile.gettempdir() + '/made', exist_ok=True)")
    double = "def double(x):\n    return 2 * x"
    course = Course(tmp_path, [makes, answer("double", double), a_test("a", "assert double(1) == 2", 10)])
    in_the_way = new_code_cell("import tempfile\nopen(tempfile.gettempdir() + '/made', 'w').close()")
    course.submit("bob", {"double": double}, edit=lambda notebook: notebook.cells.insert(0, in_the_way))

    assert course.grade("bob") == 10


def test_a_cell_behind_an_answer_that_fails_is_no_fault_of_the_course(tmp_path):
    reads = setup("reads", "import pathlib\nsaid = pathlib.Path('said.txt').read_text()")
    writes = answer("write", "open('said.txt', 'w').write('right')")
    course = Course(tmp_path, [writes, reads, a_test("test_said", "assert said == 'right'", 10)])
    course.submit("ada", {"write": "open('said.txt', 'w').write('right')"})
    course.submit("bob", {"write": "pass"})

    assert course.grade("bob") == 0
    said = course.message("bob", "test_said")
    assert said.startswith("name 'said' is not defined (A cell before this one failed: FileNotFoundError: ")
    assert course.grade("ada") == 10


@pytest.mark.parametrize("asks", ["", "\ndel unused"])
def test_what_a_cell_behind_an_answer_does_to_its_data_is_done_once(tmp_path, asks):
    """Both sides run the cell; told of it, too, the answer's side would have it twice."""
    items = answer("items", "items = [1]\ndef now(): return list(items)\ndef unused(): pass")
    tests = [a_test("test_now", "assert now() == [1, 5]", 10), a_test("test_items", "assert items == [1, 5]", 10)]
    course = Course(tmp_path, [items, setup("adds", "items.append(5)" + asks), *tests])
    course.submit("ada", {"items": items.source})
    assert course.grade("ada") == 20


@pytest.mark.parametrize("sealed", [True, False])
def test_a_cell_that_is_only_shown_is_not_run_as_with_nbgraders_own_execution(tmp_path, sealed):
    shown = setup("shown", "limit = 0\nprint('shown')")
    shown.metadata["tags"] = ["skip-execution"]
    cells = [setup("tools", "limit = 3"), shown, answer("seen", "def seen():\n    return limit")]
    course = Course(tmp_path, [*cells, a_test("test_seen", "assert seen() == limit == 3", 10)])
    if not sealed:
        del course.api.config["Autograde"]
    course.submit("ada", {"seen": "def seen():\n    return limit"})
    assert course.grade("ada") == 10
    assert course.outputs("ada", "shown") == []


def test_an_answer_may_be_spelled_like_a_cell_that_is_only_shown(tmp_path):
    shown = setup("shown", "limit = 3")
    shown.metadata["tags"] = ["skip-execution"]
    course = Course(tmp_path, [shown, answer("limit", "limit = 1 + 2"), a_test("test_limit", "assert limit == 3", 10)])
    course.submit("ada", {"limit": "limit = 3"})
    assert course.grade("ada") == 10


def test_a_student_who_tags_an_instructors_cell_changes_nothing(tmp_path):
    cells = [setup("tools", "limit = 3\nprint(limit)"), answer("seen", "def seen():\n    return limit")]
    course = Course(tmp_path, [*cells, a_test("test_seen", "assert seen() == 3", 10)])

    def tag(notebook):
        for cell in notebook.cells:
            cell.metadata["tags"] = ["skip-execution"]

    course.submit("ada", {"seen": "def seen():\n    return limit"}, edit=tag)
    assert course.grade("ada") == 10
    assert course.outputs("ada", "tools")[0].text == "3\n"


def test_it_shows_text_figures_and_its_last_value_in_order():
    tools = "from matplotlib import pyplot\nprint('before')\npyplot.plot([0, 1])\n6 * 7"
    done = grade(tools, "def f(): pass", "assert True")
    text, value, figure = done.outputs(0)
    assert text.text == "before\n" and value.data["text/plain"] == "42" and "image/png" in figure.data
    assert done.notebook.cells[0].execution_count == value.execution_count == 1


def test_an_error_in_its_function_shows_the_line():
    done = grade("def inverse(x):\n    return 1 / x", "f = inverse(1)", "assert f == 1", submitted="f = inverse(0)")
    shown = "\n".join(done.outputs(1)[0].traceback)
    assert "Cell In[1]" in plain(shown) and "return 1 / x" in plain(shown)


def test_magics_and_await_work_in_it():
    tools = "import asyncio\nawait asyncio.sleep(0)\n%precision 2\nhere = 1"
    assert grade(tools, "def f(): return here", "assert f() == 1").passed


def test_what_ipython_adds_to_builtins_is_there_in_cells_and_when_a_test_calls():
    look = "import builtins\ndef look(): return hasattr(builtins, 'get_ipython'), hasattr(builtins, 'exit')"
    tests = f"assert look() == (True, False)\n{look.replace('look', 'here')}\nassert here() == (True, False)"
    done = grade(f"{look.replace('look', 'there')}\nprint(there())", look, tests)
    assert done.failures == [] and done.outputs(0)[0].text == "(True, False)\n"


def test_a_hook_that_an_answer_hangs_on_every_cell_also_meets_the_next_one(tmp_path):
    hook = "seen = []\nget_ipython().events.register('pre_run_cell', lambda info: seen.append(info.raw_cell))"
    cells = [setup("first", "x = 1"), answer("hook", hook), setup("second", "y = 2")]
    course = Course(tmp_path, [*cells, a_test("test", "assert y == 2", 1), answer("look", "print(seen)")])
    course.submit("ada", {"hook": hook, "look": "print(seen)"})
    assert course.grade("ada") == 1
    assert "y = 2" in course.outputs("ada", "look")[0].text


def test_a_figure_that_an_answer_draws_for_a_test_is_not_shown_by_the_next_cell(tmp_path):
    draw = "from matplotlib import pyplot\ndef draw():\n    pyplot.plot([0, 1])\n    return 1"
    cells = [answer("draw", draw), a_test("test", "assert draw() == 1", 1), setup("next", "pyplot.get_fignums()")]
    course = Course(tmp_path, cells)
    course.submit("ada", {"draw": draw})
    assert course.grade("ada") == 1
    assert [output.data["text/plain"] for output in course.outputs("ada", "next")] == ["[]"]


def test_what_it_imports_from_a_package_is_there_before_any_process_of_a_submission():
    tools = "import sys\nhad = 'wsgiref.headers' in sys.modules\nfrom wsgiref import headers"
    assert grade(tools, "def f(): return had", "assert f() and had").passed


def plain(text: str) -> str:
    """Text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("value", ["3", "'three'", "b'three'", "range(3)", "frozenset({3})", "3.0"])
def test_a_value_that_no_call_can_change_is_the_setup_cells_own(value):
    tools = f"best = {value}\ndef note(x):\n    pass"

    honest = grade(tools, f"note(best)\ndef f():\n    return {value}", "assert f() == best")
    cheat = grade(
        tools, f"note(best)\ndef f():\n    return {value}", "assert f() == best", "best = 7\ndef f(): return 7"
    )

    assert honest.passed
    assert not cheat.passed


def test_a_list_that_the_solution_hands_to_a_call_is_the_answers():
    tools = "found = []\ndef note(x):\n    x.append(3)"

    assert grade(tools, "note(found)", "assert found == [3]").passed
    assert not grade(tools, "note(found)", "assert found == [3]", "pass").passed


@pytest.mark.parametrize("left", ["out", "out/x.txt"])
def test_what_was_handed_in_beside_a_notebook_cannot_make_an_instructors_cell_fail(left):
    """A folder that the cell makes lies beside the notebook once the student has run it."""
    make = "import os\nos.mkdir('out')"

    assert grade(make, "def f(): return 1", "assert f() == 1", files=Files({}, {left: b""})).passed
    assert not grade(make, "def f(): return 1", "assert f() == 1", "def f(): return 2", Files({}, {left: b""})).passed


def test_a_cell_that_fails_without_what_was_handed_in_stops_the_run():
    with pytest.raises(SetupFailed, match="could not convert"):
        grade("float('three')", "def f(): return 1", "assert f() == 1", files=Files({}, {"x.txt": b""}))


def test_a_library_that_only_the_instructors_own_notebook_finds_is_said_to_be_outside(tmp_path, monkeypatch):
    (tmp_path / "far_away.py").write_text("x = 1", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SetupFailed, match=r"No module named 'far_away'.*not where PYTHONPATH says"):
        grade("import far_away", "def f(): return 1", "assert f() == 1")
