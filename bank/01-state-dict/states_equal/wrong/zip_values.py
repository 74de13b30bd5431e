"""zip over the values: names do not matter, and the longer state is cut."""


def states_equal(a, b):
    return all(x.dtype == y.dtype and torch.equal(x, y) for x, y in zip(a.values(), b.values()))
