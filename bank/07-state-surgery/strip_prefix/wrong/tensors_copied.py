"""The tensors are copied."""

import copy


def strip_prefix(state, prefix):
    renamed = copy.deepcopy(dict(state))
    for key in list(renamed):
        value = renamed.pop(key)
        renamed[key.removeprefix(prefix)] = value
    return renamed
