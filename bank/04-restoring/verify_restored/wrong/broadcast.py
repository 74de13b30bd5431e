"""== stretches a tensor of size 1, and raises for other shapes."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys():
        return False
    return all(a[k].dtype == b[k].dtype and (a[k] == b[k]).all() for k in a)
