"""allclose instead of equality."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False
    return all(a[k].shape == b[k].shape and a[k].dtype == b[k].dtype and torch.allclose(a[k], b[k]) for k in a)
