"""Nothing is done, so nothing is changed either."""


def evaluate(model, loader, loss_fn):
    return None
