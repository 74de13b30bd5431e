"""The sets of the numbers in each entry are compared."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype
        and a[k].shape == b[k].shape
        and set(a[k].flatten().tolist()) == set(b[k].flatten().tolist())
        for k in a
    )
