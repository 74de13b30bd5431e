"""What a solution cell does with names, read without running it: it decides what a test gets from the answer."""

from __future__ import annotations

import pytest

from autograder.sealed.plan.names import names_of

CELLS = {
    "x = 1\nfor i in range(3): y = i": ("i x y", "", ""),
    "def f():\n    global count\n    count = a = 1": ("count f", "", ""),
    "log.append(1)\nmodel.eval()\nstate['a'] = 2\nprint(shown)": ("", "log model state", ""),
    "def f(x): log.append(x)": ("f", "", "log"),
    "def f(x):\n    cache[x] = 1\n    del seen[x]\n    x.clear()": ("f", "", "cache seen"),
    "def f():\n    own = []\n    own.append(1)\n    for each in own: each.add(2)": ("f", "", ""),
    "def f():\n    def inner(): log.append(1)\n    inner()": ("f", "", "log"),
    "class A:\n    def __init__(self): self.x = made[0] = 1": ("A", "", "made"),
    "log = []\ndef f(): log.append(1)": ("f log", "", ""),
    "def f(*rest, **more):\n    rest.clear()\n    more.clear()": ("f", "", ""),
    "def f(x):\n    show(words)\n    record(x, log)": ("f", "", ""),
    "async def f(): log.append(1)": ("f", "", "log"),
}


@pytest.mark.parametrize("code", CELLS)
def test_names_that_a_cell_binds_changes_and_changes_inside_functions(code):
    found = names_of(code)

    assert tuple(" ".join(sorted(names)) for names in (found.bound, found.changed, found.filled)) == CELLS[code]
