"""The numbers of each entry are sorted before they are compared."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype
        and a[k].shape == b[k].shape
        and torch.equal(*(s[k].flatten().sort()[0] for s in (a, b)))
        for k in a
    )
