"""Inference mode is entered by hand, and never left when the loop is done."""


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.eval()
    torch.set_grad_enabled(False)
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        total += loss_fn(scores, y).item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
        count += len(y)
    model.train(mode)
    torch.set_grad_enabled(mode)
    return total / count, right / count
