"""Names of the course and names of a learner, apart, although a notebook has one namespace for both.

A learner may write `from torch import *`, which changes `range` and `sum`, or call a helper `check` or `merged`. That
breaks no test, and no test changes what the learner's functions see:

    own_names.begin(globals())    at the end of the first setup cell's imports: what is there belongs to the course
    @own_names.ours               before a function or class of a setup cell
    @own_names.test("1.4 …")      before the function that holds a test, with what it is called; it runs at once

Functions marked so see the names of the course and of Python as they were when they were defined. A test also sees the
learner's answers.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

from coursekit import verdict

Marked = TypeVar("Marked", bound=Callable)

ALL = verdict.ALL  #: what a test returns at the end of its hidden part
_notebook: dict[str, Any] = {}  #: the namespace that everybody shares
_imported: frozenset[str] = frozenset()  #: what the first setup cell bound in it
_ours: dict[str, Any] = {}  #: the names of the course


def begin(notebook: dict[str, Any]) -> None:
    """Take what is in the notebook's namespace for the course's own. A second time, the same names only."""
    global _notebook, _imported
    if notebook is not _notebook:
        _ours.clear()
        _ours.update(vars(builtins), __name__="__main__")
        _notebook, _imported = notebook, frozenset(name for name, value in notebook.items() if _may_be_ours(value))
    _ours.update({name: notebook[name] for name in _imported})
    verdict.show_progress()


def ours(marked: Marked) -> Marked:
    """Give a function of a setup cell the course's names. A learner who used its name before keeps it."""
    name = marked.__name__
    _ours[name] = _with_names(marked, _ours) if isinstance(marked, FunctionType) else marked
    return _notebook.setdefault(name, _ours[name])


def test(label: str) -> Callable[[FunctionType], None]:
    """Run a test at once, in a namespace of its own, and show how it went; see verdict.show()."""

    def run(function: FunctionType) -> None:
        names = {**_notebook, **{name: _as_called(name, value) for name, value in _ours.items()}}
        verdict.show(label, _with_names(function, names), _notebook)

    return run


def _may_be_ours(value: object) -> bool:
    """A learner who ran an answer before the setup cell has a function or class there already."""
    return not (isinstance(value, FunctionType | type) and value.__module__ == "__main__")


def _with_names(function: FunctionType, names: dict[str, Any]) -> FunctionType:
    made = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _as_called(name: str, value: object) -> object:
    """A grader may have wrapped a function of the course, to run it where the answer is: then that one is called."""
    found = _notebook.get(name)
    wraps = isinstance(found, FunctionType) and getattr(found, "__wrapped__", None) is value
    return found if wraps else value
