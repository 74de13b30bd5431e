"""The trusted side of the bridge: asks the student's process, and believes data only."""

from __future__ import annotations

import functools
import inspect
import socket
import types
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from autograder.sealed import backends, wire
from autograder.sealed.errors import CannotCarry, MalformedReply, StudentGone
from autograder.sealed.kernel.modules import defined_in
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side import changes, enums, errors, iterators, proxies, signatures
from autograder.sealed.tests_side.interrupts import Interrupts
from autograder.sealed.tests_side.names import SharedNames
from autograder.sealed.values import allowed, arguments, contents, subclasses
from autograder.sealed.values.decode import Decoder
from autograder.sealed.values.random_states import CheckedRandomStates

MOST_CLASSES = 1_000  #: of one answer that stand here; each takes the memory of thousands of numbers, and the time
MOST_OBJECTS = 200_000  #: of one answer that stay with it, its classes and functions included


class TrustedBridge:
    """Calls into one student process."""

    def __init__(self, sock: socket.socket, limits: Limits, space: dict[str, Any]):
        """space: where the tests' names are."""
        self.sock, self.limits, self.seq = sock, limits, 0
        self.proxies: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.named: set[int] = set()  # of these, what names of the answer stood for and can be called: never a result
        self.proxy_kinds: set[type] = set()
        self.iterators: list[Iterator[Any]] = []
        self.setup: dict[tuple[str, str], object] = {}  # classes and functions of setup cells and modules beside them
        self.imported: dict[tuple[str, str], type] = {}  # classes that instructor's cells import by name
        self.untold: list[tuple[str, str]] = []  # of these, those that the answer's side was not told yet
        self.test_classes: list[type] = []  # classes of test cells that went over with their code, by number
        self.random = CheckedRandomStates()
        self.usual: dict[str, Any] = {backend.name: backend.mode() for backend in backends.loaded()}
        self.attributes = signatures.Attributes()
        self.tuples: dict[tuple, type] = {}  # the answer's classes of named tuples, by name and fields
        self.classes_made = 0
        self.classes: set[type] = set()  # proxies of classes that the exercise asks for
        #: what a test did to names of the answer: [(name, still bound?, value)]
        self.rebound: Callable[[], list[tuple[str, bool, object]]] = list
        self.names = SharedNames(self, space)
        self.interrupts = Interrupts()

    def fetch(self, names: list[str], own: Collection[str] = ()) -> dict[str, Any]:
        """The current values of names in the answer's notebook, without those that are not bound.

        own: those that the cell which asks will bind itself
        """
        with self.interrupts.held():
            followed = [name for name in names if name not in own]
            reply, blob = self._ask({"op": "fetch", "names": names, "followed": followed})
            decoder = Decoder(self, blob, max_depth=self.limits.reply_depth)
            if "raised" in reply:
                raised = decoder.decode({"$": "error", **reply["raised"]})
                raise errors.plain(raised) if errors.ends(raised, "fetch", ()) else raised
            values = reply.get("values")
            if not isinstance(values, dict):
                raise MalformedReply("the answer's process sent no values")
            done = {name: decoder.decode(values[name]) for name in names if name in values}
            routines = [value for value in done.values() if inspect.isroutine(value)]
            if not all(self.handle_of(value) is not None or self.is_ours(value) for value in routines):
                raise MalformedReply("the answer's name stands for a function of the tests' own side")
            self.named |= {n for value in done.values() if callable(value) and (n := self.handle_of(value)) is not None}
            self.names.begin([name for name in reply.get("small") or [] if name in done and name not in own], done)
            self._take_followed(reply, decoder)
            return done

    def do(self, op: str, target: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> Any:
        """Do something with a student's object; arguments that it changed are changed here as well.

        op: what StudentBridge knows: "call", "getattr", "operator", …
        Raises what the answer raised; CannotCarry for arguments that cannot travel, StudentGone when its process ended,
        MalformedReply when the reply is not what the protocol allows.
        """
        with self.interrupts.held():
            for change, function, named in self.attributes.changed() if self.attributes.known else ():
                self.do(change, function, named)
            try:
                states = self.random.unknown()
                call = (target, tuple(args), kwargs or {}, states, self._modes(), self.rebound(), self.names.changed())
                payload, found, test_classes = self._pack(call)
            except (StudentGone, MalformedReply):
                raise
            except Exception as error:
                raise CannotCarry(f"an argument of the test cannot travel to the answer: {error}") from None
            reply, blob = self._ask({"op": op, "test_classes": test_classes}, payload)
            decoder = Decoder(self, blob, found, self.limits.reply_depth)
            raised = decoder.decode({"$": "error", **reply["raised"]}) if "raised" in reply else None
            value = None if raised else decoder.decode(reply.get("value"))
            changes.take(reply.get("changed") or [], decoder, found, self)
            self._take_followed(reply, decoder)
            if raised is not None:
                raise errors.plain(raised) if errors.ends(raised, op, args) else raised
            return value

    def take_module(self, module: types.ModuleType) -> None:
        """Know a module beside the notebook: its classes and functions cross by name, and its scenarios are played."""
        for name, value in defined_in(module).items():
            if isinstance(value, types.FunctionType) and getattr(value, "is_scenario", False):
                setattr(module, name, self.scenario(value, inspect.signature(value).parameters))
            self.setup[module.__name__, name] = getattr(module, name)

    def scenario(self, function: types.FunctionType, called: Iterable[str]) -> Callable[..., Any]:
        """A function that plays a situation: given a function or class of the student's, it runs there.

        called: the parameters that it calls. A function that only looks at what an answer returned is a check: it
        runs here, or that result could choose to be compared by the answer's own process.
        """
        signature = inspect.signature(function)

        @functools.wraps(function)
        def staged(*args: Any, **kwargs: Any) -> Any:
            if self._takes_students(signature, called, args, kwargs):
                return self.do("call", staged, args, kwargs)
            return function(*args, **kwargs)

        return staged

    # What the decoder asks.

    def resolve(self, name: Any, kind: type, ours: bool = False) -> Any:
        """This side's own class or function of a name, when it may cross. Imports nothing.

        name: a pair of module and name
        kind: what the class must be derived from; object for anything
        ours: only what setup cells, or test cells that handed it over, define
        Raises MalformedReply when it may not cross or is of another kind.
        """
        found = self.look_up(name, ours)
        if found is None:
            raise MalformedReply(f"the answer names {'.'.join(map(str, name))}"[:200] + ", which may not cross")
        if kind is not object and not (isinstance(found, type) and issubclass(found, kind)):
            raise MalformedReply(f"the answer names {'.'.join(map(str, name))}"[:200] + ", which is of the wrong kind")
        return found

    def look_up(self, name: Any, ours: bool = False) -> Any:
        """This side's own class or function of a name, or None."""
        module, path = (str(part) for part in name)
        if module == "":
            number = int(path)
            return self.test_classes[number] if 0 <= number < len(self.test_classes) else None
        found = self.setup.get((module, path))
        return found if found is not None or ours else self.imported.get((module, path)) or allowed.find(module, path)

    def build_error(self, coded: dict, decoder: Decoder, depth: int) -> BaseException:
        """The error that the answer raised, as the nearest class that a test could catch it by."""
        return errors.build(self, coded, decoder, depth)

    def member(self, coded: dict, decoder: Decoder, depth: int) -> Any:
        """A member of an enumeration that the answer defines."""
        return enums.member_of(decoder.value(coded["k"], depth), coded, decoder, depth)

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        """A class of named tuples, the same one for the same name and fields."""
        if (name, fields) not in self.tuples:
            self._count_class()
            self.tuples[name, fields] = namedtuple(name, fields)
        return self.tuples[name, fields]

    def proxy(self, coded: dict, decoder: Decoder) -> Any:
        """What stands here for an object that stays with the answer; made when its number comes for the first time."""
        number = coded["n"]
        if type(number) is not int:
            raise MalformedReply("the answer's object has no number")
        if number not in self.proxies:
            if len(self.proxies) >= MOST_OBJECTS:
                raise MalformedReply(f"the answer handed out more than {MOST_OBJECTS:,} objects of its own")
            self.fact_decoder = decoder
            made = self._make(coded, decoder)
            self.proxies[number], self.numbers[id(made)] = made, number
            self.proxy_kinds.add(type(made))
        elif "v" in coded:  # read in any case: later parts of the reply may refer to parts of it
            subclasses.fill(self.proxies[number], decoder.value(coded["v"], 1))
        return self.proxies[number]

    def _make(self, coded: dict, decoder: Decoder) -> Any:
        kind = coded["kind"]
        if kind == "function":
            return signatures.make_function(self, coded)
        if kind == "class":
            self._count_class()
            bases = [base for name in coded["bases"] if (base := self.look_up(name)) is not None]
            parents = [self.proxy(parent, decoder) for parent in coded.get("parents", [])]
            self.fact_decoder = decoder
            return proxies.make_class(self, coded, parents, [base for base in bases if proxies.is_quiet(base)])
        if kind in iterators.KINDS:
            return iterators.KINDS[kind](self)
        own: Any = self.proxy(coded["class"], decoder)
        if proxies.data_of(own) is not None:
            return subclasses.make(own, decoder.value(coded.get("v"), 1))
        return object.__new__(own)

    def _count_class(self) -> None:
        self.classes_made += 1
        if self.classes_made > MOST_CLASSES:
            raise MalformedReply(f"the answer's values are of more than {MOST_CLASSES:,} classes of its own")

    def decode_fact(self, coded: Any) -> Any:
        """The value of what is known of an object, while its proxy is made."""
        return self.fact_decoder.value(coded, 1)

    # What the packer asks.

    def handle_of(self, value: object) -> int | None:
        """The number of the student's object that a proxy stands for, or None."""
        number = self.numbers.get(id(value))
        return number if number is not None and self.proxies[number] is value else None

    def is_ours(self, value: Any) -> bool:
        """Does a setup cell or a module beside it define this class or function, so that the name is enough?"""
        return self.setup.get((value.__module__, value.__qualname__)) is value

    def callback_of(self, value: Any) -> int:
        """A number by which the student's side can iterate what cannot be pickled."""
        self.iterators.append(iter(value))
        return len(self.iterators) - 1

    def _takes_students(self, signature: inspect.Signature, called: Iterable[str], args: tuple, kwargs: dict) -> bool:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return False
        values = [given[name] for name in called if name in given]
        handles = {number: value for value in values if (number := self.handle_of(value)) is not None}
        return any(isinstance(v, types.FunctionType | type) or n in self.named for n, v in handles.items())

    # The wire.

    def _ask(self, request: dict, payload: bytes = b"") -> tuple[dict, bytearray]:
        self.seq += 1
        try:
            told, self.untold = self.untold, []
            wire.send(self.sock, request | {"seq": self.seq, "classes": told}, payload)
            while True:
                reply, blob = wire.receive(self.sock, self.limits.reply, min(self.limits.reply, wire.MAX_JSON))
                if "next" in reply:
                    self._serve_iterator(reply["next"])
                elif reply.get("seq") == self.seq:
                    return reply, blob
        except (EOFError, OSError):
            raise StudentGone("the answer's process ended before it answered") from None

    def _serve_iterator(self, number: Any) -> None:
        if type(number) is not int or not 0 <= number < len(self.iterators):
            raise MalformedReply("the answer asks for an iterator that does not exist")
        try:
            item = next(self.iterators[number])
        except StopIteration:
            wire.send(self.sock, {"stop": True})
            return
        payload, _, test_classes = self._pack(item)
        wire.send(self.sock, {"test_classes": test_classes}, payload)

    def _modes(self) -> dict[str, Any]:
        """What the test has set around this call, other than when it began."""
        now = {backend.name: backend.mode() for backend in backends.loaded()}
        return {name: mode for name, mode in now.items() if mode != self.usual.setdefault(name, mode)}

    def _pack(self, payload: object) -> tuple[bytes, list, list[int]]:
        """The bytes, the mutable objects in it, and the numbers of the classes that go over with their code."""
        packed, found, classes = arguments.pack(payload, self)
        for kind in classes:
            if kind not in self.test_classes:
                self.test_classes.append(kind)
        return packed, found, [self.test_classes.index(kind) for kind in classes]

    def _take_followed(self, reply: dict, decoder: Decoder) -> None:
        """What has changed of all that the tests have a copy of, in the order in which it was written.

        No name stands for an argument that can be given new content: what the test expects would change with the name.
        """
        if names := reply.get("names"):
            refs = [None if contents.can_replace(value, value) else value for value in decoder.refs]
            self.names.take(names, Decoder(self, decoder.blob, refs, self.limits.reply_depth))
        self._take_data(reply, decoder)
        self._take_attributes(reply, decoder)
        if reply.get("random"):
            self.random.accept({name: decoder.decode(coded) for name, coded in reply["random"].items()})

    def _take_data(self, reply: dict, decoder: Decoder) -> None:
        for number, coded in reply.get("data") or []:
            value, content = self.proxies.get(number), decoder.decode(coded)
            if not isinstance(type(value), proxies.RemoteType) or type(content) is not proxies.data_of(type(value)):
                raise MalformedReply("the answer sent data for an object that holds none of that kind")
            subclasses.fill(value, content)

    def _take_attributes(self, reply: dict, decoder: Decoder) -> None:
        for number, pairs in reply.get("attributes") or []:
            found = {str(key): decoder.decode(item) for key, item in pairs}
            self.attributes.take(self.proxies.get(number), found)
