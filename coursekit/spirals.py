"""Three-arm spirals: the data of the course, and a real training run on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

CLASSES = 3


@dataclass(frozen=True)
class EpochRecord:
    """One line of a training trace: what an epoch measured while it trained."""

    epoch: int  #: counted from 1
    loss: float  #: cross-entropy, mean over the samples of the epoch
    accuracy: float  #: share of the samples that were predicted rightly, 0 to 1


def spirals(n: int = 600, seed: int = 2) -> tuple[Tensor, Tensor]:
    """Draw points on three spiral arms.

    n:    how many points, all arms together
    seed: the same seed gives the same points; the global random state is not touched

    Returns (x, y): x of shape (n, 2), float32, mean 0 and standard deviation 1 per column;
    y of shape (n,), int64, the arm 0, 1 or 2.
    """
    g = torch.Generator().manual_seed(seed)
    y = torch.arange(n) % CLASSES
    radius = 0.1 + 0.9 * torch.rand(n, generator=g)
    noise = 0.5 * torch.randn(n, generator=g)
    angle = radius * 0.55 * 2 * math.pi + y * (2 * math.pi / CLASSES) + noise
    x = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    return (x - x.mean(0)) / x.std(0), y


def spiral_loader(n: int = 600, batch_size: int = 32, seed: int = 0, shuffle: bool = True) -> DataLoader:
    """Batches of the spirals, shuffled in an order that `seed` decides.

    Each batch is (x, y): shapes (b, 2) float32 and (b,) int64; the last one may be smaller.
    """
    order = torch.Generator().manual_seed(seed)
    return DataLoader(TensorDataset(*spirals(n)), batch_size=batch_size, shuffle=shuffle, generator=order)


def spiral_net(hidden: int = 64) -> nn.Sequential:
    """A classifier for the spirals: Linear(2, hidden), ReLU, Linear(hidden, 3)."""
    return nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, CLASSES))


def training_trace(
    epochs: int = 10, seed: int = 0, after_epoch: Callable[[EpochRecord, nn.Module], None] | None = None, n: int = 600
) -> list[EpochRecord]:
    """Train a fresh `spiral_net` and return what each epoch measured. A real run, under a second.

    seed:        decides the first weights and the order of the batches
    after_epoch: called with (record, model) when an epoch ends, for pictures of the model as it learns
    n:           how many points to learn from

    Adam, learning rate 0.006, batches of 32. Loss and accuracy are running means over the epoch, so the first
    line already shows some learning. The same seed gives the same trace on one machine; between machines the
    last digits may differ. The global random state and the number of threads are put back.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # a fixed order of summation
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            model = spiral_net()
        loader = spiral_loader(n, seed=seed)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.006)
        trace = []
        for epoch in range(1, epochs + 1):
            total_loss, right, count = 0.0, 0, 0
            for x, y in loader:
                scores = model(x)
                loss = nn.functional.cross_entropy(scores, y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total_loss += loss.item() * len(y)
                right += (scores.argmax(1) == y).sum().item()
                count += len(y)
            trace.append(EpochRecord(epoch, total_loss / count, right / count))
            if after_epoch is not None:
                after_epoch(trace[-1], model)
        return trace
    finally:
        torch.set_num_threads(threads)
