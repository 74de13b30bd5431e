"""The student side of the bridge: does what a test asks of the answer, and answers in data."""

from __future__ import annotations

import builtins
import inspect
import socket
import types
from typing import Any

from autograder.sealed import wire
from autograder.sealed.kernel.shell import Shell
from autograder.sealed.student.changes import Arguments
from autograder.sealed.values import allowed, arguments, subclasses
from autograder.sealed.values.encode import Encoder
from autograder.sealed.values.random_states import RandomStates

PLAIN_ERRORS = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
ITERATOR_TYPES = (types.GeneratorType, *arguments.ITERATORS)
# fmt: off
OPERATORS = {f"__{name}__" for name in [
    "len", "iter", "next", "getitem", "setitem", "delitem", "enter", "exit", "repr", "str", "bool", "int",
    "float", "index", "abs", "neg", "pos", "invert", "add", "sub", "mul", "matmul", "truediv", "floordiv",
    "mod", "pow", "radd", "rsub", "rmul", "rmatmul", "rtruediv", "iadd", "isub", "imul", "itruediv", "eq",
    "lt", "le", "gt", "ge", "format", "await",
]}
# fmt: on


class StudentBridge:
    """Serves one trusted process."""

    def __init__(self, sock: socket.socket, shell: Shell, max_blob: int):
        """max_blob: the most bytes of one request's arguments."""
        self.sock, self.shell, self.max_blob = sock, shell, max_blob
        self.handles: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.data: dict[int, type] = {}  # handles of which the tests have a copy that must follow every change
        self.setup: dict[str, object] = {}  # what setup cells defined, before any answer could replace it
        self.test_classes: dict[type, int] = {}  # copies of classes that test cells define, and their numbers there
        self.classes: set[tuple[str, str]] = set()  # module and name of classes that instructor's cells import by name
        self.random = RandomStates()

    def remember_setup(self, before: dict) -> None:
        """After a setup cell: note which classes and functions it bound."""
        for name, value in self.shell.user_ns.items():
            if before.get(name) is value or not isinstance(value, type | types.FunctionType):
                continue
            if value.__module__ == "__main__" and value.__qualname__ == name:
                self.setup[name] = value

    def serve_one(self) -> None:
        """Read one request and answer it. EOFError when the trusted side is gone."""
        request, blob = wire.receive(self.sock, self.max_blob)
        self.classes |= {(module, name) for module, name in request.get("classes", ())}
        try:
            message, chunks = self._answer(request, bytes(blob))
        except BaseException as error:
            encoder = Encoder(self)
            message, chunks = {"raised": self.describe_error(error, encoder)}, encoder.chunks
        message["seq"] = request["seq"]
        wire.send(self.sock, message, b"".join(chunks))

    def _answer(self, request: dict, blob: bytes) -> tuple[dict, list]:
        if request["op"] == "fetch":
            encoder = Encoder(self)
            space = self.shell.user_ns
            found = {name: self._named(space[name], encoder) for name in request["names"] if name in space}
            return {
                "values": found,
                "data": self._data_now(encoder),
                "random": self._changed_states(encoder),
            }, encoder.chunks
        (target, args, kwargs, states, rebound), mutable = self._unpack(request, blob)
        for name, bound, value in rebound:
            self.shell.user_ns.pop(name, None)
            if bound:
                self.shell.user_ns[name] = value
        given = Arguments(self, mutable)
        self.random.set(states)
        raised = result = None
        encoder = Encoder(self, given.refs)
        message: dict = {}
        try:
            result = self._do(request["op"], target, args, kwargs)
        except BaseException as error:
            raised = error
        if raised is not None:
            message["raised"] = self.describe_error(raised, encoder)
        else:
            message["value"] = encoder.encode(result)
        message["changed"] = given.changes(encoder)
        message["data"] = self._data_now(encoder)
        message["random"] = self._changed_states(encoder)
        return message, encoder.chunks

    def _named(self, value: Any, encoder: Encoder) -> Any:
        """What an answer's name stands for. A library's function stays here: the answer chose it."""
        if inspect.isroutine(value) and (self.name_of(value) or ["__main__"])[0] not in ("__main__", ""):
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
            return setattr(target, *args)
        if op == "delattr":
            return delattr(target, args[0])
        if op == "operator" and args[0] in OPERATORS:
            if args[0] == "__iter__":
                return iter(target)
            if args[0] == "__bool__":
                return bool(target)
            return getattr(target, args[0])(*args[1:])
        if op == "dir":
            return dir(target)
        if op == "source":
            return inspect.getsource(target)
        if op == "deepcopy":
            import copy

            return copy.deepcopy(target)
        raise TypeError(f"unknown request {op}")

    # What the tests know by name, and what they only get a number for.

    def name_of(self, value: Any) -> list[str] | None:
        """Module and name under which the tests' side finds the same class or function; None when it may not cross."""
        if isinstance(value, type) and value in self.test_classes:
            return ["", str(self.test_classes[value])]
        name = (str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", "")))
        if name[0] == "__main__":
            return list(name) if self.setup.get(name[1]) is value else None
        if isinstance(value, type) and name in self.classes:
            return list(name)
        found = allowed.name_of(value)
        return None if found is None else list(found)

    def is_ours(self, kind: type) -> bool:
        """Is this a class of the notebook, or one that came from a test cell?"""
        return kind.__module__ == "__main__" or kind in self.test_classes

    def handle(self, value: Any, encoder: Encoder) -> dict[str, Any]:
        """A number for a value that stays here, and what the tests may want to know about it at once."""
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.handles)
            self.handles.append(value)
            base = subclasses.builtin_of(type(value))
            if base is not None and issubclass(base, subclasses.MUTABLE):
                self.data[self.numbers[id(value)]] = base
        done: dict[str, Any] = {"$": "handle", "n": self.numbers[id(value)]}
        if isinstance(value, type):
            return done | {"kind": "class"} | self._class_facts(value, encoder)
        if inspect.isroutine(value):
            name = str(getattr(value, "__name__", "function"))
            return done | {"kind": "function", "name": name} | self._call_facts(value, encoder)
        if isinstance(value, ITERATOR_TYPES):
            return done | {"kind": "iterator"}
        return done | {"kind": "object", "class": self.handle(type(value), encoder)}

    def _class_facts(self, kind: type, encoder: Encoder) -> dict[str, Any]:
        known = [name for base in kind.__mro__[1:] if (name := self.name_of(base)) and base is not object]
        facts: dict[str, Any] = {"name": kind.__name__, "bases": known, "has": sorted(OPERATORS & set(dir(kind)))}
        base = subclasses.builtin_of(kind)
        if base is not None:
            own = subclasses.own_names(kind, base)
            facts |= {"data": base.__name__, "own": sorted(own), "has": sorted(OPERATORS & own)}
        facts["callable"] = any("__call__" in vars(base) for base in kind.__mro__)
        return facts | self._call_facts(kind, encoder)

    def _call_facts(self, value: Any, encoder: Encoder) -> dict[str, Any]:
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
                entry["d"] = _as_data(parameter.default, encoder) or [None]
            if parameter.annotation is not parameter.empty:
                noted = parameter.annotation
                entry["a"] = noted if isinstance(noted, str) else _as_data(noted, encoder) or str(noted)
            described.append(entry)
        return facts | {"signature": described}

    def describe_error(self, error: BaseException, encoder: Encoder) -> dict[str, Any]:
        """The nearest class of this error that the tests know, its message, and the class that it has."""
        known, *more = [name for base in type(error).__mro__ if (name := self.name_of(base))]
        try:
            text = str(error)
        except Exception:
            text = ""
        done: dict[str, Any] = {"c": known, "also": more, "text": text[:20_000]}
        plain = encoder.attempt(lambda: [encoder.encode(arg) for arg in error.args])
        if plain is not None:
            done["args"] = plain
        if self.name_of(type(error)) is None and not encoder.strict:
            done["class"] = self.handle(type(error), encoder)
        return done

    # Arguments: found by the trusted side, changed by the answer.

    def _unpack(self, request: dict, blob: bytes) -> tuple[Any, list[Any]]:
        """The arguments in a request, and the mutable objects among them."""
        payload, mutable, classes = arguments.unpack(blob, self._object, self._callback, self._find)
        self.test_classes |= dict(zip(classes, request["test_classes"], strict=True))
        return payload, mutable

    def _object(self, number: int) -> Any:
        return self.handles[number]

    def _find(self, name: str) -> Any:
        found = self.setup.get(name.partition(".")[0], self.shell.user_ns.get(name.partition(".")[0]))
        for part in name.split(".")[1:]:
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


def _as_data(value: Any, encoder: Encoder) -> list[Any] | None:
    """The JSON of a value, in a list; None when it is not data."""
    return encoder.attempt(lambda: [encoder.encode(value)])


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
