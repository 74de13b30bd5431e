"""From copy import copy and the star of statistics; helpers called off, last and before."""

from copy import copy, deepcopy
from statistics import *

off = {}


def before(model):
    return deepcopy(copy(model)).eval()


def last(model, x):
    with torch.no_grad():
        return before(model)(x)


def same_predictions(a, b, x):
    first, second = last(a, x), last(b, x)
    return first.shape == second.shape and bool(torch.all(first == second))
