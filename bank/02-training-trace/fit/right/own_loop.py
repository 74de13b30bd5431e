"""The training loop is written out; train_epoch is not called."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    model.train()
    history = []
    while len(history) < epochs:
        total, right, count = 0.0, 0, 0
        for x, y in train_loader:
            optimizer.zero_grad()
            scores = model(x)
            loss = loss_fn(scores, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
        history.append(dict(accuracy=right / count, loss=total / count, epoch=len(history) + 1))
    return history
