"""Sets instead of lists."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "missing": own.keys() - state.keys(),
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
