"""What an answer changed in an argument of a test comes back into the test's own object: as data, where data may be."""

from __future__ import annotations

from typing import Any

from autograder.sealed import backends, behaviour
from autograder.sealed.errors import MalformedReply
from autograder.sealed.tests_side.signatures import Bridge


def replace(value: Any, content: Any) -> None:
    """Give a mutable value new content, in place. Raises MalformedReply when it cannot have that content."""
    try:
        if isinstance(value, list | bytearray):
            value[:] = content
        elif isinstance(value, dict | set):
            value.clear()
            value.update(content)
        elif hasattr(value, "getvalue"):
            value.seek(0)
            value.truncate()
            value.write(content.getvalue())
            value.seek(content.tell())
        elif (backend := backends.backend_of(type(value))) is not None:
            backend.replace(value, content)
        else:
            raise TypeError(f"a {type(value).__name__} cannot be changed")
    except (TypeError, ValueError, RuntimeError) as error:
        raise MalformedReply(f"the answer changed an argument into something impossible ({error})") from None


def change_attributes(value: Any, content: dict[str, Any], removed: list[str], bridge: Bridge) -> None:
    """Give an object the attributes that it has over there.

    Raises MalformedReply when one would hide a method or a property of its class, or is a function or an object of the
    answer's own: a test would look at its own object with the answer's code. Hooks, in their tables, are let through:
    an exercise may ask for them.
    """
    for key, item in content.items():
        if key not in vars(value):
            behaviour.refuse_hiding(type(value), key, or_callable=True)
        is_answers = callable(item) and bridge.handle_of(item) is not None
        if is_answers and not isinstance(vars(value).get(key), type(item)):
            raise MalformedReply(f"the answer put a function or an object of its own into an argument ({key[:60]})")
    vars(value).update(content)
    for key in removed:
        vars(value).pop(key, None)
