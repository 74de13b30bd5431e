"""Modules beside the notebook: what they define crosses by name, and the scenarios that they mark are played."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_notebook

from autograder.sealed.limits import Files
from autograder.sealed.plan.cells import setup_imports
from tests.sealed.course import setup
from tests.sealed.one import grade

SCENES = b"""
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)

class PowerCut(OSError):
    pass

class Note:
    def __init__(self, text):
        self.text = text

def scenario(function):
    function.is_scenario = True
    return function

@scenario
def places_of(make):
    made = make()
    return {"shared": made[0] is made[1], "here": "secret" in globals(), "secret": secret}

def twice(f):
    return f(1), f(1)

def play_both(make):
    return places_of(make)

secret = 0
"""
FILES = Files({"scenes.py": SCENES}, {})


def passes(reference: str, tests: str, submitted: str | None = None, tools: str = "import scenes", files=FILES) -> bool:
    return grade(tools, reference, tests, submitted, files=files).failures == []


def test_a_scenario_of_a_module_is_played_where_the_answer_is():
    reference = "def make():\n    x = object()\n    return [x, x]"

    assert passes(reference, "assert scenes.places_of(make) == {'shared': True, 'here': True, 'secret': 0}")
    assert passes(reference, "assert scenes.play_both(make)['shared']")
    assert passes(reference, "assert places_of(make)['shared']", tools="from scenes import places_of")
    assert not passes(reference, "assert scenes.places_of(make)['shared']", "def make(): return [object(), object()]")


@pytest.mark.parametrize(
    "made",
    [
        "class Maker:\n    def __call__(self):\n        return make_pair()\nmake = Maker()",
        "import functools\nmake = functools.partial(make_pair)",
        "import functools\nmake = functools.lru_cache(make_pair)",
        "class Maker:\n    def pair(self):\n        return make_pair()\nmake = Maker().pair",
        "import torch\nmake = torch.no_grad()(make_pair)",
    ],
    ids=["object", "partial", "cached", "method", "decorated"],
)
def test_a_scenario_is_played_where_the_answer_is_whatever_can_be_called(made):
    """One that is played by the tests sees copies: a right answer would lose its points, and a wrong one keep them."""
    pair = "def make_pair():\n    x = object()\n    return [x, x]\n"
    tests = "scenes.secret = 1\nassert scenes.places_of(make) == {'shared': True, 'here': True, 'secret': 0}"

    assert passes("def make():\n    x = object()\n    return [x, x]", tests, pair + made)


def test_what_an_answer_returns_does_not_choose_where_a_scenario_is_played():
    tests = "scenes.secret = 1\nassert scenes.places_of(give())['secret'] == 1"
    gives = "class Pair:\n    def __call__(self): return [1, 1]\ndef give(): return Pair()"

    assert passes(gives, tests)


def test_a_scenario_that_is_given_nothing_of_the_answers_is_played_by_the_tests():
    tests = "scenes.secret = 1\nassert scenes.places_of(lambda: [1, 1])['here']"

    assert passes("def f(): pass", tests)


def test_a_function_that_no_mark_calls_a_scenario_runs_where_the_tests_are():
    tests = "scenes.secret = 5\ndef seen(): return scenes.secret\nassert scenes.twice(f) == (1, 1) and seen() == 5"
    shown = "import inspect\ndef f(x):\n    return x + len([s for s in inspect.stack() if s.function == 'twice'])"

    assert passes("def f(x): return x", tests, shown)


def test_models_errors_and_objects_of_a_modules_classes_cross():
    reference = """
def build(): return scenes.Net()
def cut(): raise scenes.PowerCut("gone")
def note(text): return scenes.Note(text)
def kind(): return scenes.Net
def change(model): model.fc.weight.data.fill_(2)
"""
    tests = """
assert type(build()) is scenes.Net and build().fc.weight.shape == (2, 2)
try: cut()
except scenes.PowerCut as error: assert "gone" in str(error)
else: raise AssertionError
assert type(note("a")) is scenes.Note and note("a").text == "a"
assert kind() is scenes.Net
model = scenes.Net(); change(model)
assert (model.fc.weight == 2).all()
"""
    assert passes(reference, tests)


def test_what_an_answer_does_to_a_module_reaches_no_test():
    reference = "def f(): return 1"
    cheat = "import scenes\nscenes.right = lambda x: True\nscenes.Net = dict\ndef f(): return 2"
    files = Files({"scenes.py": b"def right(x):\n    return x == 1\nclass Net: pass"}, {})

    assert passes(reference, "assert scenes.right(f())", files=files)
    assert not passes(reference, "assert scenes.right(f())", cheat, files=files)


def test_a_module_that_was_handed_in_under_the_same_name_is_not_taken():
    files = Files({"scenes.py": b"value = 1"}, {"scenes.py": b"value = 2", "more.py": b"def g(x): return x"})

    assert passes("def f(): return scenes.value", "assert f() == 1 and scenes.value == 1", files=files)
    assert passes("def f(): return 1", "assert f()(3) == 3", "import more\ndef f(): return more.g", files=files)


def test_a_package_beside_the_notebook_is_a_module_too():
    files = Files({"parts/__init__.py": b"from parts.nets import Net", "parts/nets.py": SCENES}, {})

    assert passes("def f(): return Net()", "assert type(f()) is Net", tools="from parts import Net", files=files)


def test_a_module_that_cannot_be_imported_fails_as_a_setup_cell_does():
    from autograder.sealed.errors import SetupFailed

    with pytest.raises(SetupFailed, match="division by zero"):
        passes("def f(): return 1", "assert f()", files=Files({"scenes.py": b"1 / 0"}, {}))


def test_imports_of_a_module_stand_in_its_place_before_anything_is_forked():
    """Outside its folder a name such as `wave` or `utils` may mean another module."""
    source = new_notebook(cells=[setup("tools", "import wave\nfrom parts.nets import Net\nimport json")])
    modules = {"wave": b"import parts\nimport decimal", "parts": b"import wave", "parts.nets": b"from torch import nn"}

    assert setup_imports(source, modules) == {"import json", "import decimal", "from torch import nn"}


def test_a_module_with_the_name_of_a_library_is_the_one_beside_the_notebook():
    files = Files({"wave.py": b"here = True"}, {})

    assert passes("def f(): return wave.here", "assert f() and wave.here", tools="import wave", files=files)
