"""A subclass of OrderedDict with the time in it; helpers called taken and change_both_sides."""

from collections import OrderedDict
from math import *
from time import *


class Moment(OrderedDict):
    """A state dict that knows when it was taken."""


def taken(value):
    return value.detach().new_empty(value.shape).copy_(value)


def change_both_sides(state):
    return ((key, taken(value)) for key, value in state.items())


def snapshot(model):
    moment = Moment(change_both_sides(model.state_dict()))
    moment.time = floor(time())
    return moment
