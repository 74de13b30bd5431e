"""Tensors are added up without item(), so the loss keeps the graph of the whole epoch."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        right += (scores.argmax(1) == y).sum()
        count += len(y)
    return total / count, right / count
