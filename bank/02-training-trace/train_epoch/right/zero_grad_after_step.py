"""Forget the gradients after the step instead of before."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count
