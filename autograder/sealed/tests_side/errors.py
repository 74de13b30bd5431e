"""Errors that an answer raised or returned: real errors of this side, which hold data only."""

from __future__ import annotations

import inspect
from typing import Any, Protocol

from autograder.sealed import behaviour
from autograder.sealed.errors import MalformedReply
from autograder.sealed.tests_side.signatures import Bridge
from autograder.sealed.values import allowed
from autograder.sealed.values.errors import LONGEST, fields_of

SHOWN = "_sealed_text"  #: where an error keeps the text that its class's own __str__ gave


class World(Protocol):
    """What is asked of the tests' end of the bridge."""

    def look_up(self, name: Any) -> Any:
        """This side's own class or function of a name, or None."""

    def handle_of(self, value: object) -> int | None:
        """The number of the student's object that a proxy stands for, or None."""

    def proxy(self, coded: dict, decoder: Any) -> Any:
        """What stands here for an object that stays with the answer."""


class RemoteErrorType(type):
    """The class of errors' classes that the answer defines: its own __init__ runs where it is defined."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not type.__getattribute__(cls, "_sealed_makes"):
            return super().__call__(*args, **kwargs)
        return type.__getattribute__(cls, "_sealed_bridge").do("call", cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(("__", "_sealed")):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return type.__getattribute__(cls, "_sealed_bridge").do("getattr", cls, (name,))


def make_error_class(bridge: Bridge, facts: dict[str, Any], bases: list[type], space: dict[str, Any]) -> type:
    """A class of errors; its bases are errors of this side, or classes that this function made."""
    own = {str(name) for name in facts.get("own", ())}
    space = space | {"_sealed_makes": bool(own & {"__init__", "__new__"}), "__getattr__": _ask}
    if "__str__" in own:
        space["__str__"] = lambda self: vars(self).get(SHOWN) or ""
    try:
        return RemoteErrorType(str(facts["name"]), tuple(bases), space)
    except TypeError:  # their memory has different layouts
        return RemoteErrorType(str(facts["name"]), tuple(bases[:1]), space)


def _ask(error: BaseException, name: str) -> Any:
    """A method or a property of the error's class, or an attribute that is no data."""
    if name.startswith(("__", "_sealed")):
        raise AttributeError(f"{type(error).__name__!r} object has no attribute {name!r}")
    return type.__getattribute__(type(error), "_sealed_bridge").do("getattr", error, (name,))


def build(world: World, coded: dict, decoder: Any, depth: int) -> BaseException:
    """The error that the answer raised, as the nearest class that a test could catch it by.

    Raises MalformedReply when it is no error, or holds what would hide a method.
    """
    found = [world.look_up(name) for name in [coded["c"], *coded.get("also", [])]]
    kinds = [kind for kind in found if isinstance(kind, type) and issubclass(kind, BaseException)]
    if not kinds:
        raise MalformedReply("the answer raised something that is no error")
    kind: Any = kinds[0]
    text = str(coded.get("text", ""))[:LONGEST]
    if not issubclass(kind, Exception | SystemExit):
        return RuntimeError(f"{kind.__name__}: {text}" if text else kind.__name__)
    args = tuple(decoder.value(coded["args"], depth)) if "args" in coded else (text,)
    holds = decoder.pairs(coded.get("holds", []), depth)
    if "class" in coded:
        own = world.proxy(coded["class"], decoder)
        kind = own if isinstance(own, RemoteErrorType) else kind
    try:
        error = kind(*args) if kind.__module__ == "builtins" else kind.__new__(kind, *args)
    except TypeError:
        return RuntimeError(f"{kind.__name__}: {text}")
    error.args = args
    _fill(error, holds, world)
    if kind.__str__ is not BaseException.__str__ and isinstance(kind, RemoteErrorType):
        vars(error)[SHOWN] = text
    for note in coded.get("notes", []):
        error.add_note(str(note)[:LONGEST])
    for key in ("cause", "context"):
        if key in coded:
            setattr(error, f"__{key}__", decoder.value(coded[key], depth))
    error.__suppress_context__ = bool(coded.get("from"))
    return error


def _fill(error: BaseException, holds: list[tuple[Any, Any]], world: World) -> None:
    kind = type(error)
    for key, item in holds:
        if not isinstance(key, str) or key.startswith(("__", "_sealed")) or world.handle_of(item) is not None:
            raise MalformedReply("the answer's error holds something that is no data")
        if key in fields_of(kind):
            try:
                setattr(error, key, item)
            except (AttributeError, TypeError):  # it is made of the arguments
                continue
        elif behaviour.is_behaviour(kind, key, or_callable=True):
            raise MalformedReply(f"the answer's error hides {kind.__name__}.{key[:60]}")
        else:
            vars(error)[key] = item


def ends(error: BaseException, op: str, args: tuple[Any, ...]) -> bool:
    """Would this error end or satisfy what runs a test, rather than fail it?

    A loop that asks for the next item may end. A call that a test makes may exit, which fails the test when nothing
    catches it; not what is asked between tests, and not under unittest, which lets an exit out of setUpClass() end the
    run with whatever code the answer chose.
    """
    if isinstance(error, allowed.PASSING):
        return True
    if isinstance(error, allowed.ENDING):
        return not (op == "operator" and args[:1] in (("__next__",), ("send",), ("throw",)))
    return isinstance(error, SystemExit) and (op in ("nothing", "fetch", "source") or _is_under_unittest())


def _is_under_unittest() -> bool:
    frame = inspect.currentframe()
    while frame is not None:
        if str(frame.f_globals.get("__name__")).startswith("unittest."):
            return True
        frame = frame.f_back
    return False


def plain(error: BaseException) -> RuntimeError:
    """An error that neither ends a loop nor counts as success where the test runs, as Python does in generators."""
    return RuntimeError(f"{type(error).__name__}: {error}" if error.args else type(error).__name__)
