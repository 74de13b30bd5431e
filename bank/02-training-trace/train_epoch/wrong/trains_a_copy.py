"""A copy of the model is put through the batches, and the optimizer steps on the other one."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    model = copy.deepcopy(model)
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
    return total / count, right / count
