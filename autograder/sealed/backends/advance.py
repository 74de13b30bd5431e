"""Can drawing lead from one state of a generator to another? An answer may draw, and not choose what comes next."""

from __future__ import annotations

import random

MOST_ROUNDS = 200  #: of 624 numbers each that one call may draw; a round takes 15 microseconds to follow
MOST_STEPS = MOST_ROUNDS * 624  #: the same for a congruential generator: an answer chooses among so many states

Mersenne = tuple[tuple[int, ...], int]  #: the words of a Mersenne Twister, and how many of them are drawn


def is_ahead(found: Mersenne, start: Mersenne | None) -> bool:
    """Can drawing come from one state of a Mersenne Twister to another?"""
    if start is None:
        return False
    (words, position), (old, begun) = found, start
    if words == old:
        return position >= begun
    # All libraries use the same generator; Python's own is the one that is always there.
    twister = random.Random()
    twister.setstate((3, (*old, len(old)), None))
    for _ in range(MOST_ROUNDS):
        twister.getrandbits(32 * len(old))
        if twister.getstate()[1][:-1] == words:
            return True
    return False


def steps_between(start: int, found: int, factor: int, addend: int) -> int:
    """How often x → factor · x + addend, modulo 2 ** 128, leads from one number to another.

    Source: Brown, "Random number generation with arbitrary strides" (1994), backwards: one bit of the number a time.
    """
    mask, steps, bit = (1 << 128) - 1, 0, 1
    while start != found and bit <= mask:
        if (start ^ found) & bit:
            start = (factor * start + addend) & mask
            steps |= bit
        addend = (factor + 1) * addend & mask
        factor = factor * factor & mask
        bit <<= 1
    return steps
