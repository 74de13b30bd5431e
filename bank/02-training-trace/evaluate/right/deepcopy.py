"""Evaluate a copy; the caller's model is never touched."""


def evaluate(model, loader, loss_fn):
    twin = copy.deepcopy(model).eval().requires_grad_(False)
    total = torch.zeros(3, dtype=torch.float64)
    for x, y in loader:
        scores = twin.forward(x)
        total += torch.tensor([loss_fn(scores, y).item() * len(x), (scores.argmax(-1) == y).sum().item(), len(x)])
    loss, accuracy = (total[:2] / total[2]).tolist()
    return loss, accuracy
