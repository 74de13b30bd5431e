"""What scores under stock nbgrader without solving anything, graded sealed: nothing for the cheat, all for the honest."""
# ruff: noqa: E501 - tables of attacks and values read better one to a line

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from tests.sealed.conftest import CELLS, RIGHT, WRONG
from tests.sealed.course import Course

pytestmark = pytest.mark.slow

# All folders but those of the system and of Python, which are many, and end the search at the time limit.
SEARCH = """import os, sys
def search(end):
    known = {"/usr", "/proc", "/sys", sys.prefix, sys.base_prefix}
    for folder, inside, files in os.walk("/"):
        inside[:] = [name for name in inside if os.path.join(folder, name) not in known]
        yield from (os.path.join(folder, name) for name in files if name.endswith(end))
"""
CHEATS = {
    "patched_equal": WRONG + "torch.equal = lambda a, b: True",
    "patched_everything": WRONG + "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.all = lambda x: True\n"
    "torch.Tensor.__eq__ = lambda a, b: True\ntorch.allclose = torch.equal = lambda *a, **k: True",
    "ast_transformer": WRONG + "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
    "get_ipython().ast_transformers.append(T())",
    "input_transformer": WRONG + "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "displayhook": WRONG + "get_ipython().displayhook(5)",
    "displayhook_in_call": "def restore(path, kind):\n    get_ipython().displayhook(10)\n    return kind().eval()",
    "pre_run_cell": WRONG + "def hook(info): info.raw_cell = ''\nget_ipython().events.register('pre_run_cell', hook)\n"
    "get_ipython().run_cell = lambda *a, **k: None",
    "always_equal": "class Yes:\n    def __eq__(self, other): return True\n    def __getattr__(self, name): return self\n"
    "    def __call__(self, *a, **k): return self\n    def __bool__(self): return True\n    def __iter__(self): return iter(())\n"
    "    def __getitem__(self, i): return self\n    @property\n    def __class__(self): return Net\n"
    "def restore(path, kind): return Yes()",
    "tensor_that_lies": "class Lie(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, t, a=(), k=None): return True\n"
    "def restore(path, kind):\n    m = kind().eval()\n    m.fc.weight = nn.Parameter(m.fc.weight.data.as_subclass(Lie))\n    return m",
    "class_that_lies": "class Net(Net):\n    def state_dict(self): return Anything()\nclass Anything:\n    def __getitem__(self, k): return self\n"
    "    def __torch_function__(self, *a, **k): return True\ndef restore(path, kind): return Net().eval()",
    "patched_setup_class": "Net.state_dict = lambda self, *a, **k: {}\ndef restore(path, kind): return kind().eval()",
    "frames": "import sys, gc\ndef restore(path, kind):\n    f = sys._getframe()\n    while f:\n        f.f_globals['torch'] = None\n"
    "        f.f_locals.get('fresh'); f = f.f_back\n    for o in gc.get_objects():\n        if isinstance(o, dict) and 'canary' in o: return o['fresh'].eval()\n    return kind().eval()",
    "exit": "import os\ndef restore(path, kind): os._exit(0)",
    "system_exit": "def restore(path, kind): raise SystemExit(0)",
    "kill_everybody": "import os, signal\ndef restore(path, kind):\n    os.kill(-1, signal.SIGKILL); os.kill(os.getppid(), signal.SIGKILL)\n    return kind().eval()",
    "forged_reply": "import os, json, struct, socket\ndef restore(path, kind):\n    t = json.dumps({'event': 'done', 'n': 3, 'outputs': [], 'result': 10, 'seq': 1, 'value': None}).encode()\n"
    "    for fd in range(3, 64):\n        try: os.write(fd, struct.pack('!4sIQ', b'ag01', len(t), 0) + t)\n        except OSError: pass\n    return kind().eval()",
    "reference_solution": SEARCH + "import glob, nbformat\nfor p in [*search('.ipynb'), *glob.glob('../../../source/*/*.ipynb')]:\n"
    "    for c in nbformat.read(p, 4).cells:\n        if 'def restore' in c.source: exec(c.source)\n",
    "autograded_notebook": "import glob\ndef restore(path, kind):\n    print([open(p).read() for p in glob.glob('*.ipynb')])\n    return kind().eval()",
    "gradebook": WRONG + SEARCH + "import sqlite3\nfor p in [*search('gradebook.db'), '../../../gradebook.db']:\n"
    "    sqlite3.connect(p).execute('update grade set auto_score=10, manual_score=10')",
    "startup_file": WRONG + "import os\np = os.path.expanduser('~/.ipython/profile_default/startup')\nos.makedirs(p, exist_ok=True)\n"
    "open(p + '/a.py', 'w').write('import torch; torch.equal = lambda a, b: True')",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def neighbour(course):
    """Another student, graded before all the cheats, whose score must not change."""
    course.submit("neighbour", {"restore": WRONG})
    assert course.grade("neighbour") == 0
    yield
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        assert gradebook.find_submission("ps1", "neighbour").score == 0
    assert course.grade("neighbour") == 0


@pytest.mark.parametrize("name", CHEATS)
def test_cheat_scores_nothing(course, name):
    course.submit(name, {"restore": CHEATS[name]})
    assert course.grade(name) == 0
    for cell in course.graded(name).cells:
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            assert "CANARY-7c1f" not in str(cell.get("outputs"))


def test_no_notebook_and_no_database_is_found_in_the_whole_file_system(course):
    course.submit("searcher", {"restore": SEARCH + "print('found', [*search('.ipynb'), *search('.db')])"})
    course.submit("finder", {"restore": SEARCH + "open('a.db', 'w').close()\nprint('found', len([*search('.db')]))"})
    for student, found in (("searcher", "found []"), ("finder", "found 1")):
        course.grade(student)
        assert found in str(find(course.graded(student), "restore").outputs)


def find(notebook, name):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def test_tags_that_skip_execution_have_no_effect(course):
    def tag(notebook):
        for cell in notebook.cells:
            cell.metadata["tags"] = ["skip-execution", "raises-exception"]

    course.submit("tagged", {"restore": WRONG}, tag)
    assert course.grade("tagged") == 0
    course.submit("tagged-right", {"restore": RIGHT}, tag)
    assert course.grade("tagged-right") == 10


def test_deleted_test_cell_is_graded_all_the_same(course):
    def delete(notebook):
        notebook.cells.remove(find(notebook, "test_restore"))

    course.submit("deleted", {"restore": WRONG}, delete)
    assert course.grade("deleted") == 0
    course.submit("deleted-right", {"restore": RIGHT}, delete)
    assert course.grade("deleted-right") == 10


def test_edited_or_prefilled_test_cell_is_replaced(course):
    def edit(notebook):
        cell = find(notebook, "test_restore")
        cell.source, cell.metadata["nbgrader"]["points"] = "10", 100
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "10"}, execution_count=1)]

    course.submit("edited", {"restore": WRONG}, edit)
    assert course.grade("edited") == 0


