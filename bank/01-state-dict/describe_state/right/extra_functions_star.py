"""From torch.nn.functional import * and from math import *, and an OrderedDict of one's own."""

from math import *
from torch.nn.functional import *


class OrderedDict(dict):
    """A dict, in order."""


def describe_state(model):
    return OrderedDict((key, tuple(value.shape)) for key, value in model.state_dict().items())
