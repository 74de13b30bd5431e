"""Answers that speak on the tests' side, or listen there: each was a way to get points or to hurt the grader."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder.sealed.errors import MalformedReply
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import TrustedBridge
from autograder.sealed.values.decode import Decoder
from autograder.sealed.values.random_states import CheckedRandomStates
from tests.sealed.one import grade

ROOT = Path(__file__).parents[2]
TOOLS = "import random, torch"
REFERENCE = "def f(*args): return 1.0"


@pytest.mark.slow
def test_object_that_subtracts_is_not_asked_about_an_expected_value():
    code = "class Zero:\n    def __sub__(self, other): return 0.0\n    __rsub__ = __sub__\ndef f(): return Zero()"
    for test in ("assert abs(f() - 3.5) < 1e-6", "assert abs(3.5 - f()) < 1e-6"):
        assert "unsupported operand" in grade(TOOLS, REFERENCE, test, submitted=code).failures[0]


@pytest.mark.slow
def test_object_of_a_class_that_the_exercise_asks_for_is_asked_only_for_what_the_class_should_have():
    reference = "class Scale:\n    def __init__(self, by): self.by = by\n    def __call__(self, x): return self.by * x"
    lies = reference + "\n    def __call__(self, x): return Scale(1)\n    def __sub__(self, other): return 0.0"
    lies += "\n    __contains__ = lambda self, x: True\n    def __iter__(self): return iter([1])"
    for test in ("assert abs(Scale(2)(3) - 6) < 1e-6", "assert 6 in [Scale(2)(3)] or 6 in Scale(2)(3)"):
        done = grade(TOOLS, reference, test, submitted=lies)
        assert not done.passed, test


@pytest.mark.slow
def test_a_class_that_should_calculate_calculates_with_a_tests_value():
    reference = (
        "class Sum:\n    def __init__(self, x): self.x = x\n    def __add__(self, other): return Sum(self.x + other)"
    )
    wordy = reference.replace("def __add__", "def plus") + "\nSum.__add__ = Sum.plus"
    for code in (reference, wordy):
        assert grade(TOOLS, reference, "assert ((Sum(1) + 2) + 3).x == 6", submitted=code).passed


@pytest.mark.slow
@pytest.mark.parametrize("hides", ["forward = torch.relu", "named_parameters = dict", "train = torch.relu"])
def test_a_module_that_an_answer_returns_hides_no_method(hides):
    reference = "def f():\n    return torch.nn.Linear(1, 1)"
    lies = f"def f():\n    made = torch.nn.Linear(1, 1)\n    made.{hides}\n    return made"
    (said,) = grade(TOOLS, reference, "assert f().weight.shape == (1, 1)", submitted=lies).failures
    assert "in the place of Linear" in said


@pytest.mark.slow
def test_an_object_of_a_setup_class_hides_no_method_and_keeps_what_it_computed_once():
    tools = """
    import functools
    class Run:
        def best(self): return 1
        @functools.cached_property
        def total(self): return 5
    """
    reference = "def f():\n    made = Run()\n    made.total\n    return made"
    assert grade(tools, reference, "made = f()\nassert made.total == 5 and made.best() == 1").passed
    lies = "def f():\n    made = Run()\n    made.best = dict\n    return made"
    assert "in the place of Run.best" in grade(tools, reference, "assert f()", submitted=lies).failures[0]


@pytest.mark.slow
def test_setup_function_that_looks_at_a_result_runs_on_the_tests_side():
    tools = "def same(result, expected):\n    return list(result) == expected"
    code = "class Yes:\n    def __iter__(self): return iter([0])\ndef f(): return Yes()"
    code += "\nsame.__code__ = (lambda result, expected: True).__code__"
    reference = "def f(): return [1]"
    assert grade(tools, reference, "assert same(f(), [1])").passed
    assert not grade(tools, reference, "assert same(f(), [1])", submitted=code).passed


@pytest.mark.slow
def test_object_that_prints_as_a_number_is_no_partial_credit():
    code = "class Six:\n    def __repr__(self): return '6'\ndef f(): return Six()"
    done = grade(TOOLS, REFERENCE, "f()", submitted=code)
    assert [output for output in done.outputs(2) if output.output_type == "execute_result"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "lie",
    [
        "__eq__(self, other): return True",
        "__iter__(self): return iter([3.5])",
        "__len__(self): return 1",
        "__reduce_ex__(self, protocol): return list, ([3.5],)",
        "copy(self): return [3.5]",
        "__radd__(self, other): return [3.5]",
    ],
)
def test_list_that_answers_for_itself_is_not_the_expected_list(lie):
    code = f"class Lie(list):\n    def {lie}\ndef f(): return Lie([1.0])"
    tests = ["assert f() == [3.5]", "assert [3.5] == f()", "assert [] + f() == [3.5]", "f()"]
    done = grade(TOOLS, REFERENCE, tests, submitted=code)
    assert len(done.failures) == 3
    shown = [output for place in range(2, 6) for output in done.outputs(place)]
    assert [output for output in shown if output.output_type == "execute_result"] == []


@pytest.mark.parametrize("sent", [{}, {"v": 5}, {"v": {"$": "tuple", "v": []}}, {"v": {"$": "handle", "n": 2}}])
def test_object_of_a_class_of_lists_comes_with_a_list(sent):
    bridge = TrustedBridge(None, Limits(), {})
    kind = {"$": "handle", "n": 1, "kind": "class", "name": "Lie", "bases": [], "data": "list", "own": ["__eq__"]}
    with pytest.raises(MalformedReply):
        Decoder(bridge, bytearray()).decode({"$": "handle", "n": 2, "kind": "object", "class": kind, **sent})


@pytest.mark.slow
def test_view_does_not_carry_the_rest_of_its_storage():
    code = """
