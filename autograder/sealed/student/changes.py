"""Which arguments of a call did an answer change? Found on the student's side, and sent back to the tests.

Most arguments are compared by the identity of their parts, each part being an argument itself or a value that cannot
change. What is left is compared by its encoding, which takes longer.
"""

from __future__ import annotations

import collections
import operator
import types
from collections.abc import Callable
from typing import Any

from autograder.sealed import backends
from autograder.sealed.cache import cache
from autograder.sealed.values import arguments
from autograder.sealed.values.encode import Encoder, World

FIXED = frozenset({type(None), bool, int, float, complex, str, bytes, range, type(...)})
CODE = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)
BOXES = frozenset({dict, collections.OrderedDict, list})


class Arguments:
    """The mutable arguments of one call, as they were before it."""

    def __init__(self, world: World, values: list[Any]):
        self.world, self.values = world, values
        self.refs = {id(value): number for number, value in enumerate(values)}
        self.before = [self._picture(value) for value in values]

    def changes(self, encoder: Encoder) -> list:
        """Of each changed argument: its number, and its new content or its new and removed attributes."""
        changes = []
        for number, (value, before) in enumerate(zip(self.values, self.before, strict=True)):
            if self._same(before, value):
                continue
            if _is_plain(type(value)):
                changes.append([number, {"content": encoder.content(value)}])
            elif change := self._changed_attributes(before, vars(value), encoder):
                changes.append([number, change])
        return changes

    def _picture(self, value: Any) -> Any:
        kind = type(value)
        if kind in BOXES or not _is_plain(kind):
            parts = Parts(value)
            if all(map(self._is_still, parts.doubtful)):
                return parts
            if not _is_plain(kind):
                return {key: self._part(item) for key, item in vars(value).items()}
        facts = _facts(value)
        return self._coded(value, Encoder.content) if facts is None else facts

    def _same(self, before: Any, value: Any) -> bool:
        """Is it certainly unchanged?"""
        if type(before) is Parts:
            return before.are_those_of(value) and all(map(self._is_still, before.doubtful))
        if type(before) is tuple:
            return _facts(value) == before
        return _is_plain(type(value)) and before == self._coded(value, Encoder.content)

    def _changed_attributes(self, before: Any, now: dict[str, Any], encoder: Encoder) -> dict | None:
        if type(before) is Parts:
            before = {key: (item, None) for key, item in before.attributes()}
        changed = [
            [key, encoder.encode(item)]
            for key, item in now.items()
            if key not in before or not self._is_same_part(before[key], item)
        ]
        removed = [key for key in before if key not in now]
        return {"attributes": changed, "removed": removed} if changed or removed else None

    def _part(self, item: Any) -> tuple[Any, dict | None]:
        return item, None if self._is_still(item) else self._coded(item, Encoder.encode)

    def _is_same_part(self, before: tuple[Any, dict | None], now: Any) -> bool:
        item, coded = before
        return self._is_same(item, now) if coded is None else coded == self._coded(now, Encoder.encode)

    def _is_same(self, before: Any, now: Any) -> bool:
        return before is now and self._is_still(now)

    def _is_still(self, item: Any) -> bool:
        """Is this part immutable, or compared elsewhere?"""
        kind = type(item)
        return (
            (kind in arguments.DATA and not item)
            or id(item) in self.refs
            or kind in FIXED
            or isinstance(item, CODE)
            or (isinstance(item, tuple) and all(map(self._is_still, item)))
        )

    def _coded(self, value: Any, encode: Callable[[Encoder, Any], Any]) -> dict:
        encoder = Encoder(self.world, self.refs, copy=True)
        return {"json": encode(encoder, value), "bytes": encoder.chunks}


class Parts:
    """What a dict, a list or an object consists of."""

    def __init__(self, value: Any):
        self.all = _everything_in(value)
        #: what cannot be told by its kind alone; of a module that is little
        self.doubtful = [part for part in self.all if type(part) not in FIXED]

    def are_those_of(self, value: Any) -> bool:
        """Does a value consist of the same objects, in the same order?"""
        now = _everything_in(value)
        return len(self.all) == len(now) and all(map(operator.is_, self.all, now))

    def attributes(self) -> zip[tuple[Any, Any]]:
        """Names and values."""
        half = len(self.all) // 2
        return zip(self.all[:half], self.all[half:], strict=True)


def _everything_in(value: Any) -> list[Any]:
    """Keys and values, items, or an object's attributes. An OrderedDict has both: a state dict keeps its versions in
    an attribute.
    """
    kind = type(value)
    if kind is list:
        return list(value)
    content = value if kind in BOXES else vars(value)
    parts = [*content.keys(), *content.values()]
    if kind is collections.OrderedDict and value.__dict__:
        parts += [*value.__dict__.keys(), *value.__dict__.values()]
    return parts


@cache
def _is_plain(kind: type) -> bool:
    """Is an argument of this kind its content, rather than its attributes?"""
    if issubclass(kind, arguments.CONTAINERS):
        return kind.__module__ in ("builtins", "collections", "_io", "io")
    backend = backends.backend_of(kind)
    return backend is not None and backend.is_mutable(kind)


def _facts(value: Any) -> object:
    """All that can change of a library's value, when its library can tell without encoding it."""
    backend = backends.backend_of(type(value))
    return None if backend is None else backend.facts(value)
