"""Gradients are switched off for the loss, but the scores are computed with a graph."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    if True:
        for x, y in loader:
            scores = model(x)
            with torch.no_grad():
                total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
