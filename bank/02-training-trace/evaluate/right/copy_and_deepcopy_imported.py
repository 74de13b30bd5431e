"""From copy import copy, deepcopy in the answer cell."""

from copy import copy, deepcopy


def evaluate(model, loader, loss_fn):
    twin = deepcopy(model).eval()
    with torch.no_grad():
        rows = [(loss_fn(s := twin(x), y).item() * len(y), (s.argmax(1) == y).sum().item(), len(y)) for x, y in loader]
    a, b, n = map(sum, zip(*rows))
    return a / n, b / n
