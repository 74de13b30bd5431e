"""Whether an entry asks for a gradient counts as a mismatch."""


def diff_state(model, state):
    own = model.state_dict(keep_vars=True)
    both = own.keys() & state.keys()
    return {
        "missing": list(own.keys() - both),
        "unexpected": list(state.keys() - both),
        "mismatched": [
            key
            for key in both
            if own[key].shape != state[key].shape or own[key].requires_grad != state[key].requires_grad
        ],
    }
