"""The random states of the libraries: sent with a call when the other side does not know them, checked on return."""

from __future__ import annotations

import random

from autograder.sealed import backends
from autograder.sealed.errors import MalformedReply

MOST_ROUNDS = 200  #: of 624 numbers each that one call may draw; a round takes 4 microseconds to follow


class RandomStates:
    """The random states of this process, and which of them the process across the bridge knows."""

    def __init__(self) -> None:
        self.known: dict[str, object] = {}  #: by library: the stamp of its state that both sides have

    def unknown(self) -> dict[str, object]:
        """The states that the other side does not know. From now on both sides know them."""
        found = {}
        for backend in backends.loaded():
            state = backend.random_state()
            if state is not None and (stamp := backend.random_stamp(state)) != self.known.get(backend.name):
                self.known[backend.name] = stamp
                found[backend.name] = state
        return found

    def set(self, states: dict[str, object]) -> None:
        """Take over states of the other side. From now on both sides know them."""
        for backend in backends.loaded():
            if backend.name in states:
                backend.set_random_state(states[backend.name])
                self.known[backend.name] = backend.random_stamp(backend.random_state())


class CheckedRandomStates(RandomStates):
    """The random states of the tests' process: an answer may draw numbers, and not choose the next ones."""

    def __init__(self) -> None:
        super().__init__()
        #: by library: the state that the answer got last. Both processes of a submission began with one seed, so this
        #: is what an answer's cells may have drawn from.
        self.sent = {backend.name: backend.random_state() for backend in backends.loaded()}

    def unknown(self) -> dict[str, object]:
        """The states that the answer does not know, without the seeds that they began with."""
        found = super().unknown()
        self.sent |= found
        by_name = {backend.name: backend for backend in backends.loaded()}
        return {name: by_name[name].without_seed(state) for name, state in found.items()}

    def accept(self, states: dict[str, object]) -> None:
        """Go on where the answer stopped drawing.

        A state that drawing could not have come to, from the one that the answer was sent, is not taken over: a test
        goes on with its own, and the answer gets that one with the next call. So neither a seed that an answer sets nor
        a state that it wrote decides what a test draws.
        Raises MalformedReply for what is no state at all.
        """
        taken = {}
        for name, state in states.items():
            backend = next((backend for backend in backends.loaded() if backend.name == name), None)
            found = backend.mersenne_of(state) if backend else None
            if backend is None or found is None:
                raise MalformedReply(f"the answer sent an impossible random state ({str(name)[:20]})")
            starts = (state for state in (self.sent.get(name), backend.random_state()) if state is not None)
            if any(_is_ahead(found, backend.mersenne_of(start)) for start in starts):
                taken[name] = self.sent[name] = state
            else:
                self.known.pop(name, None)
        try:
            self.set(taken)
        except Exception as error:
            raise MalformedReply(f"the answer sent an impossible random state ({error})") from None


def _is_ahead(found: tuple[tuple[int, ...], int], start: tuple[tuple[int, ...], int] | None) -> bool:
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
