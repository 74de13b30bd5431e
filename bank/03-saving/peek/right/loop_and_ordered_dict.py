"""A loop, in sorted order, into an OrderedDict; the shape is built dimension by dimension."""

from collections import OrderedDict


def describe(tensor):
    return tuple(tensor.size(d) for d in range(tensor.dim())), tensor.dtype


def peek(path):
    table = OrderedDict()
    with open(path, "rb") as file:
        state = torch.load(file, map_location=torch.device("cpu"))
    for key in sorted(state):
        table[key] = describe(state[key])
    return table
