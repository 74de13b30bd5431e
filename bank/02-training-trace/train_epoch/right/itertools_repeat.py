"""Names of its own: repeat from itertools, helpers called batches, seeded and check."""

from itertools import repeat


def check(model, batch, loss_fn, optimizer):
    x, y = batch
    scores = model(x)
    loss = loss_fn(scores, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item() * len(y), (scores.argmax(1) == y).sum().item(), len(y)


def seeded(rows):
    return [sum(column) for column in zip(*rows, strict=True)]


def batches(model, loader, loss_fn, optimizer):
    return list(map(check, repeat(model), loader, repeat(loss_fn), repeat(optimizer)))


def train_epoch(model, loader, loss_fn, optimizer):
    total, right, count = seeded(batches(model.train(), loader, loss_fn, optimizer))
    return total / count, right / count
