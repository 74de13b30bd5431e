"""Enumerations that an answer defines: made again on the tests' side from the names and values of their members."""

from __future__ import annotations

import enum
import types
from typing import Any

from autograder.sealed.errors import MalformedReply
from autograder.sealed.tests_side.signatures import Bridge

KINDS = {kind.__name__: kind for kind in (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag)}
MIXED: dict[str, type] = {"int": int, "str": str, "float": float}
TEXTS = {"__str__", "__repr__", "__format__"}
ORDERS = {"__lt__", "__le__", "__gt__", "__ge__"}


class Asked:
    """A method or property of the answer's class, by a descriptor: it is asked for where it is defined."""

    def __init__(self, bridge: Bridge, name: str):
        self.bridge, self.name = bridge, name

    def __get__(self, member: Any, kind: Any = None) -> Any:
        return self.bridge.do("getattr", kind if member is None else member, (self.name,))


def make_enum(bridge: Bridge, facts: dict[str, Any], space: dict[str, Any]) -> type:
    """An enumeration with the answer's members: what they are and equal is Python's business, on this side."""
    made, names = facts["enum"], [str(name) for name in facts["enum"]["names"]]
    values = bridge.decode_fact(made["values"])
    own = [str(name) for name in made["own"]]
    if not all(name.isidentifier() and not name.startswith("_") and name != "mro" for name in [*names, *own]):
        raise MalformedReply("the answer's enumeration has impossible names")
    base, mixed = KINDS[made["kind"]], MIXED.get(made["mixed"])
    bases = (base,) if mixed is None or issubclass(base, mixed) else (mixed, base)

    def body(attributes: Any) -> None:
        for name, value in space.items():
            if name.startswith("__"):
                attributes[name] = value
        for name, value in zip(names, values, strict=True):
            attributes[name] = value
        for name in own:
            attributes[name] = Asked(bridge, name)
        for name in made["acts"]:
            if name in TEXTS:
                attributes[name] = _text(bridge, name)
            elif name in ORDERS:
                attributes[name] = _order(bridge, name)
        attributes["__getattr__"] = lambda member, name: _ask(bridge, member, name)
        if made["finds"]:
            attributes["_missing_"] = classmethod(lambda kind, value: bridge.do("call", kind, (value,)))

    kind: Any = types.new_class(str(facts["name"]), bases, {}, body)
    if list(kind.__members__) != names:
        raise MalformedReply("the answer's enumeration has impossible members")
    return kind


def member_of(kind: Any, coded: dict, decoder: Any, depth: int) -> Any:
    """The member that an answer names; of flags also a combination, by its value."""
    if not (isinstance(kind, enum.EnumType) and decoder.world.handle_of(kind) is not None):
        raise MalformedReply("the answer's member belongs to no enumeration")
    return kind(decoder.value(coded["x"], depth)) if "x" in coded else kind[decoder.text(coded)]


def _ask(bridge: Bridge, member: Any, name: str) -> Any:
    """An attribute that the answer's members have and these do not."""
    if name.startswith("_"):
        raise AttributeError(f"{type(member).__name__!r} object has no attribute {name!r}")
    return bridge.do("getattr", member, (name,))


def _text(bridge: Bridge, name: str) -> Any:
    return lambda member, *args: str(bridge.do("operator", member, (name, *args)))


def _order(bridge: Bridge, name: str) -> Any:
    def compare(member: Any, other: Any) -> Any:
        return bridge.do("operator", member, (name, other)) if type(other) is type(member) else NotImplemented

    return compare
