"""The random states of Python, numpy and torch: told apart, set, and checked when an answer sends one."""

import ctypes
import functools
import random
import struct
import sys

from autograder.sealed.errors import MalformedReply

WORDS = 624  # of a Mersenne Twister
SIZE = 4 * WORDS + 4  # bytes: Python and numpy both keep its words and its position side by side


class RandomStates:
    """The random states of this process, and which of them the process across the bridge knows."""

    def __init__(self):
        self.known: dict = {}  #: by library: the stamp of its state that both sides have
        self._spare: tuple = (b"", 0)
        self._stamps = {"random": _python_stamp, "numpy": self._numpy_stamp, "torch": _torch_stamp}

    def unknown(self) -> tuple[dict, dict]:
        """The states that the other side does not know, and the stamps to note in `known` once they are sent."""
        stamps = {name: stamp() for name, stamp in self._stamps.items() if name in sys.modules}
        stamps = {name: stamp for name, stamp in stamps.items() if stamp != self.known.get(name)}
        return {name: READERS[name]() for name in stamps}, stamps

    def set(self, states: dict) -> None:
        """Take over states of the other side; which from now on both sides know."""
        for name, state in states.items():
            if name in sys.modules:
                WRITERS[name](state)
                if name == "numpy":
                    self._spare = (b"", 0)
                self.known[name] = self._stamps[name]()

    # Stamps tell states apart. A test's call looks twice; reading the states as such takes ten times longer.

    def _numpy_stamp(self) -> tuple:
        generator = sys.modules["numpy"].random.get_bit_generator()
        if type(generator) is not sys.modules["numpy"].random.MT19937:
            return (repr(generator.state),)
        content = _memory(generator, generator.ctypes.state_address).raw
        if self._spare[0] != content or self._spare[1]:
            # Normal numbers come in pairs. The second waits in a place that only get_state() shows, which is slow.
            self._spare = content, *sys.modules["numpy"].random.get_state()[3:]
        return self._spare


def _python_stamp() -> tuple:
    generator = random._inst
    if type(generator) is not random.Random:
        return (repr(generator.getstate()),)
    # After the header that every object has. Source: struct RandomObject in _randommodule.c.
    return _memory(generator, id(generator) + object.__basicsize__).raw, generator.gauss_next


def _torch_stamp() -> bytes:
    return sys.modules["torch"].default_generator.get_state().numpy().tobytes()


@functools.lru_cache(maxsize=4)
def _memory(owner, address: int) -> ctypes.Array:
    """The state at an address that belongs to `owner`, which is kept here, so that the memory stays what it is."""
    return (ctypes.c_char * SIZE).from_address(address)


READERS = {
    "random": random.getstate,
    "numpy": lambda: sys.modules["numpy"].random.get_state(),
    "torch": lambda: sys.modules["torch"].get_rng_state(),
}
WRITERS = {
    "random": random.setstate,
    "numpy": lambda state: sys.modules["numpy"].random.set_state(state),
    "torch": lambda state: sys.modules["torch"].set_rng_state(state),
}


def check_states(state: dict) -> None:
    """MalformedReply unless every part is a state that its generator could have come to by itself.

    numpy and torch use a wrong one as it is, and read beyond their memory.
    """
    for key, value in state.items():
        if key not in CHECKS or not CHECKS[key](value):
            raise MalformedReply(f"the answer sent an impossible random state ({str(key)[:20]})")


def is_torch_state(value) -> bool:
    """Source of the layout: CPUGeneratorImplStateLegacy in ATen/CPUGeneratorImpl.cpp."""
    import torch

    if type(value) is not torch.Tensor or value.dtype is not torch.uint8 or value.dim() != 1:
        return False
    if value.shape != torch.default_generator.get_state().shape:
        return False
    left, _, position = struct.unpack_from("iiQ", value.numpy().tobytes(), 8)
    return 1 <= left <= WORDS and left + position <= WORDS + 1


def _is_python_state(value) -> bool:
    if not (type(value) is tuple and len(value) == 3 and value[0] == 3 and type(value[1]) is tuple):
        return False
    words, spare = value[1], value[2]
    return len(words) == WORDS + 1 and all(type(word) is int for word in words) and type(spare) in (float, type(None))


def _is_numpy_state(value) -> bool:
    import numpy

    if not (type(value) is tuple and len(value) == 5 and value[0] == "MT19937"):
        return False
    words, position, has_spare, spare = value[1:]
    if not (type(words) is numpy.ndarray and words.dtype == numpy.uint32 and words.shape == (WORDS,)):
        return False
    return type(position) is int and 0 <= position <= WORDS and has_spare in (0, 1) and type(spare) is float


CHECKS = {"random": _is_python_state, "numpy": _is_numpy_state, "torch": is_torch_state}
