"""Checkpoint files for exercises and tests: random, tagged as a GPU machine writes them, or in the old format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import torch
from torch import Tensor, nn

from coursekit.models import NormNet


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint file and what is in it."""

    path: Path
    state_dict: dict[str, Tensor]  #: on the CPU; kept in memory, never read back from the file
    saved_on: str  #: the device its storages are tagged with, e.g. "cuda:0"


def random_checkpoint(
    seed: int,
    factory: Callable[[], nn.Module] = NormNet,
    saved_on: str = "cpu",
    legacy: bool = False,
    folder: str | Path | None = None,
) -> Checkpoint:
    """Write a state dict of random values to a new file.

    seed:     the same seed and factory give the same values
    factory:  builds the model whose keys, shapes and dtypes the file gets
    saved_on: see `save_as_if_on`
    legacy:   write the format that torch used before 1.6 (one pickle stream, no zip archive)
    folder:   where; a new temporary folder when None
    """
    state = random_state(seed, factory)
    folder = Path(tempfile.mkdtemp(prefix="checkpoint-") if folder is None else folder)
    path = folder / f"checkpoint-{seed}.pth"
    save_as_if_on(saved_on, state, path, legacy=legacy)
    return Checkpoint(path, {key: value.clone() for key, value in state.items()}, saved_on)


def random_state(seed: int, factory: Callable[[], nn.Module] = NormNet) -> dict[str, Tensor]:
    """Build a model and return its state dict with random values in every entry, buffers and counters included.

    Floating entries are uniform in [0.1, 1.1): a running variance stays positive. Integer entries lie in 1 … 99.
    Tied entries stay tied, and the dict is the very kind that `model.state_dict()` returns. The global random state is
    not touched.
    """
    with torch.random.fork_rng(devices=[]):
        model = factory()
    g = torch.Generator().manual_seed(seed)
    state = model.state_dict()
    for value in {v.untyped_storage().data_ptr(): v for v in state.values()}.values():
        if value.is_floating_point():
            value.copy_(0.1 + torch.rand(value.shape, generator=g))
        else:
            value.copy_(torch.randint(1, 100, value.shape, generator=g))
    return state


def save_as_if_on(device: str, obj: object, path: str | Path, legacy: bool = False) -> None:
    """`torch.save`, with every storage tagged as if it lay on `device` ("cpu", "cuda:0", "cuda:3", …).

    On a machine without that device, a plain `torch.load` of the file then raises PyTorch's own error. Nothing else
    in the file differs: a GPU machine also writes `torch.FloatStorage` and the same bytes.
    Source: torch.serialization.location_tag, whose answer is stored beside each storage and handed to map_location.
    """
    with mock.patch("torch.serialization.location_tag", lambda storage: device):
        torch.save(obj, path, _use_new_zipfile_serialization=not legacy)
