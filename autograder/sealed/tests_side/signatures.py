"""Functions of the answer, as a test sees them: their names, texts and parameters."""

from __future__ import annotations

import inspect
import linecache
import types
from collections.abc import Callable
from typing import Any

# By the numbers that Python gives them, in the order of a signature.
KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def make_function(bridge: Any, facts: dict) -> types.FunctionType:
    """A function that runs on the student's side."""
    if facts.get("async"):

        async def proxy(*args, **kwargs):
            return bridge.do("call_async", proxy, args, kwargs)
    else:

        def proxy(*args, **kwargs):
            return bridge.do("call", proxy, args, kwargs)

    name = str(facts["name"])
    place = f"{name} of the answer, function {facts['n']}"
    linecache.lazycache(place, {"__name__": place, "__loader__": _Source(lambda: str(bridge.do("source", proxy)))})
    # A code of its own, so that inspect.getsource() asks for this function's lines.
    code = proxy.__code__.replace(co_filename=place, co_firstlineno=1)
    proxy = types.FunctionType(code, proxy.__globals__, name, None, proxy.__closure__)
    proxy.__qualname__ = name
    proxy.__doc__ = text_of(facts.get("doc"))
    proxy.__module__ = "__main__"
    signature = make_signature(facts, bridge)
    if signature is not None:
        proxy.__signature__ = signature
    return proxy


def make_signature(facts: dict, bridge: Any) -> inspect.Signature | None:
    described = facts.get("signature")
    if described is None:
        return None
    parameters = []
    for entry in described:
        default = bridge.decode_fact(entry["d"][0]) if "d" in entry else inspect.Parameter.empty
        noted = entry.get("a", inspect.Parameter.empty)
        noted = bridge.decode_fact(noted[0]) if isinstance(noted, list) else noted
        parameters.append(inspect.Parameter(str(entry["n"]), KINDS[entry["k"]], default=default, annotation=noted))
    return inspect.Signature(parameters)


def text_of(value: object) -> str | None:
    """A text, or None for anything else that an answer may have put there."""
    return value if isinstance(value, str) else None


class _Source:
    """What `linecache` asks for a text that is not in a file."""

    def __init__(self, read: Callable[[], str]):
        self._read = read

    def get_source(self, name: str) -> str:
        return self._read()
