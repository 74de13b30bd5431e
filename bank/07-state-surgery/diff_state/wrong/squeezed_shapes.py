"""Dimensions of size one do not count."""


def diff_state(model, state):
    own = model.state_dict()
    both = own.keys() & state.keys()
    return {
        "missing": list(own.keys() - both),
        "unexpected": list(state.keys() - both),
        "mismatched": [key for key in both if own[key].squeeze().shape != state[key].squeeze().shape],
    }