def test_doubled_test_cell_costs_nothing_and_stops_nobody(course):
    def double(notebook):
        place = notebook.cells.index(find(notebook, "test_restore"))
        copy = nbformat.from_dict(find(notebook, "test_restore"))
        copy.id = "another"
        notebook.cells.insert(place, copy)

    course.submit("doubled", {"restore": RIGHT}, double)
    assert course.grade("doubled") == 10
    course.submit("doubled-wrong", {"restore": WRONG}, double)
    assert course.grade("doubled-wrong") == 0


def test_a_right_answer_in_reordered_cells_gets_its_points(course):
    course.submit("reversed", {"restore": RIGHT}, lambda notebook: notebook.cells.reverse())
    assert course.grade("reversed") == 10


def test_right_answer_that_warns_gets_its_points(course):
    noisy = RIGHT.replace(
        "    model.eval()",
        "    import warnings, sys; warnings.warn('slow'); print('x', file=sys.stderr)\n    model.eval()",
    )
    course.submit("noisy", {"restore": noisy})
    assert course.grade("noisy") == 10


def test_dead_process_on_a_resubmission_does_not_keep_the_old_score(course):
    course.submit("resubmit", {"restore": RIGHT})
    assert course.grade("resubmit") == 10
    course.submit("resubmit", {"restore": "import os\nos.kill(os.getpid(), 9)\nos._exit(1)"})
    assert course.grade("resubmit") == 0
    assert "not run" in course.message("resubmit", "test_restore")


def test_extra_cells_with_magics_figures_and_await_work(course):
    def extend(notebook):
        for code in (
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);",
            "%timeit -n1 -r1 1 + 1",
            "import asyncio\nawait asyncio.sleep(0)\n42",
            "import ipywidgets\nipywidgets.IntSlider()",
            "!echo from a shell",
            "from IPython.display import display, HTML\nh = display(HTML('<b>a</b>'), display_id=True)\nh.update(HTML('<b>b</b>'))",
            "1 / 0",
        ):
            notebook.cells.append(new_code_cell(code))

    course.submit("rich", {"restore": RIGHT}, extend)
    assert course.grade("rich") == 10
    figure, timeit, awaited, widget, shell, html, error = [cell.outputs for cell in course.graded("rich").cells[-7:]]
    assert "image/png" in figure[0].data
    assert "per loop" in timeit[0].text
    assert awaited[0].data["text/plain"] == "42"
    assert list(widget[0].data) == ["text/plain"] and "IntSlider" in widget[0].data["text/plain"]
    assert shell[0].text.split() == ["from", "a", "shell"]
    assert [output.data["text/html"] for output in html] == ["<b>b</b>"]
    assert error[0].ename == "ZeroDivisionError" and len(error[0].traceback) > 1


def test_no_execute_hands_out_no_points(course):
    course.submit("lazy", {"restore": WRONG})
    course.api.config.Execute.enabled = False
    try:
        assert not course.api.autograde("ps1", "lazy", force=True)["success"]
    finally:
        course.api.config.Execute.enabled = True


def test_source_cells_from_the_gradebook_serve_when_the_source_folder_is_gone(tmp_path):
    course = Course(tmp_path, CELLS)
    for student, answer in (("right", RIGHT), ("wrong", WRONG)):
        course.submit(student, {"restore": answer})
    source = tmp_path / "source" / "ps1" / "problem.ipynb"
    source.rename(tmp_path / "elsewhere.ipynb")
    assert [course.grade("right"), course.grade("wrong")] == [10, 0]