def f(x):
    beside = torch.empty(0).set_(x.untyped_storage(), 0, (x.untyped_storage().nbytes() // 4,), (1,))
    return beside.clone()
"""
    test = "given, expected = torch.ones(2, 3)\nassert f(given).tolist() == [1, 1, 1, 0, 0, 0]"
    assert grade(TOOLS, REFERENCE, test, submitted=code).failures == []


@pytest.mark.slow
def test_views_that_share_memory_still_share_it_with_the_answer():
    code = "def f(x, y=None):\n    if y is None: return x.tolist()\n    x[0] = 7\n    return y.tolist()"
    test = "x = torch.zeros(4)\nassert f(x, x[:2]) == [7, 0]\nassert f(x[1:3], x[1:]) == [7, 0, 0]\n"
    test += "assert f(x[:2].expand(2, 2)) == [[7, 7]] * 2 and f(torch.empty(0, 3)) == []"
    assert grade(TOOLS, REFERENCE, test, submitted=code).failures == []


@pytest.mark.slow
def test_process_name_that_is_no_text_does_not_end_the_parent():
    code = "import ctypes, time\nctypes.CDLL(None).prctl(15, b'\\xff\\xfe', 0, 0, 0)\ntime.sleep(1)\n" + REFERENCE
    assert grade(TOOLS, REFERENCE, "assert f() == 1", submitted=code).passed


@pytest.mark.slow
def test_messages_with_half_characters_can_be_written():
    code = "def f(): raise ValueError('\\ud800')"
    done = grade(TOOLS, REFERENCE, "f()", submitted=code)
    assert nbformat.writes(done.notebook).encode("utf-8") and done.failures == ["ValueError: ?"]


@pytest.mark.parametrize("name", [["torch", "os.system"], ["timeit", "timeit"], ["unittest.mock", "MagicMock"]])
def test_name_that_leads_through_a_module_is_refused(name):
    with pytest.raises(MalformedReply):
        TrustedBridge(None, Limits(), {}).resolve(name, object)


def test_impossible_random_state_is_refused():
    import random

    import numpy
    import torch

    name, words, _, *rest = numpy.random.get_state()
    kind, numbers, _ = random.getstate()
    twisted = torch.get_rng_state()
    twisted[8:12] = torch.tensor([112, 2, 0, 0])  # 624 words left …
    twisted[16:20] = torch.tensor([112, 2, 0, 0])  # … after the last of them
    for state in ({"numpy": (name, words, 10**9, *rest)}, {"random": (kind, numbers, "7")}, {"torch": twisted}):
        with pytest.raises(MalformedReply):
            CheckedRandomStates().accept(state)
    torch.rand(5)
    CheckedRandomStates().accept(
        {"numpy": numpy.random.get_state(), "random": random.getstate(), "torch": torch.get_rng_state()}
    )


def test_every_test_that_the_threat_model_names_exists():
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8"))
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text()]
    assert len(named) > 20 and missing == []
