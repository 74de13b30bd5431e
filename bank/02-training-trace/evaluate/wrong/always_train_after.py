"""train() is called at the end, whatever mode the model came in."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train()
    return total / count, right / count
