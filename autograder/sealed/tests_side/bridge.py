"""The trusted side of the bridge: asks the student's process, and believes data only."""

import functools
import inspect
import itertools
import socket
import sys
import types
from collections import namedtuple

from autograder.sealed import wire
from autograder.sealed.backends.random_states import RandomStates, check_states
from autograder.sealed.errors import CannotCarry, MalformedReply, StudentGone
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side import proxies
from autograder.sealed.values import arguments, code, subclasses
from autograder.sealed.values.dangerous import home, is_dangerous
from autograder.sealed.values.decode import Decoder


class TrustedBridge:
    """Calls into one student process."""

    def __init__(self, sock: socket.socket, limits: Limits):
        self.sock, self.limits = sock, limits
        self.seq = 0
        self.proxies: dict[int, object] = {}
        self.numbers: dict[int, int] = {}
        self.proxy_kinds: set[type] = set()
        self.iterators: list = []
        self.setup: dict[str, object] = {}  # classes and functions of setup cells
        self.module_count = len(sys.modules)
        self.random = RandomStates()
        self.classes: set[type] = set()  # proxies of classes that the exercise asks for
        self.rebound = list  # what a test did to names of the answer: [(name, still bound?, value)]

    def fetch(self, names: list[str]) -> dict[str, object]:
        """The current values of names in the answer's notebook, without those that are not bound."""
        reply, blob = self._ask({"op": "fetch", "names": names})
        decoder = Decoder(self, blob, max_depth=self.limits.reply_depth)
        self._raise(reply, decoder)
        values = reply.get("values")
        if not isinstance(values, dict):
            raise MalformedReply("the answer's process sent no values")
        done = {name: decoder.decode(values[name]) for name in names if name in values}
        if any(inspect.isroutine(value) and not self._may_call(value) for value in done.values()):
            raise MalformedReply("the answer's name stands for a function of the tests' own side")
        self._take_data(reply, decoder)
        self._take_states(reply, decoder)
        return done

    def _may_call(self, function) -> bool:
        return self.handle_of(function) is not None or self.setup.get(function.__name__) is function

    def do(self, op: str, target, args=(), kwargs=None):
        """Do something with a student's object; arguments that it changed are changed here as well."""
        states, stamps = self.random.unknown()
        try:
            payload, found = arguments.pack((target, tuple(args), kwargs or {}, states, self.rebound()), self)
        except (StudentGone, MalformedReply):
            raise
        except Exception as error:
            raise CannotCarry(f"an argument of the test cannot travel to the answer: {error}") from None
        self.random.known |= stamps
        reply, blob = self._ask({"op": op}, payload)
        decoder = Decoder(self, blob, found, self.limits.reply_depth)
        error = decoder.decode({"$": "error", **reply["raised"]}) if "raised" in reply else None
        value = None if error else decoder.decode(reply.get("value"))
        self._take_changes(reply, decoder, found)
        self._take_data(reply, decoder)
        self._take_states(reply, decoder)
        if error is not None:
            raise error
        return value

    def scenario(self, function: types.FunctionType, called: set[str]) -> types.FunctionType:
        """A setup-cell function that plays a situation: given a function or class of the student's, it runs there.

        called: the parameters that it calls. A function that only looks at what an answer returned is a check: it
        runs here, or an answer's result could choose to be compared by the answer's own process.
        """
        signature = inspect.signature(function)

        @functools.wraps(function)
        def staged(*args, **kwargs):
            if self._takes_students(signature, called, args, kwargs):
                return self.do("call", staged, args, kwargs)
            return function(*args, **kwargs)

        return staged

    # What the decoder asks.

    def resolve(self, name, kind: type, ours: bool = False):
        """The trusted side's own class or function of a name. Imports nothing."""
        module, path = (str(part) for part in name)
        if module == "":
            found = code.carried_here.get(int(path))
        elif module == "__main__":
            found = self.setup.get(path)
        else:
            found = None if ours else sys.modules.get(module)
            for part in path.split("."):
                found = getattr(found, part, None)
                if isinstance(found, types.ModuleType):  # torch.os.system is not torch's
                    found = None
            is_error = isinstance(found, type) and issubclass(found, BaseException)
            if not is_error and (is_dangerous(module, path) or is_dangerous(*home(found))):
                found = None
        if found is None or not callable(found):
            raise MalformedReply(f"the answer names {module}.{path}"[:200] + ", which the tests do not have")
        if kind is not object and not (isinstance(found, type) and issubclass(found, kind)):
            raise MalformedReply(f"the answer names {module}.{path}"[:200] + ", which is of the wrong kind")
        return found

    def build_error(self, coded: dict, decoder: Decoder) -> BaseException:
        kind = self.resolve(coded["c"], BaseException)
        text = str(coded.get("text", ""))[:20_000]
        if not issubclass(kind, Exception):
            return RuntimeError(f"{kind.__name__}: {text}" if text else kind.__name__)
        args = tuple(decoder.value(arg, 1) for arg in coded["args"]) if "args" in coded else (text,)
        if "class" in coded:
            own = self.proxy(coded["class"], decoder)
            if isinstance(own, type) and issubclass(own, Exception):
                kind = own
        if kind.__module__ == "builtins":
            try:
                return kind(*args)
            except TypeError:
                return RuntimeError(f"{kind.__name__}: {text}")
        error = kind.__new__(kind, *args)
        error.args = args
        return error

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        return _named_tuple(name, fields)

    def proxy(self, coded: dict, decoder: Decoder):
        number = coded["n"]
        if type(number) is not int:
            raise MalformedReply("the answer's object has no number")
        if number not in self.proxies:
            self.fact_decoder = decoder
            made = self._make(coded, decoder)
            self.proxies[number], self.numbers[id(made)] = made, number
            self.proxy_kinds.add(type(made))
        elif "v" in coded:  # read in any case: later parts of the reply may refer to parts of it
            subclasses.fill(self.proxies[number], decoder.value(coded["v"], 1))
        return self.proxies[number]

    def _make(self, coded: dict, decoder: Decoder):
        kind = coded["kind"]
        if kind == "function":
            return proxies.make_function(self, coded)
        if kind == "class":
            bases = [self.resolve(name, object) for name in coded["bases"]]
            return proxies.make_class(self, coded, [base for base in bases if proxies.is_quiet(base)])
        if kind == "iterator":
            return proxies.make_iterator(self)
        kind = self.proxy(coded["class"], decoder)
        if proxies.data_of(kind) is not None:
            return subclasses.make(kind, decoder.value(coded.get("v"), 1))
        return object.__new__(kind)

    def decode_fact(self, coded):
        return self.fact_decoder.value(coded, 1)

    # What the packer asks.

    def handle_of(self, value) -> int | None:
        number = self.numbers.get(id(value))
        return number if number is not None and self.proxies[number] is value else None

    def is_ours(self, value) -> bool:
        return self.setup.get(value.__qualname__) is value if value.__module__ == "__main__" else False

    def callback_of(self, value) -> int:
        self.iterators.append(iter(value))
        return len(self.iterators) - 1

    def _takes_students(self, signature: inspect.Signature, called: set[str], args: tuple, kwargs: dict) -> bool:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return False
        values = [given[name] for name in called if name in given]
        return any(isinstance(v, types.FunctionType | type) and self.handle_of(v) is not None for v in values)

    # The wire.

    def _ask(self, request: dict, payload: bytes = b"") -> tuple[dict, bytearray]:
        self.seq += 1
        try:
            wire.send(self.sock, request | {"seq": self.seq, "modules": self._new_modules()}, payload)
            while True:
                reply, blob = wire.receive(self.sock, self.limits.reply, min(self.limits.reply, wire.MAX_JSON))
                if "next" in reply:
                    self._serve_iterator(reply["next"])
                elif reply.get("seq") == self.seq:
                    return reply, blob
        except (EOFError, OSError):
            raise StudentGone("the answer's process ended before it answered") from None

    def _new_modules(self) -> list[str]:
        """What was imported since the last call, by looking at the newest entries only: see `note_modules`."""
        new = len(sys.modules) - self.module_count
        self.module_count += new
        return list(itertools.islice(reversed(sys.modules), max(0, new)))

    def _serve_iterator(self, number) -> None:
        if type(number) is not int or not 0 <= number < len(self.iterators):
            raise MalformedReply("the answer asks for an iterator that does not exist")
        try:
            item = next(self.iterators[number])
        except StopIteration:
            wire.send(self.sock, {"stop": True})
            return
        wire.send(self.sock, {}, arguments.pack(item, self)[0])

    def _raise(self, reply: dict, decoder: Decoder) -> None:
        if "raised" in reply:
            raise decoder.decode({"$": "error", **reply["raised"]})

    def _take_states(self, reply: dict, decoder: Decoder) -> None:
        if not reply.get("random"):
            return
        states = {name: decoder.decode(coded) for name, coded in reply["random"].items()}
        check_states(states)
        try:
            self.random.set(states)
        except Exception as error:
            raise MalformedReply(f"the answer sent an impossible random state ({error})") from None

    def _take_data(self, reply: dict, decoder: Decoder) -> None:
        for number, coded in reply.get("data") or []:
            value, content = self.proxies.get(number), decoder.decode(coded)
            if not isinstance(type(value), proxies.RemoteType) or type(content) is not proxies.data_of(type(value)):
                raise MalformedReply("the answer sent data for an object that holds none of that kind")
            subclasses.fill(value, content)

    def _take_changes(self, reply: dict, decoder: Decoder, found: list) -> None:
        changes = reply.get("changed") or []
        decoded = []
        for number, change in changes:
            if type(number) is not int or not 0 <= number < len(found):
                raise MalformedReply("the answer changed an argument that does not exist")
            if "content" in change:
                decoded.append((found[number], decoder.decode(change["content"]), None))
            else:
                pairs = {str(key): decoder.decode(item) for key, item in change["attributes"]}
                decoded.append((found[number], pairs, [str(key) for key in change["removed"]]))
        for value, content, removed in decoded:
            if removed is None:
                replace(value, content)
            else:
                vars(value).update(content)
                for key in removed:
                    vars(value).pop(key, None)


def replace(value, content) -> None:
    """Give a mutable value new content, in place."""
    try:
        if isinstance(value, list | bytearray):
            value[:] = content
        elif isinstance(value, dict | set):
            value.clear()
            value.update(content)
        elif hasattr(value, "getvalue"):
            value.seek(0)
            value.truncate()
            value.write(content.getvalue())
            value.seek(content.tell())
        elif "torch" in sys.modules and isinstance(value, sys.modules["torch"].Tensor):
            _replace_tensor(value, content)
        else:
            value[...] = content
    except (TypeError, ValueError, RuntimeError) as error:
        raise MalformedReply(f"the answer changed an argument into something impossible ({error})") from None


def _replace_tensor(tensor, content) -> None:
    if tensor.shape == content.shape and tensor.dtype == content.dtype and tensor.device == content.device:
        tensor.data.copy_(content.data)
    else:
        tensor.data = content.data
    if tensor.is_leaf:
        tensor.requires_grad_(content.requires_grad)
        tensor.grad = content.grad


@functools.cache
def _named_tuple(name: str, fields: tuple[str, ...]) -> type:
    return namedtuple(name, fields)
