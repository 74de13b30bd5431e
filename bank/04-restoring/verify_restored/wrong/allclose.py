"""Close is taken for equal."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys():
        return False
    return all(a[k].shape == b[k].shape and a[k].dtype == b[k].dtype and torch.allclose(a[k], b[k]) for k in a)
