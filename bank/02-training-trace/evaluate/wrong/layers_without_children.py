"""Only layers without children are put into evaluation mode."""


def evaluate(model, loader, loss_fn):
    leaves = [m for m in model.modules() if not list(m.children())]
    mode = model.training
    for m in leaves:
        m.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    for m in leaves:
        m.train(mode)
    return total / count, right / count
