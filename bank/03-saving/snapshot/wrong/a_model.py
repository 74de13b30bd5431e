"""A copy of the model is returned, not a dict."""

import copy


def snapshot(model):
    return copy.deepcopy(model)
