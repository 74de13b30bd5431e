"""Parameters are copied as parameters, and ask for a gradient."""

import copy


def snapshot(model):
    return copy.deepcopy(model.state_dict(keep_vars=True))
