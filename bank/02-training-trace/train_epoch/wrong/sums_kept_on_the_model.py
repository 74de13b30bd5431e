"""The running sums are attributes of the model: the second epoch is measured together with the first."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    if not hasattr(model, "running"):
        model.running = [0.0, 0, 0]
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.running[0] += loss.item() * len(y)
        model.running[1] += (scores.argmax(1) == y).sum().item()
        model.running[2] += len(y)
    return model.running[0] / model.running[2], model.running[1] / model.running[2]
