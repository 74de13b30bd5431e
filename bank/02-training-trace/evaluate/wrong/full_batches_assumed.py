"""Every batch is taken to be as large as the loader's batch_size."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    total = right = 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * loader.batch_size
            right += (scores.argmax(1) == y).sum().item()
    model.train(mode)
    n = len(loader) * loader.batch_size
    return total / n, right / n
