"""Can drawing lead from one state of a generator to another? An answer may draw, and not choose what comes next."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any, Protocol

MOST_ROUNDS = 200  #: of 624 numbers each that one call may draw; a round takes 4 microseconds to follow
MOST_STEPS = MOST_ROUNDS * 624  #: the same for a congruential generator: an answer chooses among so many states

MOST_BACK = 64  #: words before the place where a generator stands, in which a normal number that is left may begin

Mersenne = tuple[tuple[int, ...], int]  #: the words of a Mersenne Twister, and how many of them are drawn


class Library(Protocol):
    """What is asked of a backend about a state of its generators; see backend.Backend."""

    def mersenne_of(self, state: Any) -> Mersenne | None:
        """The words and the position."""

    def left_over(self, state: Any) -> frozenset:
        """The normal numbers that wait to be handed out."""

    def rewound(self, state: Any, words: tuple[int, ...], position: int) -> Any:
        """The same state elsewhere, with no normal number left."""

    def after_normal(self, state: Any) -> list:
        """The states after one normal number."""


def taken(library: Library, state: Any, starts: Iterable[Any]) -> Any:
    """The state from which to go on, or None when drawing from none of the starts leads to it.

    Normal numbers are drawn in pairs. One that is left over, and that drawing could not have left, is dropped.
    """
    found = library.mersenne_of(state)
    for start in starts:
        begun = library.mersenne_of(start) if start is not None else None
        if found is not None and begun is not None and is_ahead(found, begun):
            new = library.left_over(state) - library.left_over(start)
            drawn = not new or new <= _left_by_drawing(library, state, found, begun, new)
            return state if drawn else library.rewound(state, *found)
    return None


def _left_by_drawing(library: Library, state: Any, found: Mersenne, begun: Mersenne, wanted: frozenset) -> frozenset:
    words, position = found
    places = [(words, at) for at in range(position - 1, max(0, position - MOST_BACK), -1)]
    if position < MOST_BACK and (before := _words_before(words, begun[0])) is not None:
        places += [(before, at) for at in range(len(words), len(words) - MOST_BACK + position, -1)]
    left: frozenset = frozenset()
    for place in places:
        for after in library.after_normal(library.rewound(state, *place)):
            left |= library.left_over(after)
        if wanted <= left:
            break
    return left


def _words_before(words: tuple[int, ...], begun: tuple[int, ...]) -> tuple[int, ...] | None:
    """Of the blocks of words that follow each other, the one before a block."""
    twister = random.Random()
    twister.setstate((3, (*begun, len(begun)), None))
    before = begun
    for _ in range(MOST_ROUNDS):
        twister.getrandbits(32 * len(begun))
        after = twister.getstate()[1][:-1]
        if after == words:
            return before
        before = after
    return None


def is_ahead(found: Mersenne, start: Mersenne | None) -> bool:
    """Can drawing come from one state of a Mersenne Twister to another?"""
    if start is None:
        return False
    (words, position), (old, begun) = found, start
    if words == old:
        return position >= begun
    # All libraries use the same generator; Python's own is the one that is always there.
    twister, first = random.Random(), _drawn_from(words[0])
    twister.setstate((3, (*old, len(old)), None))
    for _ in range(MOST_ROUNDS):
        if twister.getrandbits(32) == first and twister.getstate()[1][:-1] == words:
            return True
        twister.getrandbits(32 * (len(old) - 1))
    return False


def _drawn_from(word: int) -> int:
    """The number that a Mersenne Twister draws from one word of its state.

    Source: Matsumoto and Nishimura, "Mersenne Twister" (1998): the tempering of MT19937.
    """
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C5680
    word ^= word << 15 & 0xEFC60000
    return word ^ word >> 18


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
