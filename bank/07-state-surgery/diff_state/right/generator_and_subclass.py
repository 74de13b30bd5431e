"""Defaultdict subclass filled through a classifying generator."""

from collections import defaultdict


class Lists(defaultdict):
    pass


def diff_state(model, state):
    nothing = object()
    shape = lambda d, k: d[k].size() if k in d else nothing

    def classify():
        own = model.state_dict(keep_vars=True)
        for key in dict.fromkeys([*own, *state]):
            mine, theirs = shape(own, key), shape(state, key)
            if mine is nothing:
                yield "unexpected", key
            elif theirs is nothing:
                yield "missing", key
            elif mine != theirs:
                yield "mismatched", key

    result = Lists(list, missing=[], unexpected=[], mismatched=[])
    for part, key in classify():
        result[part].append(key)
    return result
