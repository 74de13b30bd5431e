"""The trusted side's half of the wire out. Everything read here may be a lie or an attack."""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import io
import keyword
import pathlib
import re
import sys
import types
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from autograder.sealed import backends, behaviour
from autograder.sealed.errors import MalformedReply
from autograder.sealed.values import allowed, subclasses

MAX_TEXT_NUMBER = 100_000
LONGEST_PATTERN = 100_000


class World(Protocol):
    """What the decoder asks the tests' side of the bridge."""

    def resolve(self, name: Any, kind: type, ours: bool = False) -> Any:
        """This side's own class or function of a name, when it may cross."""

    def handle_of(self, value: object) -> int | None:
        """The number of the student's object that a proxy stands for, or None."""

    def build_error(self, coded: dict, decoder: Decoder, depth: int) -> BaseException:
        """The error that the answer raised, as the nearest class that a test could catch it by."""

    def member(self, coded: dict, decoder: Decoder, depth: int) -> Any:
        """A member of an enumeration that the answer defines."""

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        """A class of named tuples, the same one for the same name and fields."""

    def proxy(self, coded: dict, decoder: Decoder) -> Any:
        """What stands here for an object that stays with the answer."""


class Decoder:
    """Decodes one reply. `world` resolves names to this side's own classes and makes proxies."""

    def __init__(self, world: World, blob: bytearray, refs: list[Any] | None = None, max_depth: int = 60):
        """refs: the arguments of the call, by number; max_depth: of containers inside containers."""
        self.world, self.blob, self.refs, self.max_depth = world, blob, refs or [], max_depth
        self.seen: dict[int, object] = {}
        self.left = len(blob)  # bytes that no value has pointed at yet

    def decode(self, coded: Any, depth: int = 0) -> Any:
        """The value; MalformedReply for anything that the protocol does not allow."""
        try:
            return self.value(coded, depth)
        except MalformedReply:
            raise
        except Exception as error:
            raise MalformedReply(f"the answer's value cannot be read ({type(error).__name__}: {error})") from None

    def value(self, coded: Any, depth: int = 0) -> Any:
        """Like decode, for a part of a value: a lie may raise anything."""
        if depth > self.max_depth:
            raise MalformedReply(f"the answer's value is nested more than {self.max_depth} levels deep")
        if coded is None or isinstance(coded, bool | int | float | str):
            return coded
        if isinstance(coded, list):
            return self._list(coded, depth)
        tag = coded.get("$")
        reader = READERS.get(tag) or backends.reader_of(tag)
        if reader is not None:
            done = reader(self, coded, depth + 1)
            if "number" in coded:
                self.seen[coded["number"]] = done
            return done
        raise MalformedReply(f"the answer's value has an unknown kind {str(tag)[:40]!r}")

    def _list(self, coded: list, depth: int) -> list:
        """A list; numbers before its items are those by which the rest of the reply refers to it."""
        numbers = 0
        while numbers < len(coded) and isinstance(first := coded[numbers], dict) and first.get("$") == "number":
            numbers += 1
        done = [self.value(item, depth + 1) for item in (coded[numbers:] if numbers else coded)]
        for number in coded[:numbers]:
            self.seen[number["v"]] = done
        return done

    def items(self, coded: Any, depth: int) -> list:
        """The values of a coded container."""
        return [self.value(item, depth) for item in _list(coded["v"])]

    def pairs(self, coded: Any, depth: int) -> list:
        """The keys and values of a coded mapping."""
        return [(self.value(key, depth), self.value(item, depth)) for key, item in _list(coded)]

    def bytes_of(self, coded: Any) -> bytearray:
        """The raw bytes that a coded value points at. Raises MalformedReply when they are outside of the message."""
        start, size = coded["at"], coded["n"]
        if not (type(start) is int and type(size) is int and 0 <= start <= start + size <= len(self.blob)):
            raise MalformedReply("the answer's value points outside of its message")
        self.left -= size
        if self.left < 0:  # each value brings its own bytes; one that did not could take any amount of memory
            raise MalformedReply("the answer's values point at the same bytes of their message")
        return self.blob[start : start + size]

    def text(self, coded: Any, longest: int = 1 << 24) -> str:
        """The text of a coded value, of at most so many characters. Raises MalformedReply for anything else."""
        text = coded["v"]
        if not isinstance(text, str) or len(text) > longest:
            raise MalformedReply("the answer's value holds something else where text should be")
        return text


def _list(value: object) -> list:
    if not isinstance(value, list):
        raise MalformedReply("the answer's value holds something else where a list should be")
    return value


def _hex(text: object) -> int:
    if not isinstance(text, str) or len(text) > MAX_TEXT_NUMBER:
        raise MalformedReply("the answer's number is too long")
    return int(text, 16)


def _ref(decoder: Decoder, coded: Any, depth: int) -> Any:
    number = coded["v"]
    if type(number) is not int or not 0 <= number < len(decoder.refs):
        raise MalformedReply("the answer's value refers to an argument that does not exist")
    return decoder.refs[number]


def _seen(decoder: Decoder, coded: Any, depth: int) -> Any:
    if coded["v"] not in decoder.seen:
        raise MalformedReply("the answer's value refers to a part that does not exist")
    return decoder.seen[coded["v"]]


def _odict(decoder: Decoder, coded: Any, depth: int) -> Any:
    done: Any = collections.OrderedDict(decoder.pairs(coded["v"], depth))
    for key, item in decoder.pairs(coded.get("a", []), depth):
        if key == "_metadata":
            done._metadata = item
    return done


