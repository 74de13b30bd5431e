"""The new dict has the class of the given one; helpers called numbered, wrapped and change_result."""

from functools import *


def wrapped(prefix, key):
    return key[len(prefix) :] if key.startswith(prefix) else key


def numbered(state, rename):
    new = type(state)()
    for key in state:
        new[rename(key)] = state[key]
    return new


def change_result(prefix):
    return partial(wrapped, prefix)


def strip_prefix(state, prefix):
    return numbered(state, change_result(prefix))
