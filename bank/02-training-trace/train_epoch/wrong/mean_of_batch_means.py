"""The mean of the batch means is taken for the mean over the samples; a small last batch counts too much."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        right += (scores.argmax(1) == y).float().mean().item()
        count += 1
    return total / count, right / count
