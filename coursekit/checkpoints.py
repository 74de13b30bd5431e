"""Checkpoint files for exercises and tests: random, tagged as a GPU machine writes them, or in the old format."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, UntypedStorage, nn

from coursekit.folders import new_folder
from coursekit.models import NormNet


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint file and what is in it."""

    path: Path
    state_dict: dict[str, Tensor]  #: on the CPU; kept in memory, never read back from the file
    saved_on: str  #: the device its storages are tagged with, e.g. "cuda:0"


@dataclass(frozen=True)
class RunCheckpoint:
    """The checkpoint file of a training run and what is in it."""

    path: Path
    content: dict  #: kept in memory, never read back from the file; see `random_run`


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
    folder = new_folder() if folder is None else Path(folder)
    path = folder / f"checkpoint-{seed}.pth"
    save_as_if_on(saved_on, state, path, legacy=legacy)
    return Checkpoint(path, dict(state), saved_on)


def random_state(seed: int, factory: Callable[[], nn.Module] = NormNet) -> dict[str, Tensor]:
    """Return the state dict of a model from `random_model`: the very kind that `model.state_dict()` returns."""
    return random_model(seed, factory).state_dict()


def random_model(seed: int, factory: Callable[[], nn.Module] = NormNet) -> nn.Module:
    """Build a model and put random values into every entry of its state, buffers and counters included.

    Floating entries are uniform in [0.1, 1.1): a running variance stays positive. Integer entries lie in 1 … 99.
    Tied entries stay tied. The same seed and factory give the same values. The global random state is not touched.
    """
    model = _new_model(factory)
    g = torch.Generator().manual_seed(seed)
    for value in {v.untyped_storage().data_ptr(): v for v in model.state_dict().values()}.values():
        if value.is_floating_point():
            value.uniform_(0.1, 1.1, generator=g)
        else:
            value.copy_(torch.randint(1, 100, value.shape, generator=g))
    return model


def _new_model(factory: Callable[[], nn.Module]) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        return factory()


def random_run(
    seed: int, factory: Callable[[], nn.Module] = NormNet, folder: str | Path | None = None
) -> RunCheckpoint:
    """Write the checkpoint of a training run that never took place: random values in every entry.

    seed, factory, folder: as for `random_checkpoint`

    The file holds a dict of five entries: "model", a state dict; "optimizer", the state dict of an Adam; "scheduler",
    the state dict of a StepLR; "epoch", int from 3 to 9, the last finished epoch; "random", uint8 tensor, a random
    state as `torch.get_rng_state` gives it. The global random state is not touched.
    """
    g = torch.Generator().manual_seed(seed)
    epoch, step_size = (int(torch.randint(low, high, (), generator=g)) for low, high in ((3, 10), (2, 5)))
    rate, gamma = (round(float(0.1 + 0.8 * torch.rand((), generator=g)), 3) for _ in range(2))
    model = random_model(seed, factory)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate / 10)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size, gamma)
    optimizer.step()  # no gradients: a step in vain, but the scheduler wants one
    for _ in range(epoch):
        scheduler.step()
    adam = optimizer.state_dict()
    for position, parameter in enumerate(optimizer.param_groups[0]["params"]):
        moments = {name: torch.rand(parameter.shape, generator=g).to(parameter) for name in ("exp_avg", "exp_avg_sq")}
        adam["state"][position] = {"step": torch.tensor(10.0 * epoch + seed % 10), **moments}
    random = g.get_state()
    content = {"model": model.state_dict(), "optimizer": adam, "scheduler": scheduler.state_dict()}
    content |= {"epoch": epoch, "random": random}
    path = (new_folder() if folder is None else Path(folder)) / f"run-{seed}.pth"
    torch.save(content, path)
    return RunCheckpoint(path, content)


def save_as_if_on(device: str, obj: object, path: str | Path, legacy: bool = False) -> None:
    """`torch.save`, with every storage tagged as if it lay on `device` ("cpu", "cuda:0", "cuda:3", …).

    On a machine without that device, a plain `torch.load` of the file then raises PyTorch's own error. Nothing else
    in the file differs: a GPU machine also writes `torch.FloatStorage` and the same bytes.
    """
    with storages_tagged(lambda storage: device):
        torch.save(obj, path, _use_new_zipfile_serialization=not legacy)


@contextmanager
def storages_tagged(tag_of: Callable[[UntypedStorage], str]) -> Iterator[None]:
    """While this lasts, `torch.save` tags each storage with `tag_of(storage)` instead of its own device.

    Source: torch.serialization.register_package. A tag is stored beside each storage and handed to map_location.
    """
    before = _tag_of.set(tag_of)
    try:
        yield
    finally:
        _tag_of.reset(before)


_tag_of: ContextVar[Callable[[UntypedStorage], str] | None] = ContextVar("tag_of", default=None)


def _tag(storage: UntypedStorage) -> str | None:
    tag_of = _tag_of.get()
    return None if tag_of is None else tag_of(storage)


def _restore(storage: UntypedStorage, tag: str) -> None:
    """Loading is not changed: None leaves it to PyTorch."""


# The lowest number is asked first; PyTorch's own begin with 10. Two may not be equal, not even when this module is
# loaded again, so the number is taken from a clock.
torch.serialization.register_package(-time.monotonic_ns(), _tag, _restore)
