"""Strips letters, not words."""

from collections import OrderedDict


def inner_state(state):
    result = OrderedDict((key.lstrip("module.").lstrip("_orig_mod."), value) for key, value in state.items())
    result._metadata = getattr(state, "_metadata", None)
    return result
