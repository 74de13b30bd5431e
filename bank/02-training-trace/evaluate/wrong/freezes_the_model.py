"""Gradients are switched off in the model and never on again."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    model.requires_grad_(False)
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
