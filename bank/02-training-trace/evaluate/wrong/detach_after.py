"""detach() throws the graph away after it was built."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    if True:
        for x, y in loader:
            scores = model(x).detach()
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
