"""Only the keys of the first model are looked up."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return all(k in b and a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
