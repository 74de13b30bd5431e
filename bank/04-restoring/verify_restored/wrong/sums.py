"""Equal sums are taken for equal values."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(abs(a[k].sum() - b[k].sum()) < 1e-6 for k in a)
