"""The student side of the bridge: does what a test asks of the answer, and answers in data."""

from __future__ import annotations

import contextlib
import copy
import enum
import importlib
import inspect
import socket
import sys
import types
from collections.abc import Iterator
from typing import Any

from autograder.sealed import backends, wire
from autograder.sealed.kernel.modules import defined_in
from autograder.sealed.kernel.shell import Shell
from autograder.sealed.student import describe
from autograder.sealed.student.attributes import Attributes
from autograder.sealed.student.changes import Arguments
from autograder.sealed.student.names import SharedNames
from autograder.sealed.student.replaced import Replaced
from autograder.sealed.values import allowed, arguments, special, subclasses
from autograder.sealed.values.encode import Encoder
from autograder.sealed.values.random_states import RandomStates

ITERATOR_TYPES = (types.GeneratorType, *arguments.ITERATORS)


class StudentBridge:
    """Serves one trusted process."""

    def __init__(self, sock: socket.socket, shell: Shell, max_blob: int, modules: frozenset[str] = frozenset()):
        """max_blob: the most bytes of one request's arguments; modules: those beside the notebook."""
        self.sock, self.shell, self.max_blob = sock, shell, max_blob
        self.handles: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.data: dict[int, type] = {}  # handles of which the tests have a copy that must follow every change
        self.homes = {"__main__", *modules}  # where instructors define what cells share
        self.setup: dict[tuple[str, str], object] = {}  # what they defined, before any answer could replace it
        self.test_classes: dict[type, int] = {}  # copies of classes that test cells define, and their numbers there
        self.classes: set[tuple[str, str]] = set()  # module and name of classes that instructor's cells import by name
        self.names = SharedNames(self, shell.user_ns)
        self.random = RandomStates()
        self.enums: dict[type, bool] = {}  # of the answer; see is_made_again()
        self.told: dict[int, None] = {}  # handles of which the tests were told what they are
        self.attributes = Attributes(self.told)
        self.replaced = Replaced()

    def remember_setup(self, before: dict) -> None:
        """After a setup cell: note which classes and functions it bound."""
        for name, value in self.shell.user_ns.items():
            if before.get(name) is value or not isinstance(value, type | types.FunctionType):
                continue
            if value.__module__ == "__main__" and value.__qualname__ == name:
                self.setup["__main__", name] = value

    def remember_module(self, module: types.ModuleType) -> None:
        """When a cell imports a module beside the notebook: note which classes and functions it defines."""
        self.setup |= {(module.__name__, name): value for name, value in defined_in(module).items()}

    def serve_one(self) -> None:
        """Read one request and answer it. EOFError when the trusted side is gone."""
        request, blob = wire.receive(self.sock, self.max_blob)
        self.classes |= {(module, name) for module, name in request.get("classes", ())}
        encoder = Encoder(self)
        try:
            message = self._answer(request, bytes(blob), encoder)
        except BaseException as error:
            encoder = Encoder(self)
            message = {"raised": self.describe_error(error, encoder)}
        message["seq"] = request["seq"]
        wire.send(self.sock, message, b"".join(encoder.chunks))
        self.told |= encoder.told

    def _answer(self, request: dict, blob: bytes, encoder: Encoder) -> dict:
        if request["op"] == "fetch":
            return self._fetch(request["names"], request["followed"], encoder) | self._followed(encoder)
        (target, args, kwargs, states, modes, rebound, names), mutable = self._unpack(request, blob)
        for name, bound, value in rebound:
            self.shell.user_ns.pop(name, None)
            if bound:
                self.shell.user_ns[name] = value
        self.names.take(names)
        given = Arguments(self, mutable)
        self.random.set(states)
        raised = result = None
        encoder.refs = given.refs
        message: dict = {}
        try:
            with _in_modes(modes) if modes else contextlib.nullcontext():
                result = self._do(request["op"], target, args, kwargs)
        except BaseException as error:
            raised = error
        if raised is not None:
            message["raised"] = self.describe_error(raised, encoder)
        else:
            message["value"] = encoder.encode(result)
        if changed := given.changes(encoder):
            message["changed"] = changed
        if names := self.names.changed(encoder, mutable):
            message["names"] = names
        return message | self._followed(encoder)

    def _followed(self, encoder: Encoder) -> dict:
        """What the tests have a copy of, as it is now."""
        found = {
            "data": self._data_now(encoder),
            "attributes": self.attributes.changed(encoder),
            "random": self._changed_states(encoder),
        }
        return {name: coded for name, coded in found.items() if coded}

    def _fetch(self, names: list[str], followed: list[str], encoder: Encoder) -> dict:
        found, sizes = {}, {}
        for name in names:
            if name in self.shell.user_ns:
                before = encoder.offset
                found[name] = self._named(self.shell.user_ns[name], encoder)
                sizes[name] = encoder.offset - before
        return {"values": found, "small": self.names.begin({n: sizes[n] for n in followed if n in sizes}, found)}

    def _named(self, value: Any, encoder: Encoder) -> Any:
        """What an answer's name stands for. A library's function stays here: the answer chose it."""
        if inspect.isroutine(value) and (self.name_of(value) or ["__main__"])[0] not in {"", *self.homes}:
            return self.handle(value, encoder)
        return encoder.encode(value)

    def _do(self, op: str, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if op == "call":
            return target(*args, **kwargs)
        if op == "nothing":
            return None
        if op == "call_async":
            return self.shell.loop_runner(target(*args, **kwargs))
        if op == "getattr":
            return getattr(target, args[0])
        if op == "setattr":
            return self.replaced.set(target, *args)
        if op == "delattr":
            return self.replaced.delete(target, args[0])
        if op == "operator":
            return _operate(target, *args)
        if op == "dir":
            return dir(target)
        if op == "source":
            return inspect.getsource(target)
        if op == "copy":
            return copy.copy(target)
        if op == "deepcopy":
            return copy.deepcopy(target)
        raise TypeError(f"unknown request {op}")

    # What the tests know by name, and what they only get a number for.

    def name_of(self, value: Any) -> list[str] | None:
        """Module and name under which the tests' side finds the same class or function; None when it may not cross."""
        if isinstance(value, type) and value in self.test_classes:
            return ["", str(self.test_classes[value])]
        name = (str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", "")))
        if name[0] in self.homes:
            return list(name) if self.setup.get(name) is value else None
        if isinstance(value, type) and name in self.classes:
            return list(name)
        found = allowed.name_of(value)
        return None if found is None else list(found)

    def is_ours(self, kind: type) -> bool:
        """Is this a class of the notebook or of a module beside it, or one that came from a test cell?"""
        return kind.__module__ in self.homes or kind in self.test_classes

    def is_made_again(self, kind: type[enum.Enum]) -> bool:
        """Can the tests' side make this enumeration of the answer again, from names and values?"""
        if kind not in self.enums:
            self.enums[kind] = describe.enum_facts(self, kind, Encoder(self)) is not None
        return self.enums[kind]

    def handle(self, value: Any, encoder: Encoder) -> dict[str, Any]:
        """A number for a value that stays here, and what the tests may want to know about it at once."""
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.handles)
            self.handles.append(value)
            base = subclasses.builtin_of(type(value))
            if base is not None and issubclass(base, subclasses.MUTABLE):
                self.data[self.numbers[id(value)]] = base
        number = self.numbers[id(value)]
        done: dict[str, Any] = {"$": "handle", "n": number}
        if number in self.told or number in encoder.told:
            return done
        encoder.told[number] = None
        if isinstance(value, type):
            return done | {"kind": "class"} | describe.class_facts(self, value, encoder)
        if inspect.isroutine(value) and type(value).__module__ != "__main__":  # not a class that wraps functions
            if not isinstance(value, types.MethodType | types.BuiltinFunctionType):
                self.attributes.follow(number, value)
            name = str(getattr(value, "__name__", "function"))
            return done | {"kind": "function", "name": name} | describe.call_facts(value, encoder)
        if isinstance(value, ITERATOR_TYPES):
            return done | {"kind": "generator" if isinstance(value, types.GeneratorType) else "iterator"}
        return done | {"kind": "object", "class": self.handle(type(value), encoder)}

    def describe_error(self, error: BaseException, encoder: Encoder) -> dict[str, Any]:
        """The nearest class of this error that the tests know, its message, what it holds, and its own class."""
        return describe.error_facts(self, error, encoder)

    # Arguments: found by the trusted side, changed by the answer.

    def _unpack(self, request: dict, blob: bytes) -> tuple[Any, list[Any]]:
        """The arguments in a request, and the mutable objects among them."""
        payload, mutable, classes = arguments.unpack(blob, self._object, self._callback, self._find)
        self.test_classes |= dict(zip(classes, request["test_classes"], strict=True))
        return payload, mutable

    def _object(self, number: int) -> Any:
        return self.handles[number]

    def _find(self, module: str, name: str) -> Any:
        space = self.shell.user_ns if module == "__main__" else vars(importlib.import_module(module))
        first, *parts = name.split(".")
        found = self.setup.get((module, first), space.get(first))
        for part in parts:
            found = getattr(found, part)
        if found is None:
            raise AttributeError(f"{name} is not defined")
        return found

    def _callback(self, number: int) -> TrustedIterator:
        return TrustedIterator(self, number)

    def _data_now(self, encoder: Encoder) -> list:
        """What the objects that are lists, sets or dicts hold now."""
        return [
            [number, encoder.encode(subclasses.EXACT[base](self.handles[number]))]
            for number, base in list(self.data.items())
        ]

    # Random state travels with a call, both ways.

    def _changed_states(self, encoder: Encoder) -> dict:
        return {name: encoder.encode(state) for name, state in self.random.unknown().items()}


@contextlib.contextmanager
def _in_modes(modes: dict[str, Any]) -> Iterator[None]:
    """While a test has set something for everything that it calls, it holds here as well."""
    with contextlib.ExitStack() as stack:
        for backend in backends.loaded():
            if backend.name in modes:
                stack.enter_context(backend.in_mode(modes[backend.name]))
        yield


def _operate(target: Any, name: str, *args: Any) -> Any:
    """What Python does for a special method, or a generator's own."""
    if name not in special.ALL and name not in ("send", "throw"):
        raise TypeError(f"unknown request {name}")
    if name == "__iter__":
        return iter(target)
    if name == "__bool__":
        return bool(target)
    if name == "__exit__" and args[1] is not None:
        try:
            raise args[1]
        except BaseException:  # with a traceback of this process: the one of the test would show its lines
            return target.__exit__(*sys.exc_info())
    return getattr(target, name)(*args)


class TrustedIterator:
    """An iterator that stays with the tests; each item comes over the bridge."""

    def __init__(self, bridge: StudentBridge, number: int):
        self._bridge, self._number = bridge, number

    def __iter__(self) -> TrustedIterator:
        return self

    def __next__(self) -> Any:
        wire.send(self._bridge.sock, {"next": self._number})
        reply, blob = wire.receive(self._bridge.sock, self._bridge.max_blob)
        if "stop" in reply:
            raise StopIteration
        return self._bridge._unpack(reply, bytes(blob))[0]
