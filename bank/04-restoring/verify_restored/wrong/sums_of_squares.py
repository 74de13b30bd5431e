"""The norm of every entry is compared."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and a[k].double().norm() == b[k].double().norm()
        for k in a
    )
