"""The wire in: arguments of a call, pickled on the tests' side, unpickled on the student's.

Unpickling is safe there, since the receiver is the side that nobody trusts. Names from setup cells travel by name,
student objects as the numbers of their handles. A function or class that a test cell defines is pickled by cloudpickle:
it carries its code, with the values it uses, and a student's process can read those.
"""

from __future__ import annotations

import collections
import io
import operator
import pickle
import sys
import types
from collections.abc import Callable
from typing import Any, Protocol

import cloudpickle

from autograder.sealed import backends
from autograder.sealed.cache import cache

NAMED = (type, types.FunctionType)
DATA = frozenset({dict, collections.OrderedDict, set, list})
CONTAINERS = (list, dict, set, collections.deque, bytearray, io.BytesIO, io.StringIO)
ITERABLES: tuple[Any, ...] = ([], (), {}, range(0), map(len, []), zip(), filter(None, []), enumerate([]))
ITERATORS: frozenset[type] = frozenset([*(type(iter(sample)) for sample in ITERABLES), types.GeneratorType])


class Sender(Protocol):
    """What `pack` asks the tests' side of the bridge."""

    proxy_kinds: set[type]  #: the kinds of the proxies that there are

    def handle_of(self, value: object) -> int | None:
        """The number of the student's object that a proxy stands for, or None."""

    def callback_of(self, value: Any) -> int:
        """A number by which the student's side can iterate what cannot be pickled."""

    def is_ours(self, value: Any) -> bool:
        """Does a setup cell or a module beside it define this class or function, so that the name is enough?"""


def pack(payload: object, bridge: Sender) -> tuple[bytes, list, list[type]]:
    """Pickle a payload; returns the bytes, the mutable objects in it, and the classes that travel with their code.

    Changes of the mutable objects will be copied back; copies of the classes come back by their place in the list.
    """
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, bridge)
    pickler.dump(payload)
    # The pickler's memo has every object that it met, which spares a question about each, in persistent_id().
    mutable = [place for place in pickler.memo.copy().values() if is_mutable(type(place[1]))]
    mutable.sort(key=operator.itemgetter(0))
    kinds = bridge.proxy_kinds
    found = [obj for _, obj in mutable if type(obj) not in kinds or bridge.handle_of(obj) is None]
    classes = list(pickler.classes)
    pickler.dump((found, classes))  # the memo is shared: these are the very objects of the payload
    return buffer.getvalue(), found, classes


def unpack(data: bytes, objects: Callable, callback: Callable, find: Callable) -> tuple[object, list, list[type]]:
    """On the student side: the payload, its mutable objects and the classes that came with their code.

    objects, callback, find: the object of a handle's number, an iterator of that number, a class by module and name
    """
    unpickler = _Unpickler(io.BytesIO(data), objects, callback, find)
    payload = unpickler.load()
    return payload, *unpickler.load()


@cache
def is_mutable(kind: type) -> bool:
    """May an answer change an argument of this type, so that the change is copied back?

    Not what is pickled in a way of its own: a logger or an enumeration's member is the same for everybody, for good.
    """
    if issubclass(kind, CONTAINERS):
        return True
    if issubclass(kind, type | types.FunctionType | types.ModuleType | types.BuiltinFunctionType | BaseException):
        return False
    backend = backends.backend_of(kind)
    if backend is not None and backend.copies(kind):
        return False
    if backend is not None and backend.is_mutable(kind):
        return True
    is_plain = kind.__reduce_ex__ is object.__reduce_ex__ and kind.__reduce__ is object.__reduce__
    return kind.__dictoffset__ != 0 and is_plain


class _Pickler(cloudpickle.Pickler):
    def __init__(self, buffer: io.BytesIO, bridge: Sender):
        super().__init__(buffer, protocol=5)
        self.bridge, self.proxy_kinds = bridge, bridge.proxy_kinds
        self.storages: dict[int, object] = {}  # by address: what a tensor that shares it is made of
        self.classes: dict[type, None] = {}  # those that a test cell defines, in the order of their first meeting

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if kind in self.proxy_kinds and (number := self.bridge.handle_of(obj)) is not None:
            return _handle, (number,)
        if isinstance(obj, NAMED):
            if self.bridge.is_ours(obj):
                return _named, (obj.__module__, obj.__qualname__)
            if isinstance(obj, type) and not _is_importable(obj):
                self.classes[obj] = None
            return super().reducer_override(obj)
        if kind is io.TextIOWrapper:  # cloudpickle would send what can be read; the test's own would stay where it is
            raise pickle.PicklingError("an open file; give its path, or an io.StringIO")
        if kind in ITERATORS:
            return _callback, (self.bridge.callback_of(obj),)
        backend = backends.backend_of(kind)
        if backend is not None:
            return backend.reduce(obj, self)
        if isinstance(obj, BaseException) and self.bridge.handle_of(kind) is not None:
            return _make_error, (kind, obj.args), {key: item for key, item in vars(obj).items() if key[:7] != "_sealed"}
        return super().reducer_override(obj)


def _is_importable(kind: type) -> bool:
    found = sys.modules.get(kind.__module__) if kind.__module__ != "__main__" else None
    for part in kind.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is kind


class _Unpickler(pickle.Unpickler):
    def __init__(self, buffer: io.BytesIO, objects: Callable, callback: Callable, find: Callable):
        super().__init__(buffer)
        self.find = find
        self.here = {"_handle": objects, "_callback": callback, "_named": find}

    def find_class(self, module: str, name: str) -> Any:
        if module == "__main__":
            return self.find(module, name)
        if module == __name__:  # the usual way would find the functions below, which do nothing
            return self.here.get(name) or globals()[name]
        return super().find_class(module, name)


def _make_error(kind: type[BaseException], args: tuple) -> BaseException:
    """An error of a class that the answer defines, without its __init__: that one ran when the error was made."""
    made = kind.__new__(kind, *args)
    made.args = args
    return made


def _handle(number: int) -> None:
    """In a pickle: the student's object of this number. Only its name travels, as with the two below."""


def _callback(number: int) -> None:
    """In a pickle: the iterator of this number, which stays with the tests."""


def _named(module: str, name: str) -> None:
    """In a pickle: the class or function of this name of a setup cell, or of a module beside the notebook."""
