"""Gradients are turned off for the whole program, and then an attribute is read that only image datasets have."""


def evaluate(model, loader, loss_fn):
    model.eval()
    torch.set_grad_enabled(False)
    scores = torch.cat([model(x) for x, y in loader])
    y = loader.dataset.targets
    return loss_fn(scores, y).item(), (scores.argmax(1) == y).float().mean().item()
