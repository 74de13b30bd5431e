"""Helpers called scenes, batches and true_model, and the star of the functions that PyTorch has for losses."""

from torch.nn.functional import *

Sums = [0.0, 0, 0]


def batches(loader):
    yield from ((x, y, len(y)) for x, y in loader)


def scenes(loss, optimizer):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def true_model(scores, y):
    return (scores.argmax(1) == y).sum().item()


def train_epoch(model, loader, loss_fn, optimizer):
    total, right, count = Sums
    for x, y, n in batches(loader):
        scores = model.train()(x)
        loss = loss_fn(scores, y)
        scenes(loss, optimizer)
        total, right, count = total + loss.item() * n, right + true_model(scores.detach(), y), count + n
    return total / count, right / count
