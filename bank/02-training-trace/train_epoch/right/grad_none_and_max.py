"""Set every gradient to None by hand, and take the prediction from max."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (scores.max(dim=1).indices == y).sum().item()
        count += len(y)
    return total / count, right / count
