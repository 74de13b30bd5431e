"""The answer is numpy's own bool."""

import numpy as np


def states_equal(a, b):
    if set(a) != set(b):
        return np.bool_(False)
    same = [a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and np.array_equal(a[k], b[k]) for k in a]
    return np.all(np.array(same, dtype=bool))
