"""Functions of the answer, as a test sees them: their names, texts and parameters."""

from __future__ import annotations

import dataclasses
import inspect
import linecache
import types
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from autograder.sealed.errors import MalformedReply, StudentGone


class Bridge(Protocol):
    """What a proxy asks of the bridge that it stands for."""

    classes: set[type]  #: proxies of classes that the exercise asks for

    def do(self, op: str, target: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> Any:
        """Do something with a student's object, where it lives."""

    def decode_fact(self, coded: Any) -> Any:
        """The value of what is known of an object, while its proxy is made."""

    def handle_of(self, value: object) -> int | None:
        """The number of the student's object that a proxy stands for, or None."""


# By the numbers that Python gives them, in the order of a signature.
KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def make_function(bridge: Bridge, facts: dict[str, Any]) -> types.FunctionType:
    """A function that runs on the student's side."""

    async def call_async(*args: Any, **kwargs: Any) -> Any:
        return bridge.do("call_async", proxy, args, kwargs)

    def call(*args: Any, **kwargs: Any) -> Any:
        return bridge.do("call", proxy, args, kwargs)

    calling: Any = call_async if facts.get("async") else call
    name = str(facts["name"])
    place = f"{name} of the answer, function {facts['n']}"
    linecache.lazycache(place, {"__name__": place, "__loader__": _Source(lambda: str(bridge.do("source", proxy)))})
    # A code of its own, so that inspect.getsource() asks for this function's lines.
    code = calling.__code__.replace(co_filename=place, co_firstlineno=1)
    proxy: Any = types.FunctionType(code, calling.__globals__, name, None, calling.__closure__)
    proxy.__qualname__ = name
    proxy.__doc__ = text_of(facts.get("doc"))
    proxy.__module__ = "__main__"
    signature = make_signature(facts, bridge)
    if signature is not None:
        proxy.__signature__ = signature
    return proxy


def make_signature(facts: dict[str, Any], bridge: Bridge) -> inspect.Signature | None:
    """The signature that an answer's function or class says it has, or None; wrong ones raise anything."""
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


def make_fields(described: list[dict[str, Any]], bridge: Bridge) -> dict[str, dataclasses.Field]:
    """The fields of a dataclass that the answer defines; wrong ones raise anything."""
    flags = [{key: bool(entry["flags"][key]) for key in ("init", "repr", "compare", "kw_only")} for entry in described]
    # Python writes code with the names of the fields, so it gets other ones than the answer's.
    plain = [(f"field{n}", object, dataclasses.field(kw_only=True)) for n in range(len(described))]
    made = dataclasses.fields(dataclasses.make_dataclass("Fields", plain))
    for field, entry, given in zip(made, described, flags, strict=True):
        about: dict[str, Any] = {"name": str(entry["n"]), "type": entry["t"], **given}
        if not isinstance(entry["t"], str):
            about["type"] = bridge.decode_fact(entry["t"][0])
        for key, name in (("d", "default"), ("f", "default_factory")):
            if key in entry:
                about[name] = bridge.decode_fact(entry[key][0])
        for name, value in about.items():
            setattr(field, name, value)
    return {field.name: field for field in made}


class Attributes:
    """The attributes of the answer's functions, as both sides have them."""

    def __init__(self) -> None:
        self.known: dict[types.FunctionType, dict[str, Any]] = {}

    def take(self, function: Any, found: dict[str, Any]) -> None:
        """Give a function the attributes that it has over there. MalformedReply for what cannot have such ones."""
        if not isinstance(function, types.FunctionType) or not all(map(_is_attribute, found)):
            raise MalformedReply("the answer gave attributes to something that has none")
        for key in self.known.get(function, {}).keys() - found.keys():
            vars(function).pop(key, None)
        vars(function).update(found)
        self.known[function] = found

    def changed(self) -> Iterator[tuple[str, types.FunctionType, tuple]]:
        """What a test did to them since, each as a request: operation, function, arguments."""
        for function, known in list(self.known.items()):
            now = self.known[function] = {key: item for key, item in vars(function).items() if _is_attribute(key)}
            for key, item in now.items():
                if key not in known or known[key] is not item:
                    yield "setattr", function, (key, item)
            for key in known.keys() - now.keys():
                yield "delattr", function, (key,)


def _is_attribute(name: str) -> bool:
    """May an answer give its function an attribute of this name? Python's own names mean something to its tools."""
    return not name.startswith("__") or name == "__wrapped__"


def text_of(value: object) -> str | None:
    """A text, or None for anything else that an answer may have put there."""
    return value if isinstance(value, str) else None


class _Source:
    """What `linecache` asks for a text that is not in a file."""

    def __init__(self, read: Callable[[], str]):
        self._read = read

    def get_source(self, name: str) -> str:
        try:
            return self._read()
        except StudentGone as error:  # whoever writes a traceback goes on without the line
            raise OSError(str(error)) from None
