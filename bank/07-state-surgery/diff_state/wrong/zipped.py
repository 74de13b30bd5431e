"""The two state dicts are zipped: names at the same place are compared."""


def diff_state(model, state):
    own = model.state_dict()
    return {
        "missing": [key for key in own if key not in state],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for (key, a), b in zip(own.items(), state.values()) if a.shape != b.shape],
    }
