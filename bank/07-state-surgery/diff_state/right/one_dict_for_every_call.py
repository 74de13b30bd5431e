"""One dict and three lists outside the function, which every call empties and fills again."""

FOUND = {"missing": [], "unexpected": [], "mismatched": []}


def diff_state(model, state):
    own = model.state_dict()
    for keys in FOUND.values():
        keys.clear()
    FOUND["missing"].extend(own.keys() - state.keys())
    FOUND["unexpected"].extend(state.keys() - own.keys())
    FOUND["mismatched"].extend(key for key in own.keys() & state.keys() if own[key].shape != state[key].shape)
    return FOUND
