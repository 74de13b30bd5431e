"""Update the two means sample by sample instead of keeping sums."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        count += len(y)
        total += (loss.detach().item() - total) * len(y) / count
        right += ((scores.argmax(1) == y).double().mean().item() - right) * len(y) / count
    return total, right
