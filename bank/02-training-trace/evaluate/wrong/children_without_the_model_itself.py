"""Every layer in the model is put into evaluation mode, but not the model itself."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    for layer in model.children():
        layer.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    for layer in model.children():
        layer.train(mode)
    return total / count, right / count
