"""A loop of its own, with means over the whole dataset."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs + 1):
        model.train()
        total, right = 0.0, 0
        for x, y in train_loader:
            scores = model(x)
            loss = loss_fn(scores, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
        n = len(train_loader.dataset)
        trace.append({"epoch": epoch, "loss": total / n, "accuracy": right / n})
    return trace
