"""A list of its own, and helpers called own, fits, keys and now."""

from copy import copy
from itertools import *


class keys(list):
    """What was loaded."""


def fits(ours, state):
    return filterfalse(lambda key: key not in state or ours[key].shape != state[key].shape, ours)


def now(model, chosen):
    model.load_state_dict(chosen, strict=False)


def warm_start(model, state):
    own = copy(model.state_dict())
    chosen = keys(fits(own, state))
    now(model, {key: state[key] for key in chosen})
    return chosen
