"""Flattened tensors are compared, so (8, 2) and (2, 8) are the same."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(
        a[k].dtype == b[k].dtype and torch.equal(a[k].flatten(), b[k].flatten()) for k in a
    )
