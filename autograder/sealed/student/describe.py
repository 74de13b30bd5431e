"""What the tests are told of an answer's classes, functions and errors when they meet them for the first time."""

from __future__ import annotations

import abc
import collections
import dataclasses
import enum
import inspect
import types
from collections.abc import Mapping
from typing import Any, Protocol

from autograder.sealed.values import special, subclasses
from autograder.sealed.values.encode import Encoder
from autograder.sealed.values.errors import LONGEST, MOST_CAUSES, fields_of

#: how Python compares objects of a class that leaves it to one of these: by their items, by their elements
COMPARED = ((Mapping.__eq__, "items"), (collections.UserList.__eq__, "elements"))
ENUMS = (enum.IntFlag, enum.Flag, enum.StrEnum, enum.IntEnum, enum.Enum)
#: what an enumeration may define for its members and still be made again on the tests' side
PLAIN_ENUM = {"__str__", "__repr__", "__format__", "__lt__", "__le__", "__gt__", "__ge__"}


class Namer(Protocol):
    """What is asked of the student's end of the bridge."""

    def name_of(self, value: Any) -> list[str] | None:
        """Module and name under which the tests' side finds the same class or function; None when it may not cross."""

    def handle(self, value: Any, encoder: Encoder) -> dict[str, Any]:
        """A number for a value that stays here, and what the tests may want to know about it at once."""


def class_facts(bridge: Namer, kind: type, encoder: Encoder) -> dict[str, Any]:
    """Its name, its bases, what it can do; of a dataclass its fields, of an enumeration its members."""
    known = [name for base in kind.__mro__ if base is not object and (name := bridge.name_of(base))]
    has, lacks = special.of_class(kind)
    facts: dict[str, Any] = {"name": kind.__name__, "bases": known, "has": has, "lacks": lacks}
    facts["parents"] = [bridge.handle(base, encoder) for base in kind.__bases__ if _is_answers(bridge, base)]
    base = subclasses.builtin_of(kind)
    if base is not None:
        own = subclasses.own_names(kind, base)
        facts |= {"data": base.__name__, "own": sorted(own), "has": sorted(special.ALL & own), "lacks": []}
    if issubclass(kind, BaseException):
        facts["own"] = sorted({"__init__", "__new__", "__str__"} & own_of_error(bridge, kind))
    elif issubclass(kind, enum.Enum):
        facts["enum"] = enum_facts(bridge, kind, encoder)
    if isinstance(kind, abc.ABCMeta):
        facts["abstract"] = sorted(kind.__abstractmethods__)
    facts["callable"] = any("__call__" in vars(base) for base in kind.__mro__)
    facts["compared"] = next((how for method, how in COMPARED if kind.__eq__ is method), None)
    match = getattr(kind, "__match_args__", None)
    facts["match"] = list(match) if isinstance(match, tuple) else None
    if dataclasses.is_dataclass(kind):
        facts["fields"] = [_field(field, encoder) for field in dataclasses.fields(kind)]
    return facts | call_facts(kind, encoder)


def own_of_error(bridge: Namer, kind: type) -> set[str]:
    """What an error's class, and those of its bases that the tests do not have, define."""
    return {name for base in kind.__mro__ if bridge.name_of(base) is None for name in vars(base)} - {"__dict__"}


def _is_answers(bridge: Namer, kind: type) -> bool:
    return kind.__module__ == "__main__" and bridge.name_of(kind) is None


def _field(field: dataclasses.Field, encoder: Encoder) -> dict[str, Any]:
    kind = field.type if isinstance(field.type, str) else as_data(field.type, encoder) or str(field.type)
    coded: dict[str, Any] = {"n": field.name, "t": kind}
    coded["flags"] = {name: getattr(field, name) for name in ("init", "repr", "compare", "kw_only")}
    for key, value in (("d", field.default), ("f", field.default_factory)):
        if value is not dataclasses.MISSING:
            coded[key] = as_data(value, encoder) or [None]
    return coded


