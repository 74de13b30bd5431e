"""The lists are made once: the next call goes on with them."""

found = {"missing": [], "unexpected": [], "mismatched": []}


def diff_state(model, state):
    own = model.state_dict()
    found["missing"] += [key for key in own if key not in state]
    found["unexpected"] += [key for key in state if key not in own]
    found["mismatched"] += [key for key in own if key in state and own[key].shape != state[key].shape]
    return found
