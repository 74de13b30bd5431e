"""Three lists in a tuple, not in a dict."""


def diff_state(model, state):
    own = model.state_dict()
    found = {
        "missing": [key for key in own if key not in state],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
    return tuple(found.values())
