"""A loop over the keys of both, shape, dtype and values one after the other."""


def states_equal(a, b):
    for key in set(a) | set(b):
        if key not in a or key not in b:
            return False
        x, y = a[key], b[key]
        if x.shape != y.shape or x.dtype != y.dtype or not (x == y).all():
            return False
    return True
