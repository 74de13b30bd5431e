"""A named tuple is a tuple, and helpers called check, copy, x and y are one's own."""

from typing import NamedTuple


class check(NamedTuple):
    loss: float
    accuracy: float


def copy(scores, y):
    return (scores.argmax(1) == y).sum().item()


x, y = "batch", "labels"


def evaluate(model, loader, loss_fn):
    mode, sums = model.training, {x: 0.0, y: 0, "n": 0}
    model.eval()
    with torch.no_grad():
        for samples, labels in loader:
            scores = model(samples)
            sums[x] += loss_fn(scores, labels).item() * len(labels)
            sums[y] += copy(scores, labels)
            sums["n"] += len(labels)
    model.train(mode)
    return check(sums[x] / sums["n"], sums[y] / sums["n"])
