"""Other keys end in a KeyError instead of False."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in [*a, *b])
