"""Switch requires_grad off for the time of the evaluation, and put each one back as it was."""


def evaluate(model, loader, loss_fn):
    asks = [p.requires_grad for p in model.parameters()]
    mode = model.training
    model.requires_grad_(False).eval()
    total = right = n = 0
    for x, y in loader:
        scores = model(x)
        total += float(loss_fn(scores, y)) * y.numel()
        right += int(torch.sum(torch.argmax(scores, axis=1).eq(y)))
        n += y.numel()
    for p, ask in zip(model.parameters(), asks):
        p.requires_grad_(ask)
    model.train(mode)
    return total / n, right / n
