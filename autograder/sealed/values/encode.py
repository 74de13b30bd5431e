"""The student side's half of the wire out: values become JSON, raw bytes and handles."""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import io
import pathlib
import re
import sys
import types
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from autograder.sealed import backends
from autograder.sealed.errors import CannotCarry
from autograder.sealed.values import allowed, subclasses

SCALARS = {type(None), bool, str, float}
SMALL_INT = 1 << 62
MAX_DEPTH = 50
Built = TypeVar("Built")


class World(Protocol):
    """What the encoder asks the student's side of the bridge."""

    def name_of(self, value: Any) -> list[str] | None:
        """Module and name under which the tests' side finds the same class or function; None when it may not cross."""

    def is_ours(self, kind: type) -> bool:
        """Is this a class of the notebook?"""

    def is_made_again(self, kind: type[enum.Enum]) -> bool:
        """Can the tests' side make this enumeration of the answer again, from names and values?"""

    def handle(self, value: Any, encoder: Encoder) -> dict:
        """A number for a value that stays here, and what the tests may want to know about it at once."""

    def describe_error(self, error: BaseException, encoder: Encoder) -> dict:
        """The nearest class of this error that the tests know, its message, and the class that it has."""


class Encoder:
    """Encodes the values of one reply. `world` knows what the tests know by name, and gives out handles."""

    def __init__(self, world: World, refs: dict[int, int] | None = None, copy: bool = False):
        """refs: by id(), the numbers of arguments that came in; copy: whether raw bytes are copied at once."""
        self.world, self.refs, self.copy = world, refs or {}, copy
        self.chunks: list[bytes | memoryview] = []
        self.offset = 0
        self.seen: dict[int, int] = {}
        self.memory: dict[int, Any] = {}  # by address: the first tensor of this reply that begins there
        self.kept: list[object] = []  # objects whose id() is in `seen`
        self.first: dict[int, tuple[object, Any]] = {}  # by id(): containers, and their JSON
        self.told: dict[int, None] = {}  # handles that this reply describes
        self.strict = 0  # inside a module that is rebuilt by value there may be no handle

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The JSON of a value: itself, a list, or a dict whose "$" says what it is. See decode.READERS."""
        kind = type(value)
        if kind in SCALARS:
            return value
        if kind is int:
            return value if -SMALL_INT < value < SMALL_INT else {"$": "int", "v": hex(value)}
        if id(value) in self.refs:
            return {"$": "ref", "v": self.refs[id(value)]}
        return self.content(value, depth)

    def content(self, value: Any, depth: int = 0) -> Any:
        """Like encode, but an argument that came in is encoded by its content, not as a reference."""
        if depth > MAX_DEPTH:
            return self._handle(value, depth)
        kind = type(value)
        encoder = ENCODERS.get(kind)
        if encoder is not None:
            return self._shared(encoder, value, depth) if kind in SHARED else encoder(self, value, depth + 1)
        backend = backends.backend_of(kind)
        if backend is not None:
            done = backend.encode(self, value, depth + 1)
            if done is not None:
                return done
        done = _by_name_or_fields(self, value, kind, depth + 1)
        return self._handle(value, depth) if done is None else done

    def _shared(self, encoder: Write, value: Any, depth: int) -> Any:
        """The JSON of a container; of one that is in this reply already, the number that it has from now on."""
        if id(value) in self.seen:
            return {"$": "seen", "v": self.seen[id(value)]}
        if id(value) not in self.first:
            done = encoder(self, value, depth + 1)
            self.first[id(value)] = value, done
            return done
        _, first = self.first[id(value)]
        number = {"$": "number", "v": self.number(value)}
        if isinstance(first, list):
            first.insert(0, number)
        else:
            first["number"] = number["v"]
        return {"$": "seen", "v": number["v"]}

    def blob(self, data: Any) -> dict:
        """Append raw bytes; returns where they are."""
        data = bytes(data) if self.copy else memoryview(data).cast("B")
        place = {"at": self.offset, "n": len(data)}
        self.chunks.append(data)
        self.offset += len(data)
        return place

    def attempt(self, build: Callable[[], Built]) -> Built | None:
        """Run a strict encoding; undo what it wrote and return None when something in it is not data."""
        chunks, offset = len(self.chunks), self.offset
        notes: tuple[dict[int, Any], ...] = (self.seen, self.first, self.told, self.memory)
        counts = [len(note) for note in notes]
        self.strict += 1
        try:
            return build()
        except CannotCarry:
            del self.chunks[chunks:]
            self.offset = offset
            for note, count in zip(notes, counts, strict=True):
                while len(note) > count:
                    note.popitem()
            return None
        finally:
            self.strict -= 1

    def number(self, value: object) -> int:
        """A number for a value, by which the rest of the reply refers to it."""
        self.seen[id(value)] = len(self.seen)
        self.kept.append(value)
        return self.seen[id(value)]

    def _handle(self, value: Any, depth: int) -> dict:
        if self.strict:
            raise CannotCarry
        done = self.world.handle(value, self)
        base = subclasses.builtin_of(type(value))
        if base is not None and depth <= MAX_DEPTH:
            done["v"] = self.encode(subclasses.EXACT[base](value), depth + 1)
        return done


Write = Callable[[Encoder, Any, int], Any]  #: (encoder, value, depth) -> JSON


def _items(encoder: Encoder, values: Iterable[Any], depth: int) -> list:
    return [encoder.encode(value, depth) for value in values]


def _pairs(encoder: Encoder, mapping: Mapping[Any, Any], depth: int) -> list:
    return [[encoder.encode(key, depth), encoder.encode(value, depth)] for key, value in mapping.items()]


def _odict(encoder: Encoder, value: Any, depth: int) -> dict:
    done = {"$": "odict", "v": _pairs(encoder, value, depth)}
    if value.__dict__:  # load_state_dict reads versions from state_dict()._metadata
        done["a"] = _pairs(encoder, value.__dict__, depth)
    return done


def _defaultdict(encoder: Encoder, value: Any, depth: int) -> dict:
    factory = encoder.encode(value.default_factory, depth)
    return {"$": "defaultdict", "f": factory, "v": _pairs(encoder, value, depth)}


def _tagged(tag: str, read: Callable[[Any], Any]) -> Write:
    return lambda encoder, value, depth: {"$": tag, "v": read(value)}


def _container(tag: str, items: Callable[[Any], Iterable[Any]] = iter) -> Write:
    return lambda encoder, value, depth: {"$": tag, "v": _items(encoder, items(value), depth)}


def _bytes(tag: str) -> Write:
    return lambda encoder, value, depth: {"$": tag, **encoder.blob(bytes(value))}


def _stream(encoder: Encoder, value: Any, depth: int, tag: str, write: Callable[[Any], dict]) -> dict:
    """Content and position; a closed one has neither, and stays with the answer."""
    if value.closed:
        return encoder._handle(value, depth)
    return {"$": tag, "p": value.tell(), **write(value.getvalue())}


def _zone(value: datetime.timezone) -> list[Any]:
    """Its offset, and its name if that is another than an offset's."""
    offset = value.utcoffset(None)
    return [offset] if str(value) == str(datetime.timezone(offset)) else [offset, str(value)]


