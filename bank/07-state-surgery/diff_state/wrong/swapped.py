"""missing and unexpected are swapped."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "unexpected": [key for key in own if key not in state],
        "missing": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
