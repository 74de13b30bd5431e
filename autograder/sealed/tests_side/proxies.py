"""Proxies: how a student's function, class, object or iterator looks to a test.

Comparing a proxy with a test's own value never asks the student's code: an `__eq__` that always says yes
gains nothing, and the expected value stays on the trusted side.
"""

from __future__ import annotations

import abc
import collections
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sealed.errors import CannotCarry, MalformedReply
from autograder.sealed.tests_side import signatures
from autograder.sealed.tests_side.enums import make_enum
from autograder.sealed.tests_side.errors import make_error_class
from autograder.sealed.tests_side.signatures import Bridge
from autograder.sealed.values import special, subclasses

LOCAL = {"__dict__", "__doc__"}  # double-underscore names that are asked for remotely
# Methods by which an object answers for itself when a library compares it with something.
SPEAKING = (
    "__torch_function__",
    "__torch_dispatch__",
    "__array__",
    "__array_ufunc__",
    "__array_function__",
    "__array_interface__",
    "__array_struct__",
    "__dlpack__",
)
ARITHMETIC = frozenset(special.ARITHMETIC)


class RemoteType(type):
    """The class of proxy classes: calling one makes the object on the student's side."""

    _sealed_data: type | None = None

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> RemoteType:
        if "_sealed_bridge" not in space:  # a test's own class statement: its methods would be looked for over there
            raise TypeError(
                f"{name} has a base class that the answer defines, which stays in the answer's process. "
                "Let a setup-cell function derive a class from it."
            )
        return super().__new__(mcs, name, bases, space)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return type.__getattribute__(cls, "_sealed_bridge").do("call", cls, args, kwargs)

    def __getattribute__(cls, name: str) -> Any:
        if _is_special(name):
            return type.__getattribute__(cls, name)
        return type.__getattribute__(cls, "_sealed_bridge").do("getattr", cls, (name,))

    def __setattr__(cls, name: str, value: Any) -> None:
        if _is_special(name):
            return type.__setattr__(cls, name, value)
        type.__getattribute__(cls, "_sealed_bridge").do("setattr", cls, (name, value))

    def __delattr__(cls, name: str) -> None:
        if _is_special(name):
            return type.__delattr__(cls, name)
        type.__getattribute__(cls, "_sealed_bridge").do("delattr", cls, (name,))


def _is_special(name: str) -> bool:
    """Does this name of a class belong to its proxy, rather than to what the answer defines?"""
    return name.startswith("_sealed") or (name.startswith("__") and name.endswith("__")) or name == "mro"


class Remote:
    """An object that stays on the student's side."""

    def __init_subclass__(cls, **more: Any) -> None:
        """Before that of a library's base class, as matplotlib's: it would ask a proxy that is only being made."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in LOCAL:
            return object.__getattribute__(self, name)
        return _bridge(self).do("getattr", self, (name,))

    def __setattr__(self, name: str, value: Any) -> None:
        _bridge(self).do("setattr", self, (name, value))

    def __delattr__(self, name: str) -> None:
        _bridge(self).do("delattr", self, (name,))

    def __repr__(self) -> str:
        return str(_bridge(self).do("operator", self, ("__repr__",)))

    def __str__(self) -> str:
        return str(_bridge(self).do("operator", self, ("__str__",)))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __dir__(self) -> list[str]:
        return [str(name) for name in _bridge(self).do("dir", self)]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:  # never the one of a library's base class
        return True if self is other else NotImplemented

    def __ne__(self, other: object) -> bool:
        same = self == other
        return same if same is NotImplemented else not same

    def __copy__(self) -> Any:
        return _bridge(self).do("copy", self)

    def __deepcopy__(self, memo: object) -> Any:
        return _bridge(self).do("deepcopy", self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise CannotCarry(
            "An object of a class that the answer defines cannot be pickled or saved by a test. "
            "Save its state_dict() instead, or let a setup-cell function do it."
        )


def make_class(bridge: Bridge, facts: dict[str, Any], parents: list[type], bases: list[type]) -> type:
    """A proxy class; isinstance and issubclass work for the bases that the tests know.

    facts:   what the student's side says of the class, see student.describe; wrong ones raise anything
    parents: proxies of its bases that the answer defines
    bases:   its base classes of libraries, those that `is_quiet` admits
    """
    name = str(facts["name"])
    space: dict[str, Any] = {
        "__doc__": signatures.text_of(facts.get("doc")),
        "__module__": "__main__",
        "_sealed_bridge": bridge,
    }
    if error_bases := [base for base in bases if issubclass(base, Exception)]:
        parents = [parent for parent in parents if issubclass(parent, Exception)]
        return make_error_class(bridge, facts, [*parents, *_nearest(error_bases, parents)], space)
    if facts.get("enum"):
        return make_enum(bridge, facts, space)
    space |= _described(facts, bridge)
    has, lacks = set(facts.get("has", ())), set(facts.get("lacks", ()))
    data = subclasses.NAMES.get(facts.get("data", ""))
    parents = [parent for parent in parents if isinstance(parent, RemoteType) and data_of(parent) is data]
    if data is not None:
        own = {str(name) for name in facts.get("own", ())}
        asks = own & subclasses.LOOKUPS or data is collections.defaultdict
        operators = _operators(has | ({"__getitem__"} if asks else set()), lacks, "__call__" in own)
        return RemoteType(name, (*(parents or [Remote]), data), space | operators | _data_methods(data, own))
    space |= _operators(has, lacks, bool(facts.get("callable")))
    if facts.get("compared") in ALIKE:
        space["__eq__"] = _compare_as(*ALIKE[facts["compared"]])
    abstract = [base for base in bases if isinstance(base, abc.ABCMeta)]
    kind: Any = None
    nearest = _nearest([base for base in bases if base not in abstract], parents)
    for tried in ((*(parents or [Remote]), *nearest), (Remote, *nearest), (Remote,)):
        try:
            kind = RemoteType(name, tried, dict(space))
            object.__new__(kind)
            break
        except TypeError:
            continue
    for base in abstract:  # not a base here: their methods would run on this side
        base.register(kind)
    if "abstract" in facts:
        kind.__abstractmethods__ = frozenset(map(str, facts["abstract"]))
    return kind


def _nearest(bases: list[type], parents: list[type]) -> list[type]:
    """Those of a class's bases that no other one, and no parent, has already."""
    below = [*bases, *parents]
    return [base for base in bases if not any(issubclass(other, base) and other is not base for other in below)]


