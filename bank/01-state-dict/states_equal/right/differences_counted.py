"""Differences are collected in a list, and an empty list is the answer."""


def states_equal(a, b):
    differences = list(a.keys() ^ b.keys())
    for key in a.keys() & b.keys():
        if a[key].dtype != b[key].dtype or a[key].shape != b[key].shape:
            differences.append(key)
        elif (a[key] != b[key]).sum().item() > 0:
            differences.append(key)
    return not differences
