"""== on the dicts, which raises an error for tensors of several numbers."""


def states_equal(a, b):
    return a == b
