"""The rate of every dropout is set to zero for a while, and batch norm is put into evaluation mode."""


def evaluate(model, loader, loss_fn):
    rates = [(m, m.p) for m in model.modules() if hasattr(m, "p")]
    norms = [m for m in model.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm) and m.training]
    for m, _ in rates:
        m.p = 0.0
    for m in norms:
        m.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    for m, p in rates:
        m.p = p
    for m in norms:
        m.train()
    return total / count, right / count
