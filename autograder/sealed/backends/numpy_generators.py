"""numpy's generators as arguments: they go over by their state, and what an answer drew from them comes back."""

from __future__ import annotations

from typing import Any

import numpy
from numpy.random import MT19937, PCG64, PCG64DXSM, BitGenerator, Generator, RandomState

from autograder.sealed.backends import advance
from autograder.sealed.backends.backend import ValueDecoder, ValueEncoder
from autograder.sealed.errors import MalformedReply

WORDS = 624  # of a Mersenne Twister
KINDS: dict[str, type[BitGenerator]] = {kind.__name__: kind for kind in (MT19937, PCG64, PCG64DXSM)}
#: of the congruential generators: what a state is multiplied with for the next one; numpy/random/src/pcg64/pcg64.h
FACTORS = {"PCG64": 0x2360ED051FC65DA44385DF649FCCF645, "PCG64DXSM": 0xDA942042E4DD58B5}


def reduce(value: Any) -> Any:
    """What a pickler's reducer_override returns. The seed that a generator began with stays with the tests."""
    if type(value) is Generator:
        return Generator, (value.bit_generator,)
    if type(value) in KINDS.values():
        return _make, (type(value).__name__, value.state)
    if type(value) is RandomState and type(value.get_state()) is tuple:
        return _make_old, (value.get_state(),)
    return NotImplemented


def is_mutable(kind: type) -> bool:
    """Can this side tell how far a generator was drawn from? A Generator holds the one that it draws from."""
    return kind is RandomState or kind in KINDS.values()


def facts(value: Any) -> tuple:
    """All that can change of a generator."""
    return tuple(_flat(value.get_state() if isinstance(value, RandomState) else value.state))


def encode(encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
    """The kind and the state, when it is a kind of which this side can tell how far it was drawn from."""
    if type(value) is RandomState and type(value.get_state()) is tuple:
        return {"$": "nprandom", "c": "RandomState", "v": encoder.encode(value.get_state(), depth)}
    name = type(value).__name__
    return {"$": "nprandom", "c": name, "v": encoder.encode(value.state, depth)} if name in KINDS else None


def read(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    """A generator with the state that an answer sent, when that is a state."""
    name, state = coded["c"], decoder.value(coded["v"], depth)
    made: Any = RandomState() if name == "RandomState" else KINDS[name]()
    if name == "RandomState" and mersenne_of(state) is not None:
        made.set_state(state)
    elif (name == "MT19937" and state["bit_generator"] == name and _words_of(state["state"]) is not None) or (
        name in FACTORS and _is_congruential(state, name)
    ):
        made.state = state
    else:
        raise MalformedReply("the answer sent an impossible random state (numpy)")
    return made


def replace(value: Any, content: Any, library: advance.Library) -> None:
    """Go on where the answer stopped drawing; a state that drawing could not have come to is not taken over."""
    if type(value) is not type(content):
        return  # a kind that cannot be followed
    if isinstance(value, RandomState):
        state = advance.taken(library, content.get_state(), [value.get_state()])
        if state is not None:
            value.set_state(state)
    elif isinstance(value, MT19937):
        found = _words_of(content.state["state"])
        if found is not None and advance.is_ahead(found, _words_of(value.state["state"])):
            value.state = content.state
    else:
        _go_on(value, content.state)


def mersenne_of(state: Any) -> advance.Mersenne | None:
    """Source of the layout: numpy.random.get_state(): name, words, position, and a spare normal number."""
    if not (type(state) is tuple and len(state) == 5 and state[0] == "MT19937"):
        return None
    words, position, has_spare, spare = state[1:]
    if has_spare not in (0, 1) or type(spare) is not float:
        return None
    return _words_of({"key": words, "pos": position})


def _words_of(state: Any) -> advance.Mersenne | None:
    words, position = state["key"], state["pos"]
    if not (type(words) is numpy.ndarray and words.dtype == numpy.uint32 and words.shape == (WORDS,)):
        return None
    return (tuple(words.tolist()), position) if type(position) is int and 0 <= position <= WORDS else None


def _is_congruential(state: Any, name: str) -> bool:
    """Source of the layout: the attribute `state` of numpy.random.PCG64: two numbers, and half of one that is left."""
    numbers = [state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]]
    bounds = [1 << 128, 1 << 128, 2, 1 << 32]
    fits = all(type(n) is int and 0 <= n < bound for n, bound in zip(numbers, bounds, strict=True))
    return state["bit_generator"] == name and fits and numbers[1] % 2 == 1


def _go_on(value: Any, state: dict) -> None:
    name, begun = type(value).__name__, value.state
    (start, addend), (found, theirs) = (tuple(one["state"].values()) for one in (begun, state))
    steps = advance.steps_between(start, found, FACTORS[name], addend)
    if theirs != addend or steps > advance.MOST_STEPS:
        return
    value.advance(steps)
    if steps == 0:
        left = begun["has_uint32"] and state["has_uint32"]
        value.state = begun | {"has_uint32": left}
    elif state["has_uint32"] and state["uinteger"] == _half(value):
        value.state = value.state | {"has_uint32": 1, "uinteger": state["uinteger"]}


def _half(value: Any) -> int:
    """What is left of the number that was drawn last when only half of it was used."""
    twin = type(value)()
    twin.state = value.state
    twin.advance((1 << 128) - 1)
    return int(twin.random_raw()) >> 32


def _flat(state: Any) -> list:
    if isinstance(state, dict):
        return [part for item in state.values() for part in _flat(item)]
    if isinstance(state, tuple):
        return [part for item in state for part in _flat(item)]
    return [state.tobytes() if isinstance(state, numpy.ndarray) else state]


def _make(name: str, state: dict) -> BitGenerator:
    made: Any = KINDS[name]()
    made.state = state
    return made


def _make_old(state: tuple) -> RandomState:
    made = RandomState()
    made.set_state(state)
    return made
