"""Sums of the entries stand for their values."""


def states_equal(a, b):
    return a.keys() == b.keys() and all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and torch.equal(a[k].sum(), b[k].sum()) for k in a
    )