def _module(encoder: Encoder, value: Any, depth: int) -> dict:
    name = value.__name__
    if name in allowed.MODULES and sys.modules.get(name) is value:
        return {"$": "module", "v": name}
    return encoder._handle(value, depth)


ENCODERS: dict[type, Write] = {
    list: lambda encoder, value, depth: _items(encoder, value, depth),
    tuple: _container("tuple"),
    set: _container("set"),
    frozenset: _container("frozenset"),
    dict: lambda encoder, value, depth: {"$": "dict", "v": _pairs(encoder, value, depth)},
    collections.OrderedDict: _odict,
    collections.Counter: lambda encoder, value, depth: {"$": "counter", "v": _pairs(encoder, value, depth)},
    collections.defaultdict: _defaultdict,
    collections.deque: lambda encoder, value, depth: {
        "$": "deque",
        "v": _items(encoder, value, depth),
        "n": value.maxlen,
    },
    types.MappingProxyType: lambda encoder, value, depth: {"$": "dict", "v": _pairs(encoder, value, depth)},
    type({}.keys()): _container("keys"),
    type({}.values()): _container("tuple"),
    type({}.items()): _container("tuple"),
    complex: _tagged("complex", lambda value: [value.real, value.imag]),
    bytes: _bytes("bytes"),
    bytearray: _bytes("bytearray"),
    range: _tagged("range", lambda value: [hex(part) for part in (value.start, value.stop, value.step)]),
    slice: _container("slice", lambda value: (value.start, value.stop, value.step)),
    type(...): lambda encoder, value, depth: {"$": "ellipsis"},
    type(NotImplemented): lambda encoder, value, depth: {"$": "notimplemented"},
    io.BytesIO: lambda encoder, value, depth: _stream(encoder, value, depth, "bytesio", encoder.blob),
    io.StringIO: lambda encoder, value, depth: _stream(encoder, value, depth, "stringio", lambda text: {"v": text}),
    pathlib.PosixPath: _tagged("path", str),
    pathlib.PurePosixPath: _tagged("path", str),
    datetime.datetime: _tagged("datetime", lambda value: value.isoformat()),
    datetime.date: _tagged("date", lambda value: value.isoformat()),
    datetime.time: _tagged("time", lambda value: value.isoformat()),
    datetime.timedelta: _tagged("timedelta", lambda v: [v.days, v.seconds, v.microseconds]),
    datetime.timezone: _container("timezone", _zone),
    decimal.Decimal: _tagged("decimal", str),
    fractions.Fraction: _tagged("fraction", lambda value: [hex(value.numerator), hex(value.denominator)]),
    uuid.UUID: _tagged("uuid", str),
    re.Pattern: lambda encoder, value, depth: {"$": "pattern", "v": encoder.encode(value.pattern), "f": value.flags},
    types.SimpleNamespace: lambda encoder, value, depth: {
        "$": "namespace",
        "v": _pairs(encoder, value.__dict__, depth),
    },
    types.ModuleType: _module,
}


