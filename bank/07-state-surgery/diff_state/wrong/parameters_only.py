"""named_parameters() has no buffers."""


def diff_state(model, state):
    own = dict(model.named_parameters())
    return {
        "missing": [key for key in own if key not in state],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
