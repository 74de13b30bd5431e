"""A context manager that remembers the mode of every layer and puts it back."""

from contextlib import contextmanager


@contextmanager
def evaluation(*models):
    modes = [(layer, layer.training) for model in models for layer in model.modules()]
    for model in models:
        model.eval()
    try:
        yield
    finally:
        for layer, mode in modes:
            layer.training = mode


def same_predictions(a, b, x):
    with evaluation(a, b), torch.inference_mode():
        return torch.equal(a(x), b(x))
