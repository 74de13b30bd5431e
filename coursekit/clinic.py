"""What the debug clinic needs: files as other people's programs leave them, and the settings of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from coursekit.checkpoints import random_model, save_as_if_on


@dataclass
class Settings:
    """The settings of a training run, with the types that such objects have in practice."""

    hidden: int
    lr: float
    data: Path  #: where the training data lie
    score: np.float64  #: the best accuracy so far, as numpy computes it


class TinyNet(nn.Module):
    """One weight, and a buffer that counts: little to write, for tests that write many files.

    Input (b, 2) float32, output (b, 1) float32.
    """

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1, bias=False)
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)


def save_from_gpus(
    seed: int, factory: Callable[[], nn.Module], path: str | Path, device: str = "cuda:0", wrapped: bool = True
) -> dict[str, Tensor]:
    """Write the state dict of random values that a training program on a machine with GPUs leaves behind.

    wrapped: the model was inside nn.DataParallel, so every key begins with "module."
    Returns the state with the keys of the model that factory() builds, on the CPU.
    """
    model = random_model(seed, factory)
    save_as_if_on(device, (nn.DataParallel(model) if wrapped else model).state_dict(), path)
    return dict(model.state_dict())


def cut_off(path: str | Path, share: float = 0.7) -> None:
    """Leave only the first part of a file, as a program does when it is stopped while writing.

    share: how much is left, between 0 and 1
    """
    whole = Path(path).read_bytes()
    Path(path).write_bytes(whole[: int(len(whole) * share)])


def make_lfs_pointer(path: str | Path) -> None:
    """Replace a file with the small text that Git LFS keeps in its place until the file is fetched.

    Source: the Git LFS specification, "The Pointer".
    """
    content = Path(path).read_bytes()
    lines = ["version https://git-lfs.github.com/spec/v1", f"oid sha256:{sha256(content).hexdigest()}"]
    Path(path).write_text("\n".join([*lines, f"size {len(content)}", ""]), encoding="utf-8")
