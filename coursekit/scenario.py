"""Situations that a `scenes.py` beside an assignment plays with a learner's function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def scenario(function: Function) -> Function:
    """Mark a function that plays a situation with a learner's function and returns what was seen, as data.

    A grader with two processes plays it where the learner's function is, and not where the tests are. So a scenario
    shows what values cannot: two models that share a tensor, the mode during a call, a full disk. It never says whether
    an answer is right; tests decide that from the data.
    """
    function.is_scenario = True  # type: ignore[attr-defined]
    return function
