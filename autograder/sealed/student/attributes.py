"""Which attributes of the answer's functions are not as the tests have them?"""

from __future__ import annotations

import inspect
import types
from collections.abc import Collection
from typing import Any

from autograder.sealed.student import describe
from autograder.sealed.student.changes import CODE, FIXED
from autograder.sealed.values.encode import Encoder


class Attributes:
    """Functions that the tests know, and the attributes of each that they have."""

    def __init__(self, told: Collection[int]) -> None:
        """told: the handles of which the tests were told what they are."""
        self.told = told
        self.known: dict[int, tuple[Any, dict[str, Any]]] = {}  #: by handle

    def follow(self, number: int, function: Any) -> None:
        """From now on, look at the function of this handle."""
        self.known.setdefault(number, (function, {}))

    def changed(self, encoder: Encoder) -> list:
        """[handle, [[name, value], …]] of each function whose attributes have changed."""
        changed = []
        for number, (function, then) in list(self.known.items()):
            if not then and not getattr(function, "__dict__", True):
                continue
            if then and not isinstance(function, types.FunctionType):  # methods, which stay
                continue
            now = describe.attributes_of(function)
            if (number in self.told or number in encoder.told) and not _are_same(now, then):
                self.known[number] = function, now
                changed.append([number, [[name, encoder.encode(item)] for name, item in now.items()]])
        return changed


def _are_same(now: dict[str, Any], then: dict[str, Any]) -> bool:
    """Are the attributes of a function certainly unchanged?"""
    return now.keys() == then.keys() and all(map(_is_same, now.values(), then.values()))


def _is_same(now: Any, then: Any) -> bool:
    if inspect.isroutine(now):
        return now is then or (isinstance(now, types.BuiltinFunctionType) and now == then)
    return now is then and (type(now) in FIXED or isinstance(now, CODE))
