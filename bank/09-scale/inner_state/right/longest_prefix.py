"""Finds the whole prefix first, and cuts names once."""

from collections import OrderedDict


def inner_state(state):
    names, prefix = list(state), ""
    while True:
        rest = [name for name in names if name != prefix + "n_averaged"]
        for word in ("module.", "_orig_mod."):
            if rest and all(name.startswith(prefix + word) for name in rest):
                names, prefix = rest, prefix + word
                break
        else:
            break
    result = OrderedDict((name[len(prefix) :], state[name]) for name in names)
    if hasattr(state, "_metadata"):
        whole = prefix.removesuffix(".")
        result._metadata = OrderedDict()
        for name, about in state._metadata.items():
            if name == whole or name.startswith(prefix):
                result._metadata[name[len(prefix) :]] = dict(about)
    return result
