"""The training loop is copied, step and all."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            with torch.enable_grad():
                loss_fn(model(x), y).backward()
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
