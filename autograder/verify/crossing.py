"""Finds functions that hidden tests define and hand to an answer: graded sealed, their code would travel with them."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Iterator

from autograder.sealed.plan.names import read_code
from autograder.sealed.plan.slices import Cell

DEEP = 6  #: containers inside containers that are looked into
MANY = 2000  #: objects that are looked at for one call


class Watch:
    """A profile function (sys.setprofile) for a run of the reference notebook, each of its cells a file `<name>`."""

    def __init__(self, cells: list[Cell], hidden: str):
        """hidden: what the line says that begins the hidden part of a test."""
        self.found: list[str] = []
        self.answers = {f"<{cell.name}>" for cell in cells if cell.role == "answer"}
        #: by file: the functions that run in the student's process when they are given something of an answer
        self.setups = {f"<{cell.name}>": read_code(cell.code).scenarios for cell in cells if cell.role == "setup"}
        self.starts = {
            f"<{cell.name}>": next((n for n, line in enumerate(cell.code.splitlines(), 1) if hidden in line), None)
            for cell in cells
            if cell.role == "test"
        }

    def __call__(self, frame: types.FrameType, event: str, argument: object) -> None:
        place = frame.f_code.co_filename
        if event != "call" or not (place in self.answers or place in self.setups):
            return
        given = [frame.f_locals[name] for name in _arguments(frame.f_code) if name in frame.f_locals]
        if place in self.setups and not (self._has_answer(given) and _is_scenario(frame, self.setups[place])):
            return
        for name, test, line in self._hidden_functions(given):
            said = f"{test}, line {line}: {name} is defined in the hidden part and handed to {frame.f_code.co_name}()"
            if said not in self.found:
                self.found.append(said)

    def _has_answer(self, given: list) -> bool:
        return any(_home(thing) in self.answers for value in given for thing in _inside(value))

    def _hidden_functions(self, given: list) -> Iterator[tuple[str, str, int]]:
        for value in given:
            for thing in _inside(value):
                start, home = self.starts.get(_home(thing)), _home(thing)
                if start is not None and _line(thing) > start:
                    yield getattr(thing, "__qualname__", ""), home.strip("<>"), _line(thing)


def _arguments(code: types.CodeType) -> tuple[str, ...]:
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_varnames[:count]


def _is_scenario(frame: types.FrameType, scenarios: dict[str, list[str]]) -> bool:
    function = frame.f_globals.get(frame.f_code.co_name)
    is_top = isinstance(function, types.FunctionType) and function.__code__ is frame.f_code
    return is_top and frame.f_code.co_name in scenarios


def _codes(thing: object) -> list[types.CodeType]:
    if isinstance(thing, types.FunctionType):
        return [thing.__code__]
    if isinstance(thing, type):
        return [member.__code__ for member in vars(thing).values() if isinstance(member, types.FunctionType)]
    return []


def _home(thing: object) -> str:
    """The file of a function, or of the methods of a class; "" for everything else."""
    return next((code.co_filename for code in _codes(thing)), "")


def _line(thing: object) -> int:
    return min(code.co_firstlineno for code in _codes(thing))


def _inside(value: object) -> Iterator[object]:
    """A value and what would travel with it: items, attributes, what a function has bound, an object's class."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < MANY:
        thing, depth = waiting.pop()
        if id(thing) in seen or isinstance(thing, types.ModuleType):
            continue
        seen.add(id(thing))
        yield thing
        if depth < DEEP:
            waiting += [(part, depth + 1) for part in _parts(thing)]


def _parts(thing: object) -> list:
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, types.MethodType):
        return [thing.__func__, thing.__self__]
    if isinstance(thing, types.FunctionType):
        bound = [cell.cell_contents for cell in thing.__closure__ or () if _is_full(cell)]
        return [*bound, *(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values()]
    if isinstance(thing, type):
        return list(thing.__bases__)
    try:
        return [type(thing), *vars(thing).values()]
    except Exception:  # it has no attributes of its own, or they cannot be looked at
        return []


def _is_full(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False