def _described(facts: dict[str, Any], bridge: Bridge) -> dict[str, Any]:
    """What Python's own tools read of a class: its parameters, the order of its attributes, a dataclass's fields."""
    space: dict[str, Any] = {}
    if (signature := signatures.make_signature(facts, bridge)) is not None:
        space["__signature__"] = signature
    if facts.get("match") is not None:
        space["__match_args__"] = tuple(str(name) for name in facts["match"])
    if facts.get("fields") is not None:
        space["__dataclass_fields__"] = signatures.make_fields(facts["fields"], bridge)
    return space


def data_of(kind: type) -> type | None:
    """The builtin type of the data that objects of this proxy class are, or None. MalformedReply for another class."""
    if not isinstance(kind, RemoteType):
        raise MalformedReply("the answer's object is of no class that stays with it")
    return type.__getattribute__(kind, "_sealed_data")


def _data_methods(data: type, own: set[str]) -> dict[str, Any]:
    """What an object of builtin data does here: its operators and, of a value that never changes, its methods.

    The methods of a list, a set or a dict may change it, so they run where the object lives.
    """
    here = set() if issubclass(data, subclasses.MUTABLE) else set(dir(data)) - own - LOCAL

    def __getattribute__(self: Any, name: str) -> Any:
        return object.__getattribute__(self, name) if name in here else Remote.__getattribute__(self, name)

    def __reduce_ex__(self: Any, protocol: object) -> tuple:
        return data, (subclasses.EXACT[data](self),)

    kept = ("__eq__", "__ne__", "__hash__", "__format__")
    methods = {name: getattr(data, name) for name in kept}
    for base in subclasses.MUTABLE:
        if not issubclass(data, base):
            continue
        methods |= {name: _in_place(method) for name, method in subclasses.IN_PLACE[base].items()}
        methods |= {name: _forward(name) for name in ("__setitem__", "__delitem__") if hasattr(data, name)}
    return methods | {"__getattribute__": __getattribute__, "__reduce_ex__": __reduce_ex__, "_sealed_data": data}


def _forward(name: str) -> Callable[..., Any]:
    if name == "__exit__":  # a traceback would show the test's own lines, and cannot travel
        return lambda self, kind, error, trace: _operate(self, name, (kind, error, None))
    return lambda self, *args: _operate(self, name, args)


def _in_place(method: str) -> Callable[[Any, Any], Any]:
    def operate(self: Any, other: Any) -> Any:
        getattr(self, method)(other)
        return self

    return operate


def is_quiet(base: object) -> bool:
    """May a proxy class have this base? Not when it would let the answer speak in a comparison."""
    return isinstance(base, type) and not any(name in vars(kind) for kind in base.__mro__ for name in SPEAKING)


def _operators(has: set[str], lacks: set[str], is_callable: bool) -> dict[str, Any]:
    space: dict[str, Any] = {"__hash__": Remote.__hash__}
    for name in special.FORWARDED:
        if name in has:
            space[name] = _forward(name)
    for name in special.COMPARING:
        if name in has:
            space[name] = lambda self, other, _name=name: _compare(self, other, _name)
    if "__contains__" in has:
        space["__contains__"] = _contains
    if is_callable:
        space["__call__"] = lambda self, *args, **kwargs: _bridge(self).do("call", self, args, kwargs)
    return space | dict.fromkeys(lacks & {*special.FORWARDED, "__contains__"})


def _contains(self: Any, item: Any) -> bool:
    """`expected in answer()` must not ask the answer either: then its elements are compared here."""
    if isinstance(item, Remote) or type(self) in _bridge(self).classes:
        return bool(_bridge(self).do("operator", self, ("__contains__", item)))
    return any(item is found or item == found for found in self)


#: by how Python compares such objects: what both must be, and what of them is compared here
ALIKE: dict[str, tuple[type, Callable[[Any], Any]]] = {
    "items": (collections.abc.Mapping, lambda value: dict(value.items())),
    "elements": (collections.UserList, list),
}


def _compare_as(base: type, content: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        alike = isinstance(other, base | list if base is collections.UserList else base)
        return content(self) == content(other) if alike else NotImplemented

    return compare


def _operate(self: Any, name: str, args: tuple[Any, ...]) -> Any:
    """`answer() - expected` must not ask the answer, except where the exercise is a class that can subtract."""
    if name in ARITHMETIC and not isinstance(args[0], Remote) and type(self) not in _bridge(self).classes:
        return NotImplemented
    return _bridge(self).do("operator", self, (name, *args))


def _compare(self: Any, other: Any, name: str) -> Any:
    if self is other and name == "__eq__":
        return True
    if isinstance(other, Remote):
        found = _bridge(self).do("operator", self, (name, other))
        return found if found is NotImplemented else bool(found)
    return NotImplemented


def _bridge(proxy: object) -> Bridge:
    return type.__getattribute__(type(proxy), "_sealed_bridge")
