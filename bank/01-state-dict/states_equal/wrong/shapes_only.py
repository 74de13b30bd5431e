"""Keys, shapes and dtypes are compared, but no values."""


def states_equal(a, b):
    return a.keys() == b.keys() and all(a[k].shape == b[k].shape and a[k].dtype == b[k].dtype for k in a)
