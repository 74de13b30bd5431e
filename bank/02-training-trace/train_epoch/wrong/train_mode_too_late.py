"""The mode is set after the epoch, when the batches have been seen."""


def train_epoch(model, loader, loss_fn, optimizer):
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
        count += len(y)
    model.train()
    return total / count, right / count
