"""Random states that come from an answer: numpy and torch use a wrong one as it is, and read beyond their memory."""

import struct

from autograder.errors import MalformedReply

WORDS = 624  # of a Mersenne Twister


def check_rng(state: dict) -> None:
    """MalformedReply unless every part is a state that its generator could have come to by itself."""
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


CHECKS = {"python": _is_python_state, "numpy": _is_numpy_state, "torch": is_torch_state}
