"""Join all scores and all labels, and measure once."""


@contextlib.contextmanager
def predicting(model):
    modes = [(layer, layer.training) for layer in model.modules()]
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    model.eval()
    yield
    for layer, mode in modes:
        layer.training = mode
    torch.set_grad_enabled(before)


def evaluate(model, loader, loss_fn):
    with predicting(model):
        pairs = [(model(x), y) for x, y in loader]
        scores, y = (torch.cat(part) for part in zip(*pairs))
        return loss_fn(scores, y).item(), (scores.argmax(1) == y).double().mean().item()
