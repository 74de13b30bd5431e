"""The strides are compared, as if they belonged to the shape."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False
    return all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and a[k].stride() == b[k].stride() and a[k].equal(b[k])
        for k in a
    )
