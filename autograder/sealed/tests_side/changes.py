"""What an answer changed in an argument of a test comes back into the test's own object: as data, where data may be."""

from __future__ import annotations

from typing import Any

from autograder.sealed import behaviour
from autograder.sealed.errors import MalformedReply
from autograder.sealed.tests_side.signatures import Bridge
from autograder.sealed.values import contents
from autograder.sealed.values.decode import Decoder


def take(changed: list, decoder: Decoder, found: list[Any], bridge: Bridge) -> None:
    """Give the arguments of a call what the answer changed in them.

    changed: [number, {"content": …}] or [number, {"attributes": …, "removed": …}]
    found:   the arguments, by number
    """
    decoded: list[tuple[Any, Any, list[str] | None]] = []
    for number, change in changed:
        if type(number) is not int or not 0 <= number < len(found):
            raise MalformedReply("the answer changed an argument that does not exist")
        if "content" in change:
            decoded.append((found[number], decoder.decode(change["content"]), None))
        else:
            pairs = {str(key): decoder.decode(item) for key, item in change["attributes"]}
            decoded.append((found[number], pairs, [str(key) for key in change["removed"]]))
    for value, content, removed in decoded:
        if removed is None:
            _replace(value, content)
        else:
            _change_attributes(value, content, removed, bridge)


def _replace(value: Any, content: Any) -> None:
    """Give a mutable value new content, in place. Raises MalformedReply when it cannot have that content."""
    try:
        contents.replace(value, content)
    except (TypeError, ValueError, RuntimeError) as error:
        raise MalformedReply(f"the answer changed an argument into something impossible ({error})") from None


def _change_attributes(value: Any, content: dict[str, Any], removed: list[str], bridge: Bridge) -> None:
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
            raise MalformedReply(f"something that stays with the answer would be in an argument ({key[:60]})")
    vars(value).update(content)
    for key in removed:
        vars(value).pop(key, None)
