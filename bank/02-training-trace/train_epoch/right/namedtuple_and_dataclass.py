"""A named tuple is returned; a dataclass counts; the comment is in Russian."""

from dataclasses import dataclass
from typing import NamedTuple


class Ergebnis(NamedTuple):
    loss: float
    accuracy: float


@dataclass
class Meter:
    total: float = 0.0
    right: int = 0
    count: int = 0

    def add(self, loss, scores, y):
        self.total += loss.item() * y.size(0)
        self.right += int((scores.argmax(dim=1) == y).sum())
        self.count += y.size(0)

    @property
    def result(self):
        return Ergebnis(self.total / self.count, self.right / self.count)


def train_epoch(model, loader, loss_fn, optimizer):
    """Обучение за одну эпоху."""
    meter = Meter()
    model.train()
    for batch in loader:
        x, y = batch
        scores = model.forward(x)
        loss = loss_fn(scores, y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        meter.add(loss, scores, y)
    return meter.result
