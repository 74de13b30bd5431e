"""Objects of an answer's class that is a list, a dict, a number … with something added: `class Trace(list): …`.

Such an object is two things for a test. It is data, which the tests' process has and compares, and it has attributes
that live with the answer. What changes it happens there, and the data follow after every call. Both sides of the bridge
use this module.
"""

from __future__ import annotations

import collections
import pathlib
from collections.abc import Callable
from typing import Any

#: by builtin type: takes the value out of an object of a subclass, whatever that overrides
EXACT: dict[type, Callable[[Any], Any]] = {
    list: list.copy,
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    collections.OrderedDict: lambda value: collections.OrderedDict(collections.OrderedDict.items(value)),
    collections.defaultdict: lambda value: _content_of(collections.defaultdict, value),
    collections.Counter: lambda value: _content_of(collections.Counter, value),
    dict: dict.copy,
    str: str.__str__,
    bytes: bytes.__bytes__,
    int: int.__int__,
    float: float.__float__,
}


def _content_of(kind: type, value: Any) -> Any:
    made = kind()
    if kind is collections.defaultdict:
        made.default_factory = FACTORY.__get__(value)
    dict.update(made, dict.copy(value))
    return made


FACTORY: Any = vars(collections.defaultdict)["default_factory"]
NAMES = {kind.__name__: kind for kind in EXACT}

# What a class may define without changing what the data are.
BARE = {"__init__", "__new__", "__repr__", "__str__", "__doc__", "__module__", "__qualname__", "__annotations__"}
BARE |= {"__dict__", "__weakref__", "__slots__", "__orig_bases__", "__parameters__"}
BARE |= {"__match_args__", "__getnewargs__", "__replace__"}  # of named tuples
BARE |= {"__firstlineno__", "__static_attributes__", "__slotnames__"}  # Python notes them by itself
CONTAINERS: set[type] = {list, tuple, set, frozenset, dict, pathlib.PosixPath}
CONTAINERS |= {collections.OrderedDict, collections.defaultdict, collections.Counter, collections.deque}
LOOKUPS = {"__getitem__", "__missing__"}
ADDED = LOOKUPS | {"__call__", "__getattr__", "__enter__", "__exit__"}


def builtin_of(kind: type) -> type | None:
    """The builtin type whose value an object of this class has; None when the class decides on more than that.

    A class of a library decides for itself; one that iterates or compares in its own way does, too.
    """
    base = next((base for base in kind.__mro__ if base in EXACT), None)
    own = own_names(kind, base) if base is not None and base is not kind else {"__eq__"}
    return base if {name for name in own if name.startswith("__")} <= BARE | ADDED else None


def container_of(value: Any, kind: type) -> type | None:
    """The container that an object of a student's class is, as in `class Report(dict): …`: data under another name.

    None when the class changes what the container does or adds something that a test may call or read.
    """
    for base in kind.__mro__:
        if base in CONTAINERS:
            return base if all(name.startswith("_") for name in getattr(value, "__dict__", ())) else None
        if not vars(base).keys() <= BARE:
            return None
    return None


def own_names(kind: type, base: type) -> set[str]:
    """What the classes below a builtin type define."""
    below = kind.__mro__[: kind.__mro__.index(base)]
    return {name for one in below for name in vars(one)}


def make(kind: type, content: Any) -> Any:
    """An object of a subclass, made without running any code of that class. TypeError when the content is another."""
    base = next(base for base in kind.__mro__ if base in EXACT)
    if type(content) is not base:
        raise TypeError(f"not the {base.__name__} that a {kind.__name__} is")
    made = base.__new__(kind, content)
    fill(made, content)
    return made


MUTABLE = (list, set, dict)
#: operators that change an object, and the method that does the same
IN_PLACE: dict[type, dict[str, str]] = {
    list: {"__iadd__": "extend"},
    set: {
        "__ior__": "update",
        "__iand__": "intersection_update",
        "__isub__": "difference_update",
        "__ixor__": "symmetric_difference_update",
    },
    dict: {"__ior__": "update"},
}


def fill(value: Any, content: Any) -> None:
    """Give an object of a subclass of one of MUTABLE the content of a plain one. Others never change."""
    if isinstance(value, list):
        list.__setitem__(value, slice(None), content)
    elif isinstance(value, set):
        set.clear(value)
        set.update(value, content)
    elif isinstance(value, collections.OrderedDict):
        collections.OrderedDict.clear(value)
        for key, item in content.items():
            collections.OrderedDict.__setitem__(value, key, item)
    elif isinstance(value, dict):
        if isinstance(value, collections.defaultdict):
            FACTORY.__set__(value, content.default_factory)
        dict.clear(value)
        dict.update(value, content)
