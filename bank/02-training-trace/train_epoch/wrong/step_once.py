"""The gradients of the whole epoch are collected, and one step is made at the end."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        loss.backward()
        total += loss.item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
        count += len(y)
    optimizer.step()
    return total / count, right / count
