"""Names of the course and names of a learner, apart, although a notebook has one namespace for both.

A learner may write `from torch import *`, which changes `range` and `sum`, or call a helper `check` or `scenes`. That
breaks no test, and no test changes what the learner's functions see:

    own_names.begin(globals())    at the end of the first setup cell's imports: what is there belongs to the course
    @own_names.test("1.4 …")      before the function that holds a test, with what it is called; it runs at once

A test sees the learner's answers, and the names of the course and of Python as they were at the beginning.
"""

from __future__ import annotations

import builtins
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

from coursekit import verdict

ALL = verdict.ALL  #: what a test returns at the end of its hidden part
_notebook: dict[str, Any] = {}  #: the namespace that everybody shares
_ours: dict[str, Any] = {}  #: the names of the course


def begin(notebook: dict[str, Any]) -> None:
    """Take what is in the notebook's namespace for the course's own. A second time, the same names only."""
    global _notebook
    if notebook is not _notebook:
        _ours.clear()
        _ours.update({name: value for name, value in notebook.items() if _may_be_ours(value)})
        _notebook = notebook
    _ours.update({name: notebook[name] for name in _ours})
    verdict.show_progress()


def test(label: str) -> Callable[[FunctionType], None]:
    """Run a test at once, in a namespace of its own, and show how it went; see verdict.show()."""

    def run(function: FunctionType) -> None:
        names = {**_notebook, **vars(builtins), **_ours, "__name__": "__main__"}
        verdict.show(label, FunctionType(function.__code__, names, function.__name__), _notebook)

    return run


def _may_be_ours(value: object) -> bool:
    """A learner who ran an answer before the setup cell has a function or class there already, in a cache or not."""
    inside = inspect.getattr_static(value, "__wrapped__", value)  # of functools.cache; static: nothing of it runs here
    return not (isinstance(inside, FunctionType | type) and inside.__module__ == "__main__")
