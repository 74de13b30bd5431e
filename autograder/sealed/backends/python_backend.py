"""Python's own random numbers. Its other values are the core's business."""

from __future__ import annotations

import random

from autograder.sealed.backends.backend import Backend

WORDS = 624  # of a Mersenne Twister


class PythonBackend(Backend):
    """The module `random`."""

    name = "random"

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
