"""What a class does, its methods and properties, is not hidden by an attribute that an answer gave to an object."""

from __future__ import annotations

import functools
import inspect

from autograder.sealed.errors import MalformedReply


def refuse_hiding(kind: type, name: str, or_callable: bool = False) -> None:
    """Raise MalformedReply when an attribute of this name would hide a method or a property of the class.

    A test would then ask its own object, and an answer's attribute would speak.
    """
    if is_behaviour(kind, name, or_callable):
        raise MalformedReply(f"the answer put something in the place of {kind.__name__}.{name[:60]}")


def is_behaviour(kind: type, name: str, or_callable: bool = False) -> bool:
    """Would an attribute of this name hide what the class does?

    A dataclass's default and what a cached property computed stand under such a name by right.
    or_callable: also anything that can be called, such as `act = torch.relu`; an object that an answer made may have
    another one there, and an object that a test made may not get one
    """
    found = inspect.getattr_static(kind, name, None)
    if isinstance(found, functools.cached_property) or name in getattr(kind, "__dataclass_fields__", ()):
        return False
    return hasattr(type(found), "__get__") or (or_callable and callable(found))
