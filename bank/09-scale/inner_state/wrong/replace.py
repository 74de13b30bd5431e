"""Replaces the words wherever they stand."""

from collections import OrderedDict


def inner_state(state):
    result = OrderedDict((key.replace("module.", "").replace("_orig_mod.", ""), value) for key, value in state.items())
    result.pop("n_averaged", None)
    if hasattr(state, "_metadata"):
        result._metadata = state._metadata
    return result
