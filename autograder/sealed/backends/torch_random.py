"""The state of torch's random numbers on the CPU, as bytes.

Source of the layout: CPUGeneratorImplStateLegacy in ATen/CPUGeneratorImpl.cpp: the seed, how many words are left,
whether it was seeded, the position, 624 words of eight bytes each; then normal numbers that wait.
"""

from __future__ import annotations

import struct

import torch

WORDS = 624
#: normal numbers of double precision: unused, one that is left, unused, is it there? then one of single precision
TAIL = struct.Struct("dddi4xf?")
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


def left_over(state: torch.Tensor) -> frozenset:
    """The normal numbers that wait: one of double and one of single precision."""
    _, wide, _, has_wide, narrow, has_narrow = TAIL.unpack_from(state.numpy().tobytes(), HEAD.size + 8 * WORDS)
    return frozenset([*([("double", wide)] if has_wide else []), *([("single", narrow)] if has_narrow else [])])


def rewound(state: torch.Tensor, words: tuple[int, ...], position: int) -> torch.Tensor:
    """The same state elsewhere, with no normal number left over."""
    seed, _, seeded, _ = HEAD.unpack_from(state.numpy().tobytes())
    head = HEAD.pack(seed, WORDS + 1 - position, seeded, position)
    content = head + struct.pack(f"{WORDS}Q", *words)
    return torch.frombuffer(bytearray(content.ljust(state.numel(), b"\0")), dtype=torch.uint8)


def after_normal(state: torch.Tensor) -> list[torch.Tensor]:
    """The states after one normal number of each precision."""
    found = []
    for dtype in (torch.float32, torch.float64):
        twin = torch.Generator().set_state(state)
        torch.randn(1, generator=twin, dtype=dtype)
        found.append(twin.get_state())
    return found


def without_seed(state: torch.Tensor) -> torch.Tensor:
    """The same state with 0 for the seed, which decides nothing any more."""
    hidden = state.clone()
    hidden[:8] = 0
    return hidden
