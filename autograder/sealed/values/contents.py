"""New content for a mutable value, in place."""

from __future__ import annotations

import collections
import io
from typing import Any

from autograder.sealed import backends
from autograder.sealed.values import arguments


def can_replace(value: Any, content: Any) -> bool:
    """Is this value a container or a library's mutable data, and the content of the same type, and of a shape that it
    can have?
    """
    if type(value) is not type(content):
        return False
    backend = backends.backend_of(type(value))
    may_grow = backend is not None and backend.may_grow
    if not may_grow and getattr(value, "shape", None) != getattr(content, "shape", None):
        return False
    return isinstance(value, arguments.CONTAINERS) or (backend is not None and backend.is_mutable(type(value)))


def replace(value: Any, content: Any) -> None:
    """Give a mutable value new content.

    Raises TypeError, ValueError or RuntimeError when it cannot have that content.
    """
    if isinstance(value, list | bytearray):
        value[:] = content
    elif isinstance(value, collections.deque):
        value.clear()
        value.extend(content)
    elif isinstance(value, dict | set):
        if not (isinstance(value, dict) and list(value) == list(content)):  # a loop over it may be under way
            value.clear()
        value.update(content)
    elif isinstance(value, io.StringIO | io.BytesIO):
        value.seek(0)
        value.truncate()
        value.write(content.getvalue())
        value.seek(content.tell())
    elif (backend := backends.backend_of(type(value))) is not None:
        backend.replace(value, content)
    else:
        raise TypeError(f"a {type(value).__name__} cannot be changed")
