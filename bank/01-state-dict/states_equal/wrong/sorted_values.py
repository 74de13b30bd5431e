"""The values are sorted before they are compared."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and sorted(a[k].flatten()) == sorted(b[k].flatten())
        for k in a
    )