def _defaultdict(decoder: Decoder, coded: Any, depth: int) -> Any:
    factory = decoder.value(coded["f"], depth)
    factory = factory if factory in (None, int, float, str, list, dict, set, tuple, bool) else None
    return collections.defaultdict(factory, decoder.pairs(coded["v"], depth))


def _stream(kind: Callable[[Any], Any], content: Any, position: Any) -> Any:
    done = kind(content)
    done.seek(max(0, int(position)))
    return done


def _module(decoder: Decoder, coded: Any, depth: int) -> Any:
    name = decoder.text(coded)
    if name not in allowed.MODULES or name not in sys.modules:
        raise MalformedReply(f"the answer names a module {name[:60]!r}, which may not cross")
    return sys.modules[name]


def _pattern(decoder: Decoder, coded: Any, depth: int) -> re.Pattern:
    """Compiled again from its text, without the flag that would print how."""
    text, flags = decoder.value(coded["v"], depth), coded["f"]
    if type(text) not in (str, bytes) or len(text) > LONGEST_PATTERN or type(flags) is not int:
        raise MalformedReply("the answer's pattern is none, or too long")
    return re.compile(text, flags & ~re.DEBUG)


def _enum(decoder: Decoder, coded: Any, depth: int) -> Any:
    if "k" in coded:
        return decoder.world.member(coded, decoder, depth)
    return decoder.world.resolve(coded["c"], enum.Enum)[decoder.text(coded)]


def _namedtuple(decoder: Decoder, coded: Any, depth: int) -> Any:
    items = decoder.items(coded, depth)
    if coded["c"] is not None:
        kind = decoder.world.resolve(coded["c"], tuple)
        return tuple.__new__(kind, items)
    fields, name = [str(field) for field in _list(coded["f"])], str(coded["n"])
    if not all(field.isidentifier() and not keyword.iskeyword(field) for field in [*fields, name]):
        raise MalformedReply("the answer's named tuple has impossible names")
    return tuple.__new__(decoder.world.named_tuple(name, tuple(fields)), items)


def _object(decoder: Decoder, coded: Any, depth: int) -> Any:
    kind = decoder.world.resolve(coded["c"], object, ours=True)
    done = subclasses.make(kind, decoder.value(coded["d"], depth)) if "d" in coded else object.__new__(kind)
    for key, item in decoder.pairs(coded["v"], depth):
        behaviour.refuse_hiding(kind, str(key))
        done.__dict__[str(key)] = item
    return done


READERS: dict[str, Callable[[Decoder, Any, int], Any]] = {
    "int": lambda decoder, coded, depth: _hex(coded["v"]),
    "ref": _ref,
    "seen": _seen,
    "tuple": lambda decoder, coded, depth: tuple(decoder.items(coded, depth)),
    "set": lambda decoder, coded, depth: set(decoder.items(coded, depth)),
    "frozenset": lambda decoder, coded, depth: frozenset(decoder.items(coded, depth)),
    "keys": lambda decoder, coded, depth: dict.fromkeys(decoder.items(coded, depth)).keys(),
    "dict": lambda decoder, coded, depth: dict(decoder.pairs(coded["v"], depth)),
    "odict": _odict,
    "counter": lambda decoder, coded, depth: collections.Counter(dict(decoder.pairs(coded["v"], depth))),
    "defaultdict": _defaultdict,
    "deque": lambda decoder, coded, depth: collections.deque(decoder.items(coded, depth), coded["n"]),
    "complex": lambda decoder, coded, depth: complex(*coded["v"]),
    "bytes": lambda decoder, coded, depth: bytes(decoder.bytes_of(coded)),
    "bytearray": lambda decoder, coded, depth: decoder.bytes_of(coded),
    "range": lambda decoder, coded, depth: range(*[_hex(part) for part in _list(coded["v"])]),
    "slice": lambda decoder, coded, depth: slice(*decoder.items(coded, depth)),
    "ellipsis": lambda decoder, coded, depth: ...,
    "notimplemented": lambda decoder, coded, depth: NotImplemented,
    "bytesio": lambda decoder, coded, depth: _stream(io.BytesIO, decoder.bytes_of(coded), coded["p"]),
    "stringio": lambda decoder, coded, depth: _stream(io.StringIO, decoder.text(coded), coded["p"]),
    "path": lambda decoder, coded, depth: pathlib.Path(decoder.text(coded, 4096)),
    "datetime": lambda decoder, coded, depth: datetime.datetime.fromisoformat(decoder.text(coded, 100)),
    "date": lambda decoder, coded, depth: datetime.date.fromisoformat(decoder.text(coded, 100)),
    "time": lambda decoder, coded, depth: datetime.time.fromisoformat(decoder.text(coded, 100)),
    "timedelta": lambda decoder, coded, depth: datetime.timedelta(*coded["v"]),
    "timezone": lambda decoder, coded, depth: datetime.timezone(*decoder.items(coded, depth)),
    "decimal": lambda decoder, coded, depth: decimal.Decimal(decoder.text(coded, 10_000)),
    "fraction": lambda decoder, coded, depth: fractions.Fraction(*[_hex(part) for part in _list(coded["v"])]),
    "pattern": _pattern,
    "uuid": lambda decoder, coded, depth: uuid.UUID(decoder.text(coded, 100)),
    "namespace": lambda decoder, coded, depth: types.SimpleNamespace(**dict(decoder.pairs(coded["v"], depth))),
    "module": _module,
    "global": lambda decoder, coded, depth: decoder.world.resolve(coded["v"], object),
    "error": lambda decoder, coded, depth: decoder.world.build_error(coded, decoder, depth),
    "enum": _enum,
    "namedtuple": _namedtuple,
    "object": _object,
    "handle": lambda decoder, coded, depth: decoder.world.proxy(coded, decoder),
}
