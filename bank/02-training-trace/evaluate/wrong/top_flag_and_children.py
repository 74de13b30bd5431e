"""The flags of the model and of its children are set, not those of the layers inside them."""


def evaluate(model, loader, loss_fn):
    layers = [model, *model.children()]
    before = [layer.training for layer in layers]
    for layer in layers:
        layer.training = False
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    for layer, mode in zip(layers, before):
        layer.training = mode
    return total / count, right / count
