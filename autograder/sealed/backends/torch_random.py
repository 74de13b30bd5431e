"""The state of torch's random numbers on the CPU, as bytes.

Source of the layout: CPUGeneratorImplStateLegacy in ATen/CPUGeneratorImpl.cpp: the seed, how many words are left,
whether it was seeded, the position, 624 words of eight bytes each; then normal numbers that wait.
"""

from __future__ import annotations

import struct

import torch

WORDS = 624
HEAD = struct.Struct("QiiQ")  #: seed, left, seeded, position


def mersenne_of(state: object) -> tuple[tuple[int, ...], int] | None:
    """The words of the Mersenne Twister, and how many of them are drawn; None when it is no state.

    torch uses a wrong position as it is, and reads beyond its memory.
    """
    if type(state) is not torch.Tensor or state.dtype is not torch.uint8 or state.dim() != 1:
        return None
    if state.shape != torch.default_generator.get_state().shape:
        return None
    content = state.numpy().tobytes()
    _, left, _, position = HEAD.unpack_from(content)
    if not (1 <= left <= WORDS and left + position <= WORDS + 1):
        return None
    words = struct.unpack_from(f"{WORDS}Q", content, HEAD.size)
    return (words, WORDS + 1 - left) if max(words) < 1 << 32 else None


def without_seed(state: torch.Tensor) -> torch.Tensor:
    """The same state with 0 for the seed, which decides nothing any more."""
    hidden = state.clone()
    hidden[:8] = 0
    return hidden