def enum_facts(bridge: Namer, kind: Any, encoder: Encoder) -> dict[str, Any] | None:
    """What it takes to make the same enumeration; None when it decides on more than its members' values."""
    own = {name for base in kind.__mro__ if _is_answers(bridge, base) for name in vars(base)}
    acts = {name for name in own & special.ALL if getattr(kind, name) not in _methods_of_enums(name)}
    mixed = next((base.__name__ for base in (int, str, float) if issubclass(kind, base)), None)
    values = as_data([member.value for member in kind.__members__.values()], encoder)
    if values is None or not acts <= PLAIN_ENUM or (mixed and "__new_member__" in own):
        return None
    public = {name for name in own if not name.startswith("_")} - kind.__members__.keys()
    return {
        "kind": next(base.__name__ for base in ENUMS if issubclass(kind, base)),
        "mixed": mixed,
        "names": list(kind.__members__),
        "values": values[0],
        "own": sorted(public),
        "acts": sorted(acts),
        "finds": "_missing_" in own,
    }


def _methods_of_enums(name: str) -> list[Any]:
    return [getattr(base, name, None) for base in (*ENUMS, enum.ReprEnum, int, str, float, object)]


def call_facts(value: Any, encoder: Encoder) -> dict[str, Any]:
    """The documentation and the parameters of a function, or of a class that is called."""
    facts: dict[str, Any] = {"doc": value.__doc__ if isinstance(value.__doc__, str) else None}
    facts["async"] = inspect.iscoroutinefunction(value)
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return facts
    described = []
    for parameter in parameters:
        entry: dict[str, Any] = {"n": parameter.name, "k": int(parameter.kind)}
        if parameter.default is not parameter.empty:
            entry["d"] = as_data(parameter.default, encoder) or [None]
        if parameter.annotation is not parameter.empty:
            noted = parameter.annotation
            entry["a"] = noted if isinstance(noted, str) else as_data(noted, encoder) or str(noted)
        described.append(entry)
    return facts | {"signature": described}


def attributes_of(function: Any) -> dict[str, Any]:
    """The attributes that a function was given; of a function that a library wraps, as lru_cache does, its methods."""
    if isinstance(function, types.FunctionType):
        found = vars(function)
    elif isinstance(function, types.MethodType | types.BuiltinFunctionType | types.WrapperDescriptorType):
        return {}
    else:
        found = {name: getattr(function, name) for name in dir(function)}
    return {name: item for name, item in found.items() if not name.startswith("__") or name == "__wrapped__"}


def error_facts(bridge: Namer, error: BaseException, encoder: Encoder, behind: int = 0) -> dict[str, Any]:
    """The nearest class of this error that the tests know, its message, what it holds, and the class that it has."""
    kind = type(error)
    known, *more = [name for base in kind.__mro__ if (name := bridge.name_of(base))]
    try:
        text = str(error)
    except Exception:
        text = ""
    done: dict[str, Any] = {"c": known, "also": more, "text": text[:LONGEST]}
    args = as_data(list(error.args), encoder)
    if args is not None:
        done["args"] = args[0]
    holds = {key: item for key, item in vars(error).items() if not key.startswith("__")} | _fields(error)
    coded = [[key, one[0]] for key, item in holds.items() if (one := as_data(item, encoder)) is not None]
    if coded:
        done["holds"] = coded
    notes = getattr(error, "__notes__", None)
    if isinstance(notes, list):
        done["notes"] = [str(note)[:LONGEST] for note in notes]
    if bridge.name_of(kind) is None and not encoder.strict:
        done["class"] = bridge.handle(kind, encoder)
    if error.__suppress_context__:
        done["from"] = True
    for key, other in (("cause", error.__cause__), ("context", error.__context__)):
        if other is not None and behind < MOST_CAUSES:
            done[key] = {"$": "error", **error_facts(bridge, other, encoder, behind + 1)}
    return done


def _fields(error: BaseException) -> dict[str, Any]:
    found = {}
    for name in fields_of(type(error)):
        try:
            found[name] = getattr(error, name)
        except Exception:  # a field that nobody filled
            continue
    return {name: item for name, item in found.items() if item is not None}


def as_data(value: Any, encoder: Encoder) -> list[Any] | None:
    """The JSON of a value, in a list; None when it is not data."""
    return encoder.attempt(lambda: [encoder.encode(value)])
