"""The printed states are compared: four digits of each number, in the order of the keys."""


def states_equal(a, b):
    return str(a) == str(b)
