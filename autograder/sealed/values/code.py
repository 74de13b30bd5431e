"""Functions and classes that a test cell defines travel to the student's process with their code and what they use.

Each `carry_…` gives what a pickler's reducer_override returns.
"""

import builtins
import marshal
import types


def carry_function(function):
    made = (marshal.dumps(function.__code__), function.__name__, len(function.__closure__ or ()))
    names = _names(function.__code__)
    state = {
        "globals": {name: function.__globals__[name] for name in names if name in function.__globals__},
        "cells": [cell_content(cell) for cell in function.__closure__ or ()],
        "defaults": function.__defaults__,
        "kwdefaults": function.__kwdefaults__,
        "dict": dict(function.__dict__),
        "doc": function.__doc__,
        "qualname": function.__qualname__,
        "annotations": {},
    }
    return _make_function, made, state, None, None, _set_function


def _names(code) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _names(constant)
    return names


def _make_function(code: bytes, name: str, cells: int):
    closure = tuple(types.CellType() for _ in range(cells))
    space = {"__builtins__": builtins, "__name__": "__main__"}
    return types.FunctionType(marshal.loads(code), space, name, None, closure)


def _set_function(function, state) -> None:
    function.__globals__.update(state["globals"])
    for cell, content in zip(function.__closure__ or (), state["cells"], strict=True):
        if content:
            cell.cell_contents = content[0]
    function.__defaults__, function.__kwdefaults__ = state["defaults"], state["kwdefaults"]
    function.__dict__.update(state["dict"])
    function.__doc__, function.__qualname__ = state["doc"], state["qualname"]


def carry_class(kind):
    members = {key: value for key, value in vars(kind).items() if key not in ("__dict__", "__weakref__", "_abc_impl")}
    made = (type(kind), kind.__name__, kind.__bases__, kind.__qualname__, _class_number(kind))
    return _make_class, made, members, None, None, _set_class


carried_here: dict[int, type] = {}  # on the trusted side: number of a carried class
carried_there: dict[type, int] = {}  # on the student side: the copy that arrived, and its number
_copies: dict[int, type] = {}


def _class_number(kind: type) -> int:
    carried_here[id(kind)] = kind  # kept alive, so the id stays its own
    return id(kind)


def _make_class(meta, name, bases, qualname, number):
    if number not in _copies:
        copy = types.new_class(name, bases, {"metaclass": meta} if meta is not type else {})
        copy.__qualname__ = qualname
        _copies[number] = copy
        carried_there[copy] = number
    return _copies[number]


def _set_class(kind, members) -> None:
    for key, value in members.items():
        if key not in ("__dict__", "__weakref__", "__qualname__"):
            try:
                setattr(kind, key, value)
            except (AttributeError, TypeError):
                continue


def make_cell():
    return types.CellType()


def cell_content(cell) -> tuple:
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


def set_cell(cell, content) -> None:
    if content:
        cell.cell_contents = content[0]
