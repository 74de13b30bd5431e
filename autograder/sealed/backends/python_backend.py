"""Python's own random numbers and unittest's messages. Its other values are the core's business."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from autograder.sealed.backends import advance, unittest_messages
from autograder.sealed.backends.backend import Backend, Reader, ValueDecoder, ValueEncoder
from autograder.sealed.errors import MalformedReply

WORDS = 624  # of a Mersenne Twister


class PythonBackend(Backend):
    """The module `random`."""

    name = "random"

    def carries(self, kind: type) -> bool:
        """Generators. A SystemRandom has no state, and an answer's subclass is its own."""
        return kind is random.Random

    def encode(self, encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
        """Its state."""
        return {"$": "random", "v": encoder.encode(value.getstate(), depth)}

    def readers(self) -> Mapping[str, Reader]:
        """By tag: generators."""
        return {"random": _read}

    def is_mutable(self, kind: type) -> bool:
        """A generator is: drawing changes it."""
        return True

    def facts(self, value: Any) -> object:
        """See random.Random.getstate()."""
        return value.getstate()

    def replace(self, value: Any, content: Any) -> None:
        """Go on where the answer stopped drawing; a state that drawing could not have come to is not taken over."""
        state = advance.taken(self, content.getstate(), [value.getstate()])
        if state is not None:
            value.setstate(state)

    def mode(self) -> str:
        """The working folder."""
        return os.getcwd()

    def in_mode(self, mode: str) -> AbstractContextManager:
        """See contextlib.chdir()."""
        return contextlib.chdir(mode)

    def seed(self, seed: int) -> None:
        """See random.seed()."""
        random.seed(seed)

    def random_state(self) -> object:
        """See random.getstate()."""
        return random.getstate()

    def random_stamp(self, state: tuple) -> object:
        """The state itself: a tuple of numbers."""
        return state

    def set_random_state(self, state: tuple) -> None:
        """See random.setstate()."""
        random.setstate(state)

    def mersenne_of(self, state: object) -> tuple[tuple[int, ...], int] | None:
        """Source of the layout: random.Random.getstate(), version 3: 624 words and a position, a spare number."""
        if not (type(state) is tuple and len(state) == 3 and state[0] == 3 and type(state[1]) is tuple):
            return None
        words, spare = state[1], state[2]
        if len(words) != WORDS + 1 or not all(type(word) is int and 0 <= word < 1 << 32 for word in words):
            return None
        if words[-1] > WORDS or type(spare) not in (float, type(None)):
            return None
        return words[:-1], words[-1]

    def without_values(self, error: BaseException, text: str) -> str | None:
        """Those of unittest."""
        return unittest_messages.without_values(error, text)

    def left_over(self, state: tuple) -> frozenset:
        """See random.gauss()."""
        return frozenset() if state[2] is None else frozenset({state[2]})

    def rewound(self, state: tuple, words: tuple[int, ...], position: int) -> tuple:
        """See mersenne_of() for the layout."""
        return 3, (*words, position), None

    def after_normal(self, state: tuple) -> list:
        """See random.gauss()."""
        twin = random.Random()
        twin.setstate(state)
        twin.gauss(0, 1)
        return [twin.getstate()]


def _read(decoder: ValueDecoder, coded: Any, depth: int) -> random.Random:
    state, made = decoder.value(coded["v"], depth), random.Random()
    if PythonBackend().mersenne_of(state) is None:
        raise MalformedReply("the answer sent an impossible random state (random)")
    made.setstate(state)
    return made
