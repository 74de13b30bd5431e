"""Only the model's names are looked at."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "missing": [key for key in own if key not in state],
        "unexpected": [],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
