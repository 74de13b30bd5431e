"""The random states of the libraries: sent with a call when the other side does not know them, checked on return."""

from __future__ import annotations

from autograder.sealed import backends
from autograder.sealed.backends import advance
from autograder.sealed.errors import MalformedReply


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
        # Both processes of a submission began with one seed, so this is what an answer's cells may have drawn from.
        self.sent = {backend.name: backend.random_state() for backend in backends.loaded()}

    def unknown(self) -> dict[str, object]:
        """The states that the answer does not know, without the seeds that they began with."""
        found = super().unknown()
        by_name = {backend.name: backend for backend in backends.loaded()}
        self.sent |= found
        return {name: by_name[name].without_seed(state) for name, state in found.items()}

    def accept(self, states: dict[str, object]) -> None:
        """Go on where the answer stopped drawing.

        A state that drawing could not have come to, from the one that the answer was sent, is not taken over: a test
        goes on with its own, and the answer gets that one with the next call. So neither a seed that an answer sets nor
        a state that it wrote decides what a test draws.
        Raises MalformedReply for what is no state at all.
        """
        accepted, other = {}, []
        for name, state in states.items():
            backend = next((backend for backend in backends.loaded() if backend.name == name), None)
            if backend is None or backend.mersenne_of(state) is None:
                raise MalformedReply(f"the answer sent an impossible random state ({str(name)[:20]})")
            found = advance.taken(backend, state, [self.sent.get(name), backend.random_state()])
            if found is None:
                self.known.pop(name, None)
            else:
                accepted[name] = self.sent[name] = found
                other += [name] if found is not state else []  # without a normal number that the answer chose
        try:
            self.set(accepted)
        except Exception as error:
            raise MalformedReply(f"the answer sent an impossible random state ({error})") from None
        for name in other:
            self.known.pop(name, None)
