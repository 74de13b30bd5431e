"""The models are compared as they come: dropout draws new zeros, batch norm changes its buffers."""


def same_predictions(a, b, x):
    with torch.no_grad():
        return torch.equal(a(x), b(x))
