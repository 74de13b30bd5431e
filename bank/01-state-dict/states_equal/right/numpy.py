"""numpy's array_equal, and the dtypes of numpy."""

import numpy as np


def states_equal(a, b):
    if len(a) != len(b):
        return False
    for key, x in a.items():
        if key not in b:
            return False
        x, y = x.numpy(), b[key].numpy()
        if x.dtype != y.dtype or not np.array_equal(x, y):
            return False
    return True
