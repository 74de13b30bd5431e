"""Always True."""


def states_equal(a, b):
    return True
