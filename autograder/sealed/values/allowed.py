"""The allow-list: what may cross from an answer to a test by name. Nothing else does, whatever way it comes.

By value cross what `decode.READERS` and the backends' readers read: numbers, texts, containers, tensors, arrays. By
name cross the classes and functions in this module's tables, those of the backends (layers, activations, optimizers),
what setup cells define, and the classes that instructor's cells import by name. All else is a handle: a test that calls
it calls it in the answer's process.
"""

from __future__ import annotations

import abc
import bdb
import builtins
import collections
import collections.abc
import datetime
import decimal
import enum
import fractions
import functools
import io
import pathlib
import sys
import types
import unittest
import uuid

from autograder.sealed import backends

# Types that make data of what they are given, and run no code of their caller.
BUILTINS = "int float complex bool str bytes bytearray list tuple dict set frozenset range slice object"
TYPES: tuple[type, ...] = (
    *(getattr(builtins, name) for name in BUILTINS.split()),
    *(collections.OrderedDict, collections.Counter, collections.defaultdict, collections.deque),
    *(collections.UserDict, collections.UserList, collections.ChainMap),
    *(abc.ABC, *(value for name, value in vars(collections.abc).items() if isinstance(value, type))),
    *(datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone),
    *(decimal.Decimal, fractions.Fraction, uuid.UUID, pathlib.Path, pathlib.PosixPath, pathlib.PurePosixPath),
    *(enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag, io.BytesIO, io.StringIO, types.SimpleNamespace),
)
#: modules that only compute: a test may ask whether a value is one of them
MODULES = frozenset({"math", "cmath"})

#: errors that end a loop where a test runs
ENDING = (StopIteration, StopAsyncIteration)
#: errors that mean there that nothing failed: a test that is passed over, a debugger that somebody left
PASSING = (unittest.SkipTest, bdb.BdbQuit)
# An error's class with one of these would run its own code while a test looks at it.
ACTING = {"__new__", "__str__", "__repr__", "__eq__", "__hash__", "__getattribute__", "__getattr__"}


def names() -> dict[tuple[str, str], object]:
    """Everything that may cross by name, by (module, name), with what the loaded libraries add."""
    return _names(backends.loaded())


def name_of(value: object) -> tuple[str, str] | None:
    """Under which name a thing may cross, or None."""
    if isinstance(value, type) and is_plain_error(value):
        kind: type = value
        found = vars(sys.modules.get(kind.__module__, builtins)).get(kind.__qualname__)
        return (kind.__module__, kind.__qualname__) if found is kind else None
    try:
        return _by_thing(backends.loaded()).get(value)
    except TypeError:  # it has no hash
        return None


def find(module: str, name: str) -> object | None:
    """What stands here for a name that came from an answer; None unless it is allowed. Imports nothing."""
    found = names().get((module, name))
    if found is not None:
        return found
    here = vars(sys.modules[module]).get(name) if module in sys.modules else None
    return here if isinstance(here, type) and is_plain_error(here) else None


def is_plain_error(kind: type) -> bool:
    """Is this an error of Python or of a loaded library that only holds what it was raised with?

    Not one with a private name, by which a library talks to itself: unittest's own ends a test without a failure.
    """
    if not issubclass(kind, BaseException) or kind.__name__.startswith("_"):
        return False
    package = kind.__module__.partition(".")[0]
    if package not in sys.stdlib_module_names and package not in {b.name for b in backends.loaded()}:
        return False
    own = [base for base in kind.__mro__ if base.__module__ != "builtins"]
    return not any(ACTING & vars(base).keys() for base in own)


@functools.cache
def _names(loaded: tuple[backends.Backend, ...]) -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {(kind.__module__, kind.__qualname__): kind for kind in TYPES}
    for backend in loaded:
        found |= backend.names()
    return found


@functools.cache
def _by_thing(loaded: tuple[backends.Backend, ...]) -> dict[object, tuple[str, str]]:
    return {thing: name for name, thing in _names(loaded).items()}
