"""Helpers called a, b, cases and other, and numpy's star, which changes any, all, sum, min and max."""

from numpy import *


def cases(first, second):
    return first.dtype == second.dtype and torch.equal(first, second)


def other(first, second):
    return sorted(first) != sorted(second)


def states_equal(a, b):
    return bool(not other(a, b) and all([cases(a[key], b[key]) for key in a]))
