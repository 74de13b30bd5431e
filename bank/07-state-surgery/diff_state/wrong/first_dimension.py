"""Only the first dimension is compared."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "missing": [key for key in own if key not in state],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape[:1] != state[key].shape[:1]],
    }
