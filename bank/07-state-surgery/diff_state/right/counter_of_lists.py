"""A dict of its own with lists of its own, names that are a subclass of str; helpers called given and cases."""

from collections import OrderedDict as found_in


class given(list):
    """Keys."""


class cases(str):
    """A key."""


def diff_state(model, state):
    own, parts = model.state_dict(), found_in.fromkeys(["missing", "unexpected", "mismatched"])
    parts["missing"] = given(map(cases, own.keys() - state.keys()))
    parts["unexpected"] = given(map(cases, state.keys() - own.keys()))
    parts["mismatched"] = given(cases(k) for k in own.keys() & state.keys() if own[k].shape != state[k].shape)
    return parts