def _by_name_or_fields(encoder: Encoder, value: Any, kind: Any, depth: int) -> dict | None:
    """Classes and functions that both sides know; setup-cell objects; named tuples; enum members."""
    world = encoder.world
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        name = world.name_of(value)
        return {"$": "global", "v": name} if name else None
    if isinstance(value, BaseException):
        return {"$": "error", **world.describe_error(value, encoder)}
    name = world.name_of(kind)
    if isinstance(value, enum.Enum):
        return _enum(encoder, value, name)
    if isinstance(value, tuple) and hasattr(kind, "_fields") and (name or not _adds_to_fields(kind)):
        fields = {"n": kind.__name__, "f": list(kind._fields), "v": _items(encoder, value, depth)}
        return {"$": "namedtuple", "c": name, **fields}
    if name and world.is_ours(kind):
        base = subclasses.builtin_of(kind)
        if base is None and not (kind.__dictoffset__ and kind.__basicsize__ <= object.__basicsize__ + 16):
            return None
        return encoder.attempt(lambda: _object(encoder, value, name, base, depth))
    base = None if name else subclasses.container_of(value, kind)
    return ENCODERS[base](encoder, value, depth) if base else None


def _enum(encoder: Encoder, value: enum.Enum, name: list[str] | None) -> dict | None:
    """A member by its name; a combination of flags, which may have none, by its value."""
    if name:
        return {"$": "enum", "c": name, "v": value.name}
    kind = type(value)
    if encoder.strict or not encoder.world.is_made_again(kind):
        return None
    done = {"$": "enum", "k": encoder.world.handle(kind, encoder)}
    if value.name in kind.__members__:
        return done | {"v": value.name}
    return done | {"x": encoder.encode(value.value)}


def _object(encoder: Encoder, value: Any, name: list[str], base: type | None, depth: int) -> dict:
    """An object of a setup cell's class: its attributes, and the data that it is."""
    done = {"$": "object", "c": name, "v": _pairs(encoder, getattr(value, "__dict__", {}), depth)}
    return done if base is None else done | {"d": encoder.encode(subclasses.EXACT[base](value), depth)}


def _adds_to_fields(kind: Any) -> bool:
    """Has this class of named tuples more than its fields that a test may call or read?"""
    return any(not name.startswith("_") for name in subclasses.own_names(kind, tuple) - {*kind._fields})


#: containers that change: a test may see that two of them are one
SHARED = frozenset({list, dict, set, collections.OrderedDict, collections.defaultdict, collections.deque})
