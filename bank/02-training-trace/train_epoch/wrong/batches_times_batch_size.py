"""Divided by the number of batches times the size of a batch."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right = 0.0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
    n = len(loader) * loader.batch_size
    return total / n, right / n
