"""functools.cache with types: a cached function keeps the types of its arguments.

The stub of the standard library's takes any arguments, and refuses a class as one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

if TYPE_CHECKING:

    def cache(function: Function) -> Function:
        """Remember what a function returned for its arguments, which must have a hash."""
        return function
else:
    from functools import cache

__all__ = ["cache"]
