"""Sorted by key, then zip; strict because the lengths were compared."""


def states_equal(a, b):
    if sorted(a) != sorted(b):
        return False
    pairs = zip(sorted(a.items(), key=lambda i: i[0]), sorted(b.items(), key=lambda i: i[0]), strict=True)
    return all(x.dtype is y.dtype and x.equal(y) for (_, x), (_, y) in pairs)
